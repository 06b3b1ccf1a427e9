import { hostMask } from '../../values';
import type { OptionSpec, TargetSpec } from '../schema';

const to: Pick<OptionSpec, 'name' | 'required' | 'doc'> = {
  name: 'to',
  required: true,
  doc: {
    en: "The network to map to. Bits of its mask come from here, the others from the packet's address.",
    ja: '対応させる先のネットワークです。マスクのビットはここから、それ以外はパケットのアドレスから取られます。',
  },
};

export const NETMAPTarget: TargetSpec = {
  kind: 'target',
  name: 'NETMAP',
  verdict: 'nat',
  changes: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Maps a whole network onto another one, address by address.',
    ja: 'ネットワーク全体を別のネットワークに、アドレスごとに 1 対 1 で対応させます。',
  },
  doc: {
    en: 'In `PREROUTING` and `OUTPUT` it rewrites the destination, in `POSTROUTING` and `INPUT` the source; the host part stays. For linking two networks that use the same addresses. Untracked packets are never mapped.',
    ja: '`PREROUTING` と `OUTPUT` では宛先を、`POSTROUTING` と `INPUT` では送信元を書き換えます。ホスト部は変わりません。同じアドレスを使う 2 つのネットワークをつなぐ場合に使います。追跡されないパケットは変換されません。',
  },
  tables: ['nat'],
  options: [
    { ...to, values: [{ type: hostMask, label: 'address[/mask]', sample: '198.51.100.0/24' }], families: ['ipv4'] },
    { ...to, values: [{ type: hostMask, label: 'address[/prefix]', sample: '2001:db8:1::/64' }], families: ['ipv6'] },
  ],
  examples: [
    {
      table: 'nat',
      rules: [
        '-A PREROUTING -d 198.51.100.0/24 -i eth0 -j NETMAP --to 192.0.2.0/24',
        '-A POSTROUTING -s 192.0.2.0/24 -o eth0 -j NETMAP --to 198.51.100.0/24',
      ],
      family: 'ipv4',
      title: { en: 'Show a network under other addresses', ja: 'ネットワークを別のアドレスで見せる' },
    },
    {
      table: 'nat',
      rules: [
        '-A PREROUTING -d 2001:db8:1::/64 -i eth0 -j NETMAP --to fd00::/64',
        '-A POSTROUTING -s fd00::/64 -o eth0 -j NETMAP --to 2001:db8:1::/64',
      ],
      family: 'ipv6',
      title: { en: 'Show a network under other addresses', ja: 'ネットワークを別のアドレスで見せる' },
    },
  ],
  source: {
    man: 'NETMAP',
    file: 'extensions/libipt_NETMAP.c, extensions/libip6t_NETMAP.c',
    kernel: 'net/netfilter/xt_NETMAP.c',
  },
  since: 'Linux 2.4; IPv6: Linux 3.7',
};

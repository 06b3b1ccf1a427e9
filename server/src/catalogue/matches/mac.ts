import { macAddress } from '../../values';
import type { MatchSpec } from '../schema';

/** The Ethernet source address. Facts: libxt_mac.c, the hooks of `mac_mt_reg` in the kernel's xt_mac.c. */
export const macMatch: MatchSpec = {
  kind: 'match',
  name: 'mac',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  chains: ['PREROUTING', 'INPUT', 'FORWARD'],
  summary: {
    en: 'Matches packets by the Ethernet address they come from.',
    ja: '送信元の MAC アドレスでパケットを判定します。',
  },
  doc: {
    en: [
      'Only received packets have a sender on the link, so `OUTPUT` and `POSTROUTING` refuse it, and user chains that are called from there as well. Packets that do not come from an Ethernet device (a tunnel, loopback) never match, with `!` neither.',
      'It is the address of the last hop: of the router, for everything that comes through one. And the sender can choose it freely; it is no protection.',
    ].join('\n\n'),
    ja: [
      'リンク上の送信元があるのは受信したパケットだけなので、`OUTPUT` と `POSTROUTING`、そこから呼ばれるユーザー定義チェインでは拒否されます。イーサネット以外(トンネル、ループバック)から来たパケットは、`!` を付けても一致しません。',
      '見えるのは直前のホップのアドレスです。ルーターを経由したパケットでは、ルーターのアドレスになります。また、送信者が自由に変えられるため、防御にはなりません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'mac-source',
      invertible: true,
      required: true,
      values: [{ type: macAddress, label: 'XX:XX:XX:XX:XX:XX', sample: '00:00:5e:00:53:01' }],
      doc: {
        en: 'The Ethernet source address: six hexadecimal numbers of one or two digits, separated by colons. There is no mask.',
        ja: '送信元の MAC アドレスです。1~2 桁の 16 進数 6 つをコロンで区切って書きます。マスクは指定できません。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -i eth0 -m mac --mac-source 00:00:5e:00:53:01 -j ACCEPT',
        '-A FORWARD -i eth1 -m mac ! --mac-source 00:00:5e:00:53:02 -j DROP',
      ],
      title: { en: 'Knows two neighbours by their network cards', ja: '隣の 2 台を MAC アドレスで見分けます' },
    },
  ],
  source: { man: 'mac', file: 'extensions/libxt_mac.c', kernel: 'net/netfilter/xt_mac.c' },
};

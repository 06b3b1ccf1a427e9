import { natAddressPorts } from '../../values';
import { basePortFaults, portFaults } from '../nat-ports';
import type { OptionSpec, TargetSpec } from '../schema';

const source: Pick<OptionSpec, 'name' | 'required' | 'doc'> = {
  name: 'to-source',
  required: true,
  doc: {
    en: 'The new source: an address, ports, or both; ranges with `-`. Ports need `-p tcp`, `-p udp`, `-p sctp` or `-p dccp` before the target. Without them the port is kept where it is free.',
    ja: '新しい送信元です。アドレス、ポート、またはその両方を書き、範囲は `-` で表します。ポートを書くには、ターゲットより前に `-p tcp`、`-p udp`、`-p sctp`、`-p dccp` のいずれかが必要です。省略すると、空いていれば元のポートのままになります。',
  },
};

const ports = { name: 'to-source', addressed: true };

export const SNATTarget: TargetSpec = {
  kind: 'target',
  name: 'SNAT',
  verdict: 'nat',
  changes: ['source'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Gives the connection another source address or port.',
    ja: 'コネクションの送信元アドレスやポートを書き換えます。',
  },
  doc: {
    en: 'For an outgoing address that stays the same; `MASQUERADE` is for one that changes. Only the first packet of a connection comes here, and replies are turned back by themselves. Untracked packets are never translated.',
    ja: '送信元のアドレスが固定の場合に使います。変わる場合は `MASQUERADE` を使います。ここを通るのはコネクションの最初のパケットだけで、返信は自動的に元に戻されます。追跡されないパケットは変換されません。',
  },
  tables: ['nat'],
  chains: ['INPUT', 'POSTROUTING'],
  options: [
    {
      ...source,
      values: [{ type: natAddressPorts, label: '[address[-address]][:port[-port]]', sample: '203.0.113.5' }],
      families: ['ipv4'],
    },
    {
      ...source,
      values: [{ type: natAddressPorts, label: '[address[-address]|[address[-address]]:port[-port]]', sample: '2001:db8::5' }],
      families: ['ipv6'],
    },
    {
      name: 'random',
      values: [],
      doc: { en: 'Chooses the source port at random, by a hash.', ja: '送信元ポートをハッシュによって無作為に選びます。' },
    },
    {
      name: 'random-fully',
      values: [],
      doc: {
        en: 'Chooses the source port fully at random, by the random number generator.',
        ja: '送信元ポートを乱数生成器によって完全に無作為に選びます。',
      },
    },
    {
      name: 'persistent',
      values: [],
      doc: {
        en: 'Gives a client the same address of the range for every connection.',
        ja: '同じクライアントには、どのコネクションでも範囲の中の同じアドレスを割り当てます。',
      },
    },
  ],
  check: (use) => [...portFaults(use, ports), ...basePortFaults(use, ports)],
  checkIgnoresDigits: true,
  examples: [
    {
      table: 'nat',
      rules: ['-A POSTROUTING -s 192.0.2.0/24 -o eth0 -j SNAT --to-source 203.0.113.5'],
      family: 'ipv4',
      title: { en: 'Let a network out with one fixed address', ja: 'ネットワークを 1 つの固定アドレスで外に出す' },
    },
    {
      table: 'nat',
      rules: ['-A POSTROUTING -o eth0 -p udp -j SNAT --to-source 203.0.113.5-203.0.113.8:1024-65535 --random --random-fully --persistent'],
      family: 'ipv4',
      title: { en: 'Several addresses and random ports', ja: '複数のアドレスと無作為なポートを使う' },
    },
    {
      table: 'nat',
      rules: [
        '-A POSTROUTING -s fd00::/64 -o eth0 -j SNAT --to-source 2001:db8::5',
        '-A POSTROUTING -o eth1 -p udp -j SNAT --to-source [2001:db8::5-2001:db8::8]:1024-65535 --random --random-fully --persistent',
      ],
      family: 'ipv6',
      title: { en: 'Let a network out with one fixed address', ja: 'ネットワークを 1 つの固定アドレスで外に出す' },
    },
  ],
  source: { man: 'SNAT', file: 'extensions/libxt_NAT.c', kernel: 'net/netfilter/xt_nat.c' },
  since: 'Linux 2.4 (INPUT: 2.6.36); IPv6: Linux 3.7',
};

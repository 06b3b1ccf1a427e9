import { uint32 } from '../../values/integer';
import { prefixLength } from '../../values/prefix-length';
import type { MatchSpec } from '../schema';

/** How many connections a host has open. Facts: libxt_connlimit.c, the kernel's xt_connlimit.c. */
export const connlimitMatch: MatchSpec = {
  kind: 'match',
  name: 'connlimit',
  remembers: 'own',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches by how many connections a host or network has open at the same time.',
    ja: 'あるホストやネットワークが同時に張っているコネクションの数で判定します。',
  },
  doc: {
    en: [
      'Counted are the connections that passed this rule and still are in the conntrack table, so put what selects them (`-p tcp --syn --dport 22`) before it; each such rule counts on its own. Without a selection of new connections every packet costs a look through the list.',
      'Many people share one address behind NAT, and one person has a whole /64 in IPv6: choose `--connlimit-mask` accordingly.',
    ].join('\n\n'),
    ja: [
      '数えるのは、このルールを通り、まだ conntrack のテーブルに残っているコネクションです。対象を絞る条件(`-p tcp --syn --dport 22` など)を前に書いてください。数はルールごとに別々です。新規接続に絞らないと、パケットごとに一覧を調べるため負荷がかかります。',
      'NAT の内側では大勢が 1 つのアドレスを共有し、IPv6 では 1 人が /64 全体を持ちます。それに合わせて `--connlimit-mask` を選んでください。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'connlimit-upto',
      invertible: true,
      excludes: ['connlimit-above'],
      values: [{ type: uint32, label: 'number', sample: '10' }],
      doc: {
        en: 'At most so many connections exist, this one included.',
        ja: 'コネクション数が(このコネクションを含めて)これ以下であれば一致します。',
      },
    },
    {
      name: 'connlimit-above',
      invertible: true,
      excludes: ['connlimit-upto'],
      values: [{ type: uint32, label: 'number', sample: '10' }],
      doc: {
        en: 'More connections than this exist, this one included.',
        ja: 'コネクション数が(このコネクションを含めて)これを超えれば一致します。',
      },
    },
    {
      name: 'connlimit-mask',
      values: [{ type: prefixLength, label: 'prefix-length', sample: '24' }],
      doc: {
        en: 'Hosts that share so many leading bits are counted together: 0 to 32 for IPv4, 0 to 128 for IPv6. Without it every address counts for itself.',
        ja: '先頭からこのビット数が同じホストをまとめて数えます。IPv4 では 0~32、IPv6 では 0~128 です。省略するとアドレスごとに数えます。',
      },
    },
    {
      name: 'connlimit-saddr',
      excludes: ['connlimit-daddr'],
      values: [],
      doc: {
        en: 'Counts by source address, which is what happens without it, too.',
        ja: '送信元アドレスごとに数えます(省略時と同じ動作です)。',
      },
    },
    {
      name: 'connlimit-daddr',
      excludes: ['connlimit-saddr'],
      values: [],
      doc: { en: 'Counts by destination address.', ja: '宛先アドレスごとに数えます。' },
    },
  ],
  groups: [
    {
      options: ['connlimit-upto', 'connlimit-above'],
      count: 'exactly-one',
      refusal: 'You must specify "--connlimit-above" or "--connlimit-upto".',
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --syn --dport 22 -m connlimit --connlimit-above 3 -j REJECT',
        '-A INPUT -p tcp --syn --dport 80 -m connlimit ! --connlimit-upto 50 --connlimit-mask 24 --connlimit-saddr -j REJECT',
        '-A FORWARD -p tcp --syn --dport 443 -m connlimit --connlimit-upto 1000 --connlimit-daddr -j ACCEPT',
        '-A FORWARD -p tcp --syn -m connlimit ! --connlimit-above 100 -j ACCEPT',
      ],
      title: {
        en: 'Three SSH connections for each client, and other limits',
        ja: 'SSH 接続をクライアントごとに 3 本までに制限する例などです',
      },
    },
  ],
  source: { man: 'connlimit', file: 'extensions/libxt_connlimit.c', kernel: 'net/netfilter/xt_connlimit.c' },
};

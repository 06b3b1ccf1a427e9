import type { TargetSpec } from '../schema';

export const DROPTarget: TargetSpec = {
  kind: 'target',
  name: 'DROP',
  verdict: 'drop',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Discards the packet without an answer.',
    ja: 'パケットを応答せずに破棄します。',
  },
  doc: {
    en: [
      'The sender is told nothing and waits until it gives up; `REJECT` answers instead. For packets in the state INVALID, `DROP` is the right one of the two.',
      'iptables itself keeps it out of nat, also as a policy set with `-P` (`The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.`): drop in filter, or in raw before anything is tracked.',
    ].join('\n\n'),
    ja: [
      '送信側には何も伝わらず、あきらめるまで待つことになります。応答を返すには `REJECT` を使います。状態が INVALID のパケットには、`REJECT` ではなく `DROP` を使ってください。',
      'nat では iptables 自身が拒否します。`-P` によるポリシーの設定も同じです(`The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.`)。filter で、または追跡が始まる前の raw で破棄してください。',
    ].join('\n\n'),
  },
  tables: ['filter', 'mangle', 'raw', 'security'],
  options: [],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -m conntrack --ctstate INVALID -j DROP'],
      title: { en: 'Drop what belongs to no connection', ja: 'どのコネクションにも属さないパケットを破棄する' },
    },
  ],
  source: {
    man: 'iptables(8), TARGETS',
    file: 'extensions/libxt_standard.c, do_parse in iptables/xshared.c',
    kernel: 'net/ipv4/netfilter/ip_tables.c',
  },
};

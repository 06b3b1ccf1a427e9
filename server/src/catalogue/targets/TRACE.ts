import type { TargetSpec } from '../schema';

export const TRACETarget: TargetSpec = {
  kind: 'target',
  name: 'TRACE',
  verdict: 'continue',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Reports every rule that the packet matches from here on.',
    ja: 'パケットがこの先で一致するすべてのルールを報告します。',
  },
  doc: {
    en: [
      'The legacy back end writes `TRACE: table:chain:rule:number` to the kernel log, where a logging backend is loaded, and takes the target in raw only. With nft, `xtables-monitor --trace` shows the way of the packet, and any table will do; raw is still the first.',
      'Match as few packets as you can, and take the rule out when done.',
    ].join('\n\n'),
    ja: [
      'legacy バックエンドでは、ログのバックエンドが読み込まれていれば `TRACE: table:chain:rule:number` がカーネルログに書かれます。使えるのは raw だけです。nft では `xtables-monitor --trace` で経路を表示でき、どのテーブルでも使えますが、最初に評価されるのは raw です。',
      '対象はできるだけ絞り、終わったらルールを消してください。',
    ].join('\n\n'),
  },
  tables: { legacy: ['raw'], nft: ['filter', 'nat', 'mangle', 'raw', 'security'] },
  options: [],
  examples: [
    {
      table: 'raw',
      rules: ['-A PREROUTING -p udp -m udp --dport 694 -j TRACE'],
      title: { en: 'See which rule drops heartbeat', ja: 'heartbeat を破棄しているルールを調べる' },
    },
  ],
  source: { man: 'TRACE', file: 'extensions/libxt_TRACE.c', kernel: 'net/netfilter/xt_TRACE.c' },
};

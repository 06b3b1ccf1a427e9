import { defineRule } from './rule';
import { moveToTable } from './support/move-to-table';
import { joined, listed, onlyRefusedBy } from './support/wording';

export const wrongTable = defineRule({
  code: 'wrong-table',
  severity: 'error',
  title: { en: 'Wrong table', ja: '使えないテーブル' },
  page: {
    en: 'The kernel takes many matches and targets in some tables only: `NOTRACK` and `CT` in raw, `DNAT`, `SNAT`, `MASQUERADE` and `REDIRECT` in nat, `REJECT` in filter, `TTL` and `TOS` in mangle. A user chain counts as its table does. `iptables-restore --test` accepts the file, because only the kernel looks, and legacy then names the line of COMMIT.\n\n`NOTRACK` must come before connection tracking, and raw is the only table that does: move the rule to `PREROUTING` of raw for packets that arrive and to `OUTPUT` of raw for packets that are sent. INPUT must still accept the packets, which have the state UNTRACKED from then on.',
    ja: 'カーネルが特定のテーブルでしか受け付けないマッチやターゲットは数多くあります。`NOTRACK` と `CT` は raw、`DNAT`、`SNAT`、`MASQUERADE`、`REDIRECT` は nat、`REJECT` は filter、`TTL` と `TOS` は mangle です。ユーザー定義チェインでも、属するテーブルで決まります。調べるのはカーネルだけなので `iptables-restore --test` では受け付けられ、legacy バックエンドのエラーは COMMIT の行を指します。\n\n`NOTRACK` はコネクション追跡より前に処理される必要があり、それができるテーブルは raw だけです。届くパケットは raw の `PREROUTING`、送信するパケットは raw の `OUTPUT` に移してください。移した後のパケットの状態は UNTRACKED になり、INPUT での許可は引き続き必要です。',
  },
  refusals: [
    'iptables-restore: line 4 failed',
    'RULE_APPEND failed (Invalid argument): rule in chain INPUT',
    'The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.',
  ],
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p udp --dport 694 -j NOTRACK\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp --dport 694 -j NOTRACK\n-A OUTPUT -p udp --dport 694 -j NOTRACK\nCOMMIT\n',
    },
    {
      bad: '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 192.0.2.0/24 -j REJECT\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 192.0.2.0/24 -j REJECT\nCOMMIT\n',
    },
    {
      bad: '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 192.0.2.0/24 -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.0/24 -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ extension, option, table, tables, backEnd }) => {
    const what = option === undefined ? extension : `${extension} ${option}`;
    const text =
      tables.length === 1
        ? {
            en: `${what} is only valid in the ${tables[0]} table, not in ${table}. Move the rule there.`,
            ja: `${what} を使えるのは ${tables[0]} テーブルだけで、${table} テーブルでは使えません。ルールを ${tables[0]} テーブルに移してください。`,
          }
        : {
            en: `${what} is not valid in the ${table} table, only in ${listed(tables, 'and').en}. Move the rule there.`,
            ja: `${what} は ${table} テーブルでは使えず、使えるのは ${listed(tables, 'and').ja} だけです。ルールをそちらに移してください。`,
          };
    return joined(text, onlyRefusedBy(backEnd, { en: 'takes it', ja: '受け付けます' }));
  },
  refusal: ({ extension, table }) =>
    extension === 'DROP' && table === 'nat'
      ? 'The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.'
      : undefined,
  fixes: moveToTable,
});

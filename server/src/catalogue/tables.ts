import type { Hook, TableName, TableSpec } from './schema';

/**
 * The tables iptables knows, in the order of iptables(8). Their built-in chains: `xtables_ipv4` in iptables/nft.c and the kernel's iptable_*.c.
 * The hook priorities that the texts speak of: `enum nf_ip_hook_priorities` in the kernel's include/uapi/linux/netfilter_ipv4.h.
 */
export const tables: readonly TableSpec[] = [
  {
    name: 'filter',
    chains: ['INPUT', 'FORWARD', 'OUTPUT'],
    summary: {
      en: 'Decides which packets may pass: the firewall proper.',
      ja: 'どのパケットを通すかを決める、ファイアウォールの本体となるテーブルです。',
    },
    doc: {
      en: [
        'Every packet meets exactly one of `INPUT` (it is for this host), `FORWARD` (it is routed through) and `OUTPUT` (a local process sends it); loopback traffic meets `OUTPUT` and then `INPUT`.',
        'This is the place for `ACCEPT`, `DROP` and `REJECT`. It runs after `raw`, connection tracking, `mangle` and destination NAT, so rules see the state of the connection and the address after DNAT.',
      ].join('\n\n'),
      ja: [
        'どのパケットも `INPUT`(このホスト宛て)、`FORWARD`(このホストを経由)、`OUTPUT`(ローカルのプロセスが送信)のいずれか 1 つを通ります。ループバックの通信は `OUTPUT` のあとに `INPUT` を通ります。',
        '`ACCEPT`、`DROP`、`REJECT` はここに書きます。`raw`、コネクション追跡、`mangle`、宛先 NAT のあとに評価されるため、ルールからはコネクションの状態と DNAT 後のアドレスが見えます。',
      ].join('\n\n'),
    },
  },
  {
    name: 'nat',
    chains: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
    summary: {
      en: 'Rewrites addresses and ports; only the first packet of a connection passes through it.',
      ja: 'アドレスとポートを書き換えます。コネクションの最初のパケットだけがこのテーブルを通ります。',
    },
    doc: {
      en: [
        'Only the packet that opens a connection is looked up here. What is decided for it is remembered by connection tracking and applied to every later packet, replies included.',
        'Untracked packets (see `NOTRACK` in the raw table) never come here, so no NAT is done for them.',
        'Destinations are rewritten in `PREROUTING` and `OUTPUT`, sources in `POSTROUTING` and `INPUT`. The table is not for filtering: iptables refuses `DROP` in its rules.',
        'IPv6 has it since Linux 3.7.',
      ].join('\n\n'),
      ja: [
        'コネクションを開始するパケットだけがここで評価されます。決まった変換はコネクション追跡が覚え、返信を含む以後のすべてのパケットに適用されます。',
        '追跡されないパケット(raw テーブルの `NOTRACK` を参照)はここを通らないため、NAT は行われません。',
        '宛先は `PREROUTING` と `OUTPUT` で、送信元は `POSTROUTING` と `INPUT` で書き換えます。フィルタリングのためのテーブルではなく、ルールに `DROP` を書くと iptables が拒否します。',
        'IPv6 では Linux 3.7 以降で使えます。',
      ].join('\n\n'),
    },
  },
  {
    name: 'mangle',
    chains: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
    summary: {
      en: 'Alters packets: marks, TTL, TOS, MSS and the like, at all five hooks.',
      ja: 'mark、TTL、TOS、MSS など、パケットの内容や属性を 5 つのフックすべてで変更します。',
    },
    doc: {
      en: [
        'It runs right after connection tracking and before destination NAT and `filter`. A mark set in `PREROUTING` or `OUTPUT` can choose the route (`ip rule fwmark`).',
        'Targets that change header fields (`TTL`, `HL`, `TOS`, `DSCP`, `ECN`, `TCPOPTSTRIP`, `CHECKSUM`) are taken in this table only.',
      ].join('\n\n'),
      ja: [
        'コネクション追跡の直後、宛先 NAT と `filter` の前に評価されます。`PREROUTING` や `OUTPUT` で付けた mark は経路の選択(`ip rule fwmark`)に使えます。',
        'ヘッダーを書き換えるターゲット(`TTL`、`HL`、`TOS`、`DSCP`、`ECN`、`TCPOPTSTRIP`、`CHECKSUM`)はこのテーブルでしか使えません。',
      ].join('\n\n'),
    },
  },
  {
    name: 'raw',
    chains: ['PREROUTING', 'OUTPUT'],
    summary: {
      en: 'Sees packets before connection tracking does, and can exempt them from it.',
      ja: 'コネクション追跡より前にパケットを処理し、追跡の対象から外すことができます。',
    },
    doc: {
      en: [
        'It is the first table at `PREROUTING` and `OUTPUT`, before connection tracking and before every other table. `NOTRACK` and `CT` work here and nowhere else.',
        'Connections have no state yet: `-m state` and `-m conntrack --ctstate` load here and mean nothing. Dropping a flood in this table costs the least, because nothing has been tracked so far.',
        'Fragments may not have been put together yet, so a later fragment has no ports to match.',
      ].join('\n\n'),
      ja: [
        '`PREROUTING` と `OUTPUT` で最初に評価されるテーブルで、コネクション追跡やほかのどのテーブルよりも先です。`NOTRACK` と `CT` はここでしか使えません。',
        'コネクションの状態はまだありません。`-m state` や `-m conntrack --ctstate` は読み込めますが意味がありません。まだ何も追跡されていないため、大量のパケットを捨てるならここが最も負荷の少ない場所です。',
        'フラグメントがまだ組み立てられていないことがあり、2 つ目以降のフラグメントにはポートがないため一致しません。',
      ].join('\n\n'),
    },
  },
  {
    name: 'security',
    chains: ['INPUT', 'FORWARD', 'OUTPUT'],
    summary: {
      en: 'Sets security labels for SELinux and other mandatory access control, after filter has decided.',
      ja: 'SELinux などの強制アクセス制御のために、filter の判定のあとでセキュリティラベルを付けます。',
    },
    doc: {
      en: [
        'It runs after `filter`, so it sees only what `filter` has let through. It is meant for `SECMARK` and `CONNSECMARK`.',
        'Kernels built without `CONFIG_IP_NF_SECURITY` do not have it; few rulesets need it.',
      ].join('\n\n'),
      ja: [
        '`filter` のあとに評価されるため、`filter` を通過したパケットだけが届きます。`SECMARK` と `CONNSECMARK` のためのテーブルです。',
        '`CONFIG_IP_NF_SECURITY` なしで構築されたカーネルにはありません。必要とするルールセットは多くありません。',
      ].join('\n\n'),
    },
  },
];

/** The table of a name, exactly as iptables compares it; `undefined` when there is none. */
export function tableNamed(name: string): TableSpec | undefined {
  return tables.find((table) => table.name === name);
}

/** The tables in the order in which packets meet them, as far as one order fits all hooks. */
export const tableOrder: readonly string[] = ['raw', 'mangle', 'nat', 'filter', 'security'] satisfies readonly TableName[];

/** The tables of each hook by their priority, with the place where connection tracking looks at a packet (`nf_ip_hook_priorities`). */
export const tablesByHook: Readonly<Record<Hook, readonly (TableName | 'tracking')[]>> = {
  PREROUTING: ['raw', 'tracking', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'tracking', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

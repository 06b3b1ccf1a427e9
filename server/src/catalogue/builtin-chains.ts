import type { ChainSpec } from './schema';

/** The five built-in chains, in the order a packet can meet them. Which table has which is said in `tables.ts`. */
export const builtinChains: readonly ChainSpec[] = [
  {
    name: 'PREROUTING',
    later: ['INPUT', 'FORWARD', 'POSTROUTING'],
    standIns: [],
    summary: {
      en: 'Every packet that arrives, before the routing decision.',
      ja: 'ルーティングの判断より前の、届いたすべてのパケットです。',
    },
    doc: {
      en: [
        'Packets for this host and packets to be forwarded both pass here, as does the second pass of loopback traffic. Packets that local processes send do not: they start in `OUTPUT`.',
        'Where the packet will go is not known yet, so `-o` is refused. The tables raw, mangle and nat have this chain; raw comes first, before connection tracking.',
      ].join('\n\n'),
      ja: [
        'このホスト宛てのパケットも、転送されるパケットもここを通ります。ループバックの通信が 2 回目に通るのもここです。ローカルのプロセスが送信するパケットは通らず、`OUTPUT` から始まります。',
        'どこへ出ていくかはまだ決まっていないため、`-o` は拒否されます。raw、mangle、nat の各テーブルにあり、raw が最初で、コネクション追跡より前です。',
      ].join('\n\n'),
    },
  },
  {
    name: 'INPUT',
    later: [],
    standIns: ['PREROUTING'],
    summary: {
      en: 'Packets addressed to this host, on their way to a local process.',
      ja: 'このホスト宛てで、ローカルのプロセスに届くパケットです。',
    },
    doc: {
      en: [
        'Routing has decided that the packet is for this host. `-o` is refused here, because nothing goes out.',
        'The tables mangle, filter, security and nat have this chain; filter is where a host decides which services it offers. raw has none: exempting arriving packets from connection tracking is done in its `PREROUTING`, and this chain must still accept them.',
      ].join('\n\n'),
      ja: [
        'ルーティングによって、このホスト宛てと判断されたパケットです。出ていくものではないため `-o` は拒否されます。',
        'mangle、filter、security、nat の各テーブルにあり、どのサービスを受け付けるかは filter で決めます。raw にはありません。届いたパケットを追跡から外すのは raw の `PREROUTING` で行い、そのうえでこのチェインでも許可する必要があります。',
      ].join('\n\n'),
    },
  },
  {
    name: 'FORWARD',
    later: ['POSTROUTING'],
    standIns: ['PREROUTING', 'POSTROUTING'],
    summary: {
      en: 'Packets routed through this host, from one interface to another.',
      ja: 'あるインターフェースから別のインターフェースへ、このホストを経由するパケットです。',
    },
    doc: {
      en: [
        'Only routers, container hosts and virtual machine hosts have traffic here. It passes neither `INPUT` nor `OUTPUT`. Both `-i` and `-o` can be used.',
        'The tables mangle, filter and security have this chain.',
      ].join('\n\n'),
      ja: [
        'ここにパケットが来るのは、ルーターやコンテナー、仮想マシンのホストだけです。このパケットは `INPUT` も `OUTPUT` も通りません。`-i` と `-o` の両方を使えます。',
        'mangle、filter、security の各テーブルにあります。',
      ].join('\n\n'),
    },
  },
  {
    name: 'OUTPUT',
    later: ['POSTROUTING'],
    standIns: ['POSTROUTING'],
    summary: {
      en: 'Packets that local processes send.',
      ja: 'ローカルのプロセスが送信するパケットです。',
    },
    doc: {
      en: [
        'Replies of local services pass here, and so does the first pass of loopback traffic. `-i` is refused, because the packet did not come in through an interface.',
        'All five tables have this chain; raw comes first, before connection tracking. When a rule of mangle or nat changes what routing depends on, the packet is routed again.',
      ].join('\n\n'),
      ja: [
        'ローカルのサービスの返信や、ループバックの通信の 1 回目はここを通ります。インターフェースから届いたものではないため `-i` は拒否されます。',
        '5 つのテーブルすべてにあり、raw が最初で、コネクション追跡より前です。mangle や nat のルールがルーティングに関わる部分を変えると、経路が選び直されます。',
      ].join('\n\n'),
    },
  },
  {
    name: 'POSTROUTING',
    later: [],
    standIns: ['OUTPUT'],
    summary: {
      en: 'Every packet that leaves, after the routing decision.',
      ja: 'ルーティングの判断より後の、出ていくすべてのパケットです。',
    },
    doc: {
      en: [
        'Forwarded packets and packets of local processes both pass here, last of all. The outgoing interface is known; `-i` is refused.',
        'The tables mangle and nat have this chain. `SNAT` and `MASQUERADE` belong here.',
      ].join('\n\n'),
      ja: [
        '転送されるパケットも、ローカルのプロセスが送信するパケットも、最後にここを通ります。出力インターフェースは決まっています。`-i` は拒否されます。',
        'mangle と nat のテーブルにあります。`SNAT` と `MASQUERADE` はここに書きます。',
      ].join('\n\n'),
    },
  },
];

const byName: ReadonlyMap<string, ChainSpec> = new Map(builtinChains.map((chain) => [chain.name, chain]));

/** The built-in chain of a name; `undefined` for a name that only a user chain can have. */
export function builtinChainNamed(name: string): ChainSpec | undefined {
  return byName.get(name);
}

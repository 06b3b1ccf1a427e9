import type { TargetSpec } from '../schema';

export const ACCEPTTarget: TargetSpec = {
  kind: 'target',
  name: 'ACCEPT',
  verdict: 'accept',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Lets the packet pass this chain of the table.',
    ja: 'パケットに、テーブルのこのチェインを通過させます。',
  },
  doc: {
    en: [
      'No further rule of this built-in chain is looked at, not even in the chains that led here. The packet goes on to the tables and chains that come later, those of the same table at the next hook included: what raw or mangle accepts, filter can drop.',
      'In nat it means: no translation for this connection.',
    ].join('\n\n'),
    ja: [
      'この組み込みチェインのルールは、呼び出し元のチェインのものも含めて、それ以上調べられません。パケットは後に続くテーブルやチェイン（同じテーブルの次のフックも含みます）に進みます。raw や mangle で許可しても、filter で破棄されることがあります。',
      'nat では「このコネクションは変換しない」という意味になります。',
    ].join('\n\n'),
  },
  options: [],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT'],
      title: { en: 'Let SSH in', ja: 'SSH を許可する' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p udp -m udp --dport 694 -j ACCEPT'],
      title: { en: 'Accept heartbeat packets, tracked or not', ja: 'heartbeat のパケットを、追跡されているかどうかにかかわらず許可する' },
    },
  ],
  source: { man: 'iptables(8), TARGETS', file: 'extensions/libxt_standard.c', kernel: 'net/ipv4/netfilter/ip_tables.c' },
};

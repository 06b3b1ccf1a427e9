import { addressTypeList } from '../../values';
import type { MatchSpec } from '../schema';

/** The kind of an address. Facts: libxt_addrtype.c, `addrtype_mt_checkentry_v1` in the kernel's xt_addrtype.c. */
export const addrtypeMatch: MatchSpec = {
  kind: 'match',
  name: 'addrtype',
  steady: true,
  reads: ['source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by what kind of address they come from or go to: local, broadcast, multicast, …',
    ja: '送信元や宛先のアドレスの種類(ローカル、ブロードキャスト、マルチキャストなど)でパケットを判定します。',
  },
  doc: {
    en: [
      "The kernel's routing tables say what an address is, at the moment the packet passes: `LOCAL` is any address of this host, without naming them; `UNICAST` is any other host; `BROADCAST`, `MULTICAST`, `ANYCAST` as the words say; `BLACKHOLE`, `UNREACHABLE` and `PROHIBIT` are routes of that kind.",
      'For IPv6 the kernel refuses `BROADCAST`, `BLACKHOLE`, `PROHIBIT`, `THROW`, `NAT` and `XRESOLVE`.',
      'A list matches when one of its types does. With `--limit-iface-in` or `--limit-iface-out` the address is judged for that interface alone: `LOCAL` then means an address of that very interface.',
    ].join('\n\n'),
    ja: [
      'パケットが通る時点のルーティングテーブルに基づいて判定します。`LOCAL` はこのホストのいずれかのアドレス、`UNICAST` はほかのホストのアドレスです。`BROADCAST`、`MULTICAST`、`ANYCAST` は文字どおりの意味で、`BLACKHOLE`、`UNREACHABLE`、`PROHIBIT` はその種類の経路を指します。',
      'IPv6 では、`BROADCAST`、`BLACKHOLE`、`PROHIBIT`、`THROW`、`NAT`、`XRESOLVE` をカーネルが拒否します。',
      '一覧は、どれか 1 つの種類に当てはまれば一致します。`--limit-iface-in` や `--limit-iface-out` を付けると、そのインターフェースに限って判定します。このとき `LOCAL` は、そのインターフェース自身のアドレスだけを意味します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'src-type',
      invertible: true,
      values: [{ type: addressTypeList, label: 'type[,type]…', sample: 'LOCAL' }],
      doc: {
        en: 'The source address is of one of these types.',
        ja: '送信元アドレスが一覧のいずれかの種類であれば一致します。',
      },
    },
    {
      name: 'dst-type',
      invertible: true,
      values: [{ type: addressTypeList, label: 'type[,type]…', sample: 'LOCAL' }],
      doc: {
        en: 'The destination address is of one of these types.',
        ja: '宛先アドレスが一覧のいずれかの種類であれば一致します。',
      },
    },
    {
      name: 'limit-iface-in',
      excludes: ['limit-iface-out'],
      chains: ['PREROUTING', 'INPUT', 'FORWARD'],
      values: [],
      doc: {
        en: 'Judges the address for the interface that the packet came in by.',
        ja: 'パケットが入ってきたインターフェースに限って、アドレスの種類を判定します。',
      },
    },
    {
      name: 'limit-iface-out',
      excludes: ['limit-iface-in'],
      chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
      values: [],
      doc: {
        en: 'Judges the address for the interface that the packet leaves by.',
        ja: 'パケットが出ていくインターフェースに限って、アドレスの種類を判定します。',
      },
    },
  ],
  groups: [{ options: ['src-type', 'dst-type'], count: 'at-least-one', refusal: 'addrtype: you must specify --src-type or --dst-type' }],
  examples: [
    {
      table: 'nat',
      rules: ['-A PREROUTING -p tcp --dport 80 -m addrtype --dst-type LOCAL -j REDIRECT --to-ports 8080'],
      title: {
        en: 'Redirects what is for this host, whichever address was used',
        ja: 'どのアドレス宛てであれ、このホスト宛ての通信をリダイレクトします',
      },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -m addrtype ! --src-type UNICAST -j DROP',
        '-A INPUT -i eth0 -m addrtype ! --dst-type LOCAL --limit-iface-in -j DROP',
        '-A OUTPUT -o eth0 -m addrtype --dst-type MULTICAST,ANYCAST --limit-iface-out -j ACCEPT',
      ],
      title: {
        en: 'Drops odd senders, and packets for an address of another interface',
        ja: '不正な送信元と、別のインターフェースのアドレス宛てのパケットを破棄します',
      },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -m addrtype --dst-type BROADCAST,MULTICAST -j DROP'],
      family: 'ipv4',
      title: { en: 'Keeps broadcasts out of the log', ja: 'ブロードキャストをログに残さず破棄します' },
    },
  ],
  source: { man: 'addrtype', file: 'extensions/libxt_addrtype.c', kernel: 'net/netfilter/xt_addrtype.c' },
};

import { uint32 } from '../../values/integer';
import { integerRange } from '../../values/integer-range';
import type { MatchSpec } from '../schema';

const identification = integerRange({
  id: 'fragment-id',
  max: 0xffffffff,
  doc: {
    en: 'The identification of the fragments, or a range, `from:to`; either end may be left out.',
    ja: 'フラグメントの識別子、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

/** The fragment header of IPv6. Facts: libip6t_frag.c, `frag_mt6` in the kernel's ip6t_frag.c. */
export const fragMatch: MatchSpec = {
  kind: 'match',
  name: 'frag',
  steady: true,
  families: ['ipv6'],
  summary: {
    en: 'Matches packets with an IPv6 fragment header.',
    ja: 'IPv6 のフラグメントヘッダーを持つパケットを判定します。',
  },
  doc: {
    en: [
      'A bare `-m frag` matches every packet that has the header. Do not add `-p ipv6-frag`: `-p` looks past extension headers, so such a rule never matches (iptables warns).',
      'Once connection tracking is on, fragments are put together before `raw PREROUTING`, and this match sees none.',
      'iptables without the 6 has `-f` instead.',
    ].join('\n\n'),
    ja: [
      '`-m frag` だけなら、このヘッダーを持つすべてのパケットに一致します。`-p ipv6-frag` は書かないでください。`-p` は拡張ヘッダーを読み飛ばすため、そのルールは決して一致しません(iptables が警告します)。',
      'コネクション追跡が有効なら、フラグメントは `raw PREROUTING` より前に組み立てられ、この match からは見えません。',
      'IPv4 の iptables では、代わりに `-f` を使います。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'fragid',
      invertible: true,
      values: [{ type: identification, label: 'id[:id]', sample: '0:1000' }],
      doc: {
        en: 'The identification that all fragments of a packet share, or a range.',
        ja: '1 つのパケットのフラグメントに共通の識別子、またはその範囲です。',
      },
    },
    {
      name: 'fraglen',
      invertible: true,
      values: [{ type: uint32, label: 'length', sample: '8' }],
      doc: {
        en: 'A length of the header. The kernel does not look at it any more (it is always 8), so it changes nothing.',
        ja: 'ヘッダーの長さです。現在のカーネルは調べないため(常に 8)、書いても結果は変わりません。',
      },
    },
    {
      name: 'fragres',
      values: [],
      doc: { en: 'The reserved fields of the header are zero.', ja: 'ヘッダーの予約フィールドが 0 であれば一致します。' },
    },
    {
      name: 'fragfirst',
      values: [],
      doc: { en: 'It is the first fragment.', ja: '最初のフラグメントに一致します。' },
    },
    {
      name: 'fragmore',
      excludes: ['fraglast'],
      values: [],
      doc: { en: 'More fragments follow.', ja: '後続のフラグメントがあれば一致します。' },
    },
    {
      name: 'fraglast',
      excludes: ['fragmore'],
      values: [],
      doc: { en: 'It is the last fragment.', ja: '最後のフラグメントに一致します。' },
    },
  ],
  examples: [
    {
      table: 'raw',
      rules: [
        '-A PREROUTING -m frag --fragfirst --fragmore -j ACCEPT',
        '-A PREROUTING -m frag --fraglast --fragres -j ACCEPT',
        '-A PREROUTING -m frag ! --fragid 0:1000 ! --fraglen 8 -j DROP',
        '-A PREROUTING -m frag -j DROP',
      ],
      family: 'ipv6',
      title: { en: 'First and last fragments only', ja: '最初と最後のフラグメントだけを通します' },
    },
  ],
  source: {
    man: 'frag',
    file: 'extensions/libip6t_frag.c',
    kernel: 'net/ipv6/netfilter/ip6t_frag.c',
    differs: 'A reversed range loads in 1.8.9 and never matches; 1.8.11 refuses it.',
  },
};

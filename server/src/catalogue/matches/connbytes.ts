import { integerRange } from '../../values/integer-range';
import { oneOf } from '../../values/one-of';
import { U64 } from '../../values/scan';
import type { MatchSpec } from '../schema';

const amount = integerRange({
  id: 'connbytes-amount',
  max: U64,
  doc: {
    en: 'An amount from which on it matches, or a range, `from:to`; either end may be left out.',
    ja: '一致し始める量、または `開始:終了` の範囲です。どちらの端も省略できます。',
  },
});

const direction = oneOf(
  [
    { value: 'original', doc: { en: 'From the side that opened the connection.', ja: 'コネクションを開始した側からの分です。' } },
    { value: 'reply', doc: { en: 'From the other side.', ja: '相手側からの分です。' } },
    { value: 'both', doc: { en: 'Both directions together.', ja: '両方向の合計です。' } },
  ],
  {
    id: 'connbytes-dir',
    doc: {
      en: 'Which direction counts: `original`, `reply` or `both`.',
      ja: '数える向きです。`original`、`reply`、`both` のいずれかです。',
    },
    refusal: (word) => `Unknown --connbytes-dir \`${word}'`,
  },
);

const mode = oneOf(
  [
    { value: 'packets', doc: { en: 'The number of packets.', ja: 'パケット数です。' } },
    { value: 'bytes', doc: { en: 'The number of bytes.', ja: 'バイト数です。' } },
    { value: 'avgpkt', doc: { en: 'The average size of a packet in bytes.', ja: '1 パケットの平均サイズ(バイト)です。' } },
  ],
  {
    id: 'connbytes-mode',
    doc: { en: 'What is counted: `packets`, `bytes` or `avgpkt`.', ja: '数えるものです。`packets`、`bytes`、`avgpkt` のいずれかです。' },
    refusal: (word) => `Unknown --connbytes-mode \`${word}'`,
  },
);

/** What a connection has transferred. Facts: libxt_connbytes.c, `connbytes_mt` in the kernel's xt_connbytes.c. */
export const connbytesMatch: MatchSpec = {
  kind: 'match',
  name: 'connbytes',
  needsConnection: true,
  reads: ['connection', 'header', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by how much their connection has transferred so far.',
    ja: 'コネクションがそれまでに転送した量でパケットを判定します。',
  },
  doc: {
    en: [
      'For telling long downloads from short requests, to mark them for a slower class. All three options are needed.',
      'It reads the counters of connection tracking; loading such a rule switches `net.netfilter.nf_conntrack_acct` on, and connections that are older than that are counted from then on. Untracked packets never match.',
    ].join('\n\n'),
    ja: [
      '長いダウンロードを短いやり取りと見分け、帯域の狭いクラスに振り分けるときなどに使います。3 つのオプションがすべて必要です。',
      'コネクション追跡のカウンターを読みます。ルールを読み込むと `net.netfilter.nf_conntrack_acct` が有効になり、それより前からあるコネクションは、その時点から数えられます。追跡されていないパケットには一致しません。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'connbytes',
      invertible: true,
      required: true,
      values: [{ type: amount, label: 'from[:to]', sample: '10000000:' }],
      doc: {
        en: 'The amount: `100:` and `100` from 100 on, `100:200` between the two, `:200` up to 200.',
        ja: '量です。`100:` と `100` は 100 以上、`100:200` はその間、`:200` は 200 以下を表します。',
      },
    },
    {
      name: 'connbytes-dir',
      required: true,
      values: [{ type: direction, label: 'original|reply|both', sample: 'both' }],
      doc: { en: 'Which direction counts.', ja: '数える向きです。' },
    },
    {
      name: 'connbytes-mode',
      required: true,
      values: [{ type: mode, label: 'packets|bytes|avgpkt', sample: 'bytes' }],
      doc: {
        en: 'What is counted: packets, bytes, or the average size of a packet.',
        ja: '数えるもの(パケット数、バイト数、平均パケットサイズ)です。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -m connbytes --connbytes 10000000: --connbytes-dir both --connbytes-mode bytes -j MARK --set-mark 3',
        '-A POSTROUTING -m connbytes ! --connbytes 0:9 --connbytes-dir reply --connbytes-mode packets -j MARK --set-mark 4',
      ],
      title: { en: 'Marks connections that have moved more than 10 MB', ja: '10 MB を超えて転送したコネクションに mark を付けます' },
    },
  ],
  source: {
    man: 'connbytes',
    file: 'extensions/libxt_connbytes.c',
    kernel: 'net/netfilter/xt_connbytes.c',
    differs: 'A reversed range loads in 1.8.9, as the range inverted; 1.8.11 refuses it.',
  },
};

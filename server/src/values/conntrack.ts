import { wordList } from './list';
import { oneOf } from './one-of';

/** `--ctstatus`, abbreviations in any case of letters (libxt_conntrack.c, `conntrack_ps_statuses`). */
export const ctstatusList = wordList(
  [
    { value: 'NONE', doc: { en: 'none of the others.', ja: '以下のどれでもない接続です。' } },
    {
      value: 'EXPECTED',
      doc: {
        en: 'another connection announced this one (a helper expected it).',
        ja: '別の接続から予期されていた(ヘルパーが予告した)接続です。',
      },
    },
    { value: 'SEEN_REPLY', doc: { en: 'packets have gone in both directions.', ja: '双方向にパケットが流れた接続です。' } },
    {
      value: 'ASSURED',
      doc: { en: 'the entry is not dropped early when the table is full.', ja: 'テーブルがあふれても早期に破棄されない接続です。' },
    },
    {
      value: 'CONFIRMED',
      doc: {
        en: 'the first packet has left the host, so the entry is in the table.',
        ja: '最初のパケットが処理を終え、テーブルに登録された接続です。',
      },
    },
  ],
  {
    id: 'ctstatus-list',
    caseInsensitive: true,
    prefix: 'first',
    doc: {
      en: 'Statuses of a conntrack entry between commas: `NONE`, `EXPECTED`, `SEEN_REPLY`, `ASSURED`, `CONFIRMED`.',
      ja: 'conntrack エントリーのステータスをコンマ区切りで並べます。`NONE`、`EXPECTED`、`SEEN_REPLY`、`ASSURED`、`CONFIRMED` が使えます。',
    },
    printed: ['EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED'],
    printedEmpty: 'NONE',
    refusal: (_entry, rest) => `Bad ctstatus "${rest}"`,
  },
);

/** `--ctdir` (libxt_conntrack.c, `conntrack_mt_parse`). */
export const ctdir = oneOf(
  [
    {
      value: 'ORIGINAL',
      doc: { en: 'Packets in the direction of the connection’s first packet.', ja: '接続の最初のパケットと同じ向きのパケットです。' },
    },
    { value: 'REPLY', doc: { en: 'Packets in the direction of the replies.', ja: '応答の向きのパケットです。' } },
  ],
  {
    id: 'ctdir',
    caseInsensitive: true,
    doc: {
      en: 'The direction of the packet within its connection: `ORIGINAL` or `REPLY`.',
      ja: '接続の中でのパケットの向きです。`ORIGINAL` か `REPLY` を書きます。',
    },
    refusal: (word) => `conntrack: Bad value for "--ctdir" option: "${word}"`,
  },
);

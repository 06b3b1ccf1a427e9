import { fault } from './fault';
import { wordList } from './list';
import { oneOf } from './one-of';
import { spanIsPrefix } from './scan';
import type { SpanType } from './span';

const statuses = wordList(
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

/**
 * `--ctstatus`, abbreviations in any case of letters (libxt_conntrack.c, `conntrack_ps_statuses`). NONE asks for no bit, and the kernel
 * takes a rule that asks for none to match nothing (net/netfilter/xt_conntrack.c, `conntrack_mt`).
 */
export const ctstatusList: SpanType = {
  ...statuses,
  check: (text, context) => ctstatusList.checkSpan(text, 0, text.length, context),
  checkSpan(text, start, end, context) {
    const found = statuses.checkSpan(text, start, end, context);
    if (found !== undefined || !spanIsPrefix(text, start, end, 'NONE', true)) return found;
    return fault(
      start,
      end,
      `NONE alone asks for no status, so the condition ${context.inverted ? 'always' : 'never'} matches; name another status, with "!" before the option.`,
      `NONE だけではどのステータスも求めないため、この条件は${context.inverted ? '常に一致します' : '一致することがありません'}。ほかのステータスを書き、必要ならオプションの前に「!」を付けてください。`,
      { code: 'never-matching-value' },
    );
  },
};

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

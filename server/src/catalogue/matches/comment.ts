import { commentText } from '../../values';
import type { MatchSpec } from '../schema';

/** A note in a rule. Facts: libxt_comment.c (XT_MAX_COMMENT_LEN is 256, the closing NUL included). */
export const commentMatch: MatchSpec = {
  kind: 'match',
  name: 'comment',
  steady: true,
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Keeps a note with a rule; matches every packet.',
    ja: 'ルールに注釈を付けます。判定には影響しません。',
  },
  doc: {
    en: [
      'The text is loaded with the rule, and `iptables -L` and `iptables-save` print it; a line that begins with `#` is lost at loading.',
      'Text with spaces stands in double quotes; inside them write `\\"` and `\\\\` for a quote and a backslash. Single quotes mean nothing to iptables. A quote that is not closed swallows the rest of the line, the target included, and the rule loads without one.',
      'At most 255 bytes are kept (a Japanese character takes three in UTF-8); the rest is cut off without a word.',
    ].join('\n\n'),
    ja: [
      '文字列はルールと一緒に読み込まれ、`iptables -L` や `iptables-save` で表示されます。`#` で始まる行は、読み込み時に失われます。',
      '空白を含む文字列は二重引用符で囲みます。その中の引用符と逆斜線は `\\"`、`\\\\` と書きます。一重引用符に特別な意味はありません。引用符を閉じ忘れると、target を含む行の残りがすべて文字列に取り込まれ、target のないルールとして読み込まれます。',
      '保持されるのは 255 バイトまでで(UTF-8 の日本語は 1 文字 3 バイト)、超えた部分は警告なしに切り捨てられます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'comment',
      required: true,
      values: [{ type: commentText, label: '"text"', sample: '"allow SSH"' }],
      doc: {
        en: 'The text, up to 255 bytes, in double quotes where it has spaces.',
        ja: '255 バイトまでの文字列です。空白を含むなら二重引用符で囲みます。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp --dport 22 -m comment --comment "allow SSH from the office" -s 192.0.2.0/24 -j ACCEPT'],
      family: 'ipv4',
      title: { en: 'Says what a rule is for', ja: 'ルールの目的を書いておきます' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -i lo -m comment --comment loopback -j ACCEPT'],
      title: { en: 'A single word needs no quotes', ja: '1 語なら引用符は要りません' },
    },
  ],
  source: { man: 'comment', file: 'extensions/libxt_comment.c', kernel: 'net/netfilter/xt_comment.c' },
};

import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const byteOrderMark = defineRule({
  code: 'byte-order-mark',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Byte order mark', ja: 'バイトオーダーマーク（BOM）' },
  page: {
    en: 'Some editors on Windows begin a UTF-8 file with an invisible byte order mark (U+FEFF). iptables-restore takes it for the first letter of the first line, which then is neither a comment nor a table, and refuses the file. Save the file as UTF-8 without it.',
    ja: 'Windows の一部のエディターは、UTF-8 のファイルの先頭に見えないバイトオーダーマーク（U+FEFF）を付けます。iptables-restore はこれを最初の行の文字とみなすため、その行はコメントにもテーブルにもならず、ファイルが拒否されます。BOM なしの UTF-8 で保存してください。',
  },
  refusals: ['iptables-restore: line 1 failed'],
  examples: [{ bad: '\ufeff*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' }],
  message: () => ({
    en: 'An invisible byte order mark stands before this line; iptables takes it for a letter and refuses the line. Save the file without it.',
    ja: 'この行の前に見えないバイトオーダーマーク（BOM）があり、iptables は文字とみなして行を拒否します。BOM なしで保存してください。',
  }),
  fixes: (finding) => [
    {
      title: { en: 'Remove the byte order mark', ja: 'BOM を削除する' },
      edits: [replaceSpan(finding.line, finding, '')],
      preferred: true,
      automatic: true,
    },
  ],
});

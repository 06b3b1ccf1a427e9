import { preferredEnd } from '../text/lines';
import { replaceSpan } from '../text/position';
import { defineRule } from './rule';

export const missingFinalNewline = defineRule({
  code: 'missing-final-newline',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'No line end behind the last COMMIT', ja: '最後の COMMIT の後に改行がない' },
  page: {
    en: 'The legacy back end knows `COMMIT` only with its line end. When the file ends right behind the word, the word is read as a rule and the last table is refused. The nft back end takes such a file.',
    ja: 'legacy バックエンドは、改行まで含めて `COMMIT` を認識します。ファイルがこの単語の直後で終わるとルールとして読まれ、最後のテーブルが拒否されます。nft バックエンドは受け付けます。',
  },
  refusals: ["Bad argument `COMMIT'"],
  examples: [{ bad: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT', good: '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' }],
  message: () => ({
    en: 'The file ends without a line end here, and the legacy back end then does not know `COMMIT`. End the line; nft loads the file as it is.',
    ja: 'ファイルの最後に改行がないため、legacy バックエンドは `COMMIT` を認識しません。改行を入れてください。nft バックエンドはこのまま読み込みます。',
  }),
  refusal: () => "Bad argument `COMMIT'",
  fixes: (finding, file) => [
    {
      title: { en: 'End the line', ja: '行末に改行を入れる' },
      edits: [replaceSpan(finding.line, { start: finding.end, end: finding.end }, preferredEnd(file.lines))],
      preferred: true,
      automatic: true,
    },
  ],
});

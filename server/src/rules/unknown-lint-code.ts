import type { RulesFile } from '../model/rules-file';
import { replaceSpan } from '../text/position';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeLines, removeTitle, suggested } from './support/fix';

export const unknownLintCode = defineRule({
  code: 'unknown-lint-code',
  severity: 'information',
  tag: 'unnecessary',
  title: { en: 'Unknown code in a comment to the checker', ja: 'チェッカー向けコメントの不明なコード' },
  page: {
    en: 'A comment `# iptables-lint: disable=CODE` silences findings of a code for the next line, `disable-file=` for the whole file. This code is not that of any finding, so the comment silences nothing.',
    ja: 'コメント `# iptables-lint: disable=CODE` は次の行の、`disable-file=` はファイル全体の、そのコードの指摘を抑制します。ここに書かれたコードの指摘は存在しないため、何も抑制されません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n# iptables-lint: disable=host-bit-set\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n# iptables-lint: disable=host-bits-set\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, suggestion }) =>
    suggestion === undefined
      ? {
          en: `No finding has the code \`${name}\`, so this silences nothing. Remove it.`,
          ja: `コード \`${name}\` の指摘はないため、何も抑制されません。削除してください。`,
        }
      : {
          en: `No finding has the code \`${name}\`. Did you mean \`${suggestion}\`?`,
          ja: `コード \`${name}\` の指摘はありません。\`${suggestion}\` ではありませんか。`,
        },
  fixes: (finding, file) => [...suggested(finding), removeCode(finding, file)],
});

/** Takes the code out of its list, or the whole comment where it is the only one. */
function removeCode(finding: Finding<'unknown-lint-code'>, file: RulesFile): Fix {
  const text = file.lineText(finding.line);
  const before = text.slice(0, finding.start).trimEnd();
  const behind = /^\s*,\s*/.exec(text.slice(finding.end));
  const title = removeTitle(finding.name);
  const preferred = finding.suggestion === undefined;
  if (before.endsWith(',')) {
    const { length } = before.slice(0, -1).trimEnd();
    return { title, edits: [replaceSpan(finding.line, { start: length, end: finding.end }, '')], preferred };
  }
  if (behind !== null)
    return { title, edits: [replaceSpan(finding.line, { start: finding.start, end: finding.end + behind[0].length }, '')], preferred };
  return { title, edits: [removeLines(finding.line, finding.line)], preferred };
}

import type { RulesFile } from '../model/rules-file';
import { defineRule } from './rule';
import { insertLines } from './support/sections';

export const missingCommit = defineRule({
  code: 'missing-commit',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Missing COMMIT', ja: 'COMMIT がない' },
  page: {
    en: 'A section from `*table` on takes effect only at its `COMMIT`. Without it nothing of the table is loaded: at the end of the file iptables-restore says that COMMIT was expected, and before the next `*table` it takes that line for a stray word. Sections that were committed before are already loaded by then.',
    ja: '`*table` から始まるセクションは、`COMMIT` で初めて有効になります。ないとそのテーブルは何も読み込まれません。ファイルの終わりでは COMMIT が必要だというエラーになり、次の `*table` の前では、その行が余分な単語とみなされます。それより前に COMMIT されたセクションは、その時点ですでに読み込まれています。',
  },
  refusals: ['COMMIT expected at line 4', "Bad argument `*nat'"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n\n# addresses\n*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n\n# addresses\n*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n',
    },
  ],
  message: ({ table, firstLine }) => ({
    en: `The ${table} table from line ${firstLine + 1} has no COMMIT by here, so nothing of it is loaded. Add a line \`COMMIT\`.`,
    ja: `${firstLine + 1} 行目からの ${table} テーブルに COMMIT がないため、何も読み込まれません。\`COMMIT\` の行を追加してください。`,
  }),
  related: ({ firstLine, table }) => [
    { line: firstLine, message: { en: `The ${table} table begins here.`, ja: `${table} テーブルはここから始まります。` } },
  ],
  fixes: (finding, file) => [
    {
      title: { en: 'Add `COMMIT`', ja: '`COMMIT` を追加する' },
      edits: [insertLines(file, commitLine(file, finding.line, finding.firstLine), ['COMMIT'])],
      preferred: true,
      automatic: true,
    },
  ],
});

/** The line before which COMMIT is to stand: behind the section's last line, comments of the next section left to that. */
function commitLine(file: RulesFile, line: number, firstLine: number): number {
  if (line === firstLine || file.records[line]?.kind !== 'table') return line + 1;
  let place = line;
  while (place - 1 > firstLine && isGap(file, place - 1)) place--;
  return place;
}

function isGap(file: RulesFile, line: number): boolean {
  const kind = file.records[line]?.kind;
  return kind === 'blank' || kind === 'comment';
}

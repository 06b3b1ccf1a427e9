import type { RulesFile } from '../model/rules-file';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeLines } from './support/fix';
import { insertLines } from './support/sections';

export const ruleOutsideTable = defineRule({
  code: 'rule-outside-table',
  severity: 'error',
  title: { en: 'Line outside of a table', ja: 'テーブルの外の行' },
  page: {
    en: 'Rules and chain declarations belong to a table: they stand between a line `*table` and its `COMMIT`. Outside of that iptables-restore takes only comments and empty lines; for anything else it gives the line number and no reason.',
    ja: 'ルールとチェインの宣言はテーブルに属し、`*table` の行とその `COMMIT` の間に書きます。その外に書けるのはコメントと空行だけで、それ以外の行は、理由なしに行番号だけが示されて拒否されます。',
  },
  refusals: ['iptables-restore: line 1 failed'],
  examples: [
    { bad: '-A INPUT -i lo -j ACCEPT\n', good: '*filter\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n' },
    {
      bad: '*filter\n:INPUT DROP [0:0]\nCOMMIT\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ kind, table }) => {
    switch (kind) {
      case 'rule':
        return {
          en: `This rule belongs to no table. Put it between a line \`*${table}\` and its \`COMMIT\`.`,
          ja: `このルールはどのテーブルにも属していません。\`*${table}\` の行とその \`COMMIT\` の間に書いてください。`,
        };
      case 'chain':
        return {
          en: `This chain belongs to no table. Put it between a line \`*${table}\` and its \`COMMIT\`.`,
          ja: `このチェインはどのテーブルにも属していません。\`*${table}\` の行とその \`COMMIT\` の間に書いてください。`,
        };
      case 'commit':
        return {
          en: 'No table is open here, so there is nothing to commit. Remove the line, or add the `*table` line that is missing above.',
          ja: 'ここで開いているテーブルはなく、COMMIT するものがありません。この行を削除するか、上に欠けている `*table` の行を追加してください。',
        };
      case 'text':
        return {
          en: 'Outside of a table iptables-restore takes only comments and empty lines.',
          ja: 'テーブルの外に書けるのはコメントと空行だけです。',
        };
    }
  },
  fixes: (finding, file) => {
    if (finding.kind === 'text') return [];
    const run = runOf(file, finding);
    if (finding.kind === 'commit' && run.first === run.last)
      return [
        {
          title: { en: 'Remove the line', ja: 'この行を削除する' },
          edits: [removeLines(finding.line, finding.line)],
          preferred: true,
        },
      ];
    // A second section would wipe the one that the file has.
    const known = file.resolution().sections.some((section) => section.table === run.table);
    return known ? intoSection(file, run) : [wrap(file, run)];
  },
});

/** Neighbouring lines that belong to no table. */
interface Run {
  readonly table: string;
  readonly first: number;
  readonly last: number;
  /** Its last line is a COMMIT: only the `*table` line is missing. */
  readonly committed: boolean;
}

/** The lines around a finding that lack the same table. */
function runOf(file: RulesFile, finding: Finding<'rule-outside-table'>): Run {
  const { faults } = file.resolution();
  const outside = (line: number) => faults.get(line)?.find((fault) => fault.code === 'rule-outside-table');
  const found = (line: number) => {
    const fault = outside(line);
    return fault?.code === 'rule-outside-table' ? fault : undefined;
  };
  const table = finding.kind === 'commit' ? tableAbove(finding.line, file, found) : finding.table;
  const belongs = (line: number): boolean => {
    const fault = found(line);
    if (fault === undefined) return false;
    return fault.kind === 'chain' || (fault.kind === 'rule' && fault.table === table);
  };
  let first = finding.line;
  for (let line = finding.line - 1; line >= 0 && (belongs(line) || isGap(file, line)); line--) if (belongs(line)) first = line;
  let last = finding.line;
  if (finding.kind !== 'commit')
    for (let line = finding.line + 1; line < file.lineCount && (belongs(line) || isGap(file, line)); line++) if (belongs(line)) last = line;
  let next = last + 1;
  while (isGap(file, next)) next++;
  const committed = finding.kind === 'commit' || found(next)?.kind === 'commit';
  return { table, first, last: committed && finding.kind !== 'commit' ? next : last, committed };
}

/** The table that the rules above a stray COMMIT lack. */
function tableAbove(
  commit: number,
  file: RulesFile,
  found: (line: number) => { readonly kind: string; readonly table: string } | undefined,
): string {
  for (let line = commit - 1; line >= 0; line--) {
    const fault = found(line);
    if (fault?.kind === 'rule') return fault.table;
    if (fault === undefined && !isGap(file, line)) break;
  }
  return 'filter';
}

/** "Move into the section": before the COMMIT of the table's section, where the file has one. */
function intoSection(file: RulesFile, run: Run): readonly Fix[] {
  const section = file.resolution().sections.find((one) => one.table === run.table && one.committed);
  if (section === undefined) return [];
  const moved: string[] = [];
  for (let line = run.first; line <= run.last; line++) if (file.records[line]?.kind !== 'commit') moved.push(file.lineText(line));
  return [
    {
      title: {
        en: `Move into the ${run.table} table from line ${section.first + 1}`,
        ja: `${section.first + 1} 行目からの ${run.table} テーブルに移す`,
      },
      edits: [insertLines(file, section.last, moved), removeLines(run.first, run.last)],
      preferred: true,
    },
  ];
}

/** "Wrap in `*table` … `COMMIT`", or add what is missing of the two. */
function wrap(file: RulesFile, run: Run): Fix {
  const head = insertLines(file, run.first, [`*${run.table}`]);
  return {
    title: run.committed
      ? { en: `Add \`*${run.table}\` above`, ja: `上に \`*${run.table}\` を追加する` }
      : { en: `Wrap in \`*${run.table}\` and \`COMMIT\``, ja: `\`*${run.table}\` と \`COMMIT\` で囲む` },
    edits: run.committed ? [head] : [head, insertLines(file, run.last + 1, ['COMMIT'])],
    preferred: true,
  };
}

function isGap(file: RulesFile, line: number): boolean {
  const kind = file.records[line]?.kind;
  return kind === 'blank' || kind === 'comment';
}

import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed } from '../model/sections';
import { parseLine } from '../syntax/line';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { removeLines } from './support/fix';
import { insertLines } from './support/sections';

export const duplicateTable = defineRule({
  code: 'duplicate-table',
  severity: 'error',
  title: { en: 'Table written twice', ja: '同じテーブルが二つある' },
  page: {
    en: 'Each section replaces its whole table when its COMMIT is read. A second section of a table therefore wipes what the first has loaded, without a word: the rules of the first are gone. On nft the policies go back to ACCEPT, so that the host stands open; on legacy a DROP policy stays, without the rules that let the administrator in. Put all rules of a table into one section. (`iptables-restore --noflush` adds instead of replacing.)',
    ja: '各セクションは COMMIT が読まれた時点でテーブル全体を置き換えます。そのため、同じテーブルの二つ目のセクションは、一つ目で読み込んだものを黙って消してしまいます。nft バックエンドではポリシーも ACCEPT に戻るためホストが無防備になり、legacy バックエンドでは DROP のポリシーだけが残って管理者も入れなくなります。一つのテーブルのルールは一つのセクションにまとめてください。（`iptables-restore --noflush` なら置き換えずに追加します。）',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n*filter\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, firstLine }) => ({
    en: `This second section of the ${name} table wipes the one from line ${firstLine + 1}: only what stands here is left. Merge the two.`,
    ja: `${name} テーブルの二つ目のセクションです。${firstLine + 1} 行目からのセクションは消え、ここに書かれたものだけが残ります。一つにまとめてください。`,
  }),
  related: ({ firstLine }) => [
    { line: firstLine, message: { en: 'The first section, which is wiped.', ja: '消されてしまう最初のセクションです。' } },
  ],
  fixes: merge,
});

/** Moves the lines of the second section to the end of the first; nothing where the two set different policies. */
function merge(finding: Finding<'duplicate-table'>, file: RulesFile): readonly Fix[] {
  const { sections } = file.resolution();
  const first = sections.find((section) => section.first === finding.firstLine);
  const second = sections.find((section) => section.first === finding.line);
  if (first === undefined || second === undefined || !first.committed) return [];
  const moved: string[] = [];
  const end = second.committed ? second.last - 1 : second.last;
  for (let line = second.first + 1; line <= end; line++) {
    const use = useOf(file, first, line);
    if (use === 'conflict') return [];
    if (use === 'new') moved.push(file.lineText(line));
  }
  return [
    {
      title: {
        en: `Merge into the section from line ${finding.firstLine + 1}`,
        ja: `${finding.firstLine + 1} 行目からのセクションにまとめる`,
      },
      edits: [...(moved.length > 0 ? [insertLines(file, first.last, moved)] : []), removeLines(second.first, second.last)],
      preferred: true,
    },
  ];
}

/** What becomes of a line of the second section: it goes along, is in the first already, or contradicts it. */
function useOf(file: RulesFile, first: Section, line: number): 'new' | 'known' | 'conflict' {
  const [name, policy] = file.records[line]?.kind === 'chain' ? parseLine(file.lineText(line)).words : [];
  if (name === undefined) return 'new';
  const known = chainNamed(first, name.value);
  if (known === undefined || known.declared < 0) return 'new';
  if (!known.builtin || policy === undefined || policy.value === '-' || policy.value === known.policy) return 'known';
  return known.policy === undefined ? 'new' : 'conflict';
}

import type { RulesFile } from '../model/rules-file';
import { mostSimilar } from '../text/similar';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { suggested } from './support/fix';

declare module './rule' {
  interface AnalysisData {
    'unknown-set': { readonly name: string; readonly suggestion: string | undefined };
  }
}

export const unknownSet = defineRule({
  code: 'unknown-set',
  severity: 'warning',
  title: { en: 'Unknown set', ja: '不明な set' },
  page: {
    en: 'A rule that names a set which does not exist when the file is loaded is refused. Whether a set exists depends on the machine, so nothing is said of it by itself. Where the workspace has an ipset save file (`ipset.conf`, `*.ipset`, …), its `create` lines name the sets, and a name that is not among them is probably a slip.',
    ja: '読み込み時に存在しない set を指定したルールは拒否されます。set が存在するかどうかはマシンによるため、通常は何も指摘しません。ワークスペースに ipset の保存ファイル（`ipset.conf`、`*.ipset` など）があるときは、その `create` 行にない名前を、書き間違いの可能性があるものとして指摘します。',
  },
  refusals: ["Set blocklist doesn't exist."],
  examples: [
    {
      bad: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m set --match-set blocklsit src -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m set --match-set blocklist src -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ name, suggestion }) => {
    const meant =
      suggestion === undefined
        ? { en: '', ja: '' }
        : { en: ` Did you mean \`${suggestion}\`?`, ja: `\`${suggestion}\` ではありませんか。` };
    return {
      en: `No ipset file of the workspace creates the set \`${name}\`; without it the rule is refused.${meant.en}`,
      ja: `ワークスペースの ipset ファイルに set \`${name}\` がありません。存在しないとルールが拒否されます。${meant.ja}`,
    };
  },
  refusal: ({ name }) => `Set ${name} doesn't exist.`,
  ofOneLine: true,
  check,
  fixes: (finding) => suggested(finding),
});

function check(file: RulesFile): readonly Finding<'unknown-set'>[] {
  const { sets } = file;
  if (sets === undefined) return [];
  const findings: Finding<'unknown-set'>[] = [];
  for (let line = 0; line < file.lineCount; line++) {
    if (file.records[line]?.kind !== 'command' || !file.lineText(line).includes('-set')) continue;
    for (const option of file.bound(line)?.options ?? []) {
      const value = option.values[0];
      if (value === undefined || value.slot.type.id !== 'set-name' || sets.has(value.text)) continue;
      findings.push({
        code: 'unknown-set',
        line,
        start: value.start,
        end: value.end,
        name: value.text,
        suggestion: mostSimilar(value.text, sets),
      });
    }
  }
  return findings;
}

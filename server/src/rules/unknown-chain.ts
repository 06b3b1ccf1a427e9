import { tables } from '../catalogue/index';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionAt } from '../model/sections';
import type { Finding, Fix } from './rule';
import { defineRule } from './rule';
import { declarationLine, declareChain } from './support/declarations';
import { removeLines, replacement } from './support/fix';
import { insertLines } from './support/sections';
import { joined, listed, onlyRefusedBy } from './support/wording';

export const unknownChain = defineRule({
  code: 'unknown-chain',
  severity: 'error',
  hasAutomaticFix: true,
  title: { en: 'Unknown chain', ja: '不明なチェイン' },
  page: {
    en: 'iptables-restore reads from top to bottom: a chain must be declared (`:NAME - [0:0]` or `-N NAME`) above the first line that uses it. The built-in chains need no declaration, but each table has only some of them: raw has no INPUT, filter no PREROUTING. `-g` takes chains only, never a target. The nft back end is laxer about the declaration of a built-in chain that the table lacks: it makes a user chain of that name, which no packet ever enters.',
    ja: 'iptables-restore は上から順に読むため、チェインは最初に使う行より上で宣言（`:NAME - [0:0]` または `-N NAME`）しておく必要があります。組み込みチェインは宣言しなくても使えますが、テーブルによってあるものが違います。raw に INPUT はなく、filter に PREROUTING はありません。`-g` に書けるのはチェインだけで、ターゲットは書けません。テーブルにない組み込みチェインの宣言については nft バックエンドの方が緩く、その名前のユーザー定義チェインを作りますが、パケットがそこを通ることはありません。',
  },
  refusals: [
    "Can't set policy `ACCEPT' on `INPUT' line 2: Bad built-in chain name",
    'No chain/target/match by that name.',
    "Couldn't load target `LOGDROP':No such file or directory",
    "Chain 'LOGDROP' does not exist",
    "goto 'DROP' is not a chain",
  ],
  examples: [
    {
      bad: '*raw\n:INPUT ACCEPT [0:0]\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.0/24 -j LOGDROP\n:LOGDROP - [0:0]\n-A LOGDROP -j DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:LOGDROP - [0:0]\n-A INPUT -s 192.0.2.0/24 -j LOGDROP\n-A LOGDROP -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -g DROP\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -j DROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -g CHECKS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:CHECKS - [0:0]\n-A INPUT -g CHECKS\nCOMMIT\n',
    },
    {
      bad: '*raw\n:PREROUTING ACCEPT [0:0]\n-A FORWARD -j ACCEPT\nCOMMIT\n',
      good: '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, table, reason, suggestion, declaredLine, backEnd }) => {
    switch (reason) {
      case 'not-in-table': {
        const having = tables.filter((one) => one.chains.some((chain) => chain === name)).map((one) => one.name);
        const text = {
          en: `The ${table} table has no chain \`${name}\`; the tables that have it are ${listed(having, 'and').en}.`,
          ja: `${table} テーブルにチェイン \`${name}\` はありません。あるのは ${listed(having, 'and').ja} です。`,
        };
        return joined(
          text,
          onlyRefusedBy(backEnd, {
            en: 'makes a user chain of that name, which no packet enters',
            ja: 'その名前のユーザー定義チェインを作りますが、パケットが通ることはありません',
          }),
        );
      }
      case 'declared-later':
        return {
          en: `The chain \`${name}\` is declared only in line ${(declaredLine ?? 0) + 1}, but iptables reads from top to bottom. Move the declaration up.`,
          ja: `チェイン \`${name}\` が宣言されるのは ${(declaredLine ?? 0) + 1} 行目ですが、iptables は上から順に読みます。宣言を上に移してください。`,
        };
      case 'goto-target':
        return {
          en: `\`-g\` takes only chains, and \`${name}\` is a target. Use \`-j ${name}\`.`,
          ja: `\`-g\` に書けるのはチェインだけで、\`${name}\` はターゲットです。\`-j ${name}\` と書いてください。`,
        };
      case 'missing':
        return suggestion === undefined
          ? {
              en: `The ${table} table has no chain \`${name}\`. Declare it above with \`:${name} - [0:0]\`.`,
              ja: `${table} テーブルにチェイン \`${name}\` はありません。上で \`:${name} - [0:0]\` と宣言してください。`,
            }
          : {
              en: `The ${table} table has no chain \`${name}\`. Did you mean \`${suggestion}\`?`,
              ja: `${table} テーブルにチェイン \`${name}\` はありません。\`${suggestion}\` ではありませんか。`,
            };
    }
  },
  related: ({ declaredLine }) =>
    declaredLine === undefined ? [] : [{ line: declaredLine, message: { en: 'It is declared here.', ja: 'ここで宣言されています。' } }],
  fixes: (finding, file) => {
    switch (finding.reason) {
      case 'not-in-table':
        return removeDeclaration(finding, file);
      case 'declared-later':
        return moveDeclaration(finding, file);
      case 'goto-target':
        return jumpInstead(finding, file);
      case 'missing':
        return [
          ...(finding.suggestion === undefined ? [] : [replacement(finding, finding.suggestion)]),
          ...declareChain(file, finding.line, finding.name, finding.suggestion === undefined),
        ];
    }
  },
});

/** A declaration that the table cannot have and that no rule needs. */
function removeDeclaration(finding: Finding<'unknown-chain'>, file: RulesFile): readonly Fix[] {
  if (file.records[finding.line]?.kind !== 'chain') return [];
  const chain = chainNamed(sectionAt(file, finding.line), finding.name);
  if (chain !== undefined && chain.rules.length > 0) return [];
  return [
    { title: { en: 'Remove the declaration', ja: '宣言を削除する' }, edits: [removeLines(finding.line, finding.line)], preferred: true },
  ];
}

function moveDeclaration(finding: Finding<'unknown-chain'>, file: RulesFile): readonly Fix[] {
  const section = sectionAt(file, finding.line);
  const declared = finding.declaredLine;
  if (section === undefined || declared === undefined) return [];
  return [
    {
      title: { en: 'Move the declaration up', ja: '宣言を上に移す' },
      edits: [insertLines(file, declarationLine(file, section), [file.lineText(declared)]), removeLines(declared, declared)],
      preferred: true,
      automatic: true,
    },
  ];
}

function jumpInstead(finding: Finding<'unknown-chain'>, file: RulesFile): readonly Fix[] {
  const option = file.bound(finding.line)?.jump?.option.name;
  if (option === undefined) return [];
  return [replacement({ line: finding.line, start: option.start, end: option.end }, '-j', { automatic: true })];
}

import { programOfChain } from '../catalogue/program-chains';
import { hooksOfChain } from '../model/hooks';
import type { Chain, Section } from '../model/resolve-types';
import { isHook } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import type { Edit } from '../text/position';
import type { Finding, Fix, Related } from './rule';
import { defineRule } from './rule';
import { removeLines } from './support/fix';
import { isFragment } from './support/fragment';
import { listed } from './support/wording';

declare module './rule' {
  interface AnalysisData {
    /** `callers`: the chains with jumps to it, to which no built-in chain leads either. */
    'unused-chain': { readonly name: string; readonly rules: number; readonly callers: readonly string[] };
  }
}

export const unusedChain = defineRule({
  code: 'unused-chain',
  severity: 'hint',
  tag: 'unnecessary',
  title: { en: 'Unused chain', ja: '使われていないチェイン' },
  page: {
    en: 'Packets enter a table by its built-in chains. A chain of your own gets only those that a rule sends it with `-j` or `-g`; when no rule does, or only rules of chains that no packet comes into either, its rules never run. That is a leftover, or the jump is missing or has another name.\n\nChains that a program looks after are passed over, as far as their names are known (`KUBE-…`, `ufw-…`, `f2b-…`). So is a section without any built-in chain: it is loaded on top of others (`iptables-restore --noflush`), and the jumps may stand there.',
    ja: 'パケットは組み込みチェインからテーブルに入ります。ユーザー定義チェインに届くのは、ルールが `-j` または `-g` で送ったパケットだけです。送るルールがない場合や、パケットの来ないチェインのルールしか送っていない場合、そのチェインのルールは実行されません。不要になった残りか、ジャンプの書き忘れ、チェイン名の食い違いが考えられます。\n\nプログラムが管理するチェイン（`KUBE-…`、`ufw-…`、`f2b-…` など、名前で分かるもの）は指摘しません。組み込みチェインのないセクションも、読み込み済みのルールに追加するもの（`iptables-restore --noflush`）で、ジャンプが別の場所にありうるため、指摘しません。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A ADMINS -s 192.0.2.0/28 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ADMINS\n-A ADMINS -s 192.0.2.0/28 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A A -j B\n-A B -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -i lo -j A\n-A A -j B\n-A B -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ name, rules, callers }) => {
    if (callers.length > 0) {
      const from = listed(callers, 'and');
      return {
        en: `No packet comes into the chain \`${name}\`: only ${from.en} ${callers.length > 1 ? 'jump' : 'jumps'} to it, and no built-in chain leads there. Add the missing jump, or remove ${callers.length > 1 ? 'the chains' : 'both'}.`,
        ja: `チェイン \`${name}\` にはパケットが来ません。ジャンプするのは ${from.ja} だけで、組み込みチェインからはたどり着けないためです。ジャンプを追加するか、まとめて削除してください。`,
      };
    }
    return rules === 0
      ? {
          en: `No rule jumps to the chain \`${name}\`, and it has no rules. Remove it, unless a program fills and calls it later.`,
          ja: `チェイン \`${name}\` にはジャンプするルールがなく、ルールも入っていません。プログラムがあとで使うものでなければ、削除してください。`,
        }
      : {
          en: `No rule jumps to the chain \`${name}\`, so its rules never run. Add the missing jump, or remove the chain.`,
          ja: `チェイン \`${name}\` にジャンプするルールがないため、中のルールは実行されません。ジャンプを追加するか、チェインを削除してください。`,
        };
  },
  related: jumpsTo,
  check: (file) => file.resolution().sections.flatMap((section) => unusedIn(file, section)),
  fixes: removeChain,
});

function unusedIn(file: RulesFile, section: Section): Finding<'unused-chain'>[] {
  const candidates = [...section.chains.values()].filter((chain) => isDeclaredHere(file, chain));
  if (candidates.length === 0 || isFragment(file, section)) return [];
  const hooks = hooksOfChain(section);
  const unused = new Map<number, Chain>();
  for (const chain of candidates) if (hooks(chain.id).length === 0 && programOfChain(chain.name) === undefined) unused.set(chain.id, chain);
  for (const id of wantedEarlier(file, section)) unused.delete(id);
  const callers = callersOf(section, unused);
  return [...unused.values()].map((chain) => ({
    code: 'unused-chain',
    line: chain.declared,
    start: file.records[chain.declared]?.chainStart ?? 0,
    end: file.records[chain.declared]?.chainEnd ?? 0,
    name: chain.name,
    rules: chain.rules.length,
    callers: [...(callers.get(chain.id) ?? [])].map((caller) => file.nameText(caller)),
  }));
}

/** A user chain that a `:` line or `-N` makes. Built-in chains of other tables, which nft takes here, are another finding. */
function isDeclaredHere(file: RulesFile, chain: Chain): boolean {
  const record = file.records[chain.declared];
  return !chain.builtin && !isHook(chain.name) && (record?.kind === 'chain' || record?.command === 'new-chain');
}

/** Chains to which a rule jumps that iptables refuses because they are declared further down: that is its own finding. */
function* wantedEarlier(file: RulesFile, section: Section): Iterable<number> {
  for (const [line, faults] of file.resolution().faults) {
    if (line < section.first || line > section.last || !faults.some(({ code }) => code === 'unknown-chain')) continue;
    yield file.records[line]?.jump ?? -1;
  }
}

/** The chains whose rules jump to each of some chains; a chain's jumps to itself do not count. */
function callersOf(section: Section, chains: ReadonlyMap<number, Chain>): Map<number, Set<number>> {
  const callers = new Map<number, Set<number>>();
  for (const { from, to } of section.jumps) {
    if (from === to || !chains.has(to)) continue;
    const known = callers.get(to);
    if (known === undefined) callers.set(to, new Set([from]));
    else known.add(from);
  }
  return callers;
}

function jumpsTo(finding: Finding<'unused-chain'>, file: RulesFile): readonly Related[] {
  const section = sectionAt(file, finding.line);
  const id = file.records[finding.line]?.chain;
  return (section?.jumps ?? [])
    .filter((jump) => jump.to === id && jump.from !== id)
    .slice(0, 5)
    .map(({ line, from }) => ({
      line,
      span: { start: file.records[line]?.jumpStart ?? 0, end: file.records[line]?.jumpEnd ?? 0 },
      message: {
        en: `\`${file.nameText(from)}\`, to which no built-in chain leads either, jumps here.`,
        ja: `同じく組み込みチェインからたどり着けない \`${file.nameText(from)}\` が、ここでジャンプします。`,
      },
    }));
}

/** Removes the declaration and all lines about the chain; nothing where a line of another chain, or a renaming, speaks of it. */
function removeChain(finding: Finding<'unused-chain'>, file: RulesFile): readonly Fix[] {
  const section = sectionAt(file, finding.line);
  const id = file.records[finding.line]?.chain;
  if (section === undefined || id === undefined) return [];
  const lines: number[] = [];
  for (let line = section.first + 1; line <= section.last; line++) {
    const record = file.records[line];
    if (record === undefined || (record.kind !== 'chain' && record.kind !== 'command')) continue;
    if (record.command === 'rename-chain') return [];
    if (record.chain === id) lines.push(line);
    else if (record.jump === id && record.target === undefined) return [];
  }
  const rules = { en: finding.rules === 1 ? 'its rule' : `its ${finding.rules} rules`, ja: `${finding.rules} 個のルール` };
  const title =
    finding.rules === 0
      ? { en: `Remove the chain \`${finding.name}\``, ja: `チェイン \`${finding.name}\` を削除する` }
      : {
          en: `Remove the chain \`${finding.name}\` and ${rules.en}`,
          ja: `チェイン \`${finding.name}\` と${rules.ja}を削除する`,
        };
  return [{ title, edits: withoutLines(lines) }];
}

/** The edits that take lines out, given in rising order: one for each run of lines. */
function withoutLines(lines: readonly number[]): Edit[] {
  const edits: Edit[] = [];
  let first = lines[0] ?? 0;
  lines.forEach((line, index) => {
    if (lines[index + 1] === line + 1) return;
    edits.push(removeLines(first, line));
    first = lines[index + 1] ?? 0;
  });
  return edits;
}

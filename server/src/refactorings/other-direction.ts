import { conditionsOf } from '../analysis/conditions';
import { sensibleForms } from '../analysis/pairing';
import type { Hook, TableName } from '../catalogue/schema';
import type { BoundRule } from '../model/bound';
import { hooksOfChain } from '../model/hooks';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { sectionOf } from '../model/sections';
import { isCountedOn } from '../rules/support/remove-rule';
import { isAccepted, rewritten, textAfter } from '../rules/support/rewritten';
import { addRules } from '../rules/support/sections';
import type { Edit } from '../text/position';
import { replaceSpan } from '../text/position';
import type { Refactoring, Selection } from './refactoring';
import { placeInChain, readAs } from './support/add-to-chain';
import type { Turn } from './support/turned-around';
import { turnedAround } from './support/turned-around';

/** A rule's sides traded: as one more rule for the other direction, or in its place. */
export function otherDirection({ file, range }: Selection): readonly Refactoring[] {
  const { line } = range.start;
  const record = file.records[line];
  const rule = record?.command === 'append' ? file.bound(line) : undefined;
  const section = sectionOf(file, record?.table ?? '');
  const chain = section?.chains.get(record?.chain ?? -1);
  if (rule === undefined || section === undefined || chain?.rules.includes(line) !== true) return [];
  if (rule.skipped || !isAccepted(rule)) return [];
  return [addCounterpart(file, section, chain, rule, line), swapSides(file, section, chain, rule, line)].filter((one) => one !== undefined);
}

/** The chain that the packets of the other direction come through, by the table and the chain of the one. */
const otherChain: Readonly<Record<string, Readonly<Partial<Record<Hook, Hook>>>>> = {
  filter: { INPUT: 'OUTPUT', OUTPUT: 'INPUT', FORWARD: 'FORWARD' },
  security: { INPUT: 'OUTPUT', OUTPUT: 'INPUT', FORWARD: 'FORWARD' },
  raw: { PREROUTING: 'OUTPUT', OUTPUT: 'PREROUTING' },
  mangle: { INPUT: 'OUTPUT', OUTPUT: 'INPUT', FORWARD: 'FORWARD', PREROUTING: 'POSTROUTING', POSTROUTING: 'PREROUTING' },
};

/** Targets that mean the same for the other direction. What marks or translates packets does not; replies are translated back anyway. */
const symmetric: ReadonlySet<string> = new Set(['ACCEPT', 'DROP', 'REJECT', 'LOG', 'NFLOG', 'NOTRACK', 'CT', 'DSCP', 'TOS']);

function addCounterpart(file: RulesFile, section: Section, chain: Chain, rule: BoundRule, line: number): Refactoring | undefined {
  const name = counterpartChain(section, chain);
  const target = rule.target?.spec.name;
  if (name === undefined || target === undefined || !symmetric.has(target) || rule.command?.chain === undefined) return undefined;
  if (target === 'CT' && !rule.target?.options.every((option) => option.spec.name === 'notrack')) return undefined;
  const turned = turnedAround(rule, line, turnOf(file, rule));
  if (turned?.hasSides !== true || rule.options.some((option) => option.spec.name === 'set-counters')) return undefined;
  const edits: readonly Edit[] = [...turned.edits, replaceSpan(line, rule.command.chain, name)];
  const text = textAfter(rule, edits)
    .slice(rule.tree.counters?.end ?? 0)
    .trim();
  const place = isPlaced(readAs(file, section.table, text), [name as Hook]) ? placeInChain(file, section.table, name, text) : undefined;
  if (place === undefined) return undefined;
  return {
    kind: 'refactor.rewrite',
    title: { en: `Add the rule for the other direction: \`${text}\``, ja: `逆方向のルールを追加する: \`${text}\`` },
    edits: [addRules(file, section.table as TableName, name, [text], place.before)],
  };
}

/** `FORWARD` sees both directions, and so does a chain that only FORWARD leads to; `undefined` where it is not known which chain does. */
function counterpartChain(section: Section, chain: Chain): string | undefined {
  const pairs = otherChain[section.table];
  if (chain.builtin) return pairs?.[chain.name as Hook];
  const hooks = hooksOfChain(section)(chain.id);
  return hooks.length === 1 && hooks[0] === 'FORWARD' && pairs?.FORWARD !== undefined ? chain.name : undefined;
}

const udp = 17;

/** Servers answer from the port that they were asked at; peers of some UDP services send to each other's. */
function turnOf(file: RulesFile, rule: BoundRule): Turn {
  if (rule.protocol !== udp || rule.protocolInverted) return 'reply';
  const forms = sensibleForms(conditionsOf(rule, file.family));
  return forms.length === 1 && forms[0] === 'peer' ? 'peer' : 'reply';
}

function swapSides(file: RulesFile, section: Section, chain: Chain, rule: BoundRule, line: number): Refactoring | undefined {
  const turned = turnedAround(rule, line, 'swap');
  if (turned === undefined || turned.edits.length === 0 || isCountedOn(file, line)) return undefined;
  const after = rewritten(file, rule, line, turned.edits);
  const hooks = chain.builtin ? [chain.name as Hook] : hooksOfChain(section)(chain.id);
  if (after === undefined || !isPlaced(after, hooks)) return undefined;
  const text = textAfter(rule, turned.edits)
    .slice(rule.tree.counters?.end ?? 0)
    .trim();
  return {
    kind: 'refactor.rewrite',
    title: { en: `Swap the sides of this rule: \`${text}\``, ja: `このルールの送信側と宛先側を入れ替える: \`${text}\`` },
    edits: turned.edits,
  };
}

/** Where packets have no interface of one kind yet, or no more. */
const withoutInput: ReadonlySet<Hook> = new Set(['OUTPUT', 'POSTROUTING']);
const withoutOutput: ReadonlySet<Hook> = new Set(['PREROUTING', 'INPUT']);

/** Whether a rule may stand in all of some hooks, in both back ends. */
function isPlaced(rule: BoundRule, hooks: readonly Hook[]): boolean {
  const asks = (name: string): boolean => rule.options.some((option) => option.owner === undefined && option.spec.name === name);
  if (asks('in-interface') && hooks.some((hook) => withoutInput.has(hook))) return false;
  if (asks('out-interface') && hooks.some((hook) => withoutOutput.has(hook))) return false;
  return rule.placements.every(({ hooks: allowed }) =>
    ('legacy' in allowed ? [allowed.legacy, allowed.nft] : [allowed]).every((list) => hooks.every((hook) => list.includes(hook))),
  );
}

import type { PacketSet } from '../../analysis/diagram';
import { allPackets, OverBudget } from '../../analysis/diagram';
import type { Predicate } from '../../analysis/predicates';
import { asksOf, ruleWords } from '../../analysis/rule-words';
import { Cuts, Space } from '../../analysis/space';
import { bindText } from '../../model/bind';
import type { BoundRule } from '../../model/bound';
import type { Chain, Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { likeness } from '../../model/same-rule';
import { chainNamed, sectionOf } from '../../model/sections';
import { isCountedOn } from '../../rules/support/remove-rule';
import { isAccepted } from '../../rules/support/rewritten';
import { blockStart } from './rule-block';

/** Where a rule fits into a chain of a file. */
export interface PlaceInChain {
  /** The line to stand before; `undefined`: the chain's end. */
  readonly before: number | undefined;
}

/**
 * Where a rule that the file has not got yet fits into a chain: at its end, but before the first rule that would take all of its
 * packets away, and what logs these.
 * @param isChain Whether a name will be that of a chain there; the chains that are there already where it is left out.
 * @returns `undefined` where the rule is there already, or one that does the same with all of its packets; where iptables would
 * refuse it; or where other lines count on the chain's rules by their numbers.
 */
export function placeInChain(
  file: RulesFile,
  table: string,
  chainName: string,
  text: string,
  isChain?: (name: string) => boolean,
): PlaceInChain | undefined {
  const section = sectionOf(file, table);
  const rule = readAs(file, table, text, isChain);
  if (!isAccepted(rule) || rule.skipped) return undefined;
  const chain = chainNamed(section, chainName);
  const first = chain?.rules[0];
  if (section === undefined || chain === undefined || first === undefined) return { before: undefined };
  if (chain.rules.some((line) => file.records[line]?.command !== 'append') || isCountedOn(file, first)) return undefined;
  if (isThere(file, chain, rule)) return undefined;
  const place = firstThatTakes(file, section, chain, rule);
  if (place === 'the same') return undefined;
  return { before: place === undefined ? undefined : blockStart(file, place) };
}

/** A rule of a table, as a file would read it. */
export function readAs(
  file: RulesFile,
  table: string,
  text: string,
  isChain = (name: string): boolean => chainNamed(sectionOf(file, table), name)?.builtin === false,
): BoundRule {
  return bindText(text, { family: file.family, table, isChain });
}

/** How many rules of a chain are held against a new one, word by word. */
const mostCompared = 300;

function isThere(file: RulesFile, chain: Chain, rule: BoundRule): boolean {
  let left = mostCompared;
  for (const line of chain.rules) {
    const record = file.records[line];
    if (record === undefined || record.jump < 0 !== (rule.jump === undefined)) continue;
    if (record.jump >= 0 && file.nameText(record.jump) !== rule.jump?.name.text) continue;
    if (--left < 0) return false;
    const other = file.bound(line);
    if (other === undefined || other.protocol !== rule.protocol) continue;
    if (likeness({ rule: other, copy: 0 }, { rule, copy: 0 }, file.family, 'legacy') === 'same' && record.copies === 1) return true;
  }
  return false;
}

/** How many rules of a chain are asked what they do with the packets of a new one. */
const mostAsked = 150;
const mostNodes = 400_000;

/** The first rule behind which a new one would be in vain; `the same`: since that one does what the new one would do. */
function firstThatTakes(file: RulesFile, section: Section, chain: Chain, rule: BoundRule): number | 'the same' | undefined {
  const lines = chain.rules.length <= mostAsked ? chain.rules : chain.rules.slice(-mostAsked);
  const { asks } = asksOf(file, rule);
  const cuts = new Cuts();
  for (const predicate of [...asks, ...lines.flatMap((line) => ruleWords(file, line)?.asks ?? [])]) cuts.add(predicate);
  const space = new Space(mostNodes, cuts);
  const raw = section.table === 'raw';
  const setOf = (all: readonly Predicate[]): PacketSet =>
    all.reduce((set: PacketSet, ask) => space.diagram.intersect(set, space.setOf(ask, raw) ?? allPackets), allPackets);
  try {
    const packets = setOf(asks);
    for (const [index, line] of lines.entries()) {
      const words = ruleWords(file, line);
      if (words === undefined || words.more || !endsAll(file, section, line) || !space.diagram.within(packets, setOf(words.asks))) continue;
      if (file.records[line]?.target === rule.target?.spec.name) return 'the same';
      return loggedFrom(file, lines, index, (all) => space.diagram.within(packets, setOf(all)));
    }
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
  }
  return undefined;
}

/** Whether a rule ends the way of all packets that match it: by its verdict, or by a jump to a chain that does so. */
function endsAll(file: RulesFile, section: Section, line: number, depth = 0): boolean {
  const effect = ruleWords(file, line)?.effect;
  if (effect?.kind === 'verdict') return effect.verdict !== 'unknown';
  if (effect?.kind === 'return') return depth === 0;
  if (effect?.kind !== 'jump' || depth > 4) return false;
  const behind = section.chains.get(effect.chain);
  return (
    behind?.rules.some((one) => file.records[one]?.ends === true || (asksNothing(file, one) && endsAll(file, section, one, depth + 1))) ===
    true
  );
}

function asksNothing(file: RulesFile, line: number): boolean {
  const words = ruleWords(file, line);
  return words?.asks.length === 0 && !words.more;
}

/** The line, or the first of those right before it that only log its packets. */
function loggedFrom(
  file: RulesFile,
  lines: readonly number[],
  index: number,
  takes: (asks: readonly Predicate[]) => boolean,
): number | undefined {
  let at = index;
  for (; at > 0; at--) {
    const words = ruleWords(file, lines[at - 1] ?? -1);
    if (words?.effect.kind !== 'continue' || words.effect.change !== undefined || !takes(words.asks)) break;
  }
  return lines[at];
}

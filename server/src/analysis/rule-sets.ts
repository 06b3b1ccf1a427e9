import type { RulesFile } from '../model/rules-file';
import type { BitChange, PacketSet } from './diagram';
import { allPackets, nothing, OverBudget } from './diagram';
import type { Effect, PacketChange } from './effects';
import { bitsOf, withoutValues } from './effects';
import type { RuleSets } from './fates';
import type { RuleWords } from './rule-words';
import type { Space } from './space';

/** With more rules that write addresses than these it is not told which address each one writes. */
const mostAddressesWritten = 256;

/** What rules change. Where very many rewrite addresses, those all count as one. */
export class ChangeWords {
  /** So many rules write addresses that it is not told which one writes what. */
  readonly many: boolean;
  private readonly known = new Map<string, PacketChange>();

  constructor(words: Iterable<RuleWords>) {
    let count = 0;
    for (const { effect } of words) if (effect.kind === 'verdict' && effect.verdict.startsWith('nat ')) count++;
    this.many = count > mostAddressesWritten;
  }

  of(effect: Effect): PacketChange | undefined {
    const change = 'change' in effect ? effect.change : undefined;
    if (change?.fields === undefined || !this.many) return change;
    const coarse = withoutValues(change);
    const key = [...(coarse.fields ?? []).map(([field]) => field), ...(coarse.lost ?? [])].join(' ');
    const same = this.known.get(key) ?? coarse;
    this.known.set(key, same);
    return same;
  }
}

/**
 * The packets that each rule may match, and surely matches.
 * @param made What was made of the same words before, in the same space.
 */
export function* makeSets(
  file: RulesFile,
  words: ReadonlyMap<number, RuleWords>,
  changed: ChangeWords,
  space: Space,
  made: WeakMap<RuleWords, RuleSets>,
): Generator<void, Map<number, RuleSets>> {
  const rules = new Map<number, RuleSets>();
  const bits = new Map<PacketChange, ReadonlyMap<number, BitChange> | undefined>();
  const bitsFor = (change: PacketChange | undefined): ReadonlyMap<number, BitChange> | undefined => {
    if (change === undefined || bits.has(change)) return change && bits.get(change);
    const made = bitsOf(change, space);
    bits.set(change, made.size === 0 ? undefined : made);
    return bits.get(change);
  };
  const untouched = space.inRanges('rawState', [[3, 4]]);
  let full = false;
  for (const [line, rule] of words) {
    const known = made.get(rule);
    if (known !== undefined) {
      rules.set(line, known);
      continue;
    }
    let upper: PacketSet = allPackets;
    let more = rule.more;
    if (!full) {
      try {
        const raw = file.records[line]?.table === 'raw';
        // The deepest bits first: what is put in front of them then costs its own bits only.
        const sets: PacketSet[] = [];
        for (const predicate of rule.asks) {
          const set = space.setOf(predicate, raw);
          if (set === undefined) more = true;
          else sets.push(set);
        }
        sets.sort((a, b) => space.diagram.firstBit(b) - space.diagram.firstBit(a));
        for (const set of sets) upper = space.diagram.intersect(set, upper);
      } catch (error) {
        if (!(error instanceof OverBudget)) throw error;
        full = true;
        upper = allPackets;
      }
    }
    const lower = more || full ? nothing : upper;
    // Where tracking has looked at a packet before, on loopback's second pass, raw changes nothing any more (`notrack_tg` in xt_CT.c).
    const exempts = 'change' in rule.effect && rule.effect.change?.exempts === true ? { changeable: untouched } : {};
    const set: RuleSets = { ...exempts, upper, lower, effect: rule.effect, change: bitsFor(changed.of(rule.effect)) };
    rules.set(line, set);
    if (!full) made.set(rule, set);
    if (rules.size % 256 === 0) yield;
  }
  return rules;
}

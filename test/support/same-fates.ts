// Whether two rulesets do the same with all packets, by the engine: what fixes and refactorings are held against.

import { decide } from '../../server/src/analysis/decide';
import type { Diagram, PacketSet } from '../../server/src/analysis/diagram';
import { allPackets, nothing } from '../../server/src/analysis/diagram';
import type { RulesetAnalysis } from '../../server/src/analysis/ruleset';
import { analyseRuleset, finish } from '../../server/src/analysis/ruleset';
import { universeOf } from '../../server/src/analysis/universe';
import type { RulesFile } from '../../server/src/model/rules-file';

/** What is known of one of two files that are compared. */
export interface Compared {
  readonly file: RulesFile;
  readonly analysis: RulesetAnalysis;
  /** Its packets as a set of the diagram in which both files are compared. */
  readonly toCommon: (set: PacketSet) => PacketSet;
}

/**
 * The built-in chains, with what becomes of their packets, in which two files differ; empty where all packets fare alike.
 * @param aside Packets that are left aside, as a set of the diagram that the files are compared in, which is the first one's; none where it is left out.
 */
export function differentFates(
  before: RulesFile,
  after: RulesFile,
  aside: (diagram: Diagram, before: Compared, after: Compared) => PacketSet = () => nothing,
): readonly string[] {
  const alike = [before, after];
  const [a, b] = [finish(analyseRuleset(before, { alike })), finish(analyseRuleset(after, { alike }))];
  const { diagram } = a.space;
  const one: Compared = { file: before, analysis: a, toCommon: (set) => set };
  const other: Compared = { file: after, analysis: b, toCommon: (set) => copied(b.space.diagram, diagram, set) };
  const left = aside(diagram, one, other);
  const [x, y] = [fates(a), fates(b)];
  return [...new Set([...x.keys(), ...y.keys()])].filter(
    (key) => diagram.subtract(x.get(key) ?? nothing, left) !== diagram.subtract(other.toCommon(y.get(key) ?? nothing), left),
  );
}

/** For each built-in chain the packets of each verdict and change. */
function fates(analysis: RulesetAnalysis): ReadonlyMap<string, PacketSet> {
  const { space, changes } = analysis;
  const result = new Map<string, PacketSet>();
  for (const [table, { chains }] of analysis.tables) {
    for (const { chain } of chains.values()) {
      if (!chain.builtin) continue;
      for (const { verdict, change, packets } of decide(analysis, table, chain.name, universeOf(space, table, chain.name)) ?? []) {
        const bits = [...changes.bits(change)].map(([bit, to]) => `${bit}${to}`).sort();
        const key = `${table} ${chain.name} ${verdict} ${bits.join(' ')}`;
        result.set(key, space.diagram.unite(result.get(key) ?? nothing, packets));
      }
    }
  }
  return result;
}

/** A set of one diagram as a set of another whose bits mean the same. */
function copied(from: Diagram, to: Diagram, set: PacketSet): PacketSet {
  const done = new Map<PacketSet, PacketSet>();
  const copy = (at: PacketSet): PacketSet => {
    if (at === nothing || at === allPackets) return at;
    let result = done.get(at);
    if (result === undefined) {
      result = to.node(from.firstBit(at), copy(from.low(at)), copy(from.high(at)));
      done.set(at, result);
    }
    return result;
  };
  return copy(set);
}

import type { Decision } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import { nothing } from '../../analysis/diagram';
import { packetsWith } from '../../analysis/packets';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { RulesFile } from '../../model/rules-file';
import { parseLine } from '../../syntax/line';
import type { Span } from '../../text/position';

/** The word that drops packets: a policy, or a rule's target. */
export interface DropPlace extends Span {
  readonly line: number;
  /** A policy drops them. */
  readonly policy: boolean;
  /** The line in the built-in chain that leads there; -1 for a policy. */
  readonly top: number;
}

/** Where packets are dropped in the end: the last of the decisions about them. */
export function dropPlace(file: RulesFile, decisions: readonly Decision[]): DropPlace | undefined {
  const last = [...decisions].reverse().find(({ line }) => line >= 0);
  if (last === undefined) return undefined;
  const record = file.records[last.line];
  const policy = last.by === 'policy';
  const span = policy ? policySpan(file, last.line) : record && { start: record.jumpStart, end: record.jumpEnd };
  return span && { line: last.line, policy, top: last.top, ...span };
}

/** A policy, or a rule that takes all TCP or all UDP packets of a set, decides: it is not there for some of them. */
export function isDefault(analysis: RulesetAnalysis, { by, line }: Decision, packets: PacketSet): boolean {
  if (by === 'policy') return true;
  const { space } = analysis;
  const rule = analysis.rule(line);
  return (
    rule !== undefined &&
    [6, 17].some((protocol) => {
      const part = space.diagram.intersect(packets, packetsWith(space, { protocol }));
      return part !== nothing && space.diagram.within(part, rule.upper);
    })
  );
}

/** The policy in a line that sets one. */
export function policySpan(file: RulesFile, line: number): Span | undefined {
  if (file.records[line]?.kind !== 'chain') return file.bound(line)?.command?.policy;
  const policy = parseLine(file.lineText(line)).words[1];
  return policy && { start: policy.start, end: policy.end };
}

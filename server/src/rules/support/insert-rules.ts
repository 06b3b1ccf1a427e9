import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { RulesFile } from '../../model/rules-file';
import type { Edit } from '../../text/position';
import { isCountedOn } from './remove-rule';
import { addRules } from './sections';

/** A chain of the filter table, with its rules' lines in the order packets meet them. */
interface OrderedChain {
  readonly name: string;
  readonly lines: readonly number[];
}

/**
 * The edit that adds rules to a chain of the filter table so that packets meet them before a line, and before the lines that log
 * what it drops; `undefined` where other lines count on the chain's rules by number or by words.
 * @param line A line of the chain; -1: they stand before the policy.
 */
export function insertRules(analysis: RulesetAnalysis, chain: OrderedChain, rules: readonly string[], line: number): Edit | undefined {
  const { file } = analysis;
  const { lines, name } = chain;
  if (lines.some((one) => file.records[one]?.command !== 'append') || (lines[0] !== undefined && isCountedOn(file, lines[0])))
    return undefined;
  let place = line < 0 ? lines.length : lines.indexOf(line);
  while (place > 0 && analysis.rule(lines[place - 1] ?? -1)?.effect.kind === 'continue') place--;
  const before = lines[place];
  return addRules(file, 'filter', name, rules, before === undefined ? undefined : aboveComments(file, before));
}

/** The edit that adds rules at the beginning of a chain of the filter table; `undefined` as above. */
export function insertFirst(analysis: RulesetAnalysis, chain: OrderedChain, rules: readonly string[]): Edit | undefined {
  return insertRules(analysis, chain, rules, chain.lines[0] ?? -1);
}

/** The line, or the first of the comments that stand right above it and speak of it. */
export function aboveComments(file: RulesFile, line: number): number {
  let first = line;
  while (file.records[first - 1]?.kind === 'comment') first--;
  return first;
}

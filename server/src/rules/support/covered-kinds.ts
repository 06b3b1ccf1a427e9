import type { Verdict } from '../../analysis/effects';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { Cover, Unmet } from './coverage';
import { takesEverything } from './coverage';
import { acceptedSet } from './same-set';

/** Which diagnostic speaks of a rule that others cover. */
export type CoveredKind = 'shadowed' | 'redundant' | 'duplicate' | 'behind-terminal' | 'log' | 'same-set';

/** Targets whose rules have a diagnostic of their own when nothing gets to them. */
const logTargets: ReadonlySet<string> = new Set(['LOG', 'NFLOG', 'ULOG']);

/** Which diagnostic speaks of a rule that others cover: one for each rule. */
export function isTold(analysis: RulesetAnalysis, unmet: Unmet): CoveredKind {
  const { line, rule, covers } = unmet;
  if (logTargets.has(analysis.file.records[line]?.target ?? '')) return 'log';
  if (acceptedSet(analysis, unmet) !== undefined) return 'same-set';
  const [only, ...more] = covers;
  const cover = only === undefined || more.length > 0 ? undefined : analysis.rule(only.line);
  if (only !== undefined && more.length === 0 && takesEverything(analysis, only.line)) return 'behind-terminal';
  const own = rule.effect.kind === 'verdict' ? rule.effect.verdict : undefined;
  if (own === undefined || sameVerdict(covers) !== own) return 'shadowed';
  return cover !== undefined && cover.upper === rule.upper && cover.effect.kind === 'verdict' ? 'duplicate' : 'redundant';
}

/** The one verdict of several rules; `undefined` where they differ, or where one of them has none. */
export function sameVerdict(covers: readonly Cover[]): Verdict | undefined {
  const [first, ...more] = covers;
  return first !== undefined && more.every(({ verdict }) => verdict === first.verdict) ? first.verdict : undefined;
}

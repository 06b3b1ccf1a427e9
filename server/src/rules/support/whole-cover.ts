import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { Cover, Unmet } from './coverage';

/**
 * The rule that by itself takes all that a covered rule asks for, whatever others above take of it; `undefined` where only
 * several together do.
 */
export function wholeCover(analysis: RulesetAnalysis, { rule, covers }: Unmet): Cover | undefined {
  return covers.find(({ line }) => {
    const cover = analysis.rule(line);
    return cover?.effect.kind === 'verdict' && analysis.space.diagram.within(rule.upper, cover.lower);
  });
}

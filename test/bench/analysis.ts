import { analyseRuleset, finish } from '../../server/src/analysis/ruleset';
import { RulesFile } from '../../server/src/model/rules-file';
import type { Input, Measure } from './bench';

/** How long the engine needs to work a ruleset out, in one go. */
export function* analysisMeasures({ name, text, lines, whole }: Input, repeats: number): Generator<Measure> {
  const times = Array.from({ length: repeats }, () => {
    const file = new RulesFile(text, { family: 'ipv4' });
    file.resolution();
    const begin = performance.now();
    finish(analyseRuleset(file));
    return performance.now() - begin;
  });
  yield {
    input: name,
    lines,
    name: 'analysis of the ruleset',
    times,
    ...(whole ? { bar: { of: 'median', most: 5000, aim: 2000 } as const } : {}),
  };
}

import { generalOption, optionSpan } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { replaceSpan } from '../../text/position';
import { parseAddressRange } from '../../values/index';
import type { Finding, Fix } from '../rule';
import { rewritten } from './rewritten';

/** "Use `-m iprange --src-range 192.0.2.1-192.0.2.9`": a range of addresses behind `-s` or `-d`, which take networks. */
export function asIprange(finding: Finding<'invalid-value'>, file: RulesFile): Fix | undefined {
  const rule = file.bound(finding.line);
  for (const [name, range] of [
    ['source', '--src-range'],
    ['destination', '--dst-range'],
  ] as const) {
    const option = rule && generalOption(rule, name);
    const value = option?.values[0];
    if (rule === undefined || option === undefined || value === undefined) continue;
    if (value.start > finding.start || finding.end > value.end || parseAddressRange(value.text, file.family) === undefined) continue;
    const words = `-m iprange ${option.negation === undefined ? '' : '! '}${range} ${value.text}`;
    const edits = [replaceSpan(finding.line, optionSpan(option), words)];
    if (rewritten(file, rule, finding.line, edits) === undefined) return undefined;
    return { title: { en: `Use \`${words}\``, ja: `\`${words}\` を使う` }, edits, preferred: true };
  }
  return undefined;
}

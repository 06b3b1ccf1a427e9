import { optionSpan } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { replaceSpan } from '../../text/position';
import { parseMultiport } from '../../values/index';
import type { Finding, Fix } from '../rule';

/** "Use `-m multiport --dports 80,443`": a list of ports behind `--dport` or `--sport`, which take one port or range. */
export function asMultiport(finding: Finding<'invalid-value'>, file: RulesFile): Fix | undefined {
  if (!finding.value.includes(',')) return undefined;
  const rule = file.bound(finding.line);
  const option = rule?.options.find(
    (one) => one.values[0] !== undefined && one.values[0].start <= finding.start && finding.end <= one.values[0].end,
  );
  const plural = option?.spec.name === 'destination-port' ? '--dports' : option?.spec.name === 'source-port' ? '--sports' : undefined;
  if (rule === undefined || option === undefined || plural === undefined || option.negation !== undefined) return undefined;
  if (parseMultiport(finding.value, rule.protocol) === undefined) return undefined;
  const words = `-m multiport ${plural} ${finding.value}`;
  return {
    title: { en: `Use \`${words}\``, ja: `\`${words}\` を使う` },
    edits: [replaceSpan(finding.line, optionSpan(option), words)],
    preferred: true,
  };
}

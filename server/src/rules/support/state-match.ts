import type { BoundExtension, BoundOption, BoundRule } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { Edit, Span } from '../../text/position';
import { replaceSpan } from '../../text/position';
import { parseStates } from '../../values/index';
import { rewritten } from './rewritten';

/** The `--state` of a state match; `undefined` for any other match. */
export function stateOption(match: BoundExtension): BoundOption | undefined {
  return match.spec.name === 'state' ? match.options.find((option) => option.spec.name === 'state') : undefined;
}

/** The edits that write a rule's state match with `-m conntrack --ctstate`; `undefined` where that would not be the same. */
export function asConntrack(file: RulesFile, rule: BoundRule, line: number, match: BoundExtension): readonly Edit[] | undefined {
  return match.spec.name === 'state' ? renamed(file, rule, line, match, 'conntrack', 'ctstate') : undefined;
}

/**
 * The edits that write a rule's conntrack match with `-m state --state`; `undefined` where it asks for more than a state, or for
 * one that `state` does not know (`SNAT`, `DNAT`).
 */
export function asState(file: RulesFile, rule: BoundRule, line: number, match: BoundExtension): readonly Edit[] | undefined {
  return match.spec.name === 'conntrack' ? renamed(file, rule, line, match, 'state', 'state') : undefined;
}

function renamed(
  file: RulesFile,
  rule: BoundRule,
  line: number,
  match: BoundExtension,
  name: string,
  optionName: string,
): readonly Edit[] | undefined {
  const [option, ...more] = match.options;
  const states = option?.values[0];
  if (option === undefined || states === undefined || more.length > 0 || !/^(ct)?state$/.test(option.spec.name)) return undefined;
  const edits = [replaceSpan(line, match.name, name), replaceSpan(line, nameSpan(rule, option), `--${optionName}`)];
  const after = rewritten(file, rule, line, edits)?.matches[rule.matches.indexOf(match)];
  // Behind another match of the same name the option could go to that one.
  const [written, ...others] = after?.options ?? [];
  if (written?.spec.name !== optionName || others.length > 0) return undefined;
  return parseStates(written.values[0]?.text ?? '') === parseStates(states.text) ? edits : undefined;
}

/** Where the name of an option stands: in `--state="NEW"`, a word with quotes, what stands before its `=`. */
export function nameSpan(rule: BoundRule, { name }: BoundOption): Span {
  const end = rule.tree.text.slice(name.start, name.end).indexOf('=');
  return end < 0 ? name : { start: name.start, end: name.start + end };
}

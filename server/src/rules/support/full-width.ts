import type { RulesFile } from '../../model/rules-file';
import type { Finding, Fix } from '../rule';
import { replacement } from './fix';

/** The ASCII characters that full-width ones stand for, as a Japanese input method writes them: `２２` is `22`. `undefined`: there are none. */
export function halfWidth(text: string): string | undefined {
  const ascii = text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return ascii === text ? undefined : ascii;
}

/** "Replace by `22`": the value that a finding is about in ASCII, where it is then right. */
export function asHalfWidth(
  finding: Finding<'invalid-value' | 'host-name-in-rule' | 'unknown-protocol'>,
  file: RulesFile,
): Fix | undefined {
  const rule = file.bound(finding.line);
  const values =
    rule?.options.flatMap((option) => option.values.map((value) => ({ value, inverted: option.negation !== undefined }))) ?? [];
  const found = values.find(({ value }) => value.start <= finding.start && finding.end <= value.end);
  const ascii = found && halfWidth(found.value.text);
  if (rule === undefined || found === undefined || ascii === undefined) return undefined;
  const { value, inverted } = found;
  const fault = value.slot.type.check(ascii, { family: file.family, protocol: rule.protocol, inverted });
  if (fault !== undefined && (fault.code ?? 'invalid-value') === 'invalid-value') return undefined;
  return replacement({ line: finding.line, start: value.start, end: value.end }, ascii, { automatic: true });
}

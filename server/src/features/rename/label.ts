import type { Text } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import type { Edit, Position } from '../../text/position';
import { replaceSpan } from '../../text/position';
import { byteLength } from '../../values/scan';
import type { Role } from '../support/roles';
import { roleAt } from '../support/roles';

/** The `--comment` whose text stands at a position; `undefined` elsewhere. */
export function labelAt(file: RulesFile, position: Position): (Role & { readonly kind: 'value' }) | undefined {
  const role = roleAt(file, position);
  return role?.kind === 'value' && isLabel(role.option) && role.value.text !== '' ? role : undefined;
}

/** The edits that give every rule of the file with the same comment another one. */
export function labelEdits(file: RulesFile, label: string, newLabel: string): Edit[] {
  const edits: Edit[] = [];
  const written = inQuotes(newLabel);
  // A quote or a backslash may be written in more than one way: what stands before the first is looked for.
  const plain = label.split(/["\\]/)[0] ?? '';
  for (let line = 0; line < file.records.length; line++) {
    const text = file.lineText(line);
    if (file.records[line]?.kind !== 'command' || !text.includes('--comm') || !text.includes(plain)) continue;
    for (const option of file.bound(line)?.options ?? [])
      for (const value of isLabel(option) ? option.values : []) if (value.text === label) edits.push(replaceSpan(line, value, written));
  }
  return edits;
}

/** The most bytes of a comment that are kept (`XT_MAX_COMMENT_LEN` in linux/netfilter/xt_comment.h, less its closing zero). */
const longestLabel = 255;

/** Why a text cannot be a comment; `undefined` when it can. */
export function whyNoLabel(label: string): Text | undefined {
  if (label === '') return { en: 'Enter a text for the comment.', ja: 'コメントの文字列を入力してください。' };
  if (/[\r\n]/.test(label)) return { en: 'A comment stands in one line.', ja: 'コメントは 1 行に収めてください。' };
  if (byteLength(label) <= longestLabel) return undefined;
  return {
    en: `The text has ${byteLength(label)} bytes, of which iptables keeps ${longestLabel}. Shorten it.`,
    ja: `この文字列は ${byteLength(label)} バイトです。iptables が保持するのは ${longestLabel} バイトまでです。短くしてください。`,
  };
}

function isLabel(option: {
  readonly spec: { readonly name: string };
  readonly owner: { readonly spec: { readonly name: string } } | undefined;
}): boolean {
  return option.owner?.spec.name === 'comment' && option.spec.name === 'comment';
}

/** A text as a word of a restore file: in quotes, unless it is plain. */
function inQuotes(text: string): string {
  return /^[A-Za-z0-9_.:/@-]+$/.test(text) && !text.startsWith('-') ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

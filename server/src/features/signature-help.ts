import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver-types';
import type { Language } from '../l10n/text';
import { bindRule } from '../model/bind';
import type { BoundOption } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Position } from '../text/position';
import { signatureLabel } from './signature-help/labels';
import { activePiece, piecesOf } from './signature-help/pieces';
import { optionSpelling } from './support/describe';
import { isInTag } from './support/template-tags';

export { withTextLabels } from './signature-help/text-labels';

/** The words and parts of words that an option takes, and the one at the cursor; `undefined` outside of options that take several. */
export function signatureHelp(file: RulesFile, position: Position, language: Language): SignatureHelp | undefined {
  const found = isInTag(file, position) ? undefined : valueAt(file, position);
  if (found === undefined) return undefined;
  const { option, index, before } = found;
  const { slots, label, ranges, partOf } = layout(option);
  if (ranges.length < 2) return undefined;
  const doc = option.spec.doc[language];
  const parameters = ranges.map((range, parameter): ParameterInformation => {
    const type = slots[partOf[parameter] ?? 0]?.type;
    return { label: range, ...(type === undefined ? {} : { documentation: { kind: 'markdown', value: type.doc[language] } }) };
  });
  const slot = slots[index];
  const activeParameter =
    Math.max(0, partOf.indexOf(index)) + (slot === undefined ? 0 : activePiece(piecesOf(signatureLabel(slot)), before));
  return {
    signatures: [{ label, documentation: { kind: 'markdown', value: doc }, parameters, activeParameter }],
    activeSignature: 0,
    activeParameter,
  };
}

/** How a signature is written, and which of an option's words each of its parameters is of. */
function layout(option: BoundOption) {
  const slots = option.spec.values;
  let label = optionSpelling(option.spec);
  const ranges: [number, number][] = [];
  const partOf: number[] = [];
  for (const [index, slot] of slots.entries()) {
    label += option.spec.valueOptional === true && index === 0 ? '=' : ' ';
    const written = signatureLabel(slot);
    for (const piece of piecesOf(written)) {
      ranges.push([label.length + piece.start, label.length + piece.end]);
      partOf.push(index);
    }
    label += written;
  }
  return { slots, label, ranges, partOf };
}

interface ValueAtCursor {
  readonly option: BoundOption;
  /** Which of the option's words. */
  readonly index: number;
  /** What of the word stands before the cursor. */
  readonly before: string;
}

/** A word that is no option, no extension and no value. */
const probe = '\uE000';

/** The value that a cursor stands in or behind, or that would stand there: between words one is put there to see what it would be. */
function valueAt(file: RulesFile, position: Position): ValueAtCursor | undefined {
  const record = file.records[position.line];
  if (record === undefined || (record.kind !== 'command' && record.kind !== 'commit')) return undefined;
  const text = file.lineText(position.line);
  const character = Math.min(Math.max(position.character, 0), text.length);
  const inside = file.tree(position.line).words.some((word) => word.start < character && character <= word.end);
  const line = inside ? text : `${text.slice(0, character)}${probe} ${text.slice(character)}`;
  const { hiddenTargets } = file.resolution();
  const rule = bindRule(file.treeWith(position.line, line), {
    family: file.family,
    table: record.table,
    isChain: (name) => hiddenTargets.has(name),
  });
  for (const option of rule.options) {
    for (const [index, value] of option.values.entries()) {
      if (value.start <= character && character <= value.end)
        return { option, index, before: inside ? line.slice(value.start, character).replace(/^"/, '') : '' };
    }
  }
  return undefined;
}

import { matchNamed } from '../../catalogue/index';
import type { Language } from '../../l10n/text';
import { words } from '../../l10n/words';
import type { RulesFile } from '../../model/rules-file';
import { offsetInLine } from '../../syntax/words';
import type { Position, Span } from '../../text/position';
import { protocolName } from '../../values/index';
import type { ValueContext } from '../../values/value-type';
import { optionSignature, optionSpelling, optionsFor } from '../support/describe';
import { code, codes, firstSentence, heading, paragraphs } from '../support/markdown';
import type { Role } from '../support/roles';
import type { Explanation } from './explain';

type ValueRole = Extract<Role, { kind: 'value' }>;

/** What a value means: of a list the item at the position, where that has a meaning of its own. */
export function explainValue(file: RulesFile, role: ValueRole, position: Position, language: Language): Explanation {
  const { value, option, rule } = role;
  const context: ValueContext = { family: file.family, protocol: rule.protocol, inverted: option.negation !== undefined };
  const { type } = value.slot;
  const item = itemAt(file, role, position);
  const itemMeaning = item && alone(type.describe?.(item.text, context)?.[language]);
  const shown = item !== undefined && itemMeaning !== undefined ? item : { text: value.text, start: role.start, end: role.end };
  const meaning = itemMeaning ?? alone(type.describe?.(value.text, context)?.[language]) ?? type.doc[language];
  const owner = option.owner?.spec;
  const place = [code(optionSpelling(option.spec)), owner === undefined ? '' : `(${code(owner.name)})`]
    .filter((part) => part !== '')
    .join(' ');
  const text = paragraphs(
    heading(shown.text, language === 'ja' ? `${place} の値` : `value of ${place}`),
    meaning,
    value.slot === option.spec.values[0] && option.spec.values.length === 1
      ? firstSentence(option.spec.doc, language)
      : option.spec.doc[language],
    option.owner === undefined && option.spec.name === 'protocol' ? describeBrought(file, value.text, rule.protocol, language) : undefined,
  );
  return { text, span: { start: shown.start, end: shown.end } };
}

/** What a list type says of a list of one item, as a sentence. */
function alone(meaning: string | undefined): string | undefined {
  const said = meaning === undefined ? undefined : /^- `[^`]+`: (.)(.*)$/.exec(meaning);
  return said === null || said === undefined ? meaning : `${said[1]?.toUpperCase()}${said[2]}`;
}

/** The item of a comma list that stands at a position; `undefined` where the value is no list, or is quoted. */
function itemAt(file: RulesFile, role: ValueRole, position: Position): (Span & { readonly text: string }) | undefined {
  const { value } = role;
  if (value.word.quoted || !value.text.includes(',')) return undefined;
  const first = offsetInLine(file.lineText(position.line), value.word, value.shift);
  const at = position.character - first;
  const start = value.text.lastIndexOf(',', at - 1) + 1;
  const comma = value.text.indexOf(',', at);
  const end = comma < 0 ? value.text.length : comma;
  return { text: value.text.slice(start, end), start: first + start, end: first + end };
}

/** The options that `-p` brings by itself. */
function describeBrought(file: RulesFile, written: string, number: number | undefined, language: Language): string | undefined {
  const name = /^\d+$/.test(written) && number !== undefined ? protocolName(number) : written.toLowerCase();
  const match = name === undefined ? undefined : matchNamed(name, file.family);
  if (match?.implicitFor === undefined) return undefined;
  const options = optionsFor(match, file.family);
  if (options.length === 0) return undefined;
  return `${words.broughtOptions[language]}: ${codes(options.map(optionSignature))}`;
}

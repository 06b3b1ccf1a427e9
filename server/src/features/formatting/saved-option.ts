import type { Family } from '../../catalogue/schema';
import type { BoundOption, BoundRule } from '../../model/bound';
import { scanEnd, scanUnsigned } from '../../values/scan';

/** One option as iptables-save prints it. */
export interface SavedOption {
  /** Its long name in the catalogue. */
  readonly name: string;
  /** Its spelling with dashes. */
  readonly spelling: string;
  readonly inverted: boolean;
  /** Its values, without quotes. */
  readonly values: readonly string[];
  /** The value stands behind a `=`, since the option may do without one. */
  readonly attached?: boolean;
}

/** The option of a rule with its saved spelling and values. A value whose saved spelling is not known stays as it is written. */
export function savedOption(option: BoundOption, rule: BoundRule, family: Family): SavedOption {
  const { spec } = option;
  const inverted = option.negation !== undefined;
  const context = { family, protocol: rule.protocol, inverted };
  const values: string[] = [];
  for (const { slot, text } of option.values) values.push(slot.type.canonical?.(text, context) ?? text);
  const printed = { name: spec.name, spelling: spec.canonical ?? `--${spec.name}`, inverted, values };
  return spec.valueOptional === true && values.length > 0 ? { ...printed, attached: true } : printed;
}

/** What an extension's printed form depends on beside its options. */
export interface SavedContext {
  readonly family: Family;
}

/** An option that is printed though it may not be written. */
export function saved(name: string, ...values: readonly string[]): SavedOption {
  return { name, spelling: `--${name}`, inverted: false, values };
}

/** The options with another one in the place of each that has a name. */
export function replaced(
  options: readonly SavedOption[],
  name: string,
  change: (option: SavedOption) => SavedOption | undefined,
): readonly SavedOption[] {
  if (!options.some((option) => option.name === name)) return options;
  return options.flatMap((option) => (option.name === name ? (change(option) ?? []) : option));
}

/** The options, with a default behind them where none of its names is given. */
export function withDefault(options: readonly SavedOption[], names: readonly string[], standard: SavedOption): readonly SavedOption[] {
  return options.some((option) => names.includes(option.name)) ? options : [...options, standard];
}

/** A number as C reads it, in hexadecimal with at least so many digits; the text itself where it is none. */
export function hexadecimal(text: string, digits = 1): string {
  const value = scanUnsigned(text, 0, text.length);
  return value >= 0 && scanEnd === text.length && Number.isSafeInteger(value) ? `0x${value.toString(16).padStart(digits, '0')}` : text;
}

/** An option as it stands in a line. */
export function optionText(option: SavedOption, quotes: Quotes): string {
  let text = option.inverted ? `! ${option.spelling}` : option.spelling;
  if (option.attached === true) return `${text}=${savedWord(option.values[0] ?? '', quotes)}`;
  for (const value of option.values) text += ` ${savedWord(value, quotes)}`;
  return text;
}

/**
 * A word as it stands in a file.
 * @param quotes `strict` is `xtables_save_string` (libxtables/xtables.c), which quotes all but letters, digits, `_` and `-`.
 */
export function savedWord(text: string, quotes: Quotes = 'needed'): string {
  if (quotes === 'needed' && !needsQuotes(text)) return text;
  if (quotes === 'strict' && /^[\w-]+$/.test(text)) return text;
  return `"${text.replace(quotes === 'needed' ? /["\\]/g : /["\\']/g, '\\$&')}"`;
}

export type Quotes = 'always' | 'strict' | 'needed';

function needsQuotes(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 34) return true;
  }
  return text.length === 0;
}

import type { ExtensionSpec } from '../../catalogue/schema';
import { matchForms } from './saved-matches';
import type { Quotes, SavedContext, SavedOption } from './saved-option';
import { targetForms } from './saved-targets';

/**
 * How iptables-save prints an extension's options where that is not simply each one as it was given: the `save` function of its file
 * under extensions/. Of an extension without a form the options stay in the order in which they are written.
 */
export interface SavedForm {
  /** The long names of the options in the order in which they are printed; others follow behind them as written. */
  readonly order?: readonly string[];
  /** Options whose values are printed in quotes whatever they are, or by `xtables_save_string`. */
  readonly quotes?: Readonly<Record<string, 'always' | 'strict'>>;
  /** Other spellings, defaults that are printed, defaults that are not. Runs before the options are put in order. */
  readonly rewrite?: (options: readonly SavedOption[], context: SavedContext) => readonly SavedOption[];
}

/** The options of an extension as they are printed. */
export function savedOptions(spec: ExtensionSpec, options: readonly SavedOption[], context: SavedContext): readonly SavedOption[] {
  const form = formOf(spec);
  const rewritten = form?.rewrite?.(options, context) ?? options;
  const order = form?.order;
  if (order === undefined || rewritten.length < 2) return rewritten;
  const place = ({ name }: SavedOption): number => {
    const index = order.indexOf(name);
    return index < 0 ? order.length : index;
  };
  return [...rewritten].sort((a, b) => place(a) - place(b));
}

/** How an option's values are quoted. */
export function quotesOf(spec: ExtensionSpec, option: string): Quotes {
  return formOf(spec)?.quotes?.[option] ?? 'needed';
}

/** Something may be printed of it where no option is given. */
export function hasDefaults(spec: ExtensionSpec): boolean {
  return formOf(spec)?.rewrite !== undefined;
}

function formOf(spec: ExtensionSpec): SavedForm | undefined {
  return spec.kind === 'match' ? matchForms.get(spec.name) : targetForms.get(spec.name);
}

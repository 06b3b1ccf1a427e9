import type { OptionSpec } from '../../catalogue/schema';
import { extensionsOf } from '../../model/check-rule';
import type { RulesFile } from '../../model/rules-file';

/** Values of these types can be any word, so that a word fits says nothing. */
const anything: ReadonlySet<string> = new Set(['comment', 'log-prefix', 'nflog-prefix', 'text', 'free-text']);

/**
 * The option that a stray word behind an extension's name lacks: `-m state NEW` lacks `--state`. Options that the extension
 * cannot do without come first.
 * @returns `undefined` when the word does not stand right behind such a name, or is no value of any option.
 */
export function optionForWord(file: RulesFile, line: number, start: number): OptionSpec | undefined {
  const rule = file.bound(line);
  const index = rule?.tree.words.findIndex((word) => word.start === start) ?? -1;
  const word = rule?.tree.words[index];
  const before = rule?.tree.words[index - 1];
  const extension =
    rule && before && extensionsOf(rule).find((one) => !one.implicit && one.name.start === before.start && one.options.length === 0);
  if (rule === undefined || word === undefined || extension === undefined) return undefined;
  const { spec } = extension;
  const needed = new Set([
    ...spec.options.filter((option) => option.required === true).map(({ name }) => name),
    ...(spec.groups ?? []).flatMap(({ options }) => options),
  ]);
  const context = { family: file.family, protocol: rule.protocol, inverted: false };
  const fits = (option: OptionSpec): boolean => {
    const type = option.values[0]?.type;
    if (type === undefined || option.deprecated !== undefined || (option.families !== undefined && !option.families.includes(file.family)))
      return false;
    return !anything.has(type.id) && type.check(word.value, context) === undefined;
  };
  const fitting = spec.options.filter(fits);
  return fitting.find(({ name }) => needed.has(name)) ?? (spec.options.length < 6 ? fitting[0] : undefined);
}

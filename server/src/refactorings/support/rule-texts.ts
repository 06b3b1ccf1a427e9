import { bindText } from '../../model/bind';
import type { BoundOption, BoundRule } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { isAccepted } from '../../rules/support/rewritten';

/** A rule of a line that refactorings can take apart: an `-A` without errors; `undefined` for any other line. */
export function plainRule(file: RulesFile, line: number): BoundRule | undefined {
  if (file.records[line]?.command !== 'append' || file.resolution().faults.has(line)) return undefined;
  const rule = file.bound(line);
  const chain = rule?.command?.chain;
  if (rule === undefined || chain === undefined || !isAccepted(rule)) return undefined;
  // A name in quotes, or with escapes, would have to be written in the same way again.
  return rule.tree.text.slice(chain.start, chain.end) === chain.text ? rule : undefined;
}

/**
 * How iptables reads a line that is to be written, where that is what is meant: it asks and does just what some options say, in
 * their order; `undefined` otherwise. With abbreviations and options that several extensions have, the same words can say
 * something else in other company.
 * @param chain The chain that the line jumps to, where it jumps to one.
 */
export function readAsMeant(
  file: RulesFile,
  table: string,
  text: string,
  chain: string | undefined,
  options: readonly BoundOption[],
): BoundRule | undefined {
  const rule = bindText(text, { family: file.family, table, isChain: (name) => name === chain, isMade: () => true });
  if (!isAccepted(rule)) return undefined;
  const [read, meant] = [rule.options, options].map(saying);
  return read?.length === meant?.length && read?.every((words, index) => words === meant?.[index]) ? rule : undefined;
}

/** What options say, word for word; `-m` by itself says nothing. */
function saying(options: readonly BoundOption[]): readonly string[] {
  return options
    .filter(({ owner, spec }) => owner !== undefined || spec.name !== 'match')
    .map(({ owner, spec, negation, values }) =>
      [owner?.spec.name, negation === undefined ? '' : '!', spec.name, ...values.map(({ text }) => text)].join(' '),
    );
}

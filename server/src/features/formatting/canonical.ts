import type { Family } from '../../catalogue/schema';
import type { BoundExtension, BoundOption, BoundRule } from '../../model/bound';
import type { Cell } from './align';
import { matchKey } from './align';
import { hasDefaults, quotesOf, savedOptions } from './saved-forms';
import type { SavedOption } from './saved-option';
import { optionText, savedOption, savedWord } from './saved-option';

/** iptables-restore reads at most 10239 bytes of a line (`char buffer[10240]`, iptables/iptables-restore.c). */
const longestLine = 9000;

/**
 * A rule line as iptables-save prints it, in the groups of words that stand in one column where rules are aligned: general
 * parameters in its order, then the matches in the order they are loaded, then the target (`print_rule4` in iptables/iptables.c).
 * `undefined` for a line that it prints nothing of, or of which that is not known.
 */
export function canonicalCells(rule: BoundRule, family: Family): Cell[] | undefined {
  const { tree, command, jump, target } = rule;
  if (command?.chain === undefined || !command.spec.takesRule || rule.skipped) return undefined;
  const general = generalCells(rule, family);
  if (general === undefined) return undefined;
  const cells: Cell[] = [];
  if (tree.counters !== undefined) cells.push({ key: 'counters', text: tree.text.slice(tree.counters.start, tree.counters.end) });
  const number = command.number === undefined ? '' : ` ${savedWord(command.number.text)}`;
  cells.push({ key: 'command', text: `${general.first}-${command.spec.short} ${savedWord(command.chain.text)}${number}` });
  for (const cell of general.conditions) cells.push(cell);
  for (const match of rule.matches) {
    const key = matchKey(match.spec, (one) => cells.some((cell) => cell.key === one));
    cells.push({ key, text: extensionText('-m', match, rule, family) });
  }
  cells.push(...general.counters);
  if (jump !== undefined) {
    const flag = jump.goto ? '-g' : '-j';
    const text = target === undefined ? `${flag} ${savedWord(jump.name.text)}` : extensionText(flag, target, rule, family);
    cells.push({ key: 'target', text });
  }
  let length = cells.length;
  for (const { text } of cells) length += text.length;
  return length > longestLine ? undefined : cells;
}

interface GeneralCells {
  /** What stands before the command, with its blank: `-4 `. */
  readonly first: string;
  readonly conditions: readonly Cell[];
  /** `-c packets bytes`, which iptables-save prints before the rule if at all; in a file it counts only as an option. */
  readonly counters: readonly Cell[];
}

/** The parameters in the order in which they are printed. */
const printed: readonly string[] = ['source', 'destination', 'in-interface', 'out-interface', 'protocol', 'fragments', 'set-counters'];

/** The general parameters; `undefined` where one is among them that iptables-save has no place for. */
function generalCells(rule: BoundRule, family: Family): GeneralCells | undefined {
  const found: (SavedOption | undefined)[] = [];
  const first: string[] = [];
  for (const option of rule.options) {
    if (option.owner !== undefined) continue;
    if (isReadWhole(option)) return undefined;
    const { name } = option.spec;
    if (name === 'match' || name === 'jump' || name === 'goto') continue;
    if (name === 'ipv4' || name === 'ipv6') {
      if (option.negation !== undefined) return undefined;
      if (first.length === 0) first.push(`-${option.spec.short} `);
      continue;
    }
    const place = printed.indexOf(name);
    if (place < 0 || found[place] !== undefined) return undefined;
    found[place] = savedOption(option, rule, family);
  }
  const conditions: Cell[] = [];
  const counters: Cell[] = [];
  for (const option of found) {
    if (option === undefined || matchesAll(option)) continue;
    (option.name === 'set-counters' ? counters : conditions).push({ key: option.name, text: optionText(option, 'needed') });
  }
  return { first: first[0] ?? '', conditions, counters };
}

/** A condition that every packet meets is not printed. */
function matchesAll({ name, inverted, values }: SavedOption): boolean {
  if (inverted) return false;
  const value = values[0] ?? '';
  switch (name) {
    case 'source':
    case 'destination':
      return value === '0.0.0.0/0' || value === '::/0';
    case 'protocol':
      return value === 'all';
    case 'in-interface':
    case 'out-interface':
      return value === '+';
    default:
      return false;
  }
}

/**
 * `-ieth0`, `-jDROP`: 1.8.9 takes the whole word for the value and refuses it, or loads an interface of that name;
 * 1.8.11 does not (`do_parse` in iptables/xshared.c). Which of them reads the file is not known.
 */
function isReadWhole({ values }: BoundOption): boolean {
  return values[0] !== undefined && values[0].shift > 0;
}

/** `-m name` or `-j NAME` with the options. */
function extensionText(flag: string, { spec, options }: BoundExtension, rule: BoundRule, family: Family): string {
  let text = `${flag} ${spec.name}`;
  if (options.length === 0 && !hasDefaults(spec)) return text;
  const all: SavedOption[] = [];
  for (const option of options) all.push(savedOption(option, rule, family));
  for (const option of savedOptions(spec, all, { family })) text += ` ${optionText(option, quotesOf(spec, option.name))}`;
  return text;
}

import { tableNamed } from '../catalogue/index';
import type { Family } from '../catalogue/schema';
import { bindText } from '../model/bind';
import type { BoundOption, BoundRule } from '../model/bound';
import { generalOption, optionSpan } from '../model/bound';
import { copiesOf } from '../model/same-rule';
import type { Span } from '../text/position';
import type { IptablesCall } from './program';
import { restoreWord } from './quotes';
import type { ShellWord } from './words';

/** A call of iptables as a line of a rules file can say it. */
export interface RestoreCommand {
  readonly family: Family;
  readonly table: string;
  /** The command's long name: `append`. */
  readonly name: string;
  readonly chain: string | undefined;
  /** The chain as the line has it, in quotes if need be. */
  readonly chainWord: string;
  /** The rule number behind the chain; `undefined` without one, 0 for what is none, -1 for one that only the shell knows. */
  readonly number: number | undefined;
  readonly newName: string | undefined;
  readonly policy: string | undefined;
  /** The line as iptables-restore takes it. */
  readonly line: string;
  /** The words behind the chain and the number, as one text: what tells two rules apart. */
  readonly rule: string;
  /** The chain or target behind `-j` or `-g`. */
  readonly jump: string | undefined;
  /** The rules that it makes, one for each source address with each destination address, in the order of their making. */
  readonly parts: readonly string[];
  /** Variables, or what else only a shell can fill in, stand in the line. */
  readonly uncertain: boolean;
}

/** General options that say something to the program on the command line, and nothing in a file. */
const ofCommandLine = new Set(['table', 'wait', 'wait-interval', 'verbose', 'modprobe']);

/** Reads a call; `undefined` for one that no rules file can say, such as `iptables -L` or one whose table only the shell knows. */
export function restoreCommand({ family, words }: IptablesCall): RestoreCommand | undefined {
  const texts = words.map(visibleWord);
  if (texts.some((text) => text === undefined)) return undefined;
  const whole = texts.join(' ');
  const bound = bindText(whole, { family, table: undefined, isChain: () => false });
  const { command } = bound;
  if (command === undefined || command.spec.inRestore === false) return undefined;
  const tableOption = bound.options.find((option) => option.owner === undefined && option.spec.name === 'table');
  const table = tableOption?.values[0]?.text ?? 'filter';
  if (tableNamed(table) === undefined) return undefined;
  const dropped = bound.options
    .filter((option) => option.owner === undefined && ofCommandLine.has(option.spec.name))
    .map((option) => spanWithWord(bound, option));
  const kept = bound.tree.words.filter((word) => !dropped.some((span) => span.start <= word.start && word.end <= span.end));
  const ofCommand = [command.name, command.chain, command.number, command.newName, command.policy];
  const rest = kept.filter((word) => !ofCommand.some((part) => part !== undefined && part.start <= word.start && word.end <= part.end));
  const textOf = (spans: readonly { readonly start: number; readonly end: number }[]): string =>
    spans.map(({ start, end }) => whole.slice(start, end)).join(' ');
  const rule = textOf(rest);
  // A rules file's lines begin with their command, wherever the command line has it.
  const commandWords = kept.filter((word) => !rest.includes(word));
  return {
    family,
    table,
    name: command.spec.name,
    chain: command.chain?.text,
    chainWord: command.chain === undefined ? '' : whole.slice(command.chain.start, command.chain.end),
    number: command.number === undefined ? undefined : numberOf(command.number.text),
    newName: command.newName?.text,
    policy: command.policy?.text,
    line: rule === '' ? textOf(commandWords) : `${textOf(commandWords)} ${rule}`,
    rule,
    jump: bound.jump?.name.text,
    parts: partsOf(bound, whole, rest),
    uncertain: words.some((word) => word.pieces.some((piece) => piece.kind !== 'text')),
  };
}

/** The word as a rules file has it, its variables visible; `undefined` for what no line can hold. */
function visibleWord(word: ShellWord): string | undefined {
  return restoreWord(word.pieces.map((piece) => piece.text).join(''));
}

/** The texts of the rules that a line makes; as often the whole text where it cannot be taken apart. */
function partsOf(bound: BoundRule, whole: string, words: readonly Span[]): string[] {
  const lists = ['source', 'destination'].map((name) => generalOption(bound, name)?.values[0]);
  const [sources = [undefined], destinations = [undefined]] = lists.map((value) =>
    value?.text.includes(',') && whole.slice(value.start, value.end) === value.text
      ? value.text.split(',').filter((one) => one !== '')
      : undefined,
  );
  const textWith = (source: string | undefined, destination: string | undefined): string =>
    words
      .map((word) => {
        const at = lists.findIndex((value) => value !== undefined && word.start <= value.start && value.end <= word.end);
        const value = lists[at];
        const one = at === 0 ? source : destination;
        if (value === undefined || one === undefined) return whole.slice(word.start, word.end);
        return whole.slice(word.start, value.start) + one + whole.slice(value.end, word.end);
      })
      .join(' ');
  const parts = sources.flatMap((source) => destinations.map((destination) => textWith(source, destination)));
  const copies = copiesOf(bound);
  return parts.length === copies ? parts : new Array<string>(copies).fill(textWith(undefined, undefined));
}

/** `-w 5`: on a command line an option whose value may be left out takes the next word unless that begins with `-` or `!` (`xs_has_arg`). */
function spanWithWord(bound: BoundRule, option: BoundOption): Span {
  const span = optionSpan(option);
  if (option.spec.valueOptional !== true || option.values.length > 0 || option.name.text.includes('=')) return span;
  const next = bound.tree.words.find((word) => word.start >= span.end);
  return next === undefined || /^[-!]/.test(next.value) || !/^(?:-[wW]|--.*)$/.test(option.name.text)
    ? span
    : { start: span.start, end: next.end };
}

function numberOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : /[$`]/.test(text) ? -1 : 0;
}

import type { Family, OptionSpec } from '../../catalogue/schema';
import type { BoundExtension, BoundOption, BoundRule } from '../../model/bound';
import { nameSpan } from '../../rules/support/state-match';
import type { Edit } from '../../text/position';
import { replaceSpan } from '../../text/position';
import { ConnectionState, parseIcmpType, parseStates, printStates } from '../../values/index';

/**
 * What the other direction is. `reply`: the answers to what a rule lets through. `peer`: what the other side sends of itself, to the
 * same ports. `swap`: the same packets with both sides traded, and nothing else.
 */
export type Turn = 'reply' | 'peer' | 'swap';

/** The edits inside a rule's line that turn it around, and whether they trade anything. */
export interface Turned {
  readonly edits: readonly Edit[];
  /** It asks for a side, or for states, so that its other direction is a rule of its own. */
  readonly hasSides: boolean;
}

/**
 * Turns a rule's conditions around: interfaces, addresses, ports, and what else has a side.
 * @returns `undefined` when a condition has no other side, such as a MAC address, or none that is known.
 */
export function turnedAround(rule: BoundRule, line: number, turn: Turn): Turned | undefined {
  if (rule.matches.some((match) => !canTurn(match, turn))) return undefined;
  const edits: Edit[] = [];
  let hasSides = false;
  for (const option of rule.options) {
    const own = editsOf(rule, option, line, turn);
    if (own === undefined) return undefined;
    edits.push(...own);
    hasSides ||= own.length > 0 || stateOptions.has(option.spec.name);
  }
  return { edits, hasSides };
}

/** The other side of each option that has one, by its long name. */
const otherSide: Readonly<Record<string, string>> = bothWays([
  ['in-interface', 'out-interface'],
  ['source', 'destination'],
  ['src-range', 'dst-range'],
  ['src-type', 'dst-type'],
  ['limit-iface-in', 'limit-iface-out'],
]);

/** The same for ports, which stay where they are when both sides send to the same one. */
const otherPort: Readonly<Record<string, string>> = bothWays([
  ['source-port', 'destination-port'],
  ['source-ports', 'destination-ports'],
]);

/** Shorter spellings, which are kept. */
const otherSpelling: Readonly<Record<string, string>> = bothWays([
  ['-i', '-o'],
  ['-s', '-d'],
  ['--src', '--dst'],
  ['--sport', '--dport'],
  ['--sports', '--dports'],
]);

const stateOptions: ReadonlySet<string> = new Set(['state', 'ctstate']);

/**
 * Matches that can be turned around, with the options that may be there. Flags of TCP are those of one direction: there is no
 * telling what answers to them.
 */
const turnable: Readonly<Record<string, readonly string[] | 'all'>> = {
  tcp: ['source-port', 'destination-port'],
  udp: 'all',
  udplite: 'all',
  sctp: ['source-port', 'destination-port'],
  dccp: ['source-port', 'destination-port'],
  icmp: 'all',
  icmp6: 'all',
  multiport: 'all',
  comment: 'all',
  iprange: 'all',
  addrtype: 'all',
  set: ['match-set', 'return-nomatch'],
  limit: 'all',
  mark: 'all',
  connmark: 'all',
  length: 'all',
  statistic: 'all',
  time: 'all',
  state: 'all',
  conntrack: ['ctstate', 'ctdir', 'ctproto', 'ctstatus'],
  policy: ['dir', 'pol', 'proto', 'mode'],
};

function canTurn({ spec, options }: BoundExtension, turn: Turn): boolean {
  const known = turnable[spec.name];
  if (known === undefined) return turn === 'swap' && sideless.has(spec.name);
  return known === 'all' || options.every((option) => known.includes(option.spec.name) || (turn === 'swap' && isFlag(option)));
}

/** Of the packet itself, whichever way it goes: in the same chain with both sides traded, it is asked for as before. */
const sideless: ReadonlySet<string> = new Set(['dscp', 'tos', 'ttl', 'hl', 'string', 'bpf', 'u32', 'ecn', 'quota', 'tcpmss']);

function isFlag({ spec }: BoundOption): boolean {
  return ['syn', 'tcp-flags', 'tcp-option', 'chunk-types', 'dccp-types'].includes(spec.name);
}

function editsOf(rule: BoundRule, option: BoundOption, line: number, turn: Turn): readonly Edit[] | undefined {
  const { name } = option.spec;
  const other = otherSide[name] ?? (turn === 'peer' ? undefined : otherPort[name]);
  if (other !== undefined) {
    const span = nameSpan(rule, option);
    const written = rule.tree.text.slice(span.start, span.end);
    return [replaceSpan(line, span, otherSpelling[written] ?? `--${other}`)];
  }
  const word = option.values.at(-1);
  const value = word && turnedValue(rule, option, word.text, turn);
  if (word === undefined || value === word.text) return [];
  if (value === undefined || rule.tree.text.slice(word.start, word.end) !== word.text) return undefined;
  return [replaceSpan(line, word, value)];
}

/** The last value of an option in the other direction; `undefined` when it has none there. */
function turnedValue(rule: BoundRule, { owner, spec, negation }: BoundOption, text: string, turn: Turn): string | undefined {
  const family = owner?.spec.families[0];
  if (spec.answers !== undefined && family !== undefined) return turn === 'swap' ? text : answerOf(text, spec.answers, family);
  switch (spec.name) {
    case 'match-set':
      return text.replace(/[^,]+/g, (side) => ({ src: 'dst', dst: 'src' })[side] ?? side);
    case 'dir':
      return { in: 'out', out: 'in' }[text];
    case 'ctdir':
      if (turn === 'swap') return text;
      return /^o/i.test(text) ? 'REPLY' : 'ORIGINAL';
    case 'state':
    case 'ctstate':
      return turn === 'reply' ? repliesTo(rule, text, negation !== undefined) : text;
    default:
      return text;
  }
}

/**
 * The states of the replies: a connection that one side may open (`NEW`) needs nothing but `ESTABLISHED` the other way, which is
 * what one types there. The other states are those of both directions. Of connections that are refused, or of all but new ones,
 * there are no replies to speak of.
 */
function repliesTo(rule: BoundRule, text: string, inverted: boolean): string | undefined {
  const states = parseStates(text);
  if (states === undefined || (states & ConnectionState.NEW) === 0) return text;
  if (inverted || rule.target?.spec.name !== 'ACCEPT') return undefined;
  return printStates((states & ~ConnectionState.NEW) | ConnectionState.ESTABLISHED);
}

/** The answer to an ICMP message, or what it answers to; `undefined` for one that stands alone, such as an error. */
function answerOf(text: string, answers: NonNullable<OptionSpec['answers']>, family: Family): string | undefined {
  const messages = parseIcmpType(text, family);
  if (messages === undefined) return undefined;
  return messages.type === undefined ? text : answers[messages.type];
}

function bothWays(pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.flatMap(([one, other]) => [
      [one, other],
      [other, one],
    ]),
  );
}

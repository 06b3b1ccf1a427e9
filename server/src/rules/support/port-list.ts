import type { BoundExtension, BoundOption, BoundRule } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { Edit } from '../../text/position';
import { replaceSpan } from '../../text/position';
import type { Ports } from '../../values/index';
import { parseMultiport, parsePortRange, protocolName } from '../../values/index';
import { removeWords } from './fix';
import { rewritten } from './rewritten';

/** The ports that a rule asks for on one side, by the protocol's own option or by multiport. */
export interface PortList {
  readonly side: 'source' | 'destination';
  readonly option: BoundOption;
  readonly match: BoundExtension;
  readonly entries: readonly PortEntry[];
}

/** One port or range: its numbers, and the words for it that both a list and `--dport` take. */
export interface PortEntry extends Ports {
  readonly text: string;
}

/** The ports of a rule that are asked for, not excluded, and of which the other way to write them is known. */
export function portListsOf(rule: BoundRule): readonly PortList[] {
  const lists: PortList[] = [];
  for (const option of rule.options) {
    const side = sides[option.spec.name];
    const { owner } = option;
    const text = option.values[0]?.text ?? '';
    if (side === undefined || owner === undefined || option.negation !== undefined) continue;
    const entries = entriesOf(text, rule.protocol, isMultiport(owner));
    if (entries !== undefined) lists.push({ side, option, match: owner, entries });
  }
  return lists;
}

/** How many of a multiport list's fifteen places ports take: a range takes two. */
export function placesOf(entries: readonly PortEntry[]): number {
  return entries.reduce((sum, { from, to }) => sum + (from === to ? 1 : 2), 0);
}

/** The most places that a multiport list has. */
export const mostPlaces = 15;

/**
 * The edits inside a rule's line that write other ports, in the form that suits their number: `--dport` for one, multiport for
 * more. `undefined` where iptables would not read the result as that, or the protocol has no match for ports.
 */
export function withPorts(
  file: RulesFile,
  rule: BoundRule,
  line: number,
  { side, option, match }: Pick<PortList, 'side' | 'option' | 'match'>,
  entries: readonly string[],
): readonly Edit[] | undefined {
  const words = entries.join(',');
  const list = entries.length > 1;
  const value = option.values[0];
  const protocol = rule.protocol === undefined ? undefined : protocolName(rule.protocol);
  if (value === undefined || protocol === undefined) return undefined;
  // In a word with quotes, `--dports="22"`, name and value cannot be told apart.
  if (value.start < option.name.end) return undefined;
  // Asked twice for ports of one side, by both forms: each would have to stay as it is.
  if (rule.options.some((other) => other !== option && sides[other.spec.name] === side)) return undefined;
  const forms = [];
  if (list === isMultiport(match)) forms.push([replaceSpan(line, value, words)]);
  else if (list) forms.push(...asList(file, rule, line, { side, option, match }, words));
  else forms.push(...asSingle(file, rule, line, { side, option, match }, words, protocol));
  const wanted = `${option.negation === undefined ? '' : '! '}${side}-port${list ? 's' : ''} ${words}`;
  return forms.find((edits) => {
    const after = rewritten(file, rule, line, edits);
    return after !== undefined && meaning(after) === meaning(rule, option, wanted);
  });
}

const sides: Readonly<Record<string, PortList['side']>> = {
  'source-port': 'source',
  'source-ports': 'source',
  'destination-port': 'destination',
  'destination-ports': 'destination',
};

const names = { source: ['--sport', '--sports'], destination: ['--dport', '--dports'] } as const;

function isMultiport(match: BoundExtension): boolean {
  return match.spec.name === 'multiport';
}

/** The single ports: `--dport` alone, where iptables then finds the protocol's match by itself, else with that match named. */
function asSingle(
  file: RulesFile,
  rule: BoundRule,
  line: number,
  { side, option, match }: Pick<PortList, 'side' | 'option' | 'match'>,
  port: string,
  protocol: string,
): readonly (readonly Edit[])[] {
  const loaded = loadOf(rule, match);
  const value = option.values[0];
  if (loaded === undefined || value === undefined) return [];
  const renamed = [replaceSpan(line, option.name, names[side][0]), replaceSpan(line, value, port)];
  return [
    [removeWords(file, line, optionSpan(loaded)), ...renamed],
    [replaceSpan(line, match.name, protocol), ...renamed],
  ];
}

/** The list in the option's place or, where a later option would then be taken for one of multiport's, before the target. */
function asList(
  file: RulesFile,
  rule: BoundRule,
  line: number,
  { side, option, match }: Pick<PortList, 'side' | 'option' | 'match'>,
  ports: string,
): readonly (readonly Edit[])[] {
  const words = `-m multiport ${names[side][1]} ${ports}`;
  const loaded = match.options.length === 1 ? loadOf(rule, match) : undefined;
  const cut = loaded === undefined ? [] : [removeWords(file, line, optionSpan(loaded))];
  const forms = [[...cut, replaceSpan(line, optionSpan(option), words)]];
  const jump = rule.jump === undefined ? undefined : optionSpan(rule.jump.option).start;
  if (jump !== undefined && jump > optionSpan(option).end)
    forms.push([...cut, removeWords(file, line, optionSpan(option)), replaceSpan(line, { start: jump, end: jump }, `${words} `)]);
  return forms;
}

/** The `-m` that loads a match; `undefined` for one that `-p` brings. */
function loadOf(rule: BoundRule, match: BoundExtension): BoundOption | undefined {
  return rule.options.find(({ owner, values }) => owner === undefined && !match.implicit && values[0]?.start === match.name.start);
}

/**
 * What a rule asks and does, without the words that only load matches.
 * @param option One of its options, which counts as `instead`.
 */
function meaning(rule: BoundRule, option?: BoundOption, instead?: string): string {
  const parts = rule.options
    .filter((one) => one.owner !== undefined || one.spec.name !== 'match')
    .map((one) => {
      const words = one.values.map(({ text }) => text).join(' ');
      return one === option ? (instead ?? '') : `${one.negation === undefined ? '' : '! '}${one.spec.name} ${words}`.trimEnd();
    });
  // Ports may stand elsewhere than before; the order of conditions means nothing to a packet.
  return parts.sort().join('\n');
}

function entriesOf(text: string, protocol: number | undefined, list: boolean): readonly PortEntry[] | undefined {
  if (!list) {
    const range = parsePortRange(text, protocol);
    return range === undefined || range.from > range.to ? undefined : [entryOf(text, range)];
  }
  const ranges = parseMultiport(text, protocol);
  return ranges === undefined ? undefined : text.split(',').map((entry, index) => entryOf(entry, ranges[index] ?? { from: 0, to: 0 }));
}

/** Names and numbers stay as written; an open range gets its ends, which a list wants. */
function entryOf(text: string, { from, to }: Ports): PortEntry {
  const open = text.startsWith(':') || text.endsWith(':');
  const same = from === to && text.includes(':');
  return { from, to, text: open ? `${from}:${to}` : same ? String(from) : text };
}

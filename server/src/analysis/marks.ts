import type { Hook, TableName } from '../catalogue/schema';
import type { BoundOption, BoundRule } from '../model/bound';
import { hooksOfChain } from '../model/hooks';
import type { LineRecord } from '../model/record';
import type { Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import type { Span } from '../text/position';
import { parseMark } from '../values/index';

/** Whose mark: the packet's (nfmark) or its connection's (ctmark). */
export type MarkOwner = 'packet' | 'connection';

/** Where in the file something is done with a mark. */
interface MarkPlace extends Span {
  readonly line: number;
  readonly table: string;
  readonly chain: string;
  /** The hooks that lead there; none for a chain that no jump leads to. */
  readonly hooks: readonly Hook[];
}

/** A rule that changes a mark: `mark = (mark & ~clear) ^ flip`, what every form of MARK and CONNMARK comes to. */
export interface MarkSetter extends MarkPlace {
  readonly owner: MarkOwner;
  readonly clear: number;
  readonly flip: number;
  /** The value as it would be asked for: `0x1`, `0x10/0xf0`. */
  readonly text: string;
}

/** `-m mark --mark value/mask`, or connmark. The span is the value's. */
export interface MarkTest extends MarkPlace {
  readonly owner: MarkOwner;
  readonly value: number;
  readonly mask: number;
  readonly inverted: boolean;
  readonly text: string;
  /** The rule is about packets of IPsec or of a bridge, which can bring marks along. */
  readonly ofOthers: boolean;
}

/** CONNMARK's copying between the packet's mark and the connection's. */
export interface MarkCopy extends MarkPlace {
  readonly to: MarkOwner;
  readonly packetMask: number;
  readonly connectionMask: number;
  /** By how many bits to the left; negative to the right. */
  readonly shift: number;
}

/** What a file does with marks. */
export interface MarkUse {
  readonly setters: readonly MarkSetter[];
  readonly tests: readonly MarkTest[];
  readonly copies: readonly MarkCopy[];
  /** Rules by which a program, a set or a chain that is not in the file may learn a packet's mark, or change it. */
  readonly others: readonly MarkPlace[];
  /** Some rule gives packets marks that the file does not tell. */
  readonly unknown: boolean;
}

const allBits = 0xffffffff;
const cache = new WeakMap<RulesFile, { readonly revision: number; readonly use: MarkUse }>();

/** Everything that a file's rules do with marks. */
export function marksOf(file: RulesFile): MarkUse {
  const known = cache.get(file);
  if (known?.revision === file.revision) return known.use;
  const use: Draft = { setters: [], tests: [], copies: [], others: [], unknown: false };
  for (const section of file.resolution().sections) {
    let hooks: ((chain: number) => readonly Hook[]) | undefined;
    for (const chain of section.chains.values()) {
      for (const line of chain.rules) {
        const record = file.records[line];
        if (record === undefined || !concernsMarks(record, section, file.lineText(line))) continue;
        const rule = file.bound(line);
        if (rule === undefined) continue;
        hooks ??= hooksOfChain(section);
        const place = {
          line,
          table: section.table,
          chain: chain.name,
          hooks: hooks(chain.id),
          start: record.jumpStart,
          end: record.jumpEnd,
        };
        readRule(use, rule, record, section, place);
      }
    }
  }
  cache.set(file, { revision: file.revision, use });
  return use;
}

/** The tables in the order in which packets meet them in one hook. */
const tableOrder: readonly string[] = ['raw', 'mangle', 'nat', 'filter', 'security'] satisfies readonly TableName[];

/** Whether a packet can meet one place and later the other, as far as hooks and tables tell. */
export function comesBefore(first: MarkPlace, second: MarkPlace): boolean {
  const sameHook = first.hooks.some((hook) => second.hooks.includes(hook));
  if (sameHook && tableOrder.indexOf(first.table) <= tableOrder.indexOf(second.table)) return true;
  return first.hooks.some((hook) => second.hooks.some((later) => (followers[hook] ?? []).includes(later)));
}

/** The hooks that a packet can meet behind each. */
const followers: Readonly<Record<Hook, readonly Hook[]>> = {
  PREROUTING: ['INPUT', 'FORWARD', 'POSTROUTING'],
  INPUT: [],
  FORWARD: ['POSTROUTING'],
  OUTPUT: ['POSTROUTING'],
  POSTROUTING: [],
};

/** So many different marks are followed; with more nothing is said of them. */
const mostMarks = 1024;

/**
 * Every mark that the rules of a file can make of 0, which every packet and connection begins with, in whatever order they come:
 * more marks than packets will have, never less. `undefined` where that is not known.
 */
export function reachableMarks(use: MarkUse): Readonly<Record<MarkOwner, ReadonlySet<number>>> | undefined {
  if (use.unknown) return undefined;
  const marks = { packet: new Set([0]), connection: new Set([0]) };
  const steps = distinctSteps(use);
  for (let before = 0; marks.packet.size + marks.connection.size > before; ) {
    before = marks.packet.size + marks.connection.size;
    for (const step of steps) {
      step(marks);
      if (marks.packet.size > mostMarks || marks.connection.size > mostMarks) return undefined;
    }
  }
  return marks;
}

type Step = (marks: Readonly<Record<MarkOwner, Set<number>>>) => void;

/** What the setters and copies do to the sets of marks, each different one once. */
function distinctSteps(use: MarkUse): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const { owner, clear, flip } of use.setters) {
    steps.set(`${owner} ${clear} ${flip}`, (marks) => {
      if (clear === allBits) marks[owner].add(flip);
      else for (const mark of [...marks[owner]]) marks[owner].add(((mark & ~clear) ^ flip) >>> 0);
    });
  }
  for (const copy of use.copies) {
    const { to, packetMask, connectionMask, shift } = copy;
    const from = to === 'packet' ? 'connection' : 'packet';
    const [read, cleared] = to === 'packet' ? [connectionMask, packetMask] : [packetMask, connectionMask];
    steps.set(`${to} ${packetMask} ${connectionMask} ${shift}`, (marks) => {
      const brought = new Set([...marks[from]].map((mark) => shifted((mark & read) >>> 0, shift)));
      const kept = new Set([...marks[to]].map((mark) => (mark & ~cleared) >>> 0));
      for (const rest of kept) {
        if (marks[to].size > mostMarks) return;
        for (const bits of brought) marks[to].add((rest ^ bits) >>> 0);
      }
    });
  }
  return [...steps.values()];
}

function shifted(mark: number, shift: number): number {
  return shift < 0 ? mark >>> -shift : (mark << shift) >>> 0;
}

type Draft = { -readonly [K in keyof MarkUse]: MarkUse[K] extends readonly (infer T)[] ? T[] : MarkUse[K] };

/** Targets that set, read or pass on a packet's mark. */
const markTargets: ReadonlySet<string> = new Set(['MARK', 'CONNMARK', 'TPROXY', 'HMARK', 'SET', 'NFQUEUE', 'QUEUE', 'NFLOG']);

/** Words of options and matches that concern the packet's mark, as long as they are not cut shorter. */
const markWords = ['mark', 'socket', 'ipvs'];

/** A quick look: most rules have nothing to do with marks, and need not be read for that. */
function concernsMarks(record: LineRecord, section: Section, text: string): boolean {
  if (record.target !== undefined && markTargets.has(record.target)) return true;
  if (record.jump >= 0 && record.target === undefined && !section.chains.has(record.jump)) return true;
  return markWords.some((word) => text.includes(word));
}

function readRule(use: Draft, rule: BoundRule, record: LineRecord, section: Section, place: MarkPlace): void {
  for (const option of rule.options) {
    const name = option.owner?.spec.name;
    if ((name === 'mark' || name === 'connmark') && option.spec.name === 'mark') readTest(use, option, name, rule, place);
    else if (name === 'socket' && option.spec.name === 'restore-skmark') use.unknown = true;
    else if (name === 'SET' && option.spec.name === 'map-mark') use.unknown = true;
    else if (name === 'TPROXY' && option.spec.name === 'tproxy-mark') readSetter(use, option, 'packet', place);
    else if (name === 'MARK') readSetter(use, option, 'packet', place);
  }
  if (rule.matches.some((match) => match.spec.name === 'ipvs')) use.others.push(place);
  switch (record.target) {
    case 'CONNMARK':
      readConnmark(use, rule, place);
      return;
    case 'HMARK':
      use.unknown = true;
      return;
    case 'NFQUEUE':
    case 'QUEUE':
      use.unknown = true;
      use.others.push(place);
      return;
    case 'NFLOG':
      use.others.push(place);
      return;
    case undefined:
      if (record.jump < 0 || section.chains.has(record.jump)) return;
      use.unknown = true;
      use.others.push(place);
  }
}

function readTest(use: Draft, option: BoundOption, match: 'mark' | 'connmark', rule: BoundRule, place: MarkPlace): void {
  const word = option.values[0];
  const mark = word && parseMark(word.text);
  if (word === undefined || mark === undefined) return;
  const owner = match === 'mark' ? 'packet' : 'connection';
  const ofOthers = rule.matches.some(({ spec }) => spec.name === 'policy' || spec.name === 'physdev');
  const inverted = option.negation !== undefined;
  use.tests.push({ ...place, ...mark, owner, start: word.start, end: word.end, inverted, text: word.text, ofOthers });
}

/** `--set-mark` and its like, of MARK and CONNMARK (`mark_tg_parse` in libxt_MARK.c). */
function readSetter(use: Draft, option: BoundOption, owner: MarkOwner, place: MarkPlace): void {
  const word = option.values[0];
  const operation = option.spec.name;
  const mark = word && parseMark(word.text);
  if (word === undefined || mark === undefined) {
    use.unknown = true;
    return;
  }
  const { value, mask } = mark;
  const changes = {
    'set-xmark': [mask, value],
    'tproxy-mark': [mask, value],
    'set-mark': [(mask | value) >>> 0, value],
    'and-mark': [~value >>> 0, 0],
    'or-mark': [value, value],
    'xor-mark': [0, value],
  }[operation];
  if (changes === undefined) return;
  const [clear = 0, flip = 0] = changes;
  const text = testText(word.text, clear, flip);
  use.setters.push({ ...place, start: word.start, end: word.end, owner, clear, flip, text });
}

/** The value that asks for the bits a rule has set, in the words of the rule as far as they fit. */
function testText(written: string, clear: number, flip: number): string {
  const [value = '', mask] = written.split('/');
  const bits = (clear | flip) >>> 0;
  if (bits === allBits) return value;
  return `${value}/${mask !== undefined && parseMark(mask)?.value === bits ? mask : `0x${bits.toString(16)}`}`;
}

function readConnmark(use: Draft, rule: BoundRule, place: MarkPlace): void {
  const options = rule.target?.options ?? [];
  const number = (name: string): number | undefined => {
    const text = options.find((option) => option.spec.name === name)?.values[0]?.text;
    return text === undefined ? undefined : (parseMark(text)?.value ?? Number.NaN);
  };
  const copy = options.find(({ spec }) => spec.name === 'save-mark' || spec.name === 'restore-mark');
  const left = number('left-shift-mark');
  const right = number('right-shift-mark');
  const masks = [number('nfmask') ?? number('mask') ?? allBits, number('ctmask') ?? number('mask') ?? allBits] as const;
  if ([left, right, ...masks].some(Number.isNaN) || (copy === undefined && (left ?? right) !== undefined)) {
    use.unknown = true;
    return;
  }
  if (copy === undefined) {
    for (const option of options) readSetter(use, option, 'connection', place);
    return;
  }
  const to = copy.spec.name === 'save-mark' ? 'connection' : 'packet';
  use.copies.push({ ...place, to, packetMask: masks[0], connectionMask: masks[1], shift: left ?? -(right ?? 0) });
}

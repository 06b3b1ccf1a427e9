import { builtinChainNamed } from '../catalogue/index';
import type { Hook, MarkOwner, MarkSetting } from '../catalogue/schema';
import { tableOrder } from '../catalogue/tables';
import type { BoundOption, BoundRule } from '../model/bound';
import { hooksOfChain } from '../model/hooks';
import type { LineRecord } from '../model/record';
import type { Chain, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import type { Span } from '../text/position';
import { parseMark } from '../values/index';
import { markMatches, markTargets, mayHoldUntoldRead, mayReadMark, readsUntoldMark } from './mark-extensions';

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
  /** Rules by which a program, a set or a chain that is not in the file may learn a packet's mark, or change it; of sets one a chain. */
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
  const draft: Draft = { setters: [], tests: [], copies: [], others: [], unknown: false };
  for (const { rule, record, section, place } of rulesWhere(file, concernsMarks)) readRule(draft, rule, record, section, place);
  let others: readonly MarkPlace[] | undefined;
  const use: MarkUse = {
    ...draft,
    // A file may have a hundred thousand rules with sets, and few files need to know.
    get others() {
      others ??= [...draft.others, ...otherReads(file)];
      return others;
    },
  };
  cache.set(file, { revision: file.revision, use });
  return use;
}

/** A rule and where it stands. */
interface PlacedRule {
  readonly rule: BoundRule;
  readonly record: LineRecord;
  readonly section: Section;
  readonly place: MarkPlace;
}

/** The rules of a file whose lines pass a quick look. */
function* rulesWhere(
  file: RulesFile,
  isWanted: (record: LineRecord, section: Section, text: string, chain: Chain) => boolean,
): Generator<PlacedRule> {
  for (const section of file.resolution().sections) {
    let hooks: ((chain: number) => readonly Hook[]) | undefined;
    for (const chain of section.chains.values()) {
      for (const line of chain.rules) {
        const record = file.records[line];
        if (record === undefined || !isWanted(record, section, file.lineText(line), chain)) continue;
        const rule = file.bound(line);
        if (rule === undefined) continue;
        hooks ??= hooksOfChain(section);
        const { jumpStart: start, jumpEnd: end } = record;
        yield { rule, record, section, place: { line, table: section.table, chain: chain.name, hooks: hooks(chain.id), start, end } };
      }
    }
  }
}

/** Rules whose matches read a packet's mark in a way that the file does not tell: sets, programs. Of each chain the first. */
function otherReads(file: RulesFile): readonly MarkPlace[] {
  const places = new Map<string, MarkPlace>();
  const key = (table: string, chain: string): string => `${table} ${chain}`;
  const isWanted = (_: LineRecord, section: Section, text: string, chain: Chain): boolean =>
    mayHoldUntoldRead(text) && !places.has(key(section.table, chain.name));
  for (const { rule, place } of rulesWhere(file, isWanted)) {
    if (rule.matches.some(readsUntoldMark)) places.set(key(place.table, place.chain), place);
  }
  return [...places.values()];
}

/** Whether a packet can meet one place and later the other, as far as hooks and tables tell. */
export function comesBefore(first: MarkPlace, second: MarkPlace): boolean {
  const sameHook = first.hooks.some((hook) => second.hooks.includes(hook));
  if (sameHook && tableOrder.indexOf(first.table) <= tableOrder.indexOf(second.table)) return true;
  return first.hooks.some((hook) => second.hooks.some((later) => builtinChainNamed(hook)?.later.includes(later)));
}

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

/** A quick look: most rules have nothing to do with marks, and need not be read for that. */
function concernsMarks(record: LineRecord, section: Section, text: string): boolean {
  if (record.target !== undefined && markTargets.has(record.target)) return true;
  if (record.jump >= 0 && record.target === undefined && !section.chains.has(record.jump)) return true;
  return markMatches.some((name) => text.includes(name));
}

function readRule(use: Draft, rule: BoundRule, record: LineRecord, section: Section, place: MarkPlace): void {
  for (const option of rule.options) {
    const { asksMark, setsMark, changes } = option.spec;
    if (asksMark !== undefined) readTest(use, option, asksMark, rule, place);
    else if (setsMark?.owner === 'packet') readSetter(use, option, setsMark, place);
    else if (changes?.includes('mark')) use.unknown = true;
  }
  const { target } = rule;
  if (target?.spec.kind !== 'target') {
    if (record.jump < 0 || section.chains.has(record.jump)) return;
    use.unknown = true;
    use.others.push(place);
    return;
  }
  const { spec } = target;
  if (spec.options.some(({ copiesMarkTo }) => copiesMarkTo !== undefined)) readConnmark(use, rule, place);
  // Nothing tells what becomes of the mark: it is worked out from the packet, or a program gives the packet back with any.
  else if (spec.verdict === 'queue' ? mayReadMark(spec) : spec.changes?.includes('mark') && !spec.options.some(({ setsMark }) => setsMark))
    use.unknown = true;
  if (readsUntoldMark(target)) use.others.push(place);
}

function readTest(use: Draft, option: BoundOption, owner: MarkOwner, rule: BoundRule, place: MarkPlace): void {
  const word = option.values[0];
  const mark = word && parseMark(word.text);
  if (word === undefined || mark === undefined) return;
  const ofOthers = rule.matches.some(({ spec }) => spec.name === 'policy' || spec.name === 'physdev');
  const inverted = option.negation !== undefined;
  use.tests.push({ ...place, ...mark, owner, start: word.start, end: word.end, inverted, text: word.text, ofOthers });
}

/** `--set-mark` and its like. */
function readSetter(use: Draft, option: BoundOption, { owner, bits }: MarkSetting, place: MarkPlace): void {
  const word = option.values[0];
  const mark = word && parseMark(word.text);
  if (word === undefined || mark === undefined) {
    use.unknown = true;
    return;
  }
  const { clear, flip } = bits(mark);
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
  const copy = options.find(({ spec }) => spec.copiesMarkTo !== undefined);
  const left = number('left-shift-mark');
  const right = number('right-shift-mark');
  const masks = [number('nfmask') ?? number('mask') ?? allBits, number('ctmask') ?? number('mask') ?? allBits] as const;
  if ([left, right, ...masks].some(Number.isNaN) || (copy === undefined && (left ?? right) !== undefined)) {
    use.unknown = true;
    return;
  }
  if (copy === undefined) {
    for (const option of options) if (option.spec.setsMark !== undefined) readSetter(use, option, option.spec.setsMark, place);
    return;
  }
  const to = copy.spec.copiesMarkTo ?? 'packet';
  use.copies.push({ ...place, to, packetMask: masks[0], connectionMask: masks[1], shift: left ?? -(right ?? 0) });
}

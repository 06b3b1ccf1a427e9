import type { Family } from '../catalogue/schema';
import type { ValueContext, ValueType } from '../values/index';
import { checkPart } from '../values/span';
import type { BoundRule } from './bound';
import { protocolBefore } from './bound-use';
import { isPlainChainName } from './chain-name';
import type { Names } from './names';
import type { LineRecord } from './record';
import { emptyRecord } from './record';
import { isTargetName } from './target-names';

/**
 * The lines of large files are written by programs: they differ in a chain's name, an address, a comment, and are alike in
 * everything else. A shape is what is alike. It is learnt from a line that was bound word by word and found to be right; a line of
 * a known shape needs only its own values looked at, a tenth of the work.
 *
 * A line that fits is known to have the same roles and no faults: the binder goes from left to right and never looks at the
 * values that are open here but to ask their types, which is done here as well. Whatever is unusual in the least (other
 * characters, quotes within words, several addresses, a name that might be a target's) fits no shape and is bound as any line.
 */
export class LineShapes {
  private readonly byTable = new Map<string, Shape[]>();
  private learnt = 0;
  /** What kind of name each is, by its number. */
  private readonly nameKinds: number[] = [];
  private readonly context: { -readonly [K in keyof ValueContext]: ValueContext[K] };

  constructor(
    family: Family,
    private readonly names: Names,
    /** Whether some line makes a chain of a name's number. */
    private readonly isMade: (name: number) => boolean,
  ) {
    this.context = { family, protocol: undefined, inverted: false };
  }

  /** The record of a line of a known shape; `undefined` for any other line. */
  recordOf(text: string, table: string): LineRecord | undefined {
    if (text.length > longest) return undefined;
    if (text.charCodeAt(0) === 58) return this.declarationOf(text, table);
    const shapes = this.byTable.get(table);
    if (shapes === undefined) return undefined;
    const base = commandStart(text);
    for (let index = 0; index < shapes.length; index++) {
      const shape = shapes[index];
      if (shape === undefined || !this.fits(shape, text, base)) continue;
      if (index > 0) {
        shapes.splice(index, 1);
        shapes.unshift(shape);
      }
      return this.recordFrom(shape, base);
    }
    return undefined;
  }

  /** The record of `:CHAIN - [0:0]`; `undefined` for any other declaration. */
  private declarationOf(text: string, table: string): LineRecord | undefined {
    const end = text.indexOf(' ', 1);
    if (end < 0 || !text.startsWith(' - ', end) || countersEnd(text, end + 3) !== text.length) return undefined;
    if (this.nameAt(text, 1, end, 0) !== isPlain) return undefined;
    return { ...emptyRecord('chain', table, none, undefined), chain: ids[0] ?? -1, chainStart: 1, chainEnd: end, plainDeclaration: true };
  }

  /** Learns the shape of a line that has been bound. */
  learn(rule: BoundRule, record: LineRecord): void {
    if (record.table === undefined || this.learnt >= mostLearnt) return;
    const shape = shapeOf(rule, record);
    if (shape === undefined) return;
    this.learnt++;
    const shapes = this.byTable.get(record.table) ?? [];
    this.byTable.set(record.table, shapes);
    shapes.unshift(shape);
    if (shapes.length > mostShapes) shapes.pop();
  }

  /** Whether a line has a shape; where its slots are is in `starts` and `ends` then. */
  private fits({ fixed, slots }: Shape, text: string, base: number): boolean {
    let at = base;
    for (let index = 0; index < slots.length; index++) {
      const before = fixed[index] ?? '';
      const slot = slots[index];
      if (slot === undefined || !text.startsWith(before, at)) return false;
      at += before.length;
      const end = slotEnd(text, at, slot);
      if (end <= at) return false;
      starts[index] = at;
      ends[index] = end;
      at = end;
    }
    const last = fixed[slots.length] ?? '';
    if (at + last.length !== text.length || !text.endsWith(last)) return false;
    for (let index = 0; index < slots.length; index++) if (!this.isRight(slots[index] as Slot, text, index)) return false;
    return true;
  }

  private isRight(slot: Slot, text: string, index: number): boolean {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    switch (slot.kind) {
      case 'chain':
        return (this.nameAt(text, start, end, index) & isPlain) !== 0;
      case 'jump':
        return this.nameAt(text, start, end, index) === isPlain && this.isMade(ids[index] ?? -1);
      default:
        // A prefix of 0 asks nothing, so that the rule may end its chain.
        if (text.charCodeAt(end - 1) === 48 && text.charCodeAt(end - 2) === 47) return false;
        this.context.protocol = slot.protocol;
        this.context.inverted = slot.inverted;
        return checkPart(slot.type, text, start, end, this.context) === undefined;
    }
  }

  /** Looks at the name in a slot, notes its number, and gives what kind of name it is. */
  private nameAt(text: string, start: number, end: number, index: number): number {
    const name = text.slice(start, end);
    const id = this.names.id(name);
    ids[index] = id;
    let kind = this.nameKinds[id] ?? 0;
    if (kind === 0) {
      kind = (isPlainChainName(name) ? isPlain : isOdd) | (isTargetName(name) ? isTarget : 0);
      this.nameKinds[id] = kind;
    }
    return kind;
  }

  private recordFrom(shape: Shape, base: number): LineRecord {
    const { record, slots } = shape;
    const moved = (offset: number): number => {
      let by = base - shape.base;
      for (let index = 0; index < slots.length && (slots[index]?.end ?? 0) <= offset; index++)
        by = (ends[index] ?? 0) - (slots[index]?.end ?? 0);
      return offset + by;
    };
    const { chain, jump } = shape;
    return {
      ...record,
      chain: chain < 0 ? record.chain : (ids[chain] ?? -1),
      chainStart: chain < 0 ? moved(record.chainStart) : (starts[chain] ?? 0),
      chainEnd: chain < 0 ? moved(record.chainEnd) : (ends[chain] ?? 0),
      jump: jump < 0 ? record.jump : (ids[jump] ?? -1),
      jumpStart: record.jump < 0 ? 0 : jump < 0 ? moved(record.jumpStart) : (starts[jump] ?? 0),
      jumpEnd: record.jump < 0 ? 0 : jump < 0 ? moved(record.jumpEnd) : (ends[jump] ?? 0),
      placements:
        record.placements.length === 0
          ? record.placements
          : record.placements.map((placement) => ({ ...placement, start: moved(placement.start), end: moved(placement.end) })),
    };
  }
}

/** What lines have in common: fixed stretches, and between them slots. Offsets are those of the line it was learnt from. */
interface Shape {
  /** One more than there are slots. */
  readonly fixed: readonly string[];
  readonly slots: readonly Slot[];
  readonly record: LineRecord;
  /** Where the line's command begins, behind its counters. */
  readonly base: number;
  /** The slot of the command's chain, and of the chain that is jumped to; -1 where they are fixed. */
  readonly chain: number;
  readonly jump: number;
}

interface SlotPlace {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

type Slot = SlotPlace &
  (
    | { readonly kind: 'chain' | 'jump' }
    | {
        readonly kind: 'value';
        readonly type: ValueType;
        readonly inverted: boolean;
        readonly protocol: number | undefined;
        /** What a value has to look like, digits aside, where its extension compares values; `undefined`: as its type says. */
        readonly form: string | undefined;
      }
  );

/** Where the slots of the last line that was compared are. */
const mostSlots = 32;
const starts = new Int32Array(mostSlots);
const ends = new Int32Array(mostSlots);
/** The numbers of the names in the slots of chains. */
const ids = new Int32Array(mostSlots);

const none: readonly never[] = [];

const isPlain = 1;
const isOdd = 2;
const isTarget = 4;

/** In longer lines words may be too long for iptables-restore, and there may be too many of them. */
const longest = 340;
/** So many shapes are tried, those of late first. */
const mostShapes = 12;
/** A file whose lines have more shapes is none that a program has written: learning is given up. */
const mostLearnt = 400;

/** The end of the characters that a slot's value may have; -1 where it does not look right. */
function slotEnd(text: string, start: number, slot: Slot): number {
  if (slot.kind === 'value' && slot.form !== undefined) return formEnd(text, start, slot.form);
  let at = start;
  if (slot.quoted) {
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 34) return at;
      if (code < 32 || code > 126 || code === 92) return -1;
    }
    return -1;
  }
  if ((plainCharacters[text.charCodeAt(start)] ?? 0) < 2) return -1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32) return at;
    if ((plainCharacters[code] ?? 0) === 0) return -1;
    at++;
  }
  return at;
}

/** For each ASCII character: 2 where a plain word may begin with it, 1 where one may have it further on. */
const plainCharacters: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\w/.test(character) ? 2 : /[.:+@/-]/.test(character) ? 1 : 0;
});

/** A value with each run of digits as one 9. */
function formOf(value: string): string {
  return value.replace(/\d+/g, '9');
}

function formEnd(text: string, start: number, form: string): number {
  let at = start;
  for (let index = 0; index < form.length; index++) {
    const code = text.charCodeAt(at);
    if (form.charCodeAt(index) !== 57) {
      if (code !== form.charCodeAt(index)) return -1;
      at++;
      continue;
    }
    if (!isDigit(code)) return -1;
    while (isDigit(text.charCodeAt(at))) at++;
  }
  return at === text.length || text.charCodeAt(at) === 32 ? at : -1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Where the command begins behind `[packets:bytes] `; 0 without counters, and for any that are not plain digits. */
function commandStart(text: string): number {
  if (text.charCodeAt(0) !== 91) return 0;
  const end = countersEnd(text, 0);
  return end > 0 && text.charCodeAt(end) === 32 ? end + 1 : 0;
}

/** The end of the `[packets:bytes]` at an offset; -1 where none of plain digits stands there. */
function countersEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== 91) return -1;
  let at = start + 1;
  while (isDigit(text.charCodeAt(at))) at++;
  const colon = at++;
  if (colon === start + 1 || text.charCodeAt(colon) !== 58) return -1;
  while (isDigit(text.charCodeAt(at))) at++;
  return at > colon + 1 && text.charCodeAt(at) === 93 ? at + 1 : -1;
}

/** The shape of a line; `undefined` where it is not a plain right rule that goes to its chain's end. */
function shapeOf(rule: BoundRule, record: LineRecord): Shape | undefined {
  const { text, counters } = rule.tree;
  const base = commandStart(text);
  if (record.kind !== 'command' || record.command !== 'append' || record.faults.length > 0 || rule.skipped || record.ends) return undefined;
  if (record.unknownJump || record.plainDeclaration || text.length > longest) return undefined;
  if ((counters === undefined) !== (base === 0) || !/^[ -[\]-~]+$/.test(text.slice(base))) return undefined;
  const slots = [...chainSlots(rule, record), ...valueSlots(rule)].sort((a, b) => a.start - b.start);
  if (slots.length > mostSlots) return undefined;
  const fixed: string[] = [];
  let at = base;
  for (const { start, end } of slots) {
    fixed.push(text.slice(at, start));
    at = end;
  }
  fixed.push(text.slice(at));
  return {
    fixed,
    slots,
    record,
    base,
    chain: slots.findIndex(({ kind }) => kind === 'chain'),
    jump: slots.findIndex(({ kind }) => kind === 'jump'),
  };
}

function chainSlots(rule: BoundRule, record: LineRecord): Slot[] {
  const { text } = rule.tree;
  const slots: Slot[] = [];
  const chain = { start: record.chainStart, end: record.chainEnd, quoted: false };
  const jump = { start: record.jumpStart, end: record.jumpEnd, quoted: false };
  if (standsAlone(text, chain) && isPlainChainName(text.slice(chain.start, chain.end))) slots.push({ ...chain, kind: 'chain' });
  if (record.jump >= 0 && record.target === undefined && standsAlone(text, jump) && isPlainChainName(text.slice(jump.start, jump.end)))
    slots.push({ ...jump, kind: 'jump' });
  return slots;
}

/** The values that a rule with others would still be right with, as long as their types say so. */
function valueSlots(rule: BoundRule): Slot[] {
  const { text } = rule.tree;
  const slots: Slot[] = [];
  for (const option of rule.options) {
    const { spec, owner, values } = option;
    if (!isOpen(spec.name, owner === undefined) || spec.valueOptional === true || spec.wordOptional === true) continue;
    const checked = owner?.spec.check !== undefined;
    if (spec.chainsByValue !== undefined || (checked && owner?.spec.checkIgnoresDigits !== true)) continue;
    for (const { slot, word, shift, start, end } of values) {
      if (shift > 0) continue;
      const quoted = word.quoted;
      const place = quoted ? { start: start + 1, end: end - 1, quoted } : { start, end, quoted };
      const value = text.slice(place.start, place.end);
      if (!standsAlone(text, place) || /[",]/.test(value) || /^[-!]/.test(value)) continue;
      const form = checked ? formOf(value) : undefined;
      slots.push({
        ...place,
        kind: 'value',
        type: slot.type,
        inverted: option.negation !== undefined,
        protocol: protocolBefore(rule, option),
        form,
      });
    }
  }
  return slots;
}

/** Values of general parameters decide what the words behind them are, all but addresses and interfaces. */
function isOpen(name: string, general: boolean): boolean {
  return !general || name === 'source' || name === 'destination' || name === 'in-interface' || name === 'out-interface';
}

function standsAlone(text: string, { start, end, quoted }: SlotPlace): boolean {
  const edge = quoted ? '"' : ' ';
  if (end <= start || text[start - 1] !== edge) return false;
  return quoted ? text[end] === '"' && text[start - 2] === ' ' : end === text.length || text[end] === ' ';
}

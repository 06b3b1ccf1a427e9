import { targetNamed } from '../catalogue/index';
import type { Change, Family, TargetSpec } from '../catalogue/schema';
import type { BoundExtension, BoundRule } from '../model/bound';
import type { LineRecord } from '../model/record';
import { parseMark, parseNatTarget } from '../values/index';
import type { BitChange } from './diagram';
import type { Coordinate, Predicate, RangeField } from './predicates';
import { coordinateOf, readsMark } from './predicates';
import type { Space } from './space';

/** What a rule does with a packet that matches. */
export type Effect =
  /** The next rule sees it, changed or not. */
  | { readonly kind: 'continue'; readonly change?: PacketChange }
  /** It leaves the chain, as at its end. */
  | { readonly kind: 'return' }
  /** It goes through another chain, by the number of its name. */
  | { readonly kind: 'jump'; readonly chain: number; readonly goto: boolean }
  /** The table is done with it. */
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly change?: PacketChange };

/**
 * What a table makes of a packet in the end. Two rules have the same verdict when these words are the same: `accept`, `drop`,
 * `reject` with its type, `nat` with its values, `queue`; `unknown` is never the same.
 */
export type Verdict = 'accept' | 'drop' | 'unknown' | `reject ${string}` | `nat ${string}` | `queue ${string}`;

/** What a target changes in a packet. */
export interface PacketChange {
  readonly exempts?: boolean;
  /** The mark becomes `(mark & ~mask) ^ value`; the bits of `unknown` become something that is not known. */
  readonly mark?: { readonly mask: number; readonly value: number; readonly unknown: number };
  /** Fields that are set to a value between two. */
  readonly fields?: readonly (readonly [RangeField, Coordinate, Coordinate])[];
  /** Fields that are set to something that is not known. */
  readonly lost?: readonly RangeField[];
}

/** What a rule does with the packets it matches. */
export function effectOf(rule: BoundRule, record: LineRecord, family: Family): Effect {
  if (record.jump < 0) return { kind: 'continue' };
  if (record.target === undefined) return { kind: 'jump', chain: record.jump, goto: record.goto };
  const spec = targetNamed(record.target, family);
  const target = rule.target;
  if (spec === undefined) return { kind: 'verdict', verdict: 'unknown' };
  const change = repeated(changeOf(changesOf(spec, target), target, family), record.copies);
  const changed = change === undefined ? {} : { change };
  switch (spec.verdict) {
    case 'return':
      return { kind: 'return' };
    case 'continue':
      return { kind: 'continue', ...changed };
    case 'accept':
      return { kind: 'verdict', verdict: 'accept', ...changed };
    case 'drop':
      return { kind: 'verdict', verdict: spec.name === 'DROP' ? 'drop' : `reject ${wordsOf(target) || defaultReject[family]}`, ...changed };
    case 'queue':
      return { kind: 'verdict', verdict: `queue ${spec.name} ${wordsOf(target)}`, ...changed };
    case 'nat':
      return { kind: 'verdict', verdict: `nat ${spec.name} ${wordsOf(target)}`, ...changed };
  }
}

/** What REJECT sends where nothing is said (libipt_REJECT.c, libip6t_REJECT.c). */
const defaultReject: Readonly<Record<Family, string>> = {
  ipv4: 'reject-with icmp-port-unreachable',
  ipv6: 'reject-with icmp6-port-unreachable',
};

/** The predicates that name the values a change sets, so that a space can tell them apart. */
export function valuesOf(change: PacketChange): readonly Predicate[] {
  return (change.fields ?? []).map(([field, from, to]): Predicate => ({ kind: 'in', field, ranges: [[from, to]] }));
}

/** A change of the same fields of which the new values are not told: one for many rules that do the like. */
export function withoutValues(change: PacketChange): PacketChange {
  const { fields = [], lost = [] } = change;
  const switches = fields.filter(([field]) => field === 'sourceNat' || field === 'destinationNat');
  const others = fields.flatMap(([field]) => (field === 'sourceNat' || field === 'destinationNat' ? [] : [field]));
  return { ...change, fields: switches, lost: [...others, ...lost] };
}

/** A change as what becomes of each bit in a space. */
export function bitsOf(change: PacketChange, space: Space): ReadonlyMap<number, BitChange> {
  const bits = new Map<number, BitChange>();
  if (change.exempts === true) {
    for (const [bit, to] of space.changesTo('exempt', 1)) bits.set(bit, to);
    // The rules of raw behind it see that at once.
    for (const [bit, to] of space.changesTo('rawState', 4)) bits.set(bit, to);
  }
  const { mark } = change;
  if (mark !== undefined) {
    const first = space.bitField('mark');
    for (let bit = 0; bit < 32; bit++) {
      const value = ((mark.value >>> bit) & 1) === 1;
      if (((mark.unknown >>> bit) & 1) === 1) bits.set(first + bit, 'unknown');
      else if (((mark.mask >>> bit) & 1) === 1) bits.set(first + bit, value ? 'set' : 'clear');
      else if (value) bits.set(first + bit, 'flip');
    }
  }
  for (const name of change.lost ?? []) {
    const { first, width } = space.field(name);
    for (let bit = first; bit < first + width; bit++) bits.set(bit, 'unknown');
  }
  for (const [field, from, to] of change.fields ?? [])
    for (const [bit, becomes] of space.changesTo(field, from, to)) bits.set(bit, becomes);
  if (change.exempts === true) return bits;
  // Nobody knows what else was looked at.
  const marked = change.mark !== undefined && change.fields === undefined && change.lost === undefined;
  for (const [words, bit] of space.toldWords()) if (!marked || readsMark(words)) bits.set(bit, 'unknown');
  return bits;
}

/** What a target changes with the options it has. */
function changesOf(spec: TargetSpec, target: BoundExtension | undefined): readonly Change[] {
  return [...(spec.changes ?? []), ...(target?.options ?? []).flatMap((option) => option.spec.changes ?? [])];
}

function changeOf(changes: readonly Change[], target: BoundExtension | undefined, family: Family): PacketChange | undefined {
  if (changes.length === 0 || target === undefined) return undefined;
  switch (target.spec.name) {
    case 'NOTRACK':
      return { exempts: true };
    case 'CT':
      return target.options.some((option) => option.spec.name === 'notrack') ? { exempts: true } : { lost: ['rawState'] };
    case 'MARK':
      return { mark: markOf(target) };
    case 'CONNMARK': {
      const restore = target.options.some((option) => option.spec.copiesMarkTo === 'packet');
      return restore ? { mark: anyMark } : {};
    }
    case 'DNAT':
      return natChange(target, 'to-destination', 'destination', 'destinationPort', 'destinationNat', family);
    case 'SNAT':
      return natChange(target, 'to-source', 'source', 'sourcePort', 'sourceNat', family);
    case 'REDIRECT':
      return { fields: [['destinationNat', 1, 1]], lost: ['destination', 'destinationPort', 'destinationType'] };
    case 'MASQUERADE':
      return { fields: [['sourceNat', 1, 1]], lost: ['source', 'sourcePort', 'sourceType'] };
    default: {
      const mark = changes.includes('mark') ? { mark: anyMark } : {};
      if (changes.every((change) => change === 'mark')) return mark;
      const addresses = changes.filter((change) => change === 'source' || change === 'destination');
      return { ...mark, lost: addresses.flatMap((address): RangeField[] => [address, `${address}Type`]) };
    }
  }
}

/** A line with a list of addresses is several rules, and a packet may meet more than one of them: what is flipped twice is as it was. */
function repeated(change: PacketChange | undefined, copies: number): PacketChange | undefined {
  const flips = change?.mark === undefined ? 0 : (change.mark.value & ~change.mark.mask) >>> 0;
  if (change?.mark === undefined || copies < 2 || flips === 0) return change;
  return { ...change, mark: { ...change.mark, unknown: (change.mark.unknown | flips) >>> 0 } };
}

/** A mark of which nothing is known. */
const anyMark: NonNullable<PacketChange['mark']> = { mask: 0, value: 0, unknown: 0xffffffff };

function markOf(target: BoundExtension): NonNullable<PacketChange['mark']> {
  const option = target.options[0];
  const mark = parseMark(option?.values[0]?.text ?? '');
  if (option?.spec.setsMark === undefined || mark === undefined || target.options.length > 1) return anyMark;
  const { clear, flip } = option.spec.setsMark.bits(mark);
  return { mask: clear, value: flip, unknown: 0 };
}

/** A destination keeps its port where none is written; a source's port can always change, to one that is free. */
function natChange(
  target: BoundExtension,
  name: string,
  address: 'source' | 'destination',
  port: 'sourcePort' | 'destinationPort',
  flag: 'sourceNat' | 'destinationNat',
  family: Family,
): PacketChange {
  const option = target.options.find((one) => one.spec.name === name);
  const to = option && parseNatTarget(option.values[0]?.text ?? '', family);
  const fields: (readonly [RangeField, Coordinate, Coordinate])[] = [[flag, 1, 1]];
  // The new address may be of another type.
  const lost: RangeField[] = [`${address}Type`];
  if (to?.from !== undefined && to.to !== undefined) fields.push([address, coordinateOf(to.from), coordinateOf(to.to)]);
  else if (to === undefined) lost.push(address);
  if (to?.ports !== undefined && to.basePort === undefined && port === 'destinationPort') fields.push([port, to.ports.from, to.ports.to]);
  else if (to === undefined || to.ports !== undefined || port === 'sourcePort') lost.push(port);
  return { fields, lost };
}

/** The options of a target as words, in one order. */
function wordsOf(target: BoundExtension | undefined): string {
  return (target?.options ?? [])
    .map((option) => `${option.spec.name} ${option.values.map((value) => value.text).join(' ')}`)
    .sort()
    .join(' ');
}

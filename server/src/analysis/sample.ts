import type { Family } from '../catalogue/schema';
import { printAddress, protocolName } from '../values/index';
import type { PacketSet } from './diagram';
import { stateNames } from './packets';
import type { Coordinate, RangeField } from './predicates';
import type { Space } from './space';

/** One packet of a set, by the fields that make it a member; a field that does not matter is left out. */
export type Sample = Readonly<Partial<Record<RangeField, Coordinate>>> & { readonly mark?: number; readonly tcpFlags?: number };

/** One packet of a set; `undefined` for the empty set. */
export function sampleOf(space: Space, set: PacketSet): Sample | undefined {
  const fixed = space.diagram.member(set);
  if (fixed === undefined) return undefined;
  const sample: Partial<Record<RangeField | 'mark' | 'tcpFlags', Coordinate>> = {};
  for (const name of space.fieldNames()) {
    const { first, width, starts } = space.field(name);
    let interval = 0;
    let matters = false;
    for (let at = 0; at < width; at++) {
      const bit = fixed.get(first + at);
      matters ||= bit !== undefined;
      interval = interval * 2 + (bit === true ? 1 : 0);
    }
    const start = starts[Math.min(interval, starts.length - 1)];
    if (matters && start !== undefined) sample[name] = start;
  }
  for (const name of ['mark', 'tcpFlags'] as const) {
    const first = space.bitField(name);
    let value = 0;
    let matters = false;
    for (let bit = 0; bit < (name === 'mark' ? 32 : 8); bit++) {
      const one = fixed.get(first + bit);
      matters ||= one !== undefined;
      if (one === true) value += 2 ** bit;
    }
    if (matters) sample[name] = value;
  }
  return sample as Sample;
}

/** A sample in a few words, the field's own, the same in every language: `tcp dport 22 from 192.0.2.1 state NEW`. */
export function sampleInWords(sample: Sample, family: Family): string {
  const { protocol, destinationPort, sourcePort, source, destination, input, output, state } = sample;
  return [
    protocol === undefined || protocol === 0 ? '' : (protocolName(Number(protocol)) ?? `protocol ${protocol}`),
    sourcePort === undefined ? '' : `sport ${sourcePort}`,
    destinationPort === undefined ? '' : `dport ${destinationPort}`,
    source === undefined ? '' : `from ${addressInWords(source, family)}`,
    destination === undefined ? '' : `to ${addressInWords(destination, family)}`,
    nameable(input) ? `in ${input}` : '',
    nameable(output) ? `out ${output}` : '',
    state === undefined ? '' : `state ${stateNames[Number(state)] ?? ''}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Whether an interface's name could be one: the names between those that rules ask for begin with bytes that none has. */
function nameable(name: Coordinate | undefined): boolean {
  return typeof name === 'string' && /^[!-~]+$/.test(name);
}

function addressInWords(value: Coordinate, family: Family): string {
  if (family === 'ipv4') return printAddress([Number(value)]);
  const whole = BigInt(value);
  return printAddress([96n, 64n, 32n, 0n].map((shift) => Number((whole >> shift) & 0xffffffffn)));
}

import type { Family } from '../../catalogue/schema';
import { verbatim } from '../../l10n/text';
import type { BoundRule, BoundValue } from '../../model/bound';
import { offsetInLine } from '../../syntax/words';
import { parseHostMask, printAddress, serviceName } from '../../values/index';
import type { InlayHintSettings } from '../settings';
import type { Note } from './note';

/** What a value says without writing it: a port's service, a prefix's range, a mark in the other base. */
export function valueNotes(rule: BoundRule, value: BoundValue, family: Family, shown: InlayHintSettings): readonly Note[] {
  const { id } = value.slot.type;
  const notes: Note[] = [];
  const note = (offset: number, label: string | undefined): void => {
    if (label === undefined) return;
    const at = offsetInLine(rule.tree.text, value.word, value.shift + offset);
    notes.push({ at, label: verbatim(label) });
  };
  if (shown.services && portTypes.test(id)) {
    for (const { end, port } of portsOf(value.text, id)) note(end, nameOf(port, rule.protocol));
  } else if (shown.prefixRanges && (id === 'address-list' || id === 'host-mask')) {
    let end = -1;
    for (const entry of id === 'host-mask' ? [value.text] : value.text.split(',')) {
      end += entry.length + 1;
      note(end, rangeOfPrefix(entry, family, id === 'host-mask' ? 'option' : 'rule'));
    }
  } else if (shown.marks && markTypes.has(id)) note(value.text.length, otherBase(value.text));
  return notes;
}

const portTypes = /(?:^|-)ports?(?:-range|$)|^multiport-list$|^nat-address-ports$|^redirect-ports$/;
const markTypes: ReadonlySet<string> = new Set(['mark-mask', 'mark-set', 'mark-exclusive', 'mark', 'mark-bits']);

/** The single ports of a value that are written as numbers, and where each ends. Ranges have no service. */
function portsOf(text: string, id: string): readonly { readonly end: number; readonly port: number }[] {
  if (id === 'nat-address-ports') {
    // In an IPv6 address without brackets a colon does not begin a port.
    const found = /^(?:[\d.-]*|\[[^\]]*\]):(\d{1,5})$/.exec(text);
    return found === null ? [] : [{ end: text.length, port: Number(found[1]) }];
  }
  const ports: { end: number; port: number }[] = [];
  let end = -1;
  for (const entry of text.split(',')) {
    end += entry.length + 1;
    if (/^[1-9]\d{0,4}$/.test(entry)) ports.push({ end, port: Number(entry) });
  }
  return ports;
}

/** A port's service, for the protocol of the rule where one is named. */
function nameOf(port: number, protocol: number | undefined): string | undefined {
  return registered.get(port) ?? serviceName(port, protocol);
}

/** Ports that hovers call by their program, and IANA's registry (and Red Hat's /etc/services) by another name. */
const registered: ReadonlyMap<number, string> = new Map([[694, 'ha-cluster']]);

/** `10.0.0.0–10.0.3.255` for a network that is neither one address nor all of them. */
function rangeOfPrefix(entry: string, family: Family, reading: 'rule' | 'option'): string | undefined {
  if (!entry.includes('/')) return undefined;
  const set = parseHostMask(entry, family, reading);
  if (set?.kind !== 'prefix' || set.length === 0 || set.length === set.words.length * 32) return undefined;
  const last = set.words.map((word, index) => (word | ~(set.mask[index] ?? 0)) >>> 0);
  return `${printAddress(set.words)}–${printAddress(last)}`;
}

/** A mark, and its mask where only some bits count, in hexadecimal where it is decimal and the reverse; `undefined` where both read the same. */
function otherBase(text: string): string | undefined {
  const [value, mask] = text
    .split('/')
    .map((part) => ({ part, number: /^(?:0[xX][\da-fA-F]+|\d+)$/.test(part) ? numberOf(part) : undefined }));
  if (value?.number === undefined || (value.number < 10 && (mask?.number ?? 0) < 10)) return undefined;
  const toHex = !/^0[xX]/.test(value.part);
  const print = (number: number): string => (toHex ? `0x${number.toString(16)}` : String(number));
  if (mask?.number === undefined || mask.number === 0xffffffff) return value.number < 10 ? undefined : print(value.number);
  return `${print(value.number)}/${print(mask.number)}`;
}

/** A number as C reads it: `0x` begins a hexadecimal one, `0` an octal one. */
function numberOf(text: string): number | undefined {
  const number = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  return number <= 0xffffffff && !/^0\d*[89]/.test(text) ? number : undefined;
}

import { ipv4Mask, ipv4PrefixLength, isNetworkName, octetsWritten, printIpv4, scanIpv4, scanLibcIpv4, scanNumericIpv4 } from './ipv4';
import { ipv6Mask, ipv6PrefixLength, ipv6Words, printIpv6, scanIpv6 } from './ipv6';
import { isDigit, isSpace, scanEnd, scanUnsigned } from './scan';

export type AddressFamily = 'ipv4' | 'ipv6';

/**
 * How an option reads an address with a mask.
 * `rule`: `-s` and `-d` (xtables.c, `xtables_ipparse_multiple`, `xtables_ip6parse_multiple`);
 * `option`: the `XTTYPE_HOST` and `XTTYPE_HOSTMASK` options of extensions (xtoptions.c, `xtopt_parse_hostmask`).
 */
export type AddressReading = 'rule' | 'option';

/**
 * The addresses that a value stands for. An IPv4 address is one unsigned 32-bit word, an IPv6 address four, the first the most
 * significant; `words` has the bits that `mask` leaves out cleared. `prefix`: the ones of the mask are all at its front, and `length`
 * counts them; `wildcard`: they are not, and `length` is -1.
 */
export interface AddressSet {
  readonly kind: 'prefix' | 'wildcard';
  readonly words: readonly number[];
  readonly mask: readonly number[];
  readonly length: number;
}

/** A value that is resolved when the file is loaded. */
export interface AddressName {
  readonly kind: 'name';
  readonly name: string;
}

export type HostMask = AddressSet | AddressName;

/**
 * The addresses of one value of `-s` or `-d` (an entry of its list), whichever of iptables' forms it is written in.
 * @returns `undefined` for a text that is refused.
 */
export function parseHostMask(text: string, family: AddressFamily, reading: AddressReading = 'rule'): HostMask | undefined {
  let start = 0;
  while (reading === 'rule' && isSpace(text.charCodeAt(start))) start++;
  const slash = reading === 'rule' ? text.lastIndexOf('/') : text.indexOf('/');
  const end = slash < start ? text.length : slash;
  const mask = end === text.length ? fullMask(family) : readMask(text, end + 1, text.length, family, reading);
  if (mask === undefined) return undefined;
  if (reading === 'rule' && mask.every((word) => word === 0)) return addressSet(mask, mask, family);
  const words = readAddress(text, start, end, family, reading);
  if (words !== undefined) return addressSet(words, mask, family);
  const name = text.slice(start, end);
  return isHostName(name) ? { kind: 'name', name } : undefined;
}

/** Every entry of a `-s` or `-d` list; `undefined` where one is refused. */
export function parseAddressList(text: string, family: AddressFamily): readonly HostMask[] | undefined {
  const list: HostMask[] = [];
  for (const entry of text.split(',')) {
    const parsed = parseHostMask(entry, family);
    if (parsed === undefined) return undefined;
    list.push(parsed);
  }
  return list;
}

/** Both ends of an iprange value, both included; the same twice for one address. */
export interface AddressInterval {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * The addresses of an iprange value `from-to` (libxt_iprange.c, `iprange_parse_range`).
 * @returns `undefined` for a text that is refused.
 */
export function parseAddressRange(text: string, family: AddressFamily): AddressInterval | undefined {
  const dash = text.indexOf('-');
  const from = readNumericAddress(text, 0, dash < 0 ? text.length : dash, family);
  const to = dash < 0 ? from : readNumericAddress(text, dash + 1, text.length, family);
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** An address without names, as iprange reads it. */
export function readNumericAddress(text: string, start: number, end: number, family: AddressFamily): readonly number[] | undefined {
  if (family === 'ipv6') return scanIpv6(text, start, end) ? [...ipv6Words] : undefined;
  const address = scanNumericIpv4(text, start, end);
  return address < 0 ? undefined : [address];
}

/** The address at `start`…`end` in any form that needs no look-up; `undefined` for others. */
export function readAddress(
  text: string,
  start: number,
  end: number,
  family: AddressFamily,
  reading: AddressReading,
): readonly number[] | undefined {
  if (family === 'ipv6') {
    const scope = text.indexOf('%', start);
    return scanIpv6(text, start, scope > start && scope < end ? scope : end) ? [...ipv6Words] : undefined;
  }
  let address = scanIpv4(text, start, end);
  if (address < 0 && reading === 'rule') address = scanNumericIpv4(text, start, end);
  if (address < 0 && !isNetworkName(text, start, end)) address = scanLibcIpv4(text, start, end);
  return address < 0 ? undefined : [address];
}

/** The mask at `start`…`end`; `undefined` for one that is refused. */
export function readMask(
  text: string,
  start: number,
  end: number,
  family: AddressFamily,
  reading: AddressReading,
): readonly number[] | undefined {
  const longest = family === 'ipv4' ? 32 : 128;
  if (reading === 'rule') {
    if (family === 'ipv4') {
      const dotted = scanNumericIpv4(text, start, end, true);
      if (dotted >= 0) return [dotted];
    } else if (scanIpv6(text, start, end)) return [...ipv6Words];
  }
  const length = scanUnsigned(text, start, end);
  if (length >= 0 && length <= longest && scanEnd === end) return family === 'ipv4' ? [ipv4Mask(length)] : ipv6Mask(length);
  if (reading === 'rule') return undefined;
  if (family === 'ipv6') return scanIpv6(text, start, end) ? [...ipv6Words] : undefined;
  const dotted = scanLibcIpv4(text, start, end);
  return dotted < 0 ? undefined : [dotted];
}

/** How many octets the IPv4 address read last was written with. */
export function writtenOctets(): number {
  return octetsWritten;
}

export function fullMask(family: AddressFamily): readonly number[] {
  return family === 'ipv4' ? [0xffffffff] : [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff];
}

export function addressSet(words: readonly number[], mask: readonly number[], family: AddressFamily): AddressSet {
  const length = family === 'ipv4' ? ipv4PrefixLength(mask[0] ?? 0) : ipv6PrefixLength(mask);
  return {
    kind: length < 0 ? 'wildcard' : 'prefix',
    words: words.map((word, index) => (word & (mask[index] ?? 0)) >>> 0),
    mask,
    length,
  };
}

/** Whether an address has bits set that its mask leaves out. */
export function hasHostBits(words: readonly number[], mask: readonly number[]): boolean {
  return words.some((word, index) => (word & ~(mask[index] ?? 0)) !== 0);
}

export function printAddress(words: readonly number[]): string {
  return words.length === 1 ? printIpv4(words[0] ?? 0) : printIpv6(words);
}

/** `10.0.0.0/8`, `10.0.0.0/255.0.255.0`; a host with its full length only where `full`, as `iptables-save` prints it after `-s` and `-d`. */
export function printAddressSet(set: AddressSet, full: boolean): string {
  const address = printAddress(set.words);
  if (set.length < 0) return `${address}/${printAddress(set.mask)}`;
  return set.length === set.words.length * 32 && !full ? address : `${address}/${set.length}`;
}

/** Whether a text can be a host's name: labels of letters, digits, hyphens and underscores, the last one not a number. */
export function isHostName(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  let labelStart = 0;
  let allDigits = true;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 46;
    if (code === 46) {
      const length = at - labelStart;
      if (length === 0) return at === text.length && at > 0 && !allDigits;
      if (length > 63 || text.charCodeAt(labelStart) === 45 || text.charCodeAt(at - 1) === 45) return false;
      if (at >= text.length) return !allDigits;
      labelStart = at + 1;
      if (labelStart < text.length) allDigits = true;
      continue;
    }
    if (isDigit(code)) continue;
    allDigits = false;
    const lower = code | 32;
    if (!(lower >= 97 && lower <= 122) && code !== 45 && code !== 95 && code < 0x80) return false;
  }
  return !allDigits;
}

import { scanIpv4 } from './ipv4';
import { digitValue } from './scan';

/** An IPv6 address as four 32-bit words, the first the most significant. */
export type Ipv6Words = readonly [number, number, number, number];

/** Where `scanIpv6` leaves the words of the address it read last. */
export const ipv6Words: [number, number, number, number] = [0, 0, 0, 0];

const COLON = 58;
const groups = new Uint16Array(8);

/**
 * Reads an IPv6 address as glibc's `inet_pton` does: groups of up to four hexadecimal digits, one `::`, an IPv4 address at the end.
 * Puts it into `ipv6Words`. Allocates nothing.
 */
export function scanIpv6(text: string, start: number, end: number): boolean {
  let count = 0;
  let gap = -1;
  let at = start;
  if (text.charCodeAt(at) === COLON) {
    if (text.charCodeAt(at + 1) !== COLON || at + 1 >= end) return false;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    if (count === 8) return false;
    const first = at;
    let value = 0;
    for (; at < end; at++) {
      const digit = digitValue(text.charCodeAt(at));
      if (digit > 15) break;
      if (at - first === 4) return false;
      value = value * 16 + digit;
    }
    const code = at < end ? text.charCodeAt(at) : 0;
    if (code === 46) {
      const address = count <= 6 ? scanIpv4(text, first, end) : -1;
      if (address < 0) return false;
      groups[count++] = address >>> 16;
      groups[count++] = address & 0xffff;
      at = end;
      break;
    }
    if (at === first) return false;
    groups[count++] = value;
    if (at === end) break;
    if (code !== COLON) return false;
    at++;
    if (at === end) return false;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  if (gap < 0 ? count !== 8 : count === 8) return false;
  fillWords(count, gap);
  return true;
}

function fillWords(count: number, gap: number): void {
  ipv6Words.fill(0);
  for (let index = 0; index < count; index++) {
    const place = gap < 0 || index < gap ? index : 8 - count + index;
    const word = place >> 1;
    const value = groups[index] ?? 0;
    ipv6Words[word] = ((ipv6Words[word] ?? 0) | (place & 1 ? value : value << 16)) >>> 0;
  }
}

/** The address as glibc's `inet_ntop` prints it: small letters, `::` for the longest row of at least two zero groups, IPv4 ends dotted. */
export function printIpv6(words: readonly number[]): string {
  const parts: number[] = [];
  for (const word of words) parts.push(word >>> 16, word & 0xffff);
  let bestStart = -1;
  let bestLength = 1;
  for (let index = 0; index < 8; ) {
    if (parts[index] !== 0) {
      index++;
      continue;
    }
    let length = 0;
    while (index + length < 8 && parts[index + length] === 0) length++;
    if (length > bestLength) {
      bestStart = index;
      bestLength = length;
    }
    index += length;
  }
  const dotted = bestStart === 0 && (bestLength === 6 || (bestLength === 5 && parts[5] === 0xffff));
  let result = '';
  for (let index = 0; index < (dotted ? 6 : 8); index++) {
    if (index === bestStart) {
      result += '::';
      index += bestLength - 1;
      continue;
    }
    if (result !== '' && !result.endsWith(':')) result += ':';
    result += (parts[index] ?? 0).toString(16);
  }
  if (!dotted) return result;
  const low = words[3] ?? 0;
  const end = `${low >>> 24}.${(low >>> 16) & 255}.${(low >>> 8) & 255}.${low & 255}`;
  return result.endsWith(':') ? result + end : `${result}:${end}`;
}

/** The mask of a prefix length from 0 to 128. */
export function ipv6Mask(length: number): Ipv6Words {
  const word = (index: number): number => {
    const bits = Math.min(32, Math.max(0, length - 32 * index));
    return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  };
  return [word(0), word(1), word(2), word(3)];
}

/** The prefix length of a mask; -1 where its ones are not all at the front. */
export function ipv6PrefixLength(mask: readonly number[]): number {
  let length = 0;
  let ended = false;
  for (const word of mask) {
    if (ended ? word !== 0 : false) return -1;
    const inverse = ~word >>> 0;
    if ((inverse & (inverse + 1)) !== 0) return -1;
    const ones = Math.clz32(inverse);
    length += ones;
    if (ones < 32) ended = true;
  }
  return length;
}

import { isDigit, isSpace, scanEnd, scanUnsigned, spanEquals } from './scan';

// Three ways in which iptables reads an IPv4 address. Addresses are unsigned 32-bit numbers, -1 stands for none.

const DOT = 46;

/** The number of octets the last `scanNumericIpv4` or `scanLibcIpv4` found written: 4 for a whole address. */
export let octetsWritten = 4;

/** Four decimal octets, as everyone writes them; -1 for any other form (glibc, `inet_pton`). Allocates nothing. */
export function scanIpv4(text: string, start: number, end: number): number {
  let address = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      if (digits > 0 && octet === 0) return -1;
      octet = octet * 10 + code - 48;
      digits++;
      if (octet > 255) return -1;
    } else if (code === DOT && digits > 0 && dots < 3) {
      address = address * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else return -1;
  }
  return dots === 3 && digits > 0 ? address * 256 + octet : -1;
}

/**
 * An address as `-s`, `-d` and iprange read it first (xtables.c, `__numeric_to_ipaddr`): octets in any base; those that are left out
 * at the end are 0 (`10.1` is 10.1.0.0), unless it is a mask, which needs all four.
 */
export function scanNumericIpv4(text: string, start: number, end: number, isMask = false): number {
  const limit = Math.min(end, start + COPIED);
  let address = 0;
  let at = start;
  for (octetsWritten = 1; ; octetsWritten++) {
    let dot = at;
    if (octetsWritten < 4) while (dot < limit && text.charCodeAt(dot) !== DOT) dot++;
    else dot = limit;
    const octet = scanUnsigned(text, at, dot);
    if (octet < 0 || octet > 255 || scanEnd !== dot) return -1;
    address = address * 256 + octet;
    if (dot === limit) break;
    at = dot + 1;
  }
  if (octetsWritten === 4) return address;
  return isMask ? -1 : address * 256 ** (4 - octetsWritten);
}

/** The buffer of `__numeric_to_ipaddr` holds this many characters; what follows is not looked at. */
const COPIED = 19;

/**
 * An address as the C library reads it (glibc, `inet_aton`, which `getaddrinfo` calls): one to four numbers in any base, of which the
 * last fills the rest (`10.1` is 10.0.0.1, `3232235777` is 192.168.1.1).
 */
export function scanLibcIpv4(text: string, start: number, end: number): number {
  let address = 0;
  let at = start;
  for (octetsWritten = 1; ; octetsWritten++) {
    if (at >= end || !isDigit(text.charCodeAt(at)) || isSpace(text.charCodeAt(at))) return -1;
    const value = scanUnsigned(text, at, end);
    const stop = scanEnd;
    if (value < 0) return -1;
    if (stop < end && text.charCodeAt(stop) === DOT && octetsWritten < 4) {
      if (value > 255) return -1;
      address = address * 256 + value;
      at = stop + 1;
      continue;
    }
    const room = 256 ** (5 - octetsWritten);
    return stop === end && value < room ? address * room + value : -1;
  }
}

/** `10.0.0.1` from a number. */
export function printIpv4(address: number): string {
  return `${Math.floor(address / 2 ** 24)}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** The mask of a prefix length from 0 to 32, as an unsigned number. */
export function ipv4Mask(length: number): number {
  return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
}

/** The prefix length of a mask; -1 where its ones are not all at the front. */
export function ipv4PrefixLength(mask: number): number {
  const inverse = ~mask >>> 0;
  return (inverse & (inverse + 1)) === 0 ? Math.clz32(inverse) : -1;
}

/** Names that Debian's /etc/networks has, which iptables asks before the resolver (xtables.c, `network_to_ipaddr`). */
export function isNetworkName(text: string, start: number, end: number): boolean {
  return spanEquals(text, start, end, 'default') || spanEquals(text, start, end, 'loopback') || spanEquals(text, start, end, 'link-local');
}

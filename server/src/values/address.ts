import { addressFault, hostBitsFault, maskFault } from './address-faults';
import { misreadIpv4, misreadMask, scoped } from './address-misread';
import { fault } from './fault';
import type { AddressFamily, AddressReading, AddressSet } from './host-mask';
import { addressSet, fullMask, hasHostBits, parseHostMask, printAddress, printAddressSet, readAddress, readMask } from './host-mask';

import { ipv4Mask, scanIpv4 } from './ipv4';
import { ipv6Words, scanIpv6 } from './ipv6';
import { byteLength, indexOfCode, isDigit, isSpace } from './scan';
import { spanType } from './span';
import { commonPrefixes, describeAddressSet } from './special-addresses';
import type { ValueContext, ValueFault, ValueSuggestion } from './value-type';

const SLASH = 47;
const COMMA = 44;
/** The longest entry that `xtables_ipparse_multiple` has room for. */
const LONGEST_ENTRY = 255;

/** `-s` and `-d`: addresses with masks between commas (xtables.c, `xtables_ipparse_multiple` and `xtables_ip6parse_multiple`). */
export const addressList = spanType({
  id: 'address-list',
  doc: {
    en: 'An address, or a network with a prefix length or a mask; several between commas make several rules.',
    ja: 'アドレス、またはプレフィックス長やマスクを付けたネットワークです。コンマで区切って並べると、その数だけルールができます。',
  },
  checkSpan(text, start, end, context) {
    for (let at = start, first = true; ; first = false) {
      const comma = indexOfCode(text, COMMA, at, end);
      if (!first && context.inverted) return severalInverted(text, at, end);
      while (at < comma && isSpace(text.charCodeAt(at))) at++;
      if (comma - at > LONGEST_ENTRY / 3 && byteLength(text, at, comma) > LONGEST_ENTRY) return tooLong(at, comma);
      const found =
        (context.inverted ? noAddress(text, at, end, context.family) : undefined) ?? checkHostMask(text, at, comma, context.family, 'rule');
      if (found !== undefined) return found;
      if (comma === end) return undefined;
      at = comma + 1;
    }
  },
  describe: (text, context) => describe(text, context, 'rule'),
  suggest: (text, context) => suggest(text, context),
  canonical(text, context) {
    const entries = text.split(',').map((entry) => parseHostMask(entry, context.family));
    const printed = entries.map((entry) => (entry === undefined || entry.kind === 'name' ? undefined : printAddressSet(entry, true)));
    return printed.includes(undefined) ? undefined : printed.join(',');
  },
});

/** An address with or without a mask, as the `XTTYPE_HOSTMASK` options of extensions read it (xtoptions.c, `xtopt_parse_hostmask`). */
export const hostMask = spanType({
  id: 'host-mask',
  doc: {
    en: 'An address, or a network with a prefix length or a mask.',
    ja: 'アドレス、またはプレフィックス長やマスクを付けたネットワークです。',
  },
  checkSpan: (text, start, end, context) => checkHostMask(text, start, end, context.family, 'option'),
  describe: (text, context) => describe(text, context, 'option'),
  suggest,
  canonical(text, context) {
    const slash = text.indexOf('/');
    const words = readAddress(text, 0, slash < 0 ? text.length : slash, context.family, 'option');
    const mask = slash < 0 ? fullMask(context.family) : readMask(text, slash + 1, text.length, context.family, 'option');
    if (words === undefined || mask === undefined) return undefined;
    return printAddressSet({ ...addressSet(words, mask, context.family), words }, false);
  },
});

/** `! -s 0.0.0.0/0`: legacy loads it, and it never matches; the kernel refuses the comparison that nft makes of it. */
function noAddress(text: string, start: number, end: number, family: AddressFamily): ValueFault | undefined {
  const slash = text.lastIndexOf('/', end - 1);
  if (slash < start || indexOfCode(text, COMMA, start, end) !== end) return undefined;
  const mask = readMask(text, slash + 1, end, family, 'rule');
  if (mask === undefined || mask.some((word) => word !== 0)) return undefined;
  return fault(
    start,
    end,
    'Every address lies in this network, so its inversion never matches; the nft back end refuses it. Remove the condition.',
    'すべてのアドレスがこのネットワークに含まれるため、反転すると何にも一致せず、nft バックエンドでは拒否されます。条件を削除してください。',
    { refusal: 'RULE_APPEND failed (Invalid argument)', backEnd: 'nft' },
  );
}

/** One address without a mask, as `XTTYPE_HOST` reads it (xtoptions.c, `xtopt_parse_host`). */
export const singleAddress = spanType({
  id: 'single-address',
  doc: { en: 'One address, without a mask.', ja: '1 個のアドレスです。マスクは付けられません。' },
  checkSpan(text, start, end, context) {
    const slash = indexOfCode(text, SLASH, start, end);
    if (slash === end) return checkHostMask(text, start, end, context.family, 'option');
    return fault(
      slash,
      end,
      'No mask can stand here; only one address is taken.',
      'ここにはマスクを書けません。アドレスを 1 つだけ書いてください。',
      { refusal: 'getaddrinfo: Name or service not known' },
    );
  },
  describe: (text, context) => describe(text, context, 'option'),
  suggest: () => [],
  canonical(text, context) {
    const words = readAddress(text, 0, text.length, context.family, 'option');
    return words === undefined ? undefined : printAddress(words);
  },
});

/** Judges an address with or without a mask. The usual forms are read in place, everything else by `checkUnusual`. */
export function checkHostMask(
  text: string,
  start: number,
  end: number,
  family: AddressFamily,
  reading: AddressReading,
): ValueFault | undefined {
  const slash = indexOfCode(text, SLASH, start, end);
  const length = slash === end ? 0 : plainLength(text, slash + 1, end);
  if (length >= 0) {
    if (family === 'ipv4') {
      const address = scanIpv4(text, start, slash);
      if (address >= 0 && length <= 32 && (slash === end || (length > 0 && (address & ~ipv4Mask(length)) === 0))) return undefined;
    } else if (scanIpv6(text, start, slash) && length <= 128 && (slash === end || (length > 0 && !hasBitsBehind(length)))) return undefined;
  }
  return checkUnusual(text, start, end, family, reading);
}

function checkUnusual(text: string, start: number, end: number, family: AddressFamily, reading: AddressReading): ValueFault | undefined {
  const entry = text.slice(start, end);
  const slash = reading === 'rule' ? entry.lastIndexOf('/') : entry.indexOf('/');
  const middle = slash < 0 ? end : start + slash;
  const mask = slash < 0 ? fullMask(family) : readMask(text, middle + 1, end, family, reading);
  const words = readAddress(text, start, middle, family, reading);
  if (mask === undefined) {
    // Options look at the address first, `-s` and `-d` at the mask.
    if (words === undefined && reading === 'option') return addressFault(text, start, middle, family, reading);
    return maskFault(text, middle + 1, end, family, reading);
  }
  const matchesAll = mask.every((word) => word === 0);
  if (words === undefined) {
    // The name before a null mask is not looked at: `any/0`.
    return matchesAll && reading === 'rule' ? undefined : addressFault(text, start, middle, family, reading);
  }
  const misread = slash < 0 ? undefined : misreadMask(text, middle + 1, end, mask, family);
  if (misread !== undefined) return misread;
  const strange = family === 'ipv4' ? misreadIpv4(text, start, middle, words, mask, reading) : scoped(text, start, middle, words, reading);
  if (strange !== undefined) return strange;
  if (!hasHostBits(words, mask)) return undefined;
  const set = addressSet(words, mask, family);
  const masked = set.length < 0 ? printAddressSet(set, true) : `${printAddress(set.words)}${entry.slice(slash)}`;
  return hostBitsFault(text, start, end, masked, reading === 'rule');
}

/** A plain decimal prefix length; -1 for any other text. */
function plainLength(text: string, start: number, end: number): number {
  if (start === end || end - start > 3 || (text.charCodeAt(start) === 48 && end - start > 1)) return -1;
  let length = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return -1;
    length = length * 10 + code - 48;
  }
  return length;
}

/** Whether the IPv6 address read last has bits set behind its first `length` ones. */
function hasBitsBehind(length: number): boolean {
  for (let index = length >> 5; index < 4; index++) {
    const bits = length - 32 * index;
    const word = ipv6Words[index] ?? 0;
    if (bits <= 0 ? word !== 0 : word << bits !== 0) return true;
  }
  return false;
}

function describe(text: string, context: ValueContext, reading: AddressReading) {
  const entries = reading === 'rule' ? text.split(',') : [text];
  if (entries.length > 4) return undefined;
  const described = entries.map((entry) => {
    const parsed = parseHostMask(entry, context.family, reading);
    return parsed === undefined || parsed.kind === 'name'
      ? undefined
      : describeAddressSet(parsed as AddressSet, context.family, printAddress);
  });
  const known = described.filter((line) => line !== undefined);
  return known.length === 0 ? undefined : { en: known.map((line) => line.en).join('\n\n'), ja: known.map((line) => line.ja).join('\n\n') };
}

function suggest(text: string, context: ValueContext): readonly ValueSuggestion[] {
  const before = text.slice(0, text.lastIndexOf(',') + 1);
  return commonPrefixes(context.family).map(({ prefix, en, ja }) => ({ value: before + prefix, detail: en, doc: { en, ja } }));
}

function severalInverted(text: string, at: number, end: number): ValueFault {
  return fault(
    at - 1,
    end,
    `"!" goes with one address only; write a rule for each, or put "${text.slice(at, end)}" into an ipset.`,
    '「!」と一緒に書けるアドレスは 1 つだけです。ルールを分けるか、ipset を使ってください。',
    { refusal: '! not allowed with multiple source or destination IP addresses' },
  );
}

function tooLong(start: number, end: number): ValueFault {
  return fault(start, end, 'This entry has more than 255 bytes.', 'この項目は 255 バイトを超えています。', {
    refusal: 'Hostname too long',
  });
}

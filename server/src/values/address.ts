import { addressFault, hostBitsFault, loadsAs, maskFault } from './address-faults';
import { fault } from './fault';
import type { AddressFamily, AddressReading, AddressSet } from './host-mask';
import {
  addressSet,
  fullMask,
  hasHostBits,
  parseHostMask,
  printAddress,
  printAddressSet,
  readAddress,
  readMask,
  writtenOctets,
} from './host-mask';
import { isMisreadOctal } from './integer';
import { ipv4Mask, scanIpv4, scanNumericIpv4 } from './ipv4';
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
      const found = checkHostMask(text, at, comma, context.family, 'rule');
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
  if (mask === undefined) return maskFault(text, middle + 1, end, family, reading);
  const misread = slash < 0 ? undefined : misreadMask(text, middle + 1, end, mask, family);
  if (misread !== undefined) return misread;
  const matchesAll = mask.every((word) => word === 0);
  const words = readAddress(text, start, middle, family, reading);
  if (words === undefined) {
    // The name before a null mask is not looked at: `any/0`.
    return matchesAll && reading === 'rule' ? undefined : addressFault(text, start, middle, family, reading);
  }
  const strange = family === 'ipv4' ? misreadIpv4(text, start, middle, words, mask, reading) : scoped(text, start, middle, words);
  if (strange !== undefined) return strange;
  if (!hasHostBits(words, mask)) return undefined;
  const set = addressSet(words, mask, family);
  const masked = set.length < 0 ? printAddressSet(set, true) : `${printAddress(set.words)}${entry.slice(slash)}`;
  return hostBitsFault(text, start, end, masked, reading === 'rule');
}

/** Octets that a leading zero turns into others, and short forms that do not say what they mean. */
function misreadIpv4(
  text: string,
  start: number,
  end: number,
  words: readonly number[],
  mask: readonly number[],
  reading: AddressReading,
): ValueFault | undefined {
  if (scanIpv4(text, start, end) >= 0) return undefined;
  const loaded = printAddress(words);
  const word = text.slice(start, end);
  const octets = word.split('.');
  if (octets.some((octet) => isMisreadOctal(octet, 0, octet.length))) {
    const decimal = octets.map((octet) => String(Number(octet))).join('.');
    return loadsAs(text, start, end, loaded, decimal, { en: 'a leading 0 makes a number octal', ja: '先頭の 0 は 8 進数を表す' });
  }
  const numeric = reading === 'rule' && scanNumericIpv4(text, start, end) >= 0;
  const written = numeric ? writtenOctets() : octets.length;
  if (written === 4) return undefined;
  // `10/8` and `192.168/16` say what they mean, and a single large number is an address to the C library only.
  const maskBits = mask[0] ?? 0;
  if (numeric && maskBits !== 0xffffffff && (maskBits & ~ipv4Mask(written * 8)) === 0) return undefined;
  if (written === 1 && !numeric && (words[0] ?? 0) > 255) return undefined;
  const network = [...octets, '0', '0', '0'].slice(0, 4).join('.');
  return loadsAs(text, start, end, loaded, maskBits === 0xffffffff && numeric ? `${network}/${written * 8}` : loaded, {
    en: 'octets are missing',
    ja: 'オクテットが足りない',
  });
}

function scoped(text: string, start: number, end: number, words: readonly number[]): ValueFault | undefined {
  const percent = indexOfCode(text, 37, start, end);
  if (percent === end) return undefined;
  return fault(
    percent,
    end,
    `iptables drops the zone "${text.slice(percent, end)}" and loads ${printAddress(words)}; name the interface with -i or -o instead.`,
    `iptables はゾーン「${text.slice(percent, end)}」を捨て、${printAddress(words)} として読み込みます。インターフェースは -i や -o で指定してください。`,
    { suggestion: '' },
  );
}

/** Masks that load, and are not what their digits say: `/010`, and a length above the limit that is taken for an address. */
function misreadMask(text: string, start: number, end: number, mask: readonly number[], family: AddressFamily): ValueFault | undefined {
  const word = text.slice(start, end);
  if (isMisreadOctal(text, start, end)) {
    const set = addressSet(mask, mask, family);
    return loadsAs(text, start, end, `/${set.length < 0 ? printAddress(mask) : set.length}`, String(Number(word)), {
      en: 'a leading 0 makes a number octal',
      ja: '先頭の 0 は 8 進数を表す',
    });
  }
  if (family === 'ipv6' || !/^\d+(\.\d+){0,2}$/.test(word) || (Number(word) <= 32 && !word.includes('.'))) return undefined;
  return fault(
    start,
    end,
    `"${word}" is no prefix length from 0 to 32; iptables reads it as the mask ${printAddress(mask)}. Write the length or the whole mask.`,
    `「${word}」は 0 から 32 までのプレフィックス長ではないため、iptables はマスク ${printAddress(mask)} として読み込みます。長さかマスク全体を書いてください。`,
  );
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

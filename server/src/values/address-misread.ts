import { loadsAs } from './address-faults';
import { fault } from './fault';
import type { AddressFamily, AddressReading } from './host-mask';
import { addressSet, printAddress, writtenOctets } from './host-mask';
import { isMisreadOctal } from './integer';
import { ipv4Mask, scanIpv4, scanNumericIpv4 } from './ipv4';
import { indexOfCode } from './scan';
import type { ValueFault } from './value-type';

// Addresses and masks that load, and not as they are written.

/** Octets that a leading zero turns into others, and short forms that do not say what they mean. */
export function misreadIpv4(
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

/** An IPv6 address with a zone, which is dropped. */
export function scoped(
  text: string,
  start: number,
  end: number,
  words: readonly number[],
  reading: AddressReading,
): ValueFault | undefined {
  const percent = indexOfCode(text, 37, start, end);
  if (percent === end) return undefined;
  const zone = text.slice(percent, end);
  const byNumber = /^%\d+$/.test(zone);
  const refusal = reading === 'rule' ? `host/network \`${text.slice(start, end)}' not found` : 'getaddrinfo: Name or service not known';
  return fault(
    percent,
    end,
    byNumber
      ? `iptables drops the zone "${zone}" and loads ${printAddress(words)}; name the interface with -i or -o instead.`
      : `An address with the zone "${zone}" loads only where that interface exists, and then without the zone; name the interface with -i or -o instead.`,
    byNumber
      ? `iptables はゾーン「${zone}」を捨て、${printAddress(words)} として読み込みます。インターフェースは -i や -o で指定してください。`
      : `ゾーン「${zone}」付きのアドレスは、そのインターフェースがある場合にだけ、ゾーンなしで読み込まれます。インターフェースは -i や -o で指定してください。`,
    // A zone by name is looked up, and the load fails where there is no such interface.
    byNumber ? { suggestion: '' } : { suggestion: '', refusal },
  );
}

/** Masks that load, and are not what their digits say: `/010`, and a length above the limit that is taken for an address. */
export function misreadMask(
  text: string,
  start: number,
  end: number,
  mask: readonly number[],
  family: AddressFamily,
): ValueFault | undefined {
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

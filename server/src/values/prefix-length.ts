import { fault } from './fault';
import { fullMask, readMask } from './host-mask';
import { ipv4Mask, ipv4PrefixLength, printIpv4 } from './ipv4';
import { ipv6PrefixLength } from './ipv6';
import { scanEnd, scanUnsigned } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueContext, ValueFault } from './value-type';

/**
 * A prefix length or a mask in full (xtoptions.c, `xtopt_parse_plen`, `xtopt_parse_plenmask`). What is not a length within the limits is
 * given to the C library as an address, so that on IPv4 `33` loads as the mask 0.0.0.33: that is a fault here, unlike a mask that is
 * written as one number (`0xffffff00`) or has gaps on purpose (`255.0.255.0`).
 */
export const prefixLength: SpanType = spanType({
  id: 'prefix-length',
  doc: {
    en: 'A prefix length (0 to 32, in IPv6 0 to 128) or a whole mask.',
    ja: 'プレフィックス長(0～32、IPv6 では 0～128)、またはマスクです。',
  },
  checkSpan(text, start, end, context) {
    const longest = context.family === 'ipv4' ? 32 : 128;
    const length = scanUnsigned(text, start, end);
    if (length >= 0 && length <= longest && scanEnd === end) return undefined;
    const mask = readMask(text, start, end, context.family, 'option');
    if (mask === undefined) return noMask(text, start, end, context);
    if (context.family === 'ipv6' || ipv4PrefixLength(mask[0] ?? 0) >= 0 || octets(text, start, end) === 4) return undefined;
    return misread(text, start, end, mask[0] ?? 0);
  },
  describe(text, context) {
    const mask = readMask(text, 0, text.length, context.family, 'option') ?? fullMask(context.family);
    if (context.family === 'ipv4') {
      const bits = mask[0] ?? 0;
      const length = ipv4PrefixLength(bits);
      return length < 0
        ? { en: 'A mask with gaps.', ja: '途切れのあるマスクです。' }
        : { en: `/${length}: mask ${printIpv4(ipv4Mask(length))}.`, ja: `/${length}: マスク ${printIpv4(ipv4Mask(length))} です。` };
    }
    const length = ipv6PrefixLength(mask);
    return length < 0 ? { en: 'A mask with gaps.', ja: '途切れのあるマスクです。' } : { en: `/${length}.`, ja: `/${length} です。` };
  },
  suggest: (_text, context) =>
    context.family === 'ipv4' ? [{ value: '32' }, { value: '24' }, { value: '16' }] : [{ value: '128' }, { value: '64' }, { value: '48' }],
});

/** How many parts between dots a mask is written with. */
function octets(text: string, start: number, end: number): number {
  let count = 1;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 46) count++;
  return count;
}

function misread(text: string, start: number, end: number, mask: number): ValueFault {
  const word = text.slice(start, end);
  return fault(
    start,
    end,
    `${word} is no prefix length: it goes up to 32, and iptables reads ${word} as the mask ${printIpv4(mask)}.`,
    `${word} はプレフィックス長ではありません。最大は 32 で、iptables は ${word} をマスク ${printIpv4(mask)} として読みます。`,
  );
}

function noMask(text: string, start: number, end: number, context: ValueContext): ValueFault {
  const longest = context.family === 'ipv4' ? 32 : 128;
  return fault(
    start,
    end,
    `"${text.slice(start, end)}" is neither a prefix length from 0 to ${longest} nor a mask.`,
    `「${text.slice(start, end)}」は 0 から ${longest} までのプレフィックス長でも、マスクでもありません。`,
    { refusal: `…: bad value for option "--…", neither a valid network mask nor valid CIDR (0-${longest}).` },
  );
}

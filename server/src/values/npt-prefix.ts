import { fault } from './fault';
import { hasHostBits, parseHostMask, printAddressSet, readAddress, readMask } from './host-mask';
import { scanLibcIpv4 } from './ipv4';
import { indexOfCode } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

const SLASH = 47;

/**
 * A prefix that SNPT and DNPT translate: at most 64 bits, no host bits (the kernel's ip6t_NPT.c, `ip6t_npt_checkentry`;
 * what comes before is xtoptions.c, `xtopt_parse_hostmask`).
 */
export const nptPrefix: SpanType = spanType({
  id: 'npt-prefix',
  doc: {
    en: 'An IPv6 prefix of at most 64 bits, without host bits: `2001:db8::/64`.',
    ja: '64 ビット以下の IPv6 プレフィックスです(ホスト部は 0)。例: `2001:db8::/64`',
  },
  checkSpan(text, start, end, context) {
    const word = text.slice(start, end);
    const slash = indexOfCode(text, SLASH, start, end);
    const set = parseHostMask(word, context.family, 'option');
    if (set === undefined || scanLibcIpv4(text, start, slash) >= 0) {
      return fault(
        start,
        end,
        `"${word}" is not an IPv6 prefix; write one like 2001:db8::/64.`,
        `「${word}」は IPv6 のプレフィックスではありません。2001:db8::/64 のように書いてください。`,
        { refusal: 'getaddrinfo: Name or service not known' },
      );
    }
    // A name is resolved when the file is loaded; without a length it stands for one address, and never for a prefix.
    if (set.kind === 'name' && slash < end) return undefined;
    if (set.kind === 'name' || set.length < 0 || set.length > 64) {
      return fault(
        slash === end ? start : slash + 1,
        end,
        'The prefix must have at most 64 bits; without a length it has 128.',
        'プレフィックスは 64 ビット以下でなければなりません。長さを省略すると 128 ビットになります。',
        { refusal: 'Invalid argument' },
      );
    }
    const words = readAddress(text, start, slash, context.family, 'option');
    const mask = slash === end ? undefined : readMask(text, slash + 1, end, context.family, 'option');
    if (words === undefined || mask === undefined || !hasHostBits(words, mask)) return undefined;
    const prefix = printAddressSet(set, true);
    return fault(
      start,
      end,
      `Bits behind the prefix are set; the kernel wants them zero: ${prefix}.`,
      `プレフィックスより後ろのビットが立っています。カーネルは 0 であることを求めます。${prefix} と書いてください。`,
      { refusal: 'Invalid argument', suggestion: prefix },
    );
  },
});

import { singleAddress } from './address';
import { loadsAs } from './address-faults';
import { fault } from './fault';
import { ipv4Mask, printIpv4, scanIpv4 } from './ipv4';
import { scanEnd, scanUnsigned } from './scan';
import { spanType } from './span';
import { text } from './text';
import type { ValueFault } from './value-type';

const invalid = 'RULE_APPEND failed (Invalid argument)';

const listName = text({
  id: 'recent-list',
  doc: {
    en: 'The name of a list, a file below `/proc/net/xt_recent`: at most 199 bytes, without `/`.',
    ja: 'リストの名前で、`/proc/net/xt_recent` の下のファイル名になります。199 バイトまでで、`/` は使えません。',
  },
  maxBytes: 199,
  minBytes: 1,
  truncated: 'changed',
  shortRefusal: invalid,
  forbidden: {
    characters: '/',
    reason: {
      en: 'The name is one of a file below /proc/net/xt_recent, and cannot have a "/".',
      ja: 'リスト名は /proc/net/xt_recent の下のファイル名になるため、「/」は使えません。',
    },
    refusal: invalid,
  },
});

/** `--name` of the recent match (libxt_recent.c; the kernel's `xt_check_proc_name`). */
export const recentName = spanType({
  id: listName.id,
  doc: listName.doc,
  checkSpan(value, start, end, context) {
    const found = listName.checkSpan(value, start, end, context);
    if (found !== undefined || value.charCodeAt(start) !== 46 || end - start > 2) return found;
    const word = value.slice(start, end);
    if (word !== '.' && word !== '..') return undefined;
    return fault(start, end, `"${word}" can be no file's name.`, `「${word}」はファイル名に使えません。`, { refusal: invalid });
  },
  suggest: () => [],
  canonical: (value) => value,
});

/**
 * `--mask` of the recent match: a mask in full. It is read as an address (`XTTYPE_HOST`), so that on IPv4 a prefix length loads as
 * something else, and on IPv6 it is refused.
 */
export const recentMask = spanType({
  id: 'recent-mask',
  doc: {
    en: 'A mask in full: `255.255.255.0`, in IPv6 `ffff:ffff:ffff:ffff::`. A prefix length does not do.',
    ja: '`255.255.255.0`(IPv6 では `ffff:ffff:ffff:ffff::`)のようなマスクです。プレフィックス長では書けません。',
  },
  checkSpan(value, start, end, context) {
    if (context.family === 'ipv4' && scanIpv4(value, start, end) >= 0) return undefined;
    return prefixLength(value, start, end, context.family) ?? singleAddress.checkSpan(value, start, end, context);
  },
  suggest: (_text, context) =>
    context.family === 'ipv4'
      ? [
          { value: '255.255.255.255', detail: '/32' },
          { value: '255.255.255.0', detail: '/24' },
          { value: '255.255.0.0', detail: '/16' },
        ]
      : [
          { value: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', detail: '/128' },
          { value: 'ffff:ffff:ffff:ffff::', detail: '/64' },
          { value: 'ffff:ffff:ffff::', detail: '/48' },
        ],
  canonical: (value, context) => singleAddress.canonical?.(value, context),
});

function prefixLength(value: string, start: number, end: number, family: 'ipv4' | 'ipv6'): ValueFault | undefined {
  const bare = value.charCodeAt(start) === 47 ? start + 1 : start;
  const length = scanUnsigned(value, bare, end);
  if (scanEnd !== end || length < 0 || length > (family === 'ipv4' ? 32 : 128)) return undefined;
  const mask = family === 'ipv4' ? printIpv4(ipv4Mask(length)) : printPrefix(length);
  if (family === 'ipv4' && bare === start) {
    return loadsAs(value, start, end, `0.0.0.${length}`, mask, { en: 'it takes no prefix length', ja: 'プレフィックス長は使えない' });
  }
  return fault(
    start,
    end,
    `A prefix length cannot stand here; write the mask: ${mask}.`,
    `ここにプレフィックス長は書けません。マスク ${mask} で書いてください。`,
    {
      refusal: bare === start ? 'getaddrinfo: Address family for hostname not supported' : 'getaddrinfo: Name or service not known',
      suggestion: mask,
    },
  );
}

/** The IPv6 mask of a prefix length. */
function printPrefix(length: number): string {
  const groups: string[] = [];
  for (let bits = length; bits > 0; bits -= 16) groups.push(bits >= 16 ? 'ffff' : ((0xffff << (16 - bits)) & 0xffff).toString(16));
  return groups.length === 8 ? groups.join(':') : `${groups.join(':')}::`;
}

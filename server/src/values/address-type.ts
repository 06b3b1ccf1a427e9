import { fault } from './fault';
import { wordList } from './list';
import type { Word } from './one-of';
import { findWord } from './one-of';
import { indexOfCode } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

/** In the order of linux/rtnetlink.h, which decides what an abbreviation means (libxt_addrtype.c, `parse_type`). */
const words: readonly Word[] = [
  { value: 'UNSPEC', doc: { en: 'the unspecified address, 0.0.0.0.', ja: '未指定アドレス(0.0.0.0)です。' } },
  { value: 'UNICAST', doc: { en: 'an address of one host.', ja: '単一ホストのアドレスです。' } },
  { value: 'LOCAL', doc: { en: 'an address of this host.', ja: 'このホスト自身のアドレスです。' } },
  { value: 'BROADCAST', doc: { en: 'a broadcast address.', ja: 'ブロードキャストアドレスです。' } },
  { value: 'ANYCAST', doc: { en: 'an anycast address.', ja: 'エニーキャストアドレスです。' } },
  { value: 'MULTICAST', doc: { en: 'a multicast address.', ja: 'マルチキャストアドレスです。' } },
  { value: 'BLACKHOLE', doc: { en: 'an address with a blackhole route.', ja: 'blackhole ルートのアドレスです。' } },
  { value: 'UNREACHABLE', doc: { en: 'an address with an unreachable route.', ja: 'unreachable ルートのアドレスです。' } },
  { value: 'PROHIBIT', doc: { en: 'an address with a prohibit route.', ja: 'prohibit ルートのアドレスです。' } },
  { value: 'THROW', doc: { en: 'an address with a throw route.', ja: 'throw ルートのアドレスです。' } },
  {
    value: 'NAT',
    doc: { en: 'an address with a NAT route (no longer in the kernel).', ja: 'NAT ルートのアドレスです(現在のカーネルにはありません)。' },
  },
  {
    value: 'XRESOLVE',
    doc: {
      en: 'an address that an external resolver knows (never in use).',
      ja: '外部リゾルバーで解決するアドレスです(実際には使われていません)。',
    },
  },
];

const matching = { caseInsensitive: true, prefix: 'first' } as const;

/** What the kernel refuses in IPv6 rules (net/netfilter/xt_addrtype.c, `addrtype_mt_checkentry_v1`). */
const refusedInIpv6: ReadonlySet<string> = new Set(['BROADCAST', 'BLACKHOLE', 'PROHIBIT', 'THROW', 'NAT', 'XRESOLVE']);

const anyFamily = wordList(words, {
  ...matching,
  id: 'address-type-list',
  doc: {
    en: 'Kinds of addresses between commas: `LOCAL`, `UNICAST`, `BROADCAST`, `MULTICAST`, `ANYCAST`, …',
    ja: 'アドレスの種類をコンマ区切りで並べます。`LOCAL`、`UNICAST`、`BROADCAST`、`MULTICAST`、`ANYCAST` などが使えます。',
  },
  refusal: (_entry, rest) => (rest.includes(',') ? `addrtype: bad type \`${rest}'` : `addrtype: bad type "${rest}"`),
});

/**
 * The kinds of addresses that a list names, as numbers of linux/rtnetlink.h.
 * @returns `undefined` for a text that is refused.
 */
export function parseAddressTypes(text: string): readonly number[] | undefined {
  const types = text.split(',').map((entry) => findWord(words, entry, 0, entry.length, matching));
  return types.every((type) => type >= 0) ? types : undefined;
}

/** `--src-type` and `--dst-type`, abbreviations in any case of letters (libxt_addrtype.c, `parse_types`). */
export const addressTypeList = spanType({
  id: anyFamily.id,
  doc: anyFamily.doc,
  checkSpan(text, start, end, context) {
    const found = anyFamily.checkSpan(text, start, end, context);
    return found === undefined && context.family === 'ipv6' ? checkIpv6(text, start, end) : found;
  },
  describe: (text, context) => anyFamily.describe?.(text, context),
  suggest(text, context) {
    const offered = anyFamily.suggest?.(text, context) ?? [];
    return context.family === 'ipv4' ? offered : offered.filter(({ value }) => !refusedInIpv6.has(value.slice(value.lastIndexOf(',') + 1)));
  },
  canonical: (text, context) => anyFamily.canonical?.(text, context),
});

function checkIpv6(text: string, start: number, end: number): ValueFault | undefined {
  for (let at = start; ; ) {
    const comma = indexOfCode(text, 44, at, end);
    const name = words[findWord(words, text, at, comma, matching)]?.value ?? '';
    if (refusedInIpv6.has(name)) {
      return fault(
        at,
        comma,
        `IPv6 has no addresses of the type ${name}; the kernel refuses the rule.`,
        `IPv6 では ${name} を使えません。カーネルがこのルールを拒否します。`,
        { refusal: 'RULE_APPEND failed (Invalid argument)' },
      );
    }
    if (comma === end) return undefined;
    at = comma + 1;
  }
}

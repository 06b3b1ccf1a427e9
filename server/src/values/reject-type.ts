import type { Word } from './one-of';
import { findWord, suggestWord, unknownWord } from './one-of';
import { spanType } from './span';
import type { ValueContext } from './value-type';

/** What REJECT answers with in IPv4, in the order in which abbreviations are compared (libipt_REJECT.c, `reject_table`). */
const ipv4Types: readonly Word[] = [
  {
    value: 'icmp-net-unreachable',
    aliases: ['net-unreach'],
    detail: '3/0',
    doc: { en: 'Answers with ICMP "network unreachable".', ja: 'ICMP の network unreachable を返します。' },
  },
  {
    value: 'icmp-host-unreachable',
    aliases: ['host-unreach'],
    detail: '3/1',
    doc: { en: 'Answers with ICMP "host unreachable".', ja: 'ICMP の host unreachable を返します。' },
  },
  {
    value: 'icmp-proto-unreachable',
    aliases: ['proto-unreach'],
    detail: '3/2',
    doc: { en: 'Answers with ICMP "protocol unreachable".', ja: 'ICMP の protocol unreachable を返します。' },
  },
  {
    value: 'icmp-port-unreachable',
    aliases: ['port-unreach'],
    detail: '3/3',
    doc: { en: 'Answers with ICMP "port unreachable", the default.', ja: 'ICMP の port unreachable を返します(既定値)。' },
  },
  {
    value: 'icmp-net-prohibited',
    aliases: ['net-prohib'],
    detail: '3/9',
    doc: { en: 'Answers with ICMP "network prohibited".', ja: 'ICMP の network prohibited を返します。' },
  },
  {
    value: 'icmp-host-prohibited',
    aliases: ['host-prohib'],
    detail: '3/10',
    doc: { en: 'Answers with ICMP "host prohibited".', ja: 'ICMP の host prohibited を返します。' },
  },
  {
    value: 'tcp-reset',
    aliases: ['tcp-rst'],
    doc: { en: 'Answers with a TCP RST; only with `-p tcp`.', ja: 'TCP の RST を返します。`-p tcp` のルールでだけ使えます。' },
  },
  {
    value: 'icmp-admin-prohibited',
    aliases: ['admin-prohib'],
    detail: '3/13',
    doc: { en: 'Answers with ICMP "administratively prohibited".', ja: 'ICMP の administratively prohibited を返します。' },
  },
];

/** The same in IPv6 (libip6t_REJECT.c, `reject_table`). */
const ipv6Types: readonly Word[] = [
  {
    value: 'icmp6-no-route',
    aliases: ['no-route'],
    detail: '1/0',
    doc: { en: 'Answers with ICMPv6 "no route".', ja: 'ICMPv6 の no route を返します。' },
  },
  {
    value: 'icmp6-adm-prohibited',
    aliases: ['adm-prohibited'],
    detail: '1/1',
    doc: { en: 'Answers with ICMPv6 "administratively prohibited".', ja: 'ICMPv6 の administratively prohibited を返します。' },
  },
  {
    value: 'icmp6-addr-unreachable',
    aliases: ['addr-unreach'],
    detail: '1/3',
    doc: { en: 'Answers with ICMPv6 "address unreachable".', ja: 'ICMPv6 の address unreachable を返します。' },
  },
  {
    value: 'icmp6-port-unreachable',
    aliases: ['port-unreach'],
    detail: '1/4',
    doc: { en: 'Answers with ICMPv6 "port unreachable", the default.', ja: 'ICMPv6 の port unreachable を返します(既定値)。' },
  },
  {
    value: 'tcp-reset',
    doc: { en: 'Answers with a TCP RST; only with `-p tcp`.', ja: 'TCP の RST を返します。`-p tcp` のルールでだけ使えます。' },
  },
  {
    value: 'icmp6-policy-fail',
    aliases: ['policy-fail'],
    detail: '1/5',
    doc: { en: 'Answers with ICMPv6 "policy fail".', ja: 'ICMPv6 の policy fail を返します。' },
  },
  {
    value: 'icmp6-reject-route',
    aliases: ['reject-route'],
    detail: '1/6',
    doc: { en: 'Answers with ICMPv6 "reject route".', ja: 'ICMPv6 の reject route を返します。' },
  },
];

const matching = { caseInsensitive: true, prefix: 'first' } as const;

/** `--reject-with`: the family's names, abbreviations in any case of letters. That tcp-reset needs `-p tcp` is the catalogue's business. */
export const rejectType = spanType({
  id: 'reject-type',
  doc: {
    en: 'What to answer with: `icmp-port-unreachable` (IPv6: `icmp6-port-unreachable`), `tcp-reset` and others.',
    ja: '返す応答の種類です。`icmp-port-unreachable`(IPv6 では `icmp6-port-unreachable`)、`tcp-reset` などがあります。',
  },
  checkSpan(text, start, end, context) {
    const words = typesOf(context);
    if (findWord(words, text, start, end, matching) >= 0) return undefined;
    return unknownWord(words, text, start, end, matching, `unknown reject type "${text.slice(start, end)}"`);
  },
  describe: (text, context) => typesOf(context)[findWord(typesOf(context), text, 0, text.length, matching)]?.doc,
  suggest: (_text, context) => typesOf(context).map(suggestWord),
  canonical: (text, context) => rejectTypeName(text, context.family),
});

/**
 * The full name of an answer, from any abbreviation.
 * @returns `undefined` for a text that is refused.
 */
export function rejectTypeName(text: string, family: 'ipv4' | 'ipv6'): string | undefined {
  const words = family === 'ipv4' ? ipv4Types : ipv6Types;
  return words[findWord(words, text, 0, text.length, matching)]?.value;
}

function typesOf(context: ValueContext): readonly Word[] {
  return context.family === 'ipv4' ? ipv4Types : ipv6Types;
}

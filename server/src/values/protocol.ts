import type { Text } from '../l10n/text';
import { fault } from './fault';
import { extensionHeader, isExtensionHeader, nothingLeft, tooLarge, unknownProtocol } from './protocol-faults';
import { ownProtocols, protocolNumbers, protocolTitles } from './protocols';
import { scanEnd, scanUnsigned, spanEquals } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueContext, ValueFault, ValueSuggestion } from './value-type';

/** The number of `all`. */
const ANY = 0;
const ICMP = 1;
const ICMPV6 = 58;

/**
 * The number that `-p` makes of a text: a number from 0 to 255 in any base, a name of iptables' own list or of /etc/protocols
 * in any case of letters.
 * @returns 0 for `all`; `undefined` for a name that is not known.
 */
export function protocolNumber(text: string): number | undefined {
  const number = numberOf(text, 0, text.length);
  if (number >= 0) return number;
  const lower = text.toLowerCase();
  return ownProtocols.get(lower) ?? protocolNumbers.get(lower);
}

/**
 * The name that `iptables-save` prints after `-p` (xshared.c, `proto_to_name` without look-up), or, where it prints a number,
 * the name /etc/protocols has for it.
 * @returns `undefined` for 0 and for numbers without a name.
 */
export function protocolName(number: number): string | undefined {
  if (number === ANY) return undefined;
  return savedName(number) ?? firstKey(protocolNumbers, number);
}

/** The value of `-p` (xshared.c, `do_parse` and `ipv4_proto_parse`; xtables.c, `xtables_parse_protocol`). */
export const protocol = spanType({
  id: 'protocol',
  doc: {
    en: 'A protocol by name (`tcp`, `udp`, `icmp`, …) or number from 0 to 255. `all` and `0` stand for every protocol.',
    ja: 'プロトコルの名前(`tcp`、`udp`、`icmp` など)または 0 から 255 までの番号です。`all` と `0` はすべてのプロトコルを表します。',
  },
  checkSpan(text, start, end, context) {
    let number = commonProtocol(text, start, end);
    if (number < 0) number = protocolNumber(text.slice(start, end)) ?? -1;
    if (context.inverted === false && number === (context.family === 'ipv6' ? ICMP : ICMPV6)) return otherIcmp(text, start, end, context);
    if (number > 0 && number <= 255)
      return context.family === 'ipv6' && isExtensionHeader(number) ? extensionHeader(text, start, end, number, context) : undefined;
    if (number < 0) return unknownProtocol(text, start, end, text.slice(start, end).toLowerCase());
    if (number === ANY) return context.inverted ? nothingLeft(start, end, 'rule would never match protocol') : undefined;
    return tooLarge(text, start, end, number);
  },
  describe: (text) => describeProtocol(protocolNumber(text)),
  suggest: (_text, context) => suggestProtocols(context),
  canonical(text) {
    const number = protocolNumber(text);
    return number === undefined || number === ANY ? 'all' : (savedName(number) ?? String(number));
  },
});

/** The protocol options of extensions (`--ctproto`, `--vproto`), which do not fold letters and need one protocol (libxt_conntrack.c). */
export const connectionProtocol = extensionProtocol({
  id: 'connection-protocol',
  doc: {
    en: 'A protocol by name or number from 1 to 255. Names are written in small letters or as /etc/protocols has them.',
    ja: 'プロトコルの名前、または 1 から 255 までの番号です。名前は小文字か、/etc/protocols にあるとおりの綴りで書きます。',
  },
  check: (number, start, end, context) =>
    number === ANY
      ? nothingLeft(
          start,
          end,
          `conntrack: ${context.inverted ? 'condition would always match protocol' : 'rule would never match protocol'}`,
        )
      : undefined,
});

/** The `--vproto` of the ipvs match: any protocol (libxt_ipvs.c). */
export const virtualProtocol = extensionProtocol({
  id: 'virtual-protocol',
  doc: {
    en: 'A protocol by name or number from 0 to 255. Names are written in small letters or as /etc/protocols has them.',
    ja: 'プロトコルの名前、または 0 から 255 までの番号です。名前は小文字か、/etc/protocols にあるとおりの綴りで書きます。',
  },
});

/** The `--proto` of the policy match: an IPsec protocol (libxt_policy.c, `policy_parse`). */
export const policyProtocol = extensionProtocol({
  id: 'policy-protocol',
  doc: { en: 'An IPsec protocol: `esp`, `ah` or `ipcomp`.', ja: 'IPsec のプロトコルです。`esp`、`ah`、`ipcomp` のいずれかです。' },
  check: (number, start, end) =>
    number === 50 || number === 51 || number === 108
      ? undefined
      : fault(
          start,
          end,
          'Only the IPsec protocols "esp", "ah" and "ipcomp" are taken here.',
          'ここで使えるのは IPsec の esp、ah、ipcomp だけです。',
          {
            refusal: 'policy match: protocol must be ah/esp/ipcomp',
          },
        ),
  suggestions: [50, 51, 108],
  named: true,
});

function extensionProtocol(options: {
  readonly id: string;
  readonly doc: Text;
  readonly check?: (number: number, start: number, end: number, context: ValueContext) => ValueFault | undefined;
  readonly suggestions?: readonly number[];
  /** `iptables-save` prints the name. */
  readonly named?: boolean;
}): SpanType {
  const read = (text: string): number | undefined => {
    const number = numberOf(text, 0, text.length);
    return number >= 0 ? number : (ownProtocols.get(text) ?? protocolNumbers.get(text));
  };
  return spanType({
    id: options.id,
    doc: options.doc,
    checkSpan(text, start, end, context) {
      const number = read(text.slice(start, end));
      if (number === undefined) return unknownProtocol(text, start, end);
      return number > 255 ? tooLarge(text, start, end, number) : options.check?.(number, start, end, context);
    },
    describe: (text) => describeProtocol(read(text)),
    suggest: (_text, context) => options.suggestions?.map(suggestion) ?? suggestProtocols(context).filter(({ value }) => value !== 'all'),
    canonical: (text) => (options.named === true ? savedName(read(text) ?? ANY) : String(read(text))),
  });
}

/** The protocols that nearly all rules name, compared in place; -1 for any other text. */
function commonProtocol(text: string, start: number, end: number): number {
  if (end - start === 3) {
    if (spanEquals(text, start, end, 'tcp')) return 6;
    if (spanEquals(text, start, end, 'udp')) return 17;
    if (spanEquals(text, start, end, 'all')) return ANY;
  } else if (spanEquals(text, start, end, 'icmp')) return 1;
  else if (spanEquals(text, start, end, 'ipv6-icmp')) return 58;
  return numberOf(text, start, end);
}

function numberOf(text: string, start: number, end: number): number {
  const number = scanUnsigned(text, start, end);
  return scanEnd === end && number <= 255 ? number : -1;
}

function savedName(number: number): string | undefined {
  return number === ANY ? undefined : firstKey(ownProtocols, number);
}

function firstKey(names: ReadonlyMap<string, number>, number: number): string | undefined {
  for (const [name, value] of names) if (value === number) return name;
  return undefined;
}

function describeProtocol(number: number | undefined): Text | undefined {
  if (number === undefined) return undefined;
  if (number === ANY) return { en: 'Every protocol.', ja: 'すべてのプロトコルです。' };
  const name = protocolName(number);
  const title = protocolTitles.get(number) ?? name;
  if (title === undefined) return { en: `Protocol number ${number}.`, ja: `プロトコル番号 ${number} です。` };
  return { en: `${title}, protocol number ${number}.`, ja: `${title}、プロトコル番号 ${number} です。` };
}

function suggestProtocols(context: ValueContext): readonly ValueSuggestion[] {
  const first =
    context.family === 'ipv6' ? [6, 17, 58, 132, 136, 33, 50, 51, 47, 112, 89, 2] : [6, 17, 1, 132, 136, 33, 50, 51, 47, 112, 89, 2];
  const listed = [...first, ...new Set(protocolNumbers.values())].filter((number) => number <= 255 && number !== ANY);
  return [
    ...[...new Set(listed)].map(suggestion),
    { value: 'all', detail: '0', doc: { en: 'Every protocol.', ja: 'すべてのプロトコルです。' } },
  ];
}

function suggestion(number: number): ValueSuggestion {
  const doc = describeProtocol(number);
  return { value: protocolName(number) ?? String(number), detail: String(number), ...(doc === undefined ? {} : { doc }) };
}

/** ICMP of the other family: it loads, and no packet has it. */
function otherIcmp(text: string, start: number, end: number, { family }: ValueContext): ValueFault {
  const [has, right] = family === 'ipv6' ? ['ICMP', 'ipv6-icmp'] : ['ICMPv6', 'icmp'];
  return fault(
    start,
    end,
    `"${text.slice(start, end)}" is ${has} of the other family, which ${family === 'ipv6' ? 'IPv6' : 'IPv4'} packets do not carry, so the rule never matches; write "${right}".`,
    `「${text.slice(start, end)}」はもう一方のファミリーの ${has} で、${family === 'ipv6' ? 'IPv6' : 'IPv4'} のパケットにはないため、一致することはありません。「${right}」と書いてください。`,
    { code: 'never-matching-value', suggestion: right },
  );
}

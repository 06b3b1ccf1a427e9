import type { Text } from '../l10n/text';
import { fault } from './fault';
import { ambiguousType, strayCharacter, typeRange, unknownCode, unknownType } from './icmp-faults';
import type { IcmpName } from './icmp-names';
import { ANY_TYPE, icmpNames, icmpv6Names } from './icmp-names';
import { scanEnd, scanUnsigned, spanIsPrefix, U8 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const SLASH = 47;
const COLON = 58;
const AMBIGUOUS = -2;

/** The ICMP messages that a value matches. */
export interface IcmpMessages {
  /** The type; `undefined`: every type (`any`). */
  readonly type: number | undefined;
  /** The first and the last code, both included. */
  readonly codes: { readonly from: number; readonly to: number };
}

/** `--icmp-type`: a name or the beginning of one, `type`, `type/code` or `type/code:code` (libxt_icmp.h, `__parse_icmp`). */
export const icmpType = icmpTypeOf('icmp-type', 'ICMP', icmpNames);

/** `--icmpv6-type` (libxt_icmp.h, `__parse_icmp` over `icmpv6_codes`). */
export const icmpv6Type = icmpTypeOf('icmpv6-type', 'ICMPv6', icmpv6Names);

/**
 * The messages that a value of `--icmp-type` or `--icmpv6-type` matches.
 * @returns `undefined` for a text that is refused.
 */
export function parseIcmpType(text: string, family: 'ipv4' | 'ipv6'): IcmpMessages | undefined {
  const names = family === 'ipv4' ? icmpNames : icmpv6Names;
  const index = findName(names, text, 0, text.length);
  const found = names[index];
  if (found !== undefined) return messages(found.type, found.code ?? 0, found.code ?? U8, family);
  const type = scanUnsigned(text, 0, text.length);
  if (index === AMBIGUOUS || type < 0 || type > U8) return undefined;
  if (scanEnd === text.length) return messages(type, 0, U8, family);
  if (text.charCodeAt(scanEnd) !== SLASH) return undefined;
  const from = scanUnsigned(text, scanEnd + 1, text.length);
  if (from < 0 || from > U8) return undefined;
  if (scanEnd === text.length) return messages(type, from, from, family);
  if (text.charCodeAt(scanEnd) !== COLON) return undefined;
  const to = scanUnsigned(text, scanEnd + 1, text.length);
  return to < 0 || to > U8 || scanEnd !== text.length ? undefined : messages(type, from, to, family);
}

/** The name of a type, or of a code of it; `undefined` where iptables has none. */
export function icmpName(type: number, code: number | undefined, family: 'ipv4' | 'ipv6'): string | undefined {
  return (family === 'ipv4' ? icmpNames : icmpv6Names).find((entry) => entry.type === type && entry.code === code)?.name;
}

function messages(type: number, from: number, to: number, family: 'ipv4' | 'ipv6'): IcmpMessages {
  const any = family === 'ipv4' && type === ANY_TYPE && from === 0 && to === U8;
  return { type: any ? undefined : type, codes: { from, to } };
}

function icmpTypeOf(id: string, title: string, names: readonly IcmpName[]): SpanType {
  const family = names === icmpNames ? 'ipv4' : 'ipv6';
  return spanType({
    id,
    doc: {
      en: `The type of an ${title} message by name, by number (\`8\`), or with its code (\`3/4\`). Names may be shortened as long as they are unique.`,
      ja: `${title} メッセージのタイプです。名前、番号(\`8\`)、またはコード付き(\`3/4\`)で書きます。名前は一意に決まる範囲で省略できます。`,
    },
    checkSpan(text, start, end) {
      const index = findName(names, text, start, end);
      if (index >= 0) return undefined;
      if (index === AMBIGUOUS) return ambiguousType(names, title, text, start, end);
      return checkNumbers(names, title, text, start, end);
    },
    describe: (text) => describeMessages(parseIcmpType(text, family), names, family),
    suggest: () =>
      names
        .filter((entry) => entry.alias === undefined)
        .map((entry) => ({
          value: entry.name,
          detail: numbers(entry),
          doc: { en: `${title} ${numbers(entry)}: ${entry.en}.`, ja: `${title} ${numbers(entry)}:${entry.ja}。` },
        })),
    canonical(text) {
      const parsed = parseIcmpType(text, family);
      if (parsed === undefined) return undefined;
      const { type, codes } = parsed;
      if (type === undefined) return 'any';
      if (codes.from === 0 && codes.to === U8) return String(type);
      // `icmp_save` prints the first code alone, so a range has no spelling of its own.
      return codes.from === codes.to ? `${type}/${codes.from}` : undefined;
    },
  });
}

function numbers(entry: IcmpName): string {
  return entry.code === undefined ? String(entry.type) : `${entry.type}/${entry.code}`;
}

/** The name that begins with what is written, in any case of letters; -1 for none, `AMBIGUOUS` for several. */
function findName(names: readonly IcmpName[], text: string, start: number, end: number): number {
  // Numbers are written in most rules that do not come from a hand, and no name begins with a digit.
  if (start < end && text.charCodeAt(start) <= 57) return -1;
  let found = -1;
  for (let index = 0; index < names.length; index++) {
    if (!spanIsPrefix(text, start, end, names[index]?.name ?? '', true)) continue;
    if (found >= 0) return AMBIGUOUS;
    found = index;
  }
  return found;
}

function checkNumbers(names: readonly IcmpName[], title: string, text: string, start: number, end: number): ValueFault | undefined {
  const type = scanUnsigned(text, start, end);
  const typeEnd = scanEnd;
  if (type < 0 || type > U8) return unknownType(names, title, text, start, end, type >= 0 ? typeEnd : end);
  if (typeEnd === end) return undefined;
  if (text.charCodeAt(typeEnd) === COLON) {
    const last = scanUnsigned(text, typeEnd + 1, end);
    if (last < 0 || last > U8) return unknownType(names, title, text, start, end, end);
    // A range of one type is none.
    if (last === type && scanEnd === end) return undefined;
    return typeRange(title, typeEnd, end);
  }
  if (text.charCodeAt(typeEnd) !== SLASH) return strayCharacter(text, typeEnd, end);
  const from = scanUnsigned(text, typeEnd + 1, end);
  const codeEnd = scanEnd;
  if (from < 0 || from > U8) return unknownCode(title, text, start, typeEnd + 1, end);
  if (codeEnd === end) return undefined;
  if (text.charCodeAt(codeEnd) !== COLON) return strayCharacter(text, codeEnd, end);
  const to = scanUnsigned(text, codeEnd + 1, end);
  const lastEnd = scanEnd;
  if (to < 0 || to > U8) return unknownCode(title, text, start, codeEnd + 1, end);
  if (lastEnd !== end) return strayCharacter(text, lastEnd, end);
  if (from <= to) return undefined;
  return fault(
    typeEnd + 1,
    end,
    `The range of codes runs backwards, so the rule never matches: ${from} is larger than ${to}. Swap its ends.`,
    `コードの範囲が逆(${from} は ${to} より大きい)のため、一致することはありません。両端を入れ替えてください。`,
    { code: 'never-matching-value', suggestion: `${to}:${from}` },
  );
}

function describeMessages(parsed: IcmpMessages | undefined, names: readonly IcmpName[], family: 'ipv4' | 'ipv6'): Text | undefined {
  if (parsed === undefined) return undefined;
  const { type, codes } = parsed;
  if (type === undefined) return { en: 'Every ICMP message.', ja: 'すべての ICMP メッセージです。' };
  const oneCode = codes.from === codes.to ? codes.from : undefined;
  const title = family === 'ipv4' ? 'ICMP' : 'ICMPv6';
  const entry = names.find((name) => name.type === type && name.code === oneCode);
  const shown = oneCode === undefined ? `${type}` : `${type}/${oneCode}`;
  if (entry === undefined) {
    return {
      en: `${title} type ${shown}, which has no name in iptables.`,
      ja: `${title} タイプ ${shown} です。iptables に名前はありません。`,
    };
  }
  return { en: `${title} ${shown}, \`${entry.name}\`: ${entry.en}.`, ja: `${title} ${shown}、\`${entry.name}\`:${entry.ja}。` };
}

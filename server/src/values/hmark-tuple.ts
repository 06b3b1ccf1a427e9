import { fault } from './fault';
import type { Word } from './one-of';
import { findWord, suggestWord, unknownWord } from './one-of';
import { indexOfCode } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

const COMMA = 44;

/** In the order of `hmark_parse` in libxt_HMARK.c, which takes the first that begins with what is written. */
const words: readonly Word[] = [
  {
    value: 'ct',
    doc: {
      en: 'The addresses and ports of the connection, as conntrack has them.',
      ja: 'conntrack が持つコネクションのアドレスとポート。',
    },
  },
  { value: 'src', doc: { en: 'The source address.', ja: '送信元アドレス。' } },
  { value: 'dst', doc: { en: 'The destination address.', ja: '宛先アドレス。' } },
  { value: 'sport', doc: { en: 'The source port.', ja: '送信元ポート。' } },
  { value: 'dport', doc: { en: 'The destination port.', ja: '宛先ポート。' } },
  { value: 'proto', doc: { en: 'The protocol.', ja: 'プロトコル。' } },
  { value: 'spi', doc: { en: 'The security parameter index of AH and ESP.', ja: 'AH と ESP の SPI。' } },
];
const matching = { caseInsensitive: true, prefix: 'first' } as const;

/** What HMARK hashes: a comma list of fields. */
export const hmarkTuple: SpanType = spanType({
  id: 'hmark-tuple',
  doc: {
    en: 'Fields of the packet, separated by commas: `src`, `dst`, `sport`, `dport`, `proto`, `spi`, and `ct`.',
    ja: 'パケットの項目をコンマで区切って並べたものです。`src`、`dst`、`sport`、`dport`、`proto`、`spi`、`ct` があります。',
  },
  checkSpan(text, start, end) {
    for (let at = start; ; ) {
      const comma = indexOfCode(text, COMMA, at, end);
      if (at === comma) {
        const refusal =
          comma === end
            ? '"--hmark-tuple" requires a list of types with no spaces, e.g. src,dst,sport,dport,proto'
            : `Bad type "${text.slice(at, end)}"`;
        return fault(
          at === end && at > start ? at - 1 : at,
          comma === end ? end : comma + 1,
          'A field is missing beside this comma.',
          'このコンマの前後に項目がありません。',
          {
            refusal,
          },
        );
      }
      if (findWord(words, text, at, comma, matching) < 0)
        return unknownWord(words, text, at, comma, matching, `Bad type "${text.slice(at, end)}"`);
      if (comma === end) return undefined;
      at = comma + 1;
    }
  },
  suggest(text) {
    const given = hmarkFields(text);
    return words.filter((word) => !given.includes(word.value)).map(suggestWord);
  },
});

/** The fields of a tuple by their full names; abbreviations are resolved as iptables does, unknown ones left out. */
export function hmarkFields(text: string): readonly string[] {
  return text.split(',').flatMap((part) => (part === '' ? [] : (words[findWord(words, part, 0, part.length, matching)]?.value ?? [])));
}

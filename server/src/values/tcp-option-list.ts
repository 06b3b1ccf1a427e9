import { fault } from './fault';
import type { Word } from './one-of';
import { findWord, suggestWord, unknownWord } from './one-of';
import { indexOfCode, scanEnd, scanUnsigned, U8 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

const COMMA = 44;

/** The names that libxt_TCPOPTSTRIP.c knows, with their numbers. */
const options: readonly (Word & { readonly number: number })[] = [
  { value: 'wscale', number: 3, detail: '3', doc: { en: 'Window scale.', ja: 'ウィンドウスケール。' } },
  { value: 'mss', number: 2, detail: '2', doc: { en: 'Maximum segment size.', ja: '最大セグメントサイズ。' } },
  { value: 'sack-permitted', number: 4, detail: '4', doc: { en: 'Selective acknowledgement permitted.', ja: '選択確認応答の許可。' } },
  { value: 'sack', number: 5, detail: '5', doc: { en: 'Selective acknowledgement.', ja: '選択確認応答。' } },
  { value: 'timestamp', number: 8, detail: '8', doc: { en: 'Timestamps.', ja: 'タイムスタンプ。' } },
  { value: 'md5', number: 19, detail: '19', doc: { en: 'MD5 signature.', ja: 'MD5 署名。' } },
];

/** TCP options by name or number, separated by commas (libxt_TCPOPTSTRIP.c, `parse_list`). */
export const tcpOptionList: SpanType = spanType({
  id: 'tcp-option-list',
  doc: {
    en: 'TCP options by name (`wscale`, `mss`, `sack-permitted`, `sack`, `timestamp`, `md5`) or number from 2 to 255, separated by commas.',
    ja: 'TCP オプションの名前(`wscale`、`mss`、`sack-permitted`、`sack`、`timestamp`、`md5`)または 2～255 の番号を、コンマで区切って並べたものです。',
  },
  checkSpan(text, start, end) {
    const seen = new Set<number>();
    for (let at = start; ; ) {
      const comma = indexOfCode(text, COMMA, at, end);
      const word = text.slice(at, comma);
      const number = optionNumber(text, at, comma);
      if (number === undefined) return unknownWord(options, text, at, comma, {}, `Bad TCP option value "${word}"`);
      if (number < 2) {
        return fault(at, comma, 'Options 0 and 1 are fillers and cannot be stripped.', 'オプション 0 と 1 は埋め草なので取り除けません。', {
          refusal: 'Option value may not be 0 or 1',
        });
      }
      if (seen.has(number)) {
        return fault(
          at,
          comma,
          `"${word}" stands here twice; write it once.`,
          `「${word}」が 2 回書かれています。1 回だけにしてください。`,
          {
            refusal: `Option "${word}" already specified`,
          },
        );
      }
      seen.add(number);
      if (comma === end) return undefined;
      at = comma + 1;
    }
  },
  suggest(text) {
    const given = text.split(',');
    return options.filter((option) => !given.includes(option.value)).map(suggestWord);
  },
  canonical(text) {
    return text
      .split(',')
      .map((word) => optionNumber(word, 0, word.length) ?? 0)
      .sort((left, right) => left - right)
      .join(',');
  },
});

function optionNumber(text: string, start: number, end: number): number | undefined {
  const named = options[findWord(options, text, start, end, {})];
  if (named !== undefined) return named.number;
  const value = scanUnsigned(text, start, end);
  return value >= 0 && value <= U8 && scanEnd === end ? value : undefined;
}

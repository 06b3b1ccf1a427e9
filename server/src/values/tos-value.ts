import type { Text } from '../l10n/text';
import { fault } from './fault';
import type { Word } from './one-of';
import { findWord, suggestWord, unknownWord } from './one-of';
import { indexOfCode, scanEnd, scanUnsigned, U8 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';

const SLASH = 47;

const words: readonly Word[] = [
  { value: 'Minimize-Delay', detail: '0x10', doc: { en: 'As little delay as can be.', ja: '遅延を最小にします。' } },
  { value: 'Maximize-Throughput', detail: '0x08', doc: { en: 'As much throughput as can be.', ja: 'スループットを最大にします。' } },
  { value: 'Maximize-Reliability', detail: '0x04', doc: { en: 'As few losses as can be.', ja: '信頼性を最大にします。' } },
  { value: 'Minimize-Cost', detail: '0x02', doc: { en: 'As little cost as can be.', ja: 'コストを最小にします。' } },
  { value: 'Normal-Service', detail: '0x00', doc: { en: 'Nothing special.', ja: '通常のサービスです。' } },
];

/** A TOS value with a mask, or one of five names, which imply the mask 0x3f (xtoptions.c, `xtopt_parse_tosmask`). */
export const tosValue: SpanType = spanType({
  id: 'tos',
  doc: {
    en: 'A number from 0 to 255, with `/mask` where wanted, or a name such as `Minimize-Delay`.',
    ja: '0～255 の数値(必要なら `/マスク` を付けます)、または `Minimize-Delay` などの名前です。',
  },
  checkSpan(text, start, end) {
    const value = scanUnsigned(text, start, end);
    const stop = scanEnd;
    if (value < 0 || value > U8) {
      if (findWord(words, text, start, end, { caseInsensitive: true }) >= 0) return undefined;
      const word = text.slice(start, end);
      return value > U8
        ? outOfRange(text, start, indexOfCode(text, SLASH, start, end), `Symbolic name "${word}" is unknown`)
        : unknownWord(words, text, start, end, { caseInsensitive: true }, `Symbolic name "${word}" is unknown`);
    }
    if (stop === end) return undefined;
    const refusal = `Illegal value: "${text.slice(start, end)}"`;
    if (text.charCodeAt(stop) !== SLASH) return rest(text, stop, end, refusal);
    const mask = scanUnsigned(text, stop + 1, end);
    const maskEnd = scanEnd;
    if (mask < 0)
      return fault(stop, end, 'A mask from 0 to 255 is missing behind the slash.', 'スラッシュの後ろに 0～255 のマスクがありません。', {
        refusal,
      });
    if (mask > U8) return outOfRange(text, stop + 1, end, refusal);
    return maskEnd === end ? undefined : rest(text, maskEnd, end, refusal);
  },
  describe(text): Text | undefined {
    return words[findWord(words, text, 0, text.length, { caseInsensitive: true })]?.doc;
  },
  suggest: () => words.map(suggestWord),
});

function outOfRange(text: string, start: number, end: number, refusal: string) {
  const word = text.slice(start, end);
  return fault(
    start,
    end,
    `${word} is out of range; it must lie between 0 and 255.`,
    `${word} は範囲外です。0 から 255 までの値を書いてください。`,
    {
      refusal,
    },
  );
}

function rest(text: string, start: number, end: number, refusal: string) {
  return fault(
    start,
    end,
    `"${text.slice(start, end)}" does not belong to the number; nothing may follow it.`,
    `数値の後ろに余分な「${text.slice(start, end)}」があります。取り除いてください。`,
    { refusal },
  );
}

import { fault } from './fault';
import type { SpanType } from './span';
import { spanType } from './span';

/** A traffic control class `major:minor`, both hexadecimal (libxt_CLASSIFY.c: `sscanf("%x:%x")`, of which 16 bits each are kept). */
export const trafficClass: SpanType = spanType({
  id: 'traffic-class',
  doc: {
    en: 'A class `major:minor` as `tc` prints it; both numbers are hexadecimal, with or without `0x`, up to `ffff`.',
    ja: '`tc` が表示する `major:minor` 形式のクラスです。どちらも 16 進数で、`0x` はあってもなくても構いません。最大は `ffff` です。',
  },
  checkSpan(text, start, end) {
    const word = text.slice(start, end);
    const read = /^\s*([+-]?)(?:0x)?([0-9a-f]+):\s*([+-]?)(?:0x)?([0-9a-f]+)/i.exec(word);
    if (read === null) {
      return fault(
        start,
        end,
        `"${word}" is not a class; write two hexadecimal numbers with a colon: 1:10.`,
        `「${word}」はクラスではありません。1:10 のように、2 つの 16 進数をコロンで区切って書いてください。`,
        { refusal: `Bad class value "${word}"` },
      );
    }
    const loaded = loadedAs(read);
    const changed =
      read[0].length < word.length || read[1] === '-' || read[3] === '-' || value(read[2]) > 0xffff || value(read[4]) > 0xffff;
    if (!changed) return undefined;
    return fault(
      start,
      end,
      `iptables loads "${word}" as the class ${loaded}: both numbers go up to ffff, and nothing may follow them.`,
      `iptables は「${word}」をクラス ${loaded} として読み込みます。どちらの数値も最大は ffff で、後ろには何も書けません。`,
    );
  },
  canonical(text) {
    const read = /^\s*([+-]?)(?:0x)?([0-9a-f]+):\s*([+-]?)(?:0x)?([0-9a-f]+)/i.exec(text);
    return read === null ? undefined : loadedAs(read);
  },
});

function value(digits: string | undefined): number {
  return Number.parseInt(digits ?? '0', 16);
}

function loadedAs(read: RegExpExecArray): string {
  const part = (sign: string | undefined, digits: string | undefined): string => {
    const low = Number(BigInt(`0x${digits ?? '0'}`) & 0xffffn);
    return ((sign === '-' ? 0x10000 - low : low) & 0xffff).toString(16).padStart(4, '0');
  };
  return `${part(read[1], read[2])}:${part(read[3], read[4])}`;
}

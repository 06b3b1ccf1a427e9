import type { Text } from '../l10n/text';
import { fault } from './fault';
import { byteLength, isSpace, scanEnd, scanUnsigned, U32 } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

/** XT_U32_MAXSIZE less the one that libxt_u32.c leaves room for: tests, numbers of a location, and ranges of a value. */
const MOST = 10;

/**
 * The argument of `--u32` (libxt_u32.c, `u32_parse`): `location=value` between `&&`; a location is numbers with `&`, `<<`, `>>` or `@`
 * between them, a value is numbers and ranges `from:to` between commas.
 */
export const u32Tests = spanType({
  id: 'u32-tests',
  doc: {
    en: 'Tests `location=value` between `&&`. A location is an offset with operations (`&mask`, `<<bits`, `>>bits`, `@offset`), a value a list of numbers and ranges (`1,5:8`). At most 10 of each.',
    ja: '`位置=値` の形のテストを `&&` でつなぎます。位置はオフセットと演算(`&マスク`、`<<ビット数`、`>>ビット数`、`@オフセット`)、値は数値や範囲の一覧(`1,5:8`)です。それぞれ 10 個までです。',
  },
  checkSpan: (text, start, end) => new Reader(text, start, end).read(),
  describe: describeTests,
  suggest: () => [
    { value: '0&0xFFFF=0x100:0xFFFF', doc: { en: 'IPv4 packets of 256 bytes and more', ja: '256 バイト以上の IPv4 パケット' } },
    { value: '6&0xFF=1', doc: { en: 'The protocol field of IPv4 is 1 (ICMP)', ja: 'IPv4 のプロトコル番号が 1(ICMP)' } },
    {
      value: '0>>22&0x3C@12>>26&0x3C@0=0x47455420',
      doc: { en: 'The payload of IPv4 TCP begins with "GET "', ja: 'IPv4 の TCP ペイロードが「GET 」で始まる' },
    },
  ],
  canonical: (text) =>
    text.replaceAll(/[ \t\n\v\f\r]+/g, '').replaceAll(/\+?(0x[0-9a-f]+|\d+)/gi, (_, digits: string) => {
      const value = scanUnsigned(digits, 0, digits.length);
      return `0x${value.toString(16)}`;
    }),
});

/** One walk over the argument, as iptables reads it. */
class Reader {
  private at: number;

  constructor(
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  read(): ValueFault | undefined {
    for (let tests = 1; ; tests++) {
      const found = this.location() ?? this.values();
      if (found !== undefined) return found;
      if (this.at >= this.end) return this.reversed;
      if (tests >= MOST) {
        // An eleventh test is read to its end, a twelfth is not.
        const further = this.text.indexOf('&&', this.at + 2);
        return this.fault(
          further < 0 || further >= this.end ? this.end : further + 1,
          `At most ${MOST} tests fit in one rule; use several rules or several -m u32.`,
          `テストは ${MOST} 個までです。ルールか -m u32 を分けてください。`,
          'too many "&&"s',
          this.at,
          this.end,
        );
      }
      this.at += 2;
    }
  }

  /** Up to the `=`. */
  private location(): ValueFault | undefined {
    for (let numbers = 0; ; ) {
      this.skipSpaces();
      if (this.at >= this.end) {
        return this.fault(
          this.end,
          'The test ends before its "=" and value.',
          'テストが「=」と値の前で終わっています。',
          'u32: abrupt end of input after location specifier',
        );
      }
      const code = this.text.charAt(this.at);
      if (code === '=') {
        if (numbers === 0)
          return this.fault(
            this.at,
            'The location before this "=" is missing.',
            'この「=」の前に位置がありません。',
            'location spec missing',
          );
        this.at++;
        return undefined;
      }
      if (numbers > 0) {
        const wrong = this.operator(code);
        if (wrong !== undefined) return wrong;
      }
      const shifts = numbers > 0 && (code === '<' || code === '>');
      const from = this.at;
      const wrong = this.number();
      if (wrong !== undefined) return wrong;
      if (shifts && this.value > 31) return tooFarShift(from, this.at, this.value);
      if (++numbers > MOST) {
        return this.fault(
          this.at,
          `A location has ${MOST} numbers at most.`,
          `1 つの位置に書ける数値は ${MOST} 個までです。`,
          'too many operators',
          this.at - 1,
        );
      }
    }
  }

  private operator(sign: string): ValueFault | undefined {
    if (sign === '&' || sign === '@') {
      this.at++;
      return undefined;
    }
    if (sign !== '<' && sign !== '>') {
      return this.fault(
        this.at,
        `An operator is expected here ("&", "<<", ">>", "@" or "="), and "${sign}" is none.`,
        `ここには演算子(「&」「<<」「>>」「@」「=」)が必要です。「${sign}」は使えません。`,
        'operator expected',
      );
    }
    this.at++;
    if (this.text.charAt(this.at) !== sign || this.at >= this.end) {
      return this.fault(
        this.at,
        `A shift is written "${sign}${sign}".`,
        `シフトは「${sign}${sign}」と書きます。`,
        `a second '${sign}' was expected`,
        this.at - 1,
      );
    }
    this.at++;
    return undefined;
  }

  /** Behind the `=`, up to the end or a `&&`. */
  private values(): ValueFault | undefined {
    for (let values = 0; ; ) {
      this.skipSpaces();
      if (this.at >= this.end) {
        return values > 0
          ? undefined
          : this.fault(
              this.end,
              'The value behind the "=" is missing.',
              '「=」の後ろに値がありません。',
              'u32: test ended with no value specified',
            );
      }
      const sign = this.text.charAt(this.at);
      if (sign === '&') {
        if (this.text.charAt(this.at + 1) !== '&' || this.at + 1 >= this.end) {
          return this.fault(this.at + 1, 'Tests are joined by "&&".', 'テストは「&&」でつなぎます。', "a second '&' was expected", this.at);
        }
        return values > 0
          ? undefined
          : this.fault(
              this.at + 1,
              'The value before this "&&" is missing.',
              'この「&&」の前に値がありません。',
              'value spec missing',
              this.at,
            );
      }
      if (values > 0) {
        if (sign !== ',') {
          return this.fault(
            this.at,
            `A comma or "&&" is expected here, not "${sign}".`,
            `ここにはコンマか「&&」が必要です。「${sign}」は使えません。`,
            'expected "," or "&&"',
          );
        }
        this.at++;
      }
      const wrong = this.range();
      if (wrong !== undefined) return wrong;
      if (++values > MOST) {
        return this.fault(
          this.at,
          `A value has ${MOST} ranges at most.`,
          `1 つの値に書ける範囲は ${MOST} 個までです。`,
          'too many ","s',
          this.at - 1,
        );
      }
    }
  }

  private range(): ValueFault | undefined {
    const first = this.at;
    const wrong = this.number();
    if (wrong !== undefined) return wrong;
    const from = this.value;
    this.skipSpaces();
    if (this.text.charAt(this.at) !== ':' || this.at >= this.end) return undefined;
    this.at++;
    const behind = this.number();
    if (behind === undefined && from > this.value) this.reversed ??= reversedRange(first, this.at, from, this.value);
    return behind;
  }

  /** The first range that runs backwards, which loads. */
  private reversed: ValueFault | undefined;

  private value = 0;

  private number(): ValueFault | undefined {
    this.value = scanUnsigned(this.text, this.at, this.end);
    if (this.value >= 0 && this.value <= U32) {
      this.at = scanEnd;
      return undefined;
    }
    const stop = Math.max(scanEnd, Math.min(this.at + 1, this.end));
    return this.value > U32
      ? this.fault(
          this.at,
          'The number has more than 32 bits.',
          '32 ビットを超える数値です。',
          'not a number or out of range',
          this.at,
          stop,
        )
      : this.fault(
          this.at,
          'A number is expected here: decimal, hexadecimal with 0x, or octal with a leading 0.',
          'ここには数値(10 進数、0x で始まる 16 進数、0 で始まる 8 進数)が必要です。',
          'not a number or out of range',
          this.at,
          stop,
        );
  }

  private skipSpaces(): void {
    while (this.at < this.end && isSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  /** A fault with iptables' words, which count bytes from the argument's beginning. */
  private fault(near: number, en: string, ja: string, words: string, from = near, to = Math.min(near + 1, this.end)): ValueFault {
    const refusal = words.startsWith('u32: ') ? words : `u32: at char ${byteLength(this.text, this.start, near)}: ${words}`;
    const start = Math.min(from, Math.max(this.start, this.end - 1));
    return fault(start, Math.max(to, start), en, ja, { refusal });
  }
}

/** Newer kernels refuse it; in older ones what it does is undefined (net/netfilter/xt_u32.c, `u32_mt_checkentry`). */
function tooFarShift(start: number, end: number, bits: number): ValueFault {
  return fault(
    start,
    end,
    `A number of 32 bits can be shifted by 0 to 31 bits, not by ${bits}.`,
    `32 ビットの数値をシフトできるのは 0 から 31 ビットまでです(${bits} は使えません)。`,
    { refusal: 'RULE_APPEND failed (Invalid argument)' },
  );
}

function reversedRange(start: number, end: number, from: number, to: number): ValueFault {
  return fault(
    start,
    end,
    `The range runs backwards, so nothing lies in it: ${from} is larger than ${to}. Swap its ends.`,
    `範囲が逆のため、当てはまる値がありません。${from} は ${to} より大きいので、両端を入れ替えてください。`,
    { code: 'never-matching-value' },
  );
}

function describeTests(text: string): Text | undefined {
  const tests = text.split('&&').length;
  return tests < 2
    ? undefined
    : { en: `${tests} tests, all of which must hold.`, ja: `${tests} 個のテストがあり、すべて成り立つ場合に一致します。` };
}

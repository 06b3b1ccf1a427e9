import { fault } from './fault';
import { isSpace, scanEnd, scanUnsigned, U32 } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

/** The most places and operators of one test, values of one test, and tests (linux/netfilter/xt_u32.h, `XT_U32_MAXSIZE`). */
const MOST = 10;

/** One test of a u32 expression: where it reads, and the values it takes. */
export interface U32Test {
  /** The numbers of the location with the operator before each; the first has none. */
  readonly location: readonly { readonly operator: '' | '&' | '<<' | '>>' | '@'; readonly number: number }[];
  readonly values: readonly { readonly from: number; readonly to: number }[];
}

/**
 * The expression of the u32 match: `location=values` between `&&`; a location is numbers between `&`, `<<`, `>>` and `@`, values are
 * numbers and ranges `from:to` between commas (libxt_u32.c, `u32_parse`). White space may stand between the parts.
 */
export const u32Expression = spanType({
  id: 'u32',
  doc: {
    en: 'Tests between `&&`, each `location=values`. The location is a byte offset, with `& mask`, `<< bits`, `>> bits` and `@ offset` behind it: `6&0xFF=17`. At most ten of everything.',
    ja: '`&&` で区切ったテストです。各テストは `位置=値` の形で、位置はバイトオフセットに `& マスク`、`<< ビット数`、`>> ビット数`、`@ オフセット` を続けて書きます(例:`6&0xFF=17`)。いずれも 10 個までです。',
  },
  checkSpan(text, start, end) {
    const result = parse(text, start, end);
    return 'tests' in result ? undefined : result;
  },
  describe(text) {
    const tests = parseU32(text);
    if (tests === undefined) return undefined;
    return {
      en: tests.map((test) => `- ${printLocation(test)} is ${printValues(test, 'or')}`).join('\n'),
      ja: tests.map((test) => `- ${printLocation(test)} が ${printValues(test, 'または')}`).join('\n'),
    };
  },
  canonical: (text) =>
    parseU32(text)
      ?.map((test) => {
        const location = test.location.map(({ operator, number }) => `${operator}${hex(number)}`).join('');
        const values = test.values.map(({ from, to }) => (from === to ? hex(from) : `${hex(from)}:${hex(to)}`)).join(',');
        return `${location}=${values}`;
      })
      .join('&&'),
});

/** The tests of a right expression; `undefined` for one that is refused. */
export function parseU32(text: string): readonly U32Test[] | undefined {
  const result = parse(text, 0, text.length);
  return 'tests' in result ? result.tests : undefined;
}

type Parsed = { readonly tests: readonly U32Test[] } | ValueFault;

/** Walks the expression as `u32_parse` does, which tells where it stopped by characters from the beginning. */
function parse(text: string, start: number, end: number): Parsed {
  const tests: U32Test[] = [];
  let at = start;
  for (;;) {
    const location = readLocation(text, start, at, end);
    if ('message' in location) return location;
    const values = readValues(text, start, location.at, end);
    if ('message' in values) return values;
    tests.push({ location: location.location, values: values.values });
    if (tests.length > MOST) return tooMany(start, undefined, end, 'tests', 'テスト', `too many "&&"s`);
    if (values.last) return { tests };
    at = values.at;
  }
}

function readLocation(text: string, start: number, from: number, end: number): { location: U32Test['location']; at: number } | ValueFault {
  const location: { operator: '' | '&' | '<<' | '>>' | '@'; number: number }[] = [];
  for (let at = from; ; ) {
    at = skipSpaces(text, at, end);
    if (at === end) {
      return fault(
        start,
        end,
        'The expression ends behind a location; "=" and a value are missing.',
        '式が位置の指定で終わっています。「=」と値を続けて書いてください。',
        { refusal: 'u32: abrupt end of input after location specifier' },
      );
    }
    const sign = text.charAt(at);
    if (sign === '=') {
      if (location.length > 0) return { location, at: at + 1 };
      return fault(at, at + 1, 'A location is missing before this "=".', 'この「=」の前に位置の指定がありません。', {
        refusal: `u32: at char ${at - start}: location spec missing`,
      });
    }
    let operator: '' | '&' | '<<' | '>>' | '@' = '';
    if (location.length > 0) {
      const read = readOperator(text, start, at, end);
      if (typeof read !== 'string') return read;
      operator = read;
      at += operator.length;
    }
    const number = scanUnsigned(text, at, end);
    if (number < 0 || number > U32) return badNumber(start, at, end);
    if ((operator === '<<' || operator === '>>') && number > 31) return badShift(at, scanEnd, number);
    at = scanEnd;
    location.push({ operator, number });
    if (location.length > MOST) return tooMany(start, at, end, 'numbers in one location', '1 つの位置の数値', 'too many operators');
  }
}

function readOperator(text: string, start: number, at: number, end: number): '&' | '<<' | '>>' | '@' | ValueFault {
  const sign = text.charAt(at);
  if (sign === '&' || sign === '@') return sign;
  if (sign === '<' || sign === '>') {
    if (text.charAt(at + 1) === sign) return sign === '<' ? '<<' : '>>';
    return fault(
      at,
      at + 1,
      `A shift is written with two signs: "${sign}${sign}".`,
      `シフトは「${sign}${sign}」のように 2 つ続けて書きます。`,
      {
        refusal: `u32: at char ${at + 1 - start}: a second '${sign}' was expected`,
        suggestion: sign + sign,
      },
    );
  }
  return fault(
    at,
    Math.min(at + 1, end),
    `An operator ("&", "<<", ">>", "@") or "=" is wanted here, not "${sign}".`,
    `ここには演算子(&、<<、>>、@)か「=」が必要です。「${sign}」は書けません。`,
    { refusal: `u32: at char ${at - start}: operator expected` },
  );
}

function readValues(
  text: string,
  start: number,
  from: number,
  end: number,
): { values: U32Test['values']; at: number; last: boolean } | ValueFault {
  const values: { from: number; to: number }[] = [];
  for (let at = from; ; ) {
    at = skipSpaces(text, at, end);
    if (at === end) {
      if (values.length > 0) return { values, at, last: true };
      return fault(Math.max(start, at - 1), end, 'A value is missing behind "=".', '「=」の後ろに値がありません。', {
        refusal: 'u32: test ended with no value specified',
      });
    }
    if (text.charAt(at) === '&') {
      const both = readAnd(text, start, at, values.length);
      if (both !== undefined) return both;
      return { values, at: at + 2, last: false };
    }
    if (values.length > 0) {
      if (text.charAt(at) !== ',') {
        return fault(at, at + 1, 'A comma or "&&" is wanted here.', 'ここにはコンマか「&&」が必要です。', {
          refusal: `u32: at char ${at - start}: expected "," or "&&"`,
        });
      }
      at++;
    }
    const first = scanUnsigned(text, at, end);
    if (first < 0 || first > U32) return badNumber(start, at, end);
    at = skipSpaces(text, scanEnd, end);
    let last = first;
    if (text.charAt(at) === ':' && at < end) {
      last = scanUnsigned(text, at + 1, end);
      if (last < 0 || last > U32) return badNumber(start, at + 1, end);
      at = scanEnd;
    }
    values.push({ from: first, to: last });
    if (values.length > MOST) return tooMany(start, at, end, 'values in one test', '1 つのテストの値', 'too many ","s');
  }
}

/** The `&&` at `at`; `undefined` where it is right. */
function readAnd(text: string, start: number, at: number, values: number): ValueFault | undefined {
  if (text.charAt(at + 1) !== '&') {
    return fault(at, at + 1, 'Tests are joined by "&&".', 'テストは「&&」でつなぎます。', {
      refusal: `u32: at char ${at + 1 - start}: a second '&' was expected`,
      suggestion: '&&',
    });
  }
  if (values > 0) return undefined;
  return fault(at, at + 2, 'A value is missing before this "&&".', 'この「&&」の前に値がありません。', {
    refusal: `u32: at char ${at + 1 - start}: value spec missing`,
  });
}

/** Newer kernels refuse it (net/netfilter/xt_u32.c, `u32_mt_checkentry`); older ones load it, and what it does is undefined. */
function badShift(start: number, end: number, number: number): ValueFault {
  return fault(
    start,
    end,
    `A number of 32 bits can be shifted by 0 to 31, not by ${number}.`,
    `32 ビットの数値をシフトできるのは 0 から 31 までです(${number} は使えません)。`,
    {
      refusal: 'RULE_APPEND failed (Invalid argument)',
    },
  );
}

function badNumber(start: number, at: number, end: number): ValueFault {
  return fault(
    Math.min(at, end - 1),
    Math.min(at + 1, end),
    'A number of 32 bits is wanted here.',
    'ここには 32 ビットの数値が必要です。',
    {
      refusal: `u32: at char ${at - start}: not a number or out of range`,
    },
  );
}

function tooMany(start: number, at: number | undefined, end: number, en: string, ja: string, words: string): ValueFault {
  return fault(start, end, `There are more than ${MOST} ${en}.`, `${ja}は ${MOST} 個までです。`, {
    refusal: `u32: at char ${at === undefined ? '…' : at - start}: ${words}`,
  });
}

function skipSpaces(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && isSpace(text.charCodeAt(next))) next++;
  return next;
}

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}

function printLocation(test: U32Test): string {
  return `\`${test.location.map(({ operator, number }) => (operator === '' ? String(number) : ` ${operator} ${hex(number)}`)).join('')}\``;
}

function printValues(test: U32Test, or: string): string {
  return test.values.map(({ from, to }) => (from === to ? hex(from) : `${hex(from)}–${hex(to)}`)).join(` ${or} `);
}

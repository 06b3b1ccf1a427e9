import { fault } from './fault';
import { indexOfCode, spanStartsWith } from './scan';
import { spanType } from './span';
import { text } from './text';
import type { ValueFault } from './value-type';

/** The most directions (linux/netfilter/ipset/ip_set.h, `IPSET_DIM_MAX`). */
const MOST = 6;
const refusal = "You must specify (the comma separated list of) 'src' or 'dst'.";

/** The name of an ipset (libxt_set.c). Whether it exists is the machine's business. */
export const setName = text({
  id: 'set-name',
  doc: {
    en: 'The name of an ipset, of at most 31 bytes. It must exist when the file is loaded.',
    ja: 'ipset の名前です(31 バイトまで)。読み込み時に存在していなければなりません。',
  },
  maxBytes: 31,
  truncated: 'refused',
  refusal: (name) => `setname \`${name}' too long, max 31 characters.`,
});

/**
 * Which addresses and ports of a packet are looked up, one for each dimension of the set (libxt_set.h, `parse_dirs`).
 * iptables compares three letters, so that `srcport` is `src`.
 */
export const setFlags = spanType({
  id: 'set-flags',
  doc: {
    en: '`src` or `dst`, one for each dimension of the set, between commas; at most six.',
    ja: '`src` か `dst` を、セットの次元の数だけコンマ区切りで並べます(6 個まで)。',
  },
  checkSpan(value, start, end) {
    let count = 0;
    for (let at = start; ; ) {
      const comma = indexOfCode(value, 44, at, end);
      if (++count > MOST) return tooMany(value, at, end);
      if (!spanStartsWith(value, at, comma, 'src') && !spanStartsWith(value, at, comma, 'dst')) return unknown(value, at, comma);
      if (comma === end) return undefined;
      at = comma + 1;
    }
  },
  describe(value) {
    const parts = value.split(',');
    const en = parts.map((part) => (part.startsWith('src') ? 'source' : 'destination'));
    const ja = parts.map((part) => (part.startsWith('src') ? '送信元' : '宛先'));
    return { en: `Looks up: ${en.join(', ')}.`, ja: `${ja.join('、')} の順に照合します。` };
  },
  suggest(value) {
    const before = value.slice(0, value.lastIndexOf(',') + 1);
    return [
      { value: `${before}src`, detail: 'source' },
      { value: `${before}dst`, detail: 'destination' },
    ];
  },
  canonical: (value) =>
    value
      .split(',')
      .map((part) => part.slice(0, 3))
      .join(','),
});

function unknown(value: string, start: number, end: number): ValueFault {
  const word = value.slice(start, end);
  const lower = word.toLowerCase();
  const suggestion = /^s/.test(lower) ? 'src' : /^d/.test(lower) ? 'dst' : undefined;
  return word === ''
    ? fault(Math.max(start - 1, 0), Math.max(end, start), '"src" or "dst" is missing here.', 'ここに src か dst がありません。', {
        refusal,
      })
    : fault(
        start,
        end,
        `"${word}" is no direction; write "src" or "dst", in small letters.`,
        `「${word}」は使えません。小文字で src か dst と書いてください。`,
        { refusal, suggestion },
      );
}

function tooMany(value: string, start: number, end: number): ValueFault {
  return fault(
    start - 1,
    end,
    `A set has at most ${MOST} dimensions; "${value.slice(start, end)}" is too much.`,
    `セットの次元は ${MOST} までです。「${value.slice(start, end)}」は余分です。`,
    { refusal: `Can't be more src/dst options than ${MOST}.` },
  );
}

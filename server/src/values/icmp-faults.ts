import { enumerate, fault, nearest } from './fault';
import type { IcmpName } from './icmp-names';
import { icmpv6Names } from './icmp-names';
import { spanIsPrefix } from './scan';
import type { ValueFault } from './value-type';

// What is wrong with ICMP types, in libxt_icmp.h's own order of complaints.

/** A beginning that several names share. */
export function ambiguousType(names: readonly IcmpName[], title: string, text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  if (word === '') {
    return fault(start, end, `An ${title} type is missing here.`, `${title} タイプがありません。名前か番号を書いてください。`, {
      refusal: `Ambiguous ${title} type \`': \`${names[0]?.name}' or \`${names[1]?.name}'?`,
    });
  }
  const candidates = names.filter((entry) => spanIsPrefix(word, 0, word.length, entry.name, true)).map((entry) => entry.name);
  const { en, ja } = enumerate(candidates, 6);
  return fault(
    start,
    end,
    `"${word}" is short for several ${title} types: ${en}. Write the one that is meant in full.`,
    `「${word}」は ${ja} のどれの略か判別できません。省略せずに書いてください。`,
    { refusal: `Ambiguous ${title} type \`${word}': \`${candidates[0]}' or \`${candidates[1]}'?`, suggestion: candidates[0] },
  );
}

/** `3:4`, which ebtables takes and iptables does not. */
export function typeRange(title: string, start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    `A range of ${title} types is not possible; write a rule for each.`,
    `${title} タイプの範囲は指定できません。タイプごとにルールを書いてください。`,
    { refusal: `${title} type range not supported` },
  );
}

/** A type that is neither a name nor a number from 0 to 255. */
export function unknownType(
  names: readonly IcmpName[],
  title: string,
  text: string,
  start: number,
  end: number,
  numberEnd: number,
): ValueFault {
  const word = text.slice(start, end);
  const refusal = `Unknown ${title} type \`${word}'`;
  if (numberEnd < end || /^\d+$/.test(word)) {
    const number = text.slice(start, numberEnd);
    return fault(
      start,
      numberEnd,
      `${number} is no ${title} type; they go from 0 to 255.`,
      `${title} タイプ ${number} はありません。0 から 255 までです。`,
      { refusal },
    );
  }
  const suggestion = nearest(
    word,
    names.map((entry) => entry.name),
  );
  if (suggestion !== undefined) {
    return fault(
      start,
      end,
      `There is no ${title} type "${word}"; did you mean "${suggestion}"?`,
      `${title} タイプ「${word}」はありません。「${suggestion}」の誤りではありませんか。`,
      { refusal, suggestion },
    );
  }
  const any = names === icmpv6Names && word === 'any';
  return fault(
    start,
    end,
    any
      ? 'ICMPv6 has no "any"; leave the option out to match every type.'
      : `There is no ${title} type "${word}"; write a name such as "echo-request", or a number.`,
    any
      ? 'ICMPv6 では「any」は使えません。すべてのタイプに一致させるには、オプションを省いてください。'
      : `${title} タイプ「${word}」はありません。「echo-request」などの名前か番号を書いてください。`,
    { refusal },
  );
}

/** A code that is no number from 0 to 255. `wholeStart` is where the value begins, which iptables quotes whole. */
export function unknownCode(title: string, text: string, wholeStart: number, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  return fault(
    word === '' ? start - 1 : start,
    end,
    word === '' ? 'A code from 0 to 255 is missing here.' : `"${word}" is no ${title} code; they go from 0 to 255.`,
    word === ''
      ? 'ここに 0 から 255 までのコードがありません。'
      : `「${word}」は ${title} コードではありません。0 から 255 までの数値を書いてください。`,
    { refusal: `Unknown ${title} code \`${text.slice(wholeStart, end)}'` },
  );
}

/** Something behind a number. */
export function strayCharacter(text: string, start: number, end: number): ValueFault {
  const rest = text.slice(start, end);
  return fault(
    start,
    end,
    `"${rest}" does not belong to the number; nothing may follow it.`,
    `数値の後ろに余分な「${rest}」があります。取り除いてください。`,
    {
      refusal: `unknown character ${rest.charAt(0)}`,
    },
  );
}

import { enumerate, fault, nearest } from './fault';
import { ownProtocols, protocolNumbers } from './protocols';
import { U8 } from './scan';
import type { ValueContext, ValueFault } from './value-type';

/** Routing, fragment, AH and destination options headers are walked over in IPv6: a rule never sees them as its protocol (xshared.c, `is_exthdr`). */
export function isExtensionHeader(number: number): boolean {
  return number === 43 || number === 44 || number === 51 || number === 60;
}

/** `-p` with an extension header of IPv6. */
export function extensionHeader(text: string, start: number, end: number, number: number, context: ValueContext): ValueFault | undefined {
  if (context.inverted) return undefined;
  const match = number === 43 ? 'rt' : number === 44 ? 'frag' : number === 51 ? 'ah' : 'dst';
  const word = text.slice(start, end);
  return fault(
    start,
    end,
    `In IPv6 "${word}" is an extension header, which -p never sees, so the rule never matches. Use "-m ${match}" or "-m ipv6header".`,
    `IPv6 では「${word}」は拡張ヘッダーであり -p の対象にならないため、このルールには一致しません。「-m ${match}」か「-m ipv6header」を使ってください。`,
    { code: 'never-matching-value', refusal: `Warning: never matched protocol: ${word}. use extension match instead.` },
  );
}

/** A condition on protocol 0, which stands for all. */
export function nothingLeft(start: number, end: number, refusal: string): ValueFault {
  return fault(
    start,
    end,
    'Protocol 0 stands for every protocol, so this condition cannot be meant; name one protocol.',
    'プロトコル 0 はすべてのプロトコルを表すため、この条件には意味がありません。プロトコルを 1 つ指定してください。',
    { refusal },
  );
}

/** A name whose number has more than 8 bits (`mptcp`). */
export function tooLarge(text: string, start: number, end: number, number: number): ValueFault {
  const word = text.slice(start, end);
  return fault(
    start,
    end,
    `"${word}" has the number ${number}, which does not fit into a packet's protocol field of 8 bits: the rule never matches, or it matches protocol ${number & U8}.`,
    `「${word}」の番号 ${number} は 8 ビットのプロトコル欄に収まりません。ルールは一致しないか、プロトコル ${number & U8} に一致してしまいます。`,
  );
}

/** A protocol that has neither name nor number. `looked` is what iptables quotes. */
export function unknownProtocol(text: string, start: number, end: number, looked = text.slice(start, end)): ValueFault {
  const word = text.slice(start, end);
  const refusal = `unknown protocol "${looked}" specified`;
  if (/^\d+$/.test(word)) {
    return fault(
      start,
      end,
      `There is no protocol ${word}; numbers go from 0 to 255.`,
      `プロトコル番号 ${word} はありません。0 から 255 までの番号を書いてください。`,
      { refusal },
    );
  }
  const suggestion = word.includes(',') ? undefined : meantProtocol(word);
  if (suggestion !== undefined) {
    return fault(
      start,
      end,
      `There is no protocol "${word}"; did you mean "${suggestion}"?`,
      `プロトコル「${word}」はありません。「${suggestion}」の誤りではありませんか。`,
      { refusal, suggestion },
    );
  }
  const { en, ja } = enumerate(['tcp', 'udp', 'icmp']);
  return word.includes(',')
    ? fault(
        start,
        end,
        'Only one protocol can stand here; write one rule for each.',
        'ここに書けるプロトコルは 1 つだけです。プロトコルごとにルールを分けてください。',
        { refusal },
      )
    : fault(
        start,
        end,
        `There is no protocol "${word}"; write a name such as ${en}, or a number.`,
        `プロトコル「${word}」はありません。${ja} などの名前か番号を書いてください。`,
        { refusal },
      );
}

/** The name that was probably meant: every name is written in small letters, which all options take. */
function meantProtocol(word: string): string | undefined {
  const lower = word.toLowerCase();
  const alias = [...protocolNumbers].find(([name]) => name.toLowerCase() === lower);
  if (alias !== undefined) return [...protocolNumbers].find(([name, number]) => number === alias[1] && name === name.toLowerCase())?.[0];
  if (lower === 'icmp6') return 'icmpv6';
  return nearest(
    word,
    [...ownProtocols.keys(), ...protocolNumbers.keys()].filter((name) => name === name.toLowerCase()),
  );
}

import type { Text } from '../l10n/text';
import { fault } from './fault';
import { byteLength } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault, ValueSuggestion } from './value-type';

/** The longest name of a network interface (linux/if.h, `IFNAMSIZ` less its closing zero). */
export const longestInterfaceName = 15;
const PLUS = 43;

/** What an interface value matches: one name, or every name that begins with it. */
export interface InterfacePattern {
  readonly name: string;
  /** It ended in `+`, which `name` leaves out. */
  readonly wildcard: boolean;
}

/** The names that a value of `-i` or `-o` matches. An empty wildcard matches every interface. */
export function parseInterface(text: string): InterfacePattern {
  return text.endsWith('+') ? { name: text.slice(0, -1), wildcard: true } : { name: text, wildcard: false };
}

/** `-i` and `-o` (xshared.c, `parse_interface`). */
export const interfaceName = interfaceType('interface', {
  long: (name) => `interface name \`${name}' must be shorter than 16 characters`,
  empty: 'Empty interface is likely to be undesired',
});

/** `--physdev-in` and `--physdev-out` (xtables.c, `xtables_parse_interface`), which take an empty name for any. */
export const physicalInterface = interfaceType('physical-interface', {
  long: (name) => `interface name \`${name}' must be shorter than IFNAMSIZ (15)`,
});

/** TEE's `--oif`: an exact name, which is cut silently where it is too long (libxt_TEE.c). */
export const outputInterface = spanType({
  id: 'output-interface',
  doc: { en: 'The name of one network interface, of at most 15 bytes.', ja: 'ネットワークインターフェースの名前です。15 バイトまでです。' },
  checkSpan(text, start, end) {
    if (end - start <= longestInterfaceName / 3 || byteLength(text, start, end) <= longestInterfaceName) return strange(text, start, end);
    return fault(
      start,
      end,
      'No interface has a name of more than 15 bytes; iptables cuts it silently, and the rule names another interface.',
      'インターフェース名は 15 バイトまでです。長い名前は黙って切り詰められ、別のインターフェースを指すことになります。',
    );
  },
});

function interfaceType(id: string, refusals: { readonly long: (name: string) => string; readonly empty?: string }): SpanType {
  return spanType({
    id,
    doc: {
      en: 'The name of a network interface, of at most 15 bytes; with a `+` at its end, every interface whose name begins so.',
      ja: 'ネットワークインターフェースの名前です(15 バイトまで)。末尾に `+` を付けると、その文字列で始まるすべてのインターフェースに一致します。',
    },
    checkSpan(text, start, end) {
      if (start === end) {
        return refusals.empty === undefined
          ? undefined
          : fault(start, end, 'The name of an interface is missing.', 'インターフェース名がありません。', { refusal: refusals.empty });
      }
      if (end - start > longestInterfaceName / 3 && byteLength(text, start, end) > longestInterfaceName) {
        const name = text.slice(start, end);
        return fault(
          start,
          end,
          `No interface has a name of more than 15 bytes, and "${name}" has ${byteLength(name)}; for all that begin so, end it with "+".`,
          `インターフェース名は 15 バイトまでですが、「${name}」は ${byteLength(name)} バイトあります。共通の先頭部分に「+」を付ける書き方もあります。`,
          { refusal: refusals.long(name) },
        );
      }
      return strange(text, start, end);
    },
    describe: describePattern,
    suggest: () => common,
    canonical: (text) => text,
  });
}

/** Names that load and that no interface can have, or surely has not. */
function strange(text: string, start: number, end: number): ValueFault | undefined {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    // Letters, digits and the common signs are passed over at once.
    if (code >= 48 && code <= 57) continue;
    if ((code | 32) >= 97 && (code | 32) <= 122) continue;
    if (code === 44) return listed(text, start, end);
    if (code === 47 || code === 32 || code === 9 || code === 58) return impossible(text, start, end, at);
    if (code === 42) return star(text, start, end, at);
    if (code === 33 && at === start) return glued(text, start, end);
  }
  return undefined;
}

function listed(text: string, start: number, end: number): ValueFault {
  const [first = '', ...more] = text.slice(start, end).split(',');
  return fault(
    start,
    end,
    'iptables takes no list of interfaces: the comma is a character of the name, so the rule never matches. Write a rule for each.',
    'インターフェースのリストは書けません。コンマは名前の一部とみなされ、一致することはありません。インターフェースごとにルールを分けてください。',
    { code: 'never-matching-interface', suggestion: more.every((name) => name === '') ? first : undefined },
  );
}

function impossible(text: string, start: number, end: number, at: number): ValueFault {
  const alias = text.charCodeAt(at) === 58;
  if (alias) {
    const name = text.slice(start, at);
    return fault(
      start,
      end,
      `"${text.slice(start, end)}" is an address label, not an interface, so the rule never matches; write "${name}" and the address with -d or -s.`,
      `「${text.slice(start, end)}」はアドレスのラベルでインターフェース名ではないため、一致しません。「${name}」と書き、アドレスは -d や -s で指定してください。`,
      { code: 'never-matching-interface', suggestion: name },
    );
  }
  const sign = text.charAt(at);
  const shown = sign === '/' ? '"/"' : 'a space';
  return fault(
    at,
    at + 1,
    `No interface has ${shown} in its name, so the rule never matches.`,
    `インターフェース名に${sign === '/' ? '「/」' : '空白'}は使えないため、一致することはありません。`,
    {
      code: 'never-matching-interface',
      refusal: `Warning: weird character in interface \`${text.slice(start, end)}' ('/' and ' ' are not allowed by the kernel).`,
    },
  );
}

function star(text: string, start: number, end: number, at: number): ValueFault {
  const last = at === end - 1;
  const suggestion = last ? `${text.slice(start, at)}+` : undefined;
  return fault(
    last ? start : at,
    last ? end : at + 1,
    'iptables takes "*" for a character of the name, so the rule never matches; the wildcard is a "+" at the end.',
    'iptables は「*」を名前の一部の文字とみなすため、一致しません。ワイルドカードには末尾の「+」を使ってください。',
    { code: 'never-matching-interface', suggestion },
  );
}

function glued(text: string, start: number, end: number): ValueFault {
  return fault(
    start,
    end,
    `iptables takes "!" for a part of the name, so the rule never matches; it stands before the option: "! -i ${text.slice(start + 1, end)}".`,
    `iptables は「!」を名前の一部とみなすため、一致しません。「! -i ${text.slice(start + 1, end)}」のようにオプションの前に書いてください。`,
    { code: 'never-matching-interface' },
  );
}

function describePattern(text: string): Text | undefined {
  if (text.charCodeAt(text.length - 1) !== PLUS) return text === 'lo' ? loopback : undefined;
  const { name } = parseInterface(text);
  return name === ''
    ? { en: 'Every interface.', ja: 'すべてのインターフェースです。' }
    : { en: `Every interface whose name begins with "${name}".`, ja: `名前が「${name}」で始まるすべてのインターフェースです。` };
}

const loopback: Text = {
  en: 'The loopback interface: the host speaking to itself.',
  ja: 'ループバックインターフェースです。ホスト自身の中の通信に使われます。',
};

/** Names to begin with; what stands elsewhere in the file comes before them. */
const common: readonly ValueSuggestion[] = [
  { value: 'lo', detail: 'loopback' },
  { value: 'eth0' },
  { value: 'eth+', detail: 'eth0, eth1, …' },
  { value: 'wlan0' },
  { value: 'br0' },
  { value: 'tun+', detail: 'tun0, tun1, …' },
];

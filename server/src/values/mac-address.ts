import { fault } from './fault';
import { digitValue } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const COLON = 58;
const refusal = 'Invalid MAC address specified.';

/** Six hexadecimal numbers of one or two digits between colons (xtoptions.c, `xtopt_parse_ethermac`). No mask is taken. */
export const macAddress = spanType({
  id: 'mac-address',
  doc: {
    en: 'An Ethernet address: six hexadecimal numbers between colons, `00:11:22:aa:bb:cc`.',
    ja: 'イーサネットアドレスです。`00:11:22:aa:bb:cc` のように、6 つの 16 進数をコロンで区切ります。',
  },
  checkSpan: checkMac,
  describe(text) {
    const octets = parseMac(text);
    const first = octets?.[0] ?? 0;
    if (octets?.every((octet) => octet === 255) === true) return { en: 'The broadcast address.', ja: 'ブロードキャストアドレスです。' };
    const group = (first & 1) !== 0;
    const local = (first & 2) !== 0;
    return {
      en: `${group ? 'A multicast' : 'A unicast'} address, ${local ? 'locally administered' : 'assigned by the manufacturer'}.`,
      ja: `${group ? 'マルチキャスト' : 'ユニキャスト'}アドレスで、${local ? 'ローカルに割り当てられたもの' : 'メーカーが割り当てたもの'}です。`,
    };
  },
  canonical: (text) =>
    parseMac(text)
      ?.map((octet) => octet.toString(16).padStart(2, '0'))
      .join(':'),
});

/** The six octets of a right address; `undefined` for any other text. */
export function parseMac(text: string): readonly number[] | undefined {
  if (checkMac(text, 0, text.length) !== undefined) return undefined;
  return text.split(':').map((octet) => Number.parseInt(octet, 16));
}

function checkMac(text: string, start: number, end: number): ValueFault | undefined {
  let groups = 1;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON && digits > 0 && groups < 6) {
      groups++;
      digits = 0;
    } else if (digitValue(code) < 16 && digits < 2) digits++;
    else return macFault(text, start, end);
  }
  return groups === 6 && digits > 0 ? undefined : macFault(text, start, end);
}

function macFault(text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  const otherForm =
    /^[0-9a-f]{2}([-.])[0-9a-f]{2}(\1[0-9a-f]{2}){4}$/i.test(word) ||
    /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i.test(word) ||
    /^[0-9a-f]{12}$/i.test(word);
  if (otherForm) {
    const suggestion = (word.replace(/[^0-9a-f]/gi, '').match(/../g) ?? []).join(':');
    return fault(
      start,
      end,
      `Ethernet addresses are written with colons: ${suggestion}.`,
      `イーサネットアドレスはコロンで区切り、${suggestion} のように書きます。`,
      {
        refusal,
        suggestion,
      },
    );
  }
  const groups = word.split(':');
  if (groups.length === 6 && groups.every((group) => /^(?:[0-9a-f]{0,2}|[ +-][0-9a-f])$/i.test(group))) {
    return fault(
      start,
      end,
      'iptables takes an empty number for 0 and signs for part of one, and loads another address; write six numbers of two digits.',
      'iptables は空の部分を 0、符号を数値の一部とみなし、別のアドレスとして読み込みます。2 桁の 16 進数 6 つで書いてください。',
    );
  }
  const slash = word.indexOf('/');
  if (slash >= 0) {
    return fault(start + slash, end, 'No mask can stand here.', 'ここにはマスクを書けません。', { refusal });
  }
  return fault(
    start,
    end,
    `"${word}" is not an Ethernet address; write six hexadecimal numbers of one or two digits between colons.`,
    `「${word}」はイーサネットアドレスではありません。1~2 桁の 16 進数 6 つをコロンで区切って書いてください。`,
    { refusal },
  );
}

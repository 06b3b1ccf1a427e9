import { fault } from './fault';
import { wordList } from './list';
import type { Word } from './one-of';
import { protocolNumber } from './protocol';
import { indexOfCode } from './scan';
import { spanType } from './span';

const COMMA = 44;

/**
 * The headers with the names that libip6t_ipv6header.c has for them, and those of /etc/protocols as Debian has it. `canonical` is what
 * `iptables-save` prints there.
 */
const headers: readonly Word[] = [
  {
    value: 'hop',
    aliases: ['hop-by-hop', '0', 'hopopt', 'HOPOPT', 'ip', 'IP'],
    canonical: 'hop-by-hop',
    detail: '0',
    doc: { en: 'hop-by-hop options.', ja: 'ホップバイホップオプションです。' },
  },
  {
    value: 'dst',
    aliases: ['60', 'ipv6-opts', 'IPv6-Opts'],
    canonical: 'ipv6-opts',
    detail: '60',
    doc: { en: 'destination options.', ja: '宛先オプションです。' },
  },
  {
    value: 'route',
    aliases: ['43', 'ipv6-route', 'IPv6-Route'],
    canonical: 'ipv6-route',
    detail: '43',
    doc: { en: 'the routing header.', ja: 'ルーティングヘッダーです。' },
  },
  {
    value: 'frag',
    aliases: ['44', 'ipv6-frag', 'IPv6-Frag'],
    canonical: 'ipv6-frag',
    detail: '44',
    doc: { en: 'the fragment header.', ja: 'フラグメントヘッダーです。' },
  },
  {
    value: 'auth',
    aliases: ['51', 'ah', 'IPSEC-AH'],
    canonical: 'ah',
    detail: '51',
    doc: { en: 'the authentication header of IPsec.', ja: 'IPsec の認証ヘッダーです。' },
  },
  {
    value: 'esp',
    aliases: ['50', 'IPSEC-ESP'],
    detail: '50',
    doc: { en: 'the encapsulating security payload of IPsec.', ja: 'IPsec の暗号ペイロードヘッダーです。' },
  },
  {
    value: 'none',
    aliases: ['59', 'ipv6-nonxt', 'IPv6-NoNxt'],
    canonical: 'ipv6-nonxt',
    detail: '59',
    doc: { en: 'no next header: nothing follows.', ja: '次ヘッダーなし(後続なし)です。' },
  },
  {
    value: 'prot',
    aliases: ['protocol', '255'],
    canonical: 'protocol',
    detail: '255',
    doc: { en: 'the header of an upper layer: TCP, UDP, ICMPv6 or any other.', ja: 'TCP、UDP、ICMPv6 など、上位層のヘッダーです。' },
  },
];

const list = wordList(headers, {
  id: 'ipv6-headers',
  doc: {
    en: 'Headers between commas: `hop`, `dst`, `route`, `frag`, `auth`, `esp`, `none`, `prot`, or their numbers.',
    ja: 'ヘッダーをコンマ区切りで並べます。`hop`、`dst`、`route`、`frag`、`auth`、`esp`、`none`、`prot`、またはその番号です。',
  },
  skipEmpty: true,
  refusal: (entry) => `unknown header \`${entry}' specified`,
});

/** `--header` of the ipv6header match (libip6t_ipv6header.c, `parse_header`): at least one, in exactly these spellings. */
export const ipv6Headers = spanType({
  id: list.id,
  doc: list.doc,
  checkSpan(text, start, end, context) {
    let some = false;
    for (let at = start; at < end; ) {
      const stop = indexOfCode(text, COMMA, at, end);
      some ||= stop > at;
      at = stop + 1;
    }
    if (!some) {
      return fault(start, end, 'At least one header is needed.', 'ヘッダーを 1 つ以上書いてください。', {
        refusal: 'ip6t_ipv6header: cannot parse header names',
      });
    }
    const found = list.checkSpan(text, start, end, context);
    if (found === undefined) return undefined;
    const word = text.slice(found.start, found.end);
    const number = protocolNumber(word);
    if (number === undefined || found.suggestion !== undefined) return found;
    return fault(
      found.start,
      found.end,
      `"${word}" is no header that can be asked for; upper layers are "prot" together, and -p chooses one of them.`,
      `「${word}」は指定できるヘッダーではありません。上位層はまとめて「prot」と書き、個別には -p で指定してください。`,
      { refusal: `unknown header \`${number}' specified` },
    );
  },
  describe: (text, context) => list.describe?.(text, context),
  suggest: (text, context) => list.suggest?.(text, context) ?? [],
  canonical: (text, context) => list.canonical?.(text, context),
});

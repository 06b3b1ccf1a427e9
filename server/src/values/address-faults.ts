import { fault } from './fault';
import type { AddressFamily, AddressReading } from './host-mask';
import { isHostName } from './host-mask';
import { scanIpv4 } from './ipv4';
import { scanIpv6 } from './ipv6';
import type { ValueFault } from './value-type';

/** What is wrong with an address that no reading takes; a host's name is only a warning. */
export function addressFault(text: string, start: number, end: number, family: AddressFamily, reading: AddressReading): ValueFault {
  const word = text.slice(start, end);
  const refusal = reading === 'rule' ? `host/network \`${word}' not found` : 'getaddrinfo: Name or service not known';
  if (word === '') {
    return fault(start, end, 'An address is missing here.', 'アドレスがありません。', { refusal });
  }
  const other = otherFamily(
    text,
    start,
    end,
    family,
    reading === 'rule' ? refusal : 'getaddrinfo: Address family for hostname not supported',
  );
  if (other !== undefined) return other;
  const form = knownForm(word, start, end, family, refusal);
  if (form !== undefined) return form;
  if (isHostName(word) && !word.includes('%')) {
    return fault(
      start,
      end,
      `"${word}" is a host name: iptables looks it up once, when the file is loaded, and the load fails where it cannot. Write its address.`,
      `「${word}」はホスト名です。名前解決は読み込み時に一度だけ行われ、解決できないと読み込み全体が失敗します。アドレスで書いてください。`,
      { code: 'host-name-in-rule', refusal },
    );
  }
  return fault(
    start,
    end,
    family === 'ipv4'
      ? `"${word}" is not an IPv4 address: four numbers from 0 to 255 with points between them are wanted.`
      : `"${word}" is not an IPv6 address.`,
    family === 'ipv4'
      ? `「${word}」は IPv4 アドレスではありません。0 から 255 までの数値 4 つをピリオドで区切って書いてください。`
      : `「${word}」は IPv6 アドレスではありません。`,
    { refusal },
  );
}

function otherFamily(text: string, start: number, end: number, family: AddressFamily, refusal: string): ValueFault | undefined {
  if (family === 'ipv4' && scanIpv6(text, start, end)) {
    return fault(
      start,
      end,
      'This is an IPv6 address, and the file is for IPv4; the rule belongs into the ip6tables file.',
      'これは IPv6 アドレスですが、このファイルは IPv4 用です。ルールを ip6tables 用のファイルに移してください。',
      { refusal },
    );
  }
  if (family === 'ipv6' && scanIpv4(text, start, end) >= 0) {
    return fault(
      start,
      end,
      'This is an IPv4 address, and the file is for IPv6; the rule belongs into the iptables file.',
      'これは IPv4 アドレスですが、このファイルは IPv6 用です。ルールを iptables 用のファイルに移してください。',
      { refusal },
    );
  }
  return undefined;
}

/** Mistakes that have a shape of their own. */
function knownForm(word: string, start: number, end: number, family: AddressFamily, refusal: string): ValueFault | undefined {
  if (word.startsWith('!')) {
    return fault(
      start,
      start + 1,
      'The "!" must stand before the option, as a word of its own.',
      '「!」はオプションの前に、独立した語として書いてください。',
      { refusal },
    );
  }
  if (/^[0-9a-f.:]+-[0-9a-f.:]+$/i.test(word) && /[.:]/.test(word)) {
    return fault(
      start,
      end,
      'A range of addresses needs "-m iprange" with --src-range or --dst-range.',
      'アドレスの範囲を指定するには「-m iprange」の --src-range か --dst-range を使ってください。',
      { refusal },
    );
  }
  const withPort = family === 'ipv4' ? /^(\d+\.\d+\.\d+\.\d+):[\w-]+$/.exec(word) : /^\[(.+)\](?::[\w-]+)?$/.exec(word);
  if (withPort !== null && withPort[1] !== undefined) {
    return fault(
      start,
      end,
      'Only an address can stand here; a port goes to --dport or --sport.',
      'ここに書けるのはアドレスだけです。ポートは --dport や --sport で指定してください。',
      { refusal, suggestion: withPort[1] },
    );
  }
  const stars = /^(\d{1,3}(?:\.\d{1,3}){0,2})((?:\.\*)+)$/.exec(word);
  if (family === 'ipv4' && stars !== null) {
    const octets = (stars[1] ?? '').split('.');
    const prefix = `${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`;
    return fault(
      start,
      end,
      `iptables knows no "*" in addresses; write the prefix ${prefix}.`,
      `アドレスに「*」は使えません。プレフィックス ${prefix} で書いてください。`,
      {
        refusal,
        suggestion: prefix,
      },
    );
  }
  return undefined;
}

/** A mask that is refused. */
export function maskFault(text: string, start: number, end: number, family: AddressFamily, reading: AddressReading): ValueFault {
  const word = text.slice(start, end);
  const longest = family === 'ipv4' ? 32 : 128;
  const refusal =
    reading === 'rule'
      ? `invalid mask \`${word}' specified`
      : `…: bad value for option "--…", neither a valid network mask nor valid CIDR (0-${longest}).`;
  return word === ''
    ? fault(start - 1, end, 'A mask is missing behind the "/".', '「/」の後ろにマスクがありません。', { refusal })
    : fault(
        start,
        end,
        `"${word}" is not a mask: write a prefix length from 0 to ${longest}${family === 'ipv4' ? ' or four numbers such as 255.255.255.0' : ''}.`,
        `「${word}」はマスクではありません。0 から ${longest} までのプレフィックス長${family === 'ipv4' ? 'か、255.255.255.0 のような形式' : ''}で書いてください。`,
        { refusal },
      );
}

/** An address that loads, but as another one than it says. */
export function loadsAs(
  text: string,
  start: number,
  end: number,
  loaded: string,
  suggestion: string,
  why?: { en: string; ja: string },
): ValueFault {
  const word = text.slice(start, end);
  return fault(
    start,
    end,
    `iptables reads "${word}" as ${loaded}${why === undefined ? '' : `, because ${why.en}`}; write out what is meant.`,
    `${why === undefined ? '' : `${why.ja}ため、`}iptables は「${word}」を ${loaded} として読み込みます。意図する値を省略せずに書いてください。`,
    { suggestion },
  );
}

/** Bits that the mask leaves out. */
export function hostBitsFault(text: string, start: number, end: number, masked: string, dropped: boolean): ValueFault {
  return fault(
    start,
    end,
    dropped
      ? `"${text.slice(start, end)}" has bits set that its mask leaves out; iptables drops them and loads ${masked}.`
      : `"${text.slice(start, end)}" has bits set that its mask leaves out; they are ignored, as if it were ${masked}.`,
    dropped
      ? `「${text.slice(start, end)}」ではマスクの範囲外のビットが立っています。iptables はそれを落とし、${masked} として読み込みます。`
      : `「${text.slice(start, end)}」ではマスクの範囲外のビットが立っています。そのビットは無視され、${masked} と同じ意味になります。`,
    { code: 'host-bits-set', suggestion: masked },
  );
}

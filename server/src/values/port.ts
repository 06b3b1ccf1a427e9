import type { Text } from '../l10n/text';
import { remembered } from '../text/similar';
import { fault, nearest } from './fault';
import { isMisreadOctal } from './integer';
import { protocolName } from './protocol';
import { isSpace, scanEnd, scanUnsigned, U16 } from './scan';
import { knownServices, resolvedServicePort, serviceName, servicePort, serviceSpellings } from './service-names';
import { spanType } from './span';
import type { ValueFault, ValueSuggestion } from './value-type';

/**
 * How an option reads a port.
 * `number`: any base, nothing above 65535, names of the rule's own protocol (xtables.c, `xtables_parse_port`: tcp, sctp, multiport);
 * `lookup`: decimal only, wrapping above 65535, names of any protocol (xtoptions.c, `xtables_getportbyname`, which asks `getaddrinfo`).
 */
export type PortReading = 'number' | 'lookup';

/** One port by number or service name, as `XTTYPE_PORT` reads it (xtoptions.c, `xtopt_parse_port`). */
export const port = spanType({
  id: 'port',
  doc: { en: 'A port number from 0 to 65535, or a service name.', ja: '0 から 65535 までのポート番号、またはサービス名です。' },
  checkSpan(text, start, end, context) {
    const number = readPort(text, start, end, context.protocol, 'lookup');
    return number >= 0 && number <= U16 ? undefined : portFault(text, start, end, context.protocol, 'lookup');
  },
  describe: (text, context) => describePort(readPort(text, 0, text.length, context.protocol, 'lookup'), context.protocol),
  suggest: (_text, context) => suggestPorts(context.protocol),
  canonical: (text, context) => String(readPort(text, 0, text.length, context.protocol, 'lookup')),
});

/**
 * The port at `start`…`end`. Plain decimal numbers are read in place; only names are cut out.
 * @param protocol The rule's protocol, by number: whose service names count.
 * @returns -1 for none; a number above 65535 as it is written.
 */
export function readPort(text: string, start: number, end: number, protocol: number | undefined, reading: PortReading): number {
  const first = text.charCodeAt(start);
  if (start < end && first <= 57 && (first >= 48 || first === 43 || isSpace(first))) {
    const value = scanUnsigned(text, start, end, reading === 'number' ? 0 : DECIMAL);
    if (scanEnd === end && value >= 0) return value;
  }
  if (start === end) return -1;
  const name = text.slice(start, end);
  return (reading === 'number' ? servicePort(name, protocol ?? TCP) : resolvedServicePort(name)) ?? -1;
}

const DECIMAL = 10;
const TCP = 6;

/** What is wrong with a port that `readPort` gives -1 or more than 65535 for. */
export function portFault(text: string, start: number, end: number, protocol: number | undefined, reading: PortReading): ValueFault {
  const word = text.slice(start, end);
  const refusal = reading === 'number' ? `invalid port/service \`${word}' specified` : `Port "${word}" does not resolve to anything.`;
  if (word === '') {
    return reading === 'number'
      ? fault(start, end, 'A port is missing here.', 'ポートがありません。ポート番号かサービス名を書いてください。', { refusal })
      : fault(
          start,
          end,
          'A port is missing here, and iptables loads port 0.',
          'ポートがありません。このままではポート 0 として読み込まれます。',
        );
  }
  if (/^(any|all|\*)$/i.test(word)) {
    return fault(
      start,
      end,
      `"${word}" is no port; for any port leave the option out.`,
      `「${word}」はポートではありません。すべてのポートを対象にするには、このオプションを書かないでください。`,
      { refusal },
    );
  }
  const digits = word.trimStart().replace('+', '');
  if (/^\d+$/.test(digits)) return numberFault(digits, start, end, reading, refusal);
  if (/^0x[0-9a-f]+$/i.test(word)) {
    const decimal = Number.parseInt(word, 16);
    return decimal > U16
      ? tooLarge(word, start, end, refusal)
      : fault(
          start,
          end,
          `Only decimal numbers are taken for this port; write ${decimal}.`,
          `このポートは 10 進数で書く必要があります。${decimal} と書いてください。`,
          { refusal, suggestion: String(decimal) },
        );
  }
  if (/^-\d+$/.test(word)) {
    return fault(
      start,
      end,
      `"${word}" is negative; ports go from 0 to 65535.`,
      `「${word}」は負の数です。ポート番号は 0 から 65535 までです。`,
      { refusal },
    );
  }
  const range = /^(\d+)[-‐‑–—](\d+)$/.exec(word);
  if (range !== null) {
    return fault(start, end, 'A range of ports is written with a colon.', 'ポートの範囲はコロンで区切って書きます。', {
      refusal,
      suggestion: `${range[1]}:${range[2]}`,
    });
  }
  if (word.includes(',')) {
    return fault(
      start,
      end,
      'Only one port or range can stand here; for a list use "-m multiport" with --dports or --sports.',
      'ここに書けるのは 1 つのポートか範囲だけです。複数のポートには「-m multiport」の --dports や --sports を使ってください。',
      { refusal },
    );
  }
  return nameFault(word, start, end, protocol, reading, refusal);
}

/** A port that is read, but as another number than its digits say: `010` in an option that knows octal. */
export function misreadPort(text: string, start: number, end: number): ValueFault | undefined {
  if (!isMisreadOctal(text, start, end)) return undefined;
  const word = text.slice(start, end);
  const loaded = scanUnsigned(text, start, end);
  const decimal = String(Number(word));
  return fault(
    start,
    end,
    `iptables reads "${word}" as octal because of its leading 0, and loads port ${loaded}; write ${decimal}.`,
    `先頭が 0 のため「${word}」は 8 進数として読まれ、ポート ${loaded} になります。${decimal} と書いてください。`,
    { suggestion: decimal },
  );
}

function numberFault(word: string, start: number, end: number, reading: PortReading, refusal: string): ValueFault {
  const value = Number(word);
  if (value <= U16) {
    const decimal = String(value);
    return fault(
      start,
      end,
      `"${word}" is read as octal because of its leading 0, and has digits that are not octal; write ${decimal}.`,
      `先頭が 0 のため「${word}」は 8 進数として読まれますが、8 進数にない数字があります。${decimal} と書いてください。`,
      { refusal, suggestion: decimal },
    );
  }
  const loaded = reading === 'number' ? -1 : wrappedPort(word);
  if (loaded < 0) return tooLarge(word, start, end, refusal);
  return fault(
    start,
    end,
    `${word} is not a port: they end at 65535. iptables does not refuse it, but loads port ${loaded} instead.`,
    `${word} はポート番号の上限 65535 を超えています。iptables は拒否せず、代わりにポート ${loaded} として読み込みます。`,
  );
}

/**
 * The port that `getaddrinfo` makes of a decimal number above 65535: its last 16 bits.
 * @returns -1 for a number whose last 32 bits are a negative `int`, which is taken for a name.
 */
export function wrappedPort(digits: string): number {
  const number = BigInt(digits);
  const bits = number > 0xffffffffffffffffn ? -1 : Number(BigInt.asIntN(32, number));
  return bits < 0 ? -1 : bits & U16;
}

function tooLarge(word: string, start: number, end: number, refusal: string): ValueFault {
  return fault(
    start,
    end,
    `${word} is not a port: they go from 0 to 65535.`,
    `${word} は使えません。ポート番号は 0 から 65535 までです。`,
    { refusal },
  );
}

const nearestService = remembered(nearest, serviceSpellings);

function nameFault(
  word: string,
  start: number,
  end: number,
  protocol: number | undefined,
  reading: PortReading,
  refusal: string,
): ValueFault {
  const wanted = reading === 'number' ? (protocol ?? TCP) : undefined;
  const other = servicePort(word, undefined);
  if (other !== undefined) {
    const name = wanted === undefined ? 'tcp, udp' : (protocolName(wanted) ?? String(wanted));
    return fault(
      start,
      end,
      `The service "${word}" is not known for ${name}; write its number, ${other}.`,
      `サービス「${word}」は ${name} 用としては登録されていません。番号 ${other} で書いてください。`,
      { refusal, suggestion: String(other) },
    );
  }
  const suggestion = nearestService(word);
  return suggestion === undefined
    ? fault(
        start,
        end,
        `"${word}" is neither a port number nor a service name in /etc/services; write the number.`,
        `「${word}」はポート番号でも /etc/services にあるサービス名でもありません。番号で書いてください。`,
        { refusal },
      )
    : fault(
        start,
        end,
        `There is no service "${word}" in /etc/services; did you mean "${suggestion}"?`,
        `サービス「${word}」は /etc/services にありません。「${suggestion}」の誤りではありませんか。`,
        { refusal, suggestion },
      );
}

/** What a port is called: `Port 22: ssh.` */
export function describePort(number: number, protocol: number | undefined): Text | undefined {
  if (number < 0 || number > U16) return undefined;
  const name = serviceName(number, protocol) ?? serviceName(number, undefined);
  return name === undefined
    ? { en: `Port ${number}.`, ja: `ポート ${number} です。` }
    : { en: `Port ${number}: ${name}.`, ja: `ポート ${number}(${name})です。` };
}

/** The services to offer for a protocol, with the common ones first. */
export function suggestPorts(protocol: number | undefined): readonly ValueSuggestion[] {
  const common = protocol === 17 ? [53, 123, 67, 68, 161, 500, 4500, 514, 69, 1194] : [22, 80, 443, 25, 53, 587, 993, 995, 3306, 5432];
  const services = knownServices(protocol);
  const first = common.flatMap((number) => services.filter((service) => service.port === number).slice(0, 1));
  return [...first, ...services.filter((service) => !first.includes(service))].map((service) => ({
    value: service.name,
    detail: `${service.port}/${service.protocols.join(',')}`,
  }));
}

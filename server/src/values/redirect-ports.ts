import { fault } from './fault';
import { misreadPort, portFault } from './port';
import { scanEnd, scanUnsigned, U16 } from './scan';
import { servicePort } from './service-names';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const DASH = 45;

/** The ports that NAT writes. */
export interface NatPorts {
  readonly ports?: { readonly from: number; readonly to: number };
  /** The port that a shifted range is counted from (`80-90/8080`). */
  readonly basePort?: number;
}

/** `--to-ports` of REDIRECT and MASQUERADE: `port[-port]` (libxt_NAT.c, `parse_ports`). */
export const redirectPorts = spanType({
  id: 'redirect-ports',
  doc: {
    en: 'A port by number or service name, or a range of two numbers with a hyphen between them.',
    ja: 'ポート番号かサービス名、または 2 つの番号をハイフンで区切った範囲です。',
  },
  checkSpan: (text, start, end) => checkNatPorts(text, start, end),
  describe(text) {
    const ports = parseNatPorts(text, 0)?.ports;
    if (ports === undefined) return undefined;
    return ports.from === ports.to
      ? { en: `Port ${ports.from}.`, ja: `ポート ${ports.from} です。` }
      : { en: `Ports ${ports.from} to ${ports.to}.`, ja: `ポート ${ports.from} から ${ports.to} までです。` };
  },
  canonical(text) {
    const target = parseNatPorts(text, 0);
    return target === undefined ? undefined : printNatPorts(target);
  },
});

/** The ports behind `at`, with a base where there is one. */
export function parseNatPorts(text: string, at: number): NatPorts | undefined {
  const from = scanUnsigned(text, at, text.length);
  if (from < 0 || from > U16) {
    const service = servicePort(text.slice(at), undefined);
    return service === undefined ? undefined : { ports: { from: service, to: service } };
  }
  if (scanEnd === text.length) return { ports: { from, to: from } };
  if (text.charCodeAt(scanEnd) !== DASH) return undefined;
  const to = scanUnsigned(text, scanEnd + 1, text.length);
  if (to < from || to > U16) return undefined;
  if (scanEnd === text.length) return { ports: { from, to } };
  const base = text.slice(scanEnd + 1);
  const number = /^(0x[0-9a-f]+|\d+)/i.test(base) ? scanUnsigned(base, 0, base.length) : servicePort(base, undefined);
  return number === undefined || number < 1 || number > U16 ? undefined : { ports: { from, to }, basePort: number };
}

/** `80`, `80-90`, `80-90/8080`. */
export function printNatPorts(target: NatPorts): string {
  const { ports, basePort } = target;
  if (ports === undefined) return '';
  const range = ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
  return basePort === undefined ? range : `${range}/${basePort}`;
}

/** Judges `port[-port[/base]]` as `parse_ports` in libxt_NAT.c reads it. */
export function checkNatPorts(text: string, start: number, end: number): ValueFault | undefined {
  const from = scanUnsigned(text, start, end);
  const stop = scanEnd;
  if (from < 0 || from > U16) {
    if (start < end && from < 0 && servicePort(text.slice(start, end), undefined) !== undefined) return undefined;
    return portsFault(text, start, end, stop > start ? stop : end);
  }
  const misread = misreadPort(text, start, stop);
  if (stop === end) return misread;
  if (text.charCodeAt(stop) !== DASH) return garbage(text, start, stop, end);
  const to = scanUnsigned(text, stop + 1, end);
  const toEnd = scanEnd;
  if (to < 0 || to > U16) return secondPortFault(text, stop + 1, end);
  if (to < from) {
    return fault(
      start,
      toEnd,
      `The range runs backwards: ${from} is larger than ${to}. Swap its ends.`,
      `範囲が逆です。${from} は ${to} より大きいため、両端を入れ替えてください。`,
      {
        refusal: `Port range \`${text.slice(stop + 1, end)}' funky`,
        suggestion: `${text.slice(stop + 1, toEnd)}-${text.slice(start, stop)}`,
      },
    );
  }
  const base = toEnd === end ? undefined : text.charCodeAt(toEnd) === 47 ? checkBase(text, toEnd + 1, end) : rangeGarbage(text, toEnd, end);
  // What is refused comes before what loads as another port.
  return base?.refusal !== undefined ? base : (misread ?? misreadPort(text, stop + 1, toEnd) ?? base);
}

function checkBase(text: string, start: number, end: number): ValueFault | undefined {
  const base = scanUnsigned(text, start, end);
  const word = text.slice(start, end);
  if (base >= 1 && base <= U16) {
    if (scanEnd === end) return misreadPort(text, start, end);
    return fault(
      scanEnd,
      end,
      `iptables ignores "${text.slice(scanEnd, end)}" behind the base port; remove it.`,
      `iptables は基準ポートの後ろの「${text.slice(scanEnd, end)}」を無視します。取り除いてください。`,
      { suggestion: '' },
    );
  }
  if (servicePort(word, undefined) !== undefined) return undefined;
  return fault(
    start,
    end,
    `"${word}" is no base port; write a number from 1 to 65535.`,
    `「${word}」は基準ポートとして使えません。1 から 65535 までの番号を書いてください。`,
    {
      refusal: `Port \`${word}' not valid`,
    },
  );
}

function portsFault(text: string, start: number, end: number, numberEnd: number): ValueFault {
  const word = text.slice(start, end);
  const found = portFault(text, start, numberEnd, undefined, 'number');
  // Names may hold dashes: the first one that a name or a number follows divides the two.
  const dash = /^[a-z][\w+.-]*$/i.test(word) ? word.search(/-(?=[a-z]|\d+$)/i) : -1;
  const [first, last] = [word.slice(0, Math.max(0, dash)), word.slice(dash + 1)];
  const from = dash < 0 ? undefined : servicePort(first, undefined);
  if (from !== undefined) {
    const to = servicePort(last, undefined) ?? (/^\d+$/.test(last) ? Number(last) : undefined);
    return fault(start, end, 'A range takes numbers only, no service names.', '範囲にはサービス名を使えません。番号で書いてください。', {
      refusal: `Port \`${word}' not valid`,
      suggestion: to === undefined ? undefined : `${from}-${to}`,
    });
  }
  return { ...found, refusal: `Port \`${word}' not valid` };
}

function secondPortFault(text: string, start: number, end: number): ValueFault {
  const word = text.slice(start, end);
  const service = servicePort(word, undefined);
  if (service !== undefined) {
    return fault(
      start,
      end,
      `A range takes numbers only, no service names; write ${service}.`,
      `範囲にはサービス名を使えません。${service} と書いてください。`,
      {
        refusal: `Port \`${word}' not valid`,
        suggestion: String(service),
      },
    );
  }
  return { ...portFault(text, start, end, undefined, 'number'), refusal: `Port \`${word}' not valid` };
}

function garbage(text: string, start: number, stop: number, end: number): ValueFault {
  const rest = text.slice(stop, end);
  if (rest.startsWith(':')) {
    return fault(stop, stop + 1, 'A range of ports is written with a hyphen here.', 'ここではポートの範囲をハイフンで区切って書きます。', {
      refusal: 'Invalid port:port syntax - use dash',
      suggestion: '-',
    });
  }
  const refusal = `Garbage after port value: \`${rest}'`;
  const whole = text.slice(start, end);
  if (/^0\d+$/.test(whole)) return { ...portFault(text, start, end, undefined, 'number'), refusal };
  return rest.startsWith(',')
    ? fault(
        stop,
        end,
        'Only one port or one range can stand here, no list.',
        'ここにはポートか範囲を 1 つだけ書けます。リストは使えません。',
        { refusal },
      )
    : fault(
        stop,
        end,
        `"${rest}" does not belong to the port; nothing may follow it.`,
        `ポートの後ろに余分な「${rest}」があります。取り除いてください。`,
        { refusal },
      );
}

function rangeGarbage(text: string, start: number, end: number): ValueFault {
  const rest = text.slice(start, end);
  return fault(
    start,
    end,
    `"${rest}" does not belong to the range; nothing may follow it.`,
    `範囲の後ろに余分な「${rest}」があります。取り除いてください。`,
    {
      refusal: `Garbage after port range: \`${rest}'`,
    },
  );
}

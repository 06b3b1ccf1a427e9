import type { Text } from '../l10n/text';
import { fault } from './fault';
import type { PortReading } from './port';
import { describePort, misreadPort, portFault, readPort, suggestPorts } from './port';
import { indexOfCode, U16 } from './scan';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault } from './value-type';

/** Ports from one number to another, both included. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

const COLON = 58;
const TCP = 6;
const SCTP = 132;

/**
 * `--sport` and `--dport`: a port or `from:to`, either end of which may be left out. tcp and sctp read it by themselves
 * (libxt_tcp.c, `parse_tcp_ports`), udp, udplite and dccp by `XTTYPE_PORTRC` (xtoptions.c, `xtopt_parse_mport`);
 * this type follows the rule's `-p`.
 */
export const portRange = portRangeType('port-range', (protocol) => (protocol === TCP || protocol === SCTP ? 'number' : 'lookup'));

/** `--sport` and `--dport` of the tcp match, whatever `-p` says. */
export const tcpPortRange = portRangeType('tcp-port-range', () => 'number', TCP);

/** `--sport` and `--dport` of the sctp match, whatever `-p` says. */
export const sctpPortRange = portRangeType('sctp-port-range', () => 'number', SCTP);

/** A port or range as `XTTYPE_PORTRC` reads it, whatever `-p` says: `--ctorigdstport` and its like. */
export const resolvedPortRange = portRangeType('resolved-port-range', () => 'lookup');

/**
 * The ports that a right `--dport` names.
 * @param protocol The rule's protocol, by number.
 * @returns `undefined` for a text that is refused, or that loads as something else.
 */
export function parsePortRange(text: string, protocol: number | undefined): Ports | undefined {
  const reading = protocol === TCP || protocol === SCTP ? 'number' : 'lookup';
  return range(text, 0, text.length, protocol, reading);
}

function portRangeType(id: string, readingOf: (protocol: number | undefined) => PortReading, fixed?: number): SpanType {
  return spanType({
    id,
    doc: {
      en: 'A port number or service name, or a range of two, `from:to`; an end that is left out stands for 0 or 65535.',
      ja: 'ポート番号かサービス名、または `開始:終了` の範囲です。省略した端は 0 または 65535 とみなされます。',
    },
    checkSpan(text, start, end, context) {
      const protocol = fixed ?? context.protocol;
      return checkRange(text, start, end, protocol, readingOf(protocol));
    },
    describe(text, context) {
      const protocol = fixed ?? context.protocol;
      const ports = range(text, 0, text.length, protocol, readingOf(protocol));
      return ports === undefined ? undefined : describePorts(ports, protocol);
    },
    suggest(text, context) {
      const colon = text.indexOf(':');
      const services = suggestPorts(fixed ?? context.protocol);
      return colon < 0 ? services : services.map((service) => ({ ...service, value: text.slice(0, colon + 1) + service.value }));
    },
    canonical(text, context) {
      const protocol = fixed ?? context.protocol;
      const ports = range(text, 0, text.length, protocol, readingOf(protocol));
      return ports === undefined ? undefined : printPorts(ports);
    },
  });
}

function checkRange(text: string, start: number, end: number, protocol: number | undefined, reading: PortReading): ValueFault | undefined {
  const colon = indexOfCode(text, COLON, start, end);
  let from = 0;
  if (colon > start || colon === end) {
    from = readPort(text, start, colon, protocol, reading);
    if (from < 0 || from > U16) return portFault(text, start, colon, protocol, reading);
    if (reading === 'number' && text.charCodeAt(start) === 48) {
      const misread = misreadPort(text, start, colon);
      if (misread !== undefined) return misread;
    }
  }
  if (colon === end || colon + 1 === end) return undefined;
  const to = readPort(text, colon + 1, end, protocol, reading);
  if (to < 0 || to > U16) {
    const third = indexOfCode(text, COLON, colon + 1, end);
    return third < end ? tooManyEnds(text, third, end, colon, reading) : portFault(text, colon + 1, end, protocol, reading);
  }
  if (reading === 'number' && text.charCodeAt(colon + 1) === 48) {
    const misread = misreadPort(text, colon + 1, end);
    if (misread !== undefined) return misread;
  }
  if (from <= to) return undefined;
  return fault(
    start,
    end,
    `The range runs backwards: ${from} is larger than ${to}. Swap its ends.`,
    `範囲が逆です。${from} は ${to} より大きいため、両端を入れ替えてください。`,
    {
      refusal: reading === 'number' ? 'invalid portrange (min > max)' : `Port range ${from}-${to} is negative.`,
      suggestion: `${text.slice(colon + 1, end)}:${text.slice(start, colon)}`,
    },
  );
}

function tooManyEnds(text: string, start: number, end: number, firstColon: number, reading: PortReading): ValueFault {
  return fault(
    start,
    end,
    `A range has two ends; "${text.slice(start, end)}" is one too many.`,
    `範囲に書ける端は 2 つまでです。「${text.slice(start, end)}」は余分です。`,
    {
      refusal:
        reading === 'number'
          ? `invalid port/service \`${text.slice(firstColon + 1, end)}' specified`
          : '…: Too many components for option "--…" (max: 2)',
    },
  );
}

function range(text: string, start: number, end: number, protocol: number | undefined, reading: PortReading): Ports | undefined {
  const colon = indexOfCode(text, COLON, start, end);
  const from = colon === start && colon < end ? 0 : readPort(text, start, colon, protocol, reading);
  const to = colon === end ? from : colon + 1 === end ? U16 : readPort(text, colon + 1, end, protocol, reading);
  return from >= 0 && from <= to && to <= U16 ? { from, to } : undefined;
}

/** `22`, `1024:65535`. */
export function printPorts(ports: Ports, separator = ':'): string {
  return ports.from === ports.to ? String(ports.from) : `${ports.from}${separator}${ports.to}`;
}

/** What ports are, for hovers: the service of one, the number of many. */
export function describePorts(ports: Ports, protocol: number | undefined): Text | undefined {
  if (ports.from === ports.to) return describePort(ports.from, protocol);
  const count = ports.to - ports.from + 1;
  return {
    en: `Ports ${ports.from} to ${ports.to}: ${count} ports.`,
    ja: `ポート ${ports.from} から ${ports.to} までの ${count} 個です。`,
  };
}

import type { Text } from '../l10n/text';
import { fault } from './fault';
import type { PortReading } from './port';
import { describePort, misreadPort, portFault, readPort, suggestPorts, wrappedPort } from './port';
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
  const hasFrom = colon > start || colon === end;
  const hasTo = colon < end && colon + 1 < end;
  const from = hasFrom ? readPort(text, start, colon, protocol, reading) : 0;
  const to = hasTo ? readPort(text, colon + 1, end, protocol, reading) : U16;
  if (from < 0 || from > U16 || to < 0 || to > U16) return checkEnds(text, start, colon, end, protocol, reading, from, to);
  if (reading === 'number') {
    const misread =
      (hasFrom && text.charCodeAt(start) === 48 ? misreadPort(text, start, colon) : undefined) ??
      (hasTo && text.charCodeAt(colon + 1) === 48 ? misreadPort(text, colon + 1, end) : undefined);
    if (misread !== undefined) return misread;
  }
  if (from <= to || colon === end) return undefined;
  return fault(
    start,
    end,
    `The range runs backwards: ${from} is larger than ${to}. Swap its ends.`,
    `範囲が逆です。${from} は ${to} より大きいため、両端を入れ替えてください。`,
    { refusal: negative(from, to, reading), suggestion: `${text.slice(colon + 1, end)}:${text.slice(start, colon)}` },
  );
}

/** One end, or both, is no port. What is refused comes before what loads as another port. */
function checkEnds(
  text: string,
  start: number,
  colon: number,
  end: number,
  protocol: number | undefined,
  reading: PortReading,
  from: number,
  to: number,
): ValueFault {
  const first = from < 0 || from > U16 ? portFault(text, start, colon, protocol, reading) : undefined;
  if (first?.refusal !== undefined || (first !== undefined && to >= 0 && to <= U16)) {
    return first.refusal === undefined && colon < end ? withNegative(first, wrapped(text, start, colon, from), to) : first;
  }
  const third = indexOfCode(text, COLON, colon + 1, end);
  if (third < end) return tooManyEnds(text, third, end, colon, reading);
  const second = portFault(text, colon + 1, end, protocol, reading);
  if (second.refusal !== undefined) return second;
  return withNegative(first ?? second, wrapped(text, start, colon, from), wrapped(text, colon + 1, end, to));
}

/** The port that is loaded for a number above 65535. */
function wrapped(text: string, start: number, end: number, port: number): number {
  return port > U16 ? wrappedPort(text.slice(start, end).trim().replace('+', '')) : port;
}

/** A number that wraps, in a range that runs backwards by it and is refused for that. */
function withNegative(found: ValueFault, from: number, to: number): ValueFault {
  return from <= to ? found : { ...found, refusal: negative(from, to, 'lookup') };
}

function negative(from: number, to: number, reading: PortReading): string {
  return reading === 'number' ? 'invalid portrange (min > max)' : `Port range ${from}-${to} is negative.`;
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

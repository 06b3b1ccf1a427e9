import { fault } from './fault';
import { describePort, misreadPort, portFault, readPort, suggestPorts } from './port';
import type { Ports } from './port-range';
import { printPorts } from './port-range';
import { indexOfCode, U16 } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

/** The kernel keeps this many numbers; a range takes two of them (linux/netfilter/xt_multiport.h, `XT_MULTI_PORTS`). */
const SLOTS = 15;
const COMMA = 44;
const COLON = 58;

/** `--dports` and its like: ports and ranges between commas (libxt_multiport.c, `parse_multi_ports_v1`). A range has both its ends, the second the larger. */
export const multiportList = spanType({
  id: 'multiport-list',
  doc: {
    en: 'Ports by number or service name, and ranges `from:to`, between commas without spaces. At most 15 numbers fit, and a range counts as two.',
    ja: 'ポート番号かサービス名、または `開始:終了` の範囲を、空白なしのコンマ区切りで並べます。全部で 15 個までで、範囲は 2 個と数えます。',
  },
  checkSpan(text, start, end, context) {
    let slots = 0;
    for (let at = start; ; ) {
      const comma = indexOfCode(text, COMMA, at, end);
      const colon = indexOfCode(text, COLON, at, comma);
      slots += colon < comma ? 2 : 1;
      if (slots > SLOTS) return tooMany(text, at, end);
      const found = checkEntry(text, at, colon, comma, context.protocol);
      if (found !== undefined) return found;
      if (comma === end) return undefined;
      at = comma + 1;
    }
  },
  describe(text, context) {
    const ports = parseMultiport(text, context.protocol);
    if (ports === undefined) return undefined;
    const parts = ports.map(({ from, to }) => {
      const name = from === to ? describePort(from, context.protocol) : undefined;
      return name === undefined || !name.en.includes(':')
        ? printPorts({ from, to })
        : `${from} (${name.en.slice(name.en.indexOf(':') + 2, -1)})`;
    });
    return {
      en: `${parts.length > 1 || ports[0]?.from !== ports[0]?.to ? 'Ports' : 'Port'} ${parts.join(', ')}.`,
      ja: `ポート ${parts.join('、')} です。`,
    };
  },
  suggest(text, context) {
    const comma = text.lastIndexOf(',');
    const taken = new Set(text.slice(0, Math.max(comma, 0)).split(','));
    return suggestPorts(context.protocol)
      .filter((service) => !taken.has(service.value))
      .map((service) => ({ ...service, value: text.slice(0, comma + 1) + service.value }));
  },
  canonical(text, context) {
    return parseMultiport(text, context.protocol)
      ?.map((ports) => printPorts(ports))
      .join(',');
  },
});

/**
 * The ports of a right list.
 * @param protocol The rule's protocol, by number.
 * @returns `undefined` for a list that is refused.
 */
export function parseMultiport(text: string, protocol: number | undefined): readonly Ports[] | undefined {
  const list: Ports[] = [];
  for (const entry of text.split(',')) {
    const colon = entry.indexOf(':');
    const from = readPort(entry, 0, colon < 0 ? entry.length : colon, protocol, 'number');
    const to = colon < 0 ? from : readPort(entry, colon + 1, entry.length, protocol, 'number');
    if (from < 0 || to > U16 || to < from) return undefined;
    list.push({ from, to });
  }
  return list;
}

function checkEntry(text: string, start: number, colon: number, end: number, protocol: number | undefined): ValueFault | undefined {
  const from = readPort(text, start, colon, protocol, 'number');
  if (from < 0 || from > U16) {
    if (start === colon && colon < end) return openRange(start, end, `0${text.slice(colon, end)}`);
    return start === end ? emptyEntry(text, start) : portFault(text, start, colon, protocol, 'number');
  }
  if (colon === end) return text.charCodeAt(start) === 48 ? misreadPort(text, start, colon) : undefined;
  if (colon + 1 === end) return openRange(start, end, `${text.slice(start, end)}65535`);
  const to = readPort(text, colon + 1, end, protocol, 'number');
  if (to < 0 || to > U16) return portFault(text, colon + 1, end, protocol, 'number');
  if (from < to) {
    if (text.charCodeAt(start) !== 48 && text.charCodeAt(colon + 1) !== 48) return undefined;
    return misreadPort(text, start, colon) ?? misreadPort(text, colon + 1, end);
  }
  const refusal = 'invalid portrange specified';
  return from === to
    ? fault(
        start,
        end,
        `Both ends of the range are ${from}; write the port alone.`,
        `範囲の両端がどちらも ${from} です。ポートを 1 つだけ書いてください。`,
        {
          refusal,
          suggestion: String(from),
        },
      )
    : fault(
        start,
        end,
        `The range runs backwards: ${from} is larger than ${to}. Swap its ends.`,
        `範囲が逆です。${from} は ${to} より大きいため、両端を入れ替えてください。`,
        { refusal, suggestion: `${text.slice(colon + 1, end)}:${text.slice(start, colon)}` },
      );
}

function emptyEntry(text: string, at: number): ValueFault {
  const start = at > 0 ? at - 1 : at;
  return fault(
    start,
    Math.max(at, Math.min(start + 1, text.length)),
    'A port is missing beside this comma.',
    'このコンマの隣にポートがありません。余分なコンマを取り除いてください。',
    { refusal: "invalid port/service `' specified" },
  );
}

function openRange(start: number, end: number, suggestion: string): ValueFault {
  return fault(
    start,
    end,
    `In a list, a range needs both its ends; write ${suggestion}.`,
    `リスト中の範囲は端を省略できません。${suggestion} と書いてください。`,
    { refusal: "invalid port/service `' specified", suggestion },
  );
}

function tooMany(text: string, start: number, end: number): ValueFault {
  const from = start > 0 ? start - 1 : start;
  return fault(
    from,
    end,
    `A list holds at most ${SLOTS} ports, and a range counts as two; put "${text.slice(start, end)}" into a rule of its own.`,
    `リストに書けるポートは ${SLOTS} 個まで(範囲は 2 個と数えます)です。「${text.slice(start, end)}」は別のルールに分けてください。`,
    { refusal: 'too many ports specified' },
  );
}

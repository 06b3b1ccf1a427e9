import { addressFault } from './address-faults';
import { fault } from './fault';
import type { AddressFamily } from './host-mask';
import { printAddress } from './host-mask';
import { scanIpv4 } from './ipv4';
import { ipv6Words, scanIpv6 } from './ipv6';
import type { NatPorts } from './redirect-ports';
import { checkNatPorts, parseNatPorts, printNatPorts } from './redirect-ports';
import { isDigit } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const DASH = 45;
const COLON = 58;

/** What NAT writes into a packet. Addresses are words as in `AddressSet`; `undefined` where the value leaves a part alone. */
export interface NatTarget extends NatPorts {
  readonly from?: readonly number[];
  readonly to?: readonly number[];
}

/**
 * `--to-source` and `--to-destination`: `address[-address][:port[-port[/base]]]`; an IPv6 address that ports follow stands in brackets,
 * both ends of a range in the same pair (libxt_NAT.c, `parse_to`). Which target takes a base port, and what `-p` ports need, is the
 * catalogue's business.
 */
export const natAddressPorts = spanType({
  id: 'nat-address-ports',
  doc: {
    en: 'An address or a range of two, a port or a range of two behind a colon, or both. An IPv6 address with ports stands in brackets. No names, no masks.',
    ja: 'アドレス(または 2 つのアドレスの範囲)、コロンに続くポート(または範囲)、あるいはその両方です。ポートを付ける IPv6 アドレスは [ ] で囲みます。名前やマスクは使えません。',
  },
  checkSpan: checkTarget,
  describe(text, context) {
    const target = parseNatTarget(text, context.family);
    if (target === undefined) return undefined;
    const en: string[] = [];
    const ja: string[] = [];
    if (target.from !== undefined && target.to !== undefined) {
      const [from, to] = [printAddress(target.from), printAddress(target.to)];
      en.push(from === to ? `address ${from}` : `addresses ${from} to ${to}`);
      ja.push(from === to ? `アドレス ${from}` : `アドレス ${from} から ${to}`);
    }
    if (target.ports !== undefined) {
      const { from, to } = target.ports;
      en.push(from === to ? `port ${from}` : `ports ${from} to ${to}`);
      ja.push(from === to ? `ポート ${from}` : `ポート ${from} から ${to}`);
    }
    return { en: `To ${en.join(', ')}.`, ja: `${ja.join('、')} に書き換えます。` };
  },
  canonical(text, context) {
    const target = parseNatTarget(text, context.family);
    if (target === undefined) return undefined;
    const { from, to, ports } = target;
    const addresses =
      from === undefined || to === undefined
        ? ''
        : printAddress(from) === printAddress(to)
          ? printAddress(from)
          : `${printAddress(from)}-${printAddress(to)}`;
    if (ports === undefined) return addresses;
    return `${context.family === 'ipv6' && addresses !== '' ? `[${addresses}]` : addresses}:${printNatPorts(target)}`;
  },
});

/**
 * What a right value of `--to-source` or `--to-destination` says.
 * @returns `undefined` for a text that is refused.
 */
export function parseNatTarget(text: string, family: AddressFamily): NatTarget | undefined {
  const parts = partsOf(text, 0, text.length);
  const target = parts.colon < 0 ? {} : parseNatPorts(text, parts.colon + 1);
  if (target === undefined) return undefined;
  if (parts.addressStart === parts.addressEnd) return parts.colon < 0 ? undefined : target;
  const dash = text.indexOf('-', parts.addressStart);
  const inside = dash >= 0 && dash < parts.addressEnd;
  const from = strictAddress(text, parts.addressStart, inside ? dash : parts.addressEnd, family);
  const to = inside ? strictAddress(text, dash + 1, parts.addressEnd, family) : from;
  return from === undefined || to === undefined ? undefined : { ...target, from, to };
}

interface TargetParts {
  readonly addressStart: number;
  readonly addressEnd: number;
  /** The colon that ports follow; -1 without one. */
  readonly colon: number;
}

/** Cuts the value as `parse_to` does: brackets first, then a single colon. */
function partsOf(text: string, start: number, end: number): TargetParts {
  const open = text.indexOf('[', start);
  if (open >= 0 && open < end) {
    const close = text.indexOf(']', open);
    const colon = close < 0 ? -1 : text.indexOf(':', close);
    return { addressStart: open + 1, addressEnd: close < 0 || close > end ? end : close, colon: colon < end ? colon : -1 };
  }
  let colon = -1;
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) !== COLON) continue;
    // Two colons are an IPv6 address.
    if (colon >= 0) return { addressStart: start, addressEnd: end, colon: -1 };
    colon = at;
  }
  return { addressStart: start, addressEnd: colon < 0 ? end : colon, colon };
}

function checkTarget(text: string, start: number, end: number, context: { readonly family: AddressFamily }): ValueFault | undefined {
  const { family } = context;
  const parts = partsOf(text, start, end);
  const { addressStart, addressEnd, colon } = parts;
  const bracketed = addressStart > start && text.charCodeAt(addressStart - 1) === 91;
  const brackets = bracketed ? checkBrackets(text, start, end, parts, family) : undefined;
  if (brackets?.refusal !== undefined) return brackets;
  const ports = colon < 0 ? undefined : checkNatPorts(text, colon + 1, end);
  if (ports?.refusal !== undefined) return ports;
  if (colon === start + 2 && !(bracketed && addressStart === addressEnd)) return droppedAddress(text, start, colon);
  const noAddress = colon === start || (bracketed && addressStart === addressEnd && colon === start + 2);
  const addresses = noAddress ? undefined : checkAddresses(text, addressStart, addressEnd, family);
  // What is refused comes before what loads as something else.
  return addresses?.refusal !== undefined ? addresses : (brackets ?? ports ?? addresses);
}

function checkAddresses(text: string, start: number, end: number, family: AddressFamily): ValueFault | undefined {
  const dash = text.indexOf('-', start);
  const inside = dash >= 0 && dash < end;
  const first = checkAddress(text, start, inside ? dash : end, family);
  if (first !== undefined || !inside) return first;
  return checkAddress(text, dash + 1, end, family) ?? checkOrder(text, start, dash, end, family);
}

/** Two characters before the colon are taken for `[]`, an address left out (`parse_to`: `colon == arg + 2`). */
function droppedAddress(text: string, start: number, colon: number): ValueFault {
  return fault(
    start,
    colon,
    `"${text.slice(start, colon)}" is not an address; iptables does not refuse it, but drops it and rewrites the port alone.`,
    `「${text.slice(start, colon)}」はアドレスではありません。iptables は拒否せずに無視し、ポートだけを書き換えます。`,
    { suggestion: '' },
  );
}

function checkBrackets(text: string, start: number, end: number, parts: TargetParts, family: AddressFamily): ValueFault | undefined {
  const refusal = 'Invalid address format';
  const open = parts.addressStart - 1;
  if (family === 'ipv4') {
    return fault(open, end, 'Brackets are for IPv6 addresses only.', '[ ] は IPv6 アドレスにだけ使えます。取り除いてください。', {
      refusal,
    });
  }
  if (parts.addressEnd >= end || text.charCodeAt(parts.addressEnd) !== 93) {
    return fault(open, end, 'The closing bracket "]" is missing.', '閉じ括弧「]」がありません。', { refusal });
  }
  if (open > start) {
    return fault(
      start,
      open,
      `iptables ignores "${text.slice(start, open)}" before the bracket; remove it.`,
      `iptables は括弧の前の「${text.slice(start, open)}」を無視します。取り除いてください。`,
      { suggestion: '' },
    );
  }
  const behind = parts.addressEnd + 1;
  if (behind < end && text.charCodeAt(behind) === DASH && text.charCodeAt(behind + 1) === 91) {
    return fault(
      start,
      end,
      'Both addresses of a range stand in one pair of brackets: "[first-last]:port".',
      '範囲の 2 つのアドレスは 1 組の括弧に入れ、「[最初-最後]:ポート」のように書きます。',
      { refusal: "Port `…' not valid", suggestion: text.slice(start, end).replace(/\]-\[/, '-') },
    );
  }
  if (behind === end || parts.colon === behind) return undefined;
  return fault(
    behind,
    parts.colon < 0 ? end : parts.colon,
    'iptables ignores what stands here between the bracket and the port; a port is written ":80".',
    'iptables は括弧の後ろのこの部分を無視します。ポートは「:80」のように書いてください。',
    isDigit(text.charCodeAt(behind)) && parts.colon < 0 ? { suggestion: `:${text.slice(behind, end)}` } : {},
  );
}

function strictAddress(text: string, start: number, end: number, family: AddressFamily): readonly number[] | undefined {
  if (family === 'ipv6') return scanIpv6(text, start, end) ? [...ipv6Words] : undefined;
  const address = scanIpv4(text, start, end);
  return address < 0 ? undefined : [address];
}

function checkAddress(text: string, start: number, end: number, family: AddressFamily): ValueFault | undefined {
  if (family === 'ipv4' ? scanIpv4(text, start, end) >= 0 : scanIpv6(text, start, end)) return undefined;
  const word = text.slice(start, end);
  const refusal = `Bad IP address "${word}"`;
  const slash = text.indexOf('/', start);
  if (slash >= 0 && slash < end) {
    return fault(
      slash,
      end,
      'No mask can stand here; for a whole network use a range of addresses, or NETMAP.',
      'ここにはマスクを書けません。ネットワーク全体にはアドレスの範囲か NETMAP を使ってください。',
      {
        refusal,
      },
    );
  }
  const octets = word.split('.');
  if (family === 'ipv4' && octets.length === 4 && octets.every((octet) => /^0*(25[0-5]|2[0-4]\d|1?\d?\d)$/.test(octet))) {
    const suggestion = octets.map(Number).join('.');
    return fault(
      start,
      end,
      `Leading zeros are not taken here; write ${suggestion}.`,
      `ここでは先頭の 0 は使えません。${suggestion} と書いてください。`,
      {
        refusal,
        suggestion,
      },
    );
  }
  const found = addressFault(text, start, end, family, 'rule');
  if (found.code === undefined) return { ...found, refusal };
  return fault(
    start,
    end,
    `"${word}" is a name, and only addresses are taken here.`,
    `「${word}」は名前です。ここにはアドレスしか書けません。`,
    { refusal },
  );
}

/** A range that runs backwards loads, and the kernel then picks addresses outside of it (net/netfilter/nf_nat_core.c, `find_best_ips_proto`). */
function checkOrder(text: string, start: number, dash: number, end: number, family: AddressFamily): ValueFault | undefined {
  const from = strictAddress(text, start, dash, family);
  const to = strictAddress(text, dash + 1, end, family);
  if (from === undefined || to === undefined) return undefined;
  const differing = from.findIndex((word, index) => word !== to[index]);
  if (differing < 0 || (from[differing] ?? 0) < (to[differing] ?? 0)) return undefined;
  return fault(
    start,
    end,
    'The range runs backwards, and the kernel then picks addresses outside of it. Swap its ends.',
    '範囲が逆です。このままではカーネルが範囲外のアドレスを選びます。両端を入れ替えてください。',
    { code: 'never-matching-value', suggestion: `${text.slice(dash + 1, end)}-${text.slice(start, dash)}` },
  );
}

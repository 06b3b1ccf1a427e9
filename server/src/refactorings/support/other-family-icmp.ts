import type { Family } from '../../catalogue/schema';
import { parseIcmpType } from '../../values/index';

/**
 * The ICMP messages of the other family that do what a message does, as names of both files' iptables; none for `any`.
 * @returns `undefined` for a message that only one family has: timestamps, neighbour discovery.
 */
export function icmpTypesInOtherFamily(text: string, family: Family): readonly string[] | undefined {
  const messages = parseIcmpType(text, family);
  if (messages === undefined) return undefined;
  const { type, codes } = messages;
  if (type === undefined) return [];
  const all = codes.from === 0 && codes.to === 255;
  if (!all && codes.from !== codes.to) return undefined;
  const key = all ? `${type}` : `${type}/${codes.from}`;
  return family === 'ipv4' ? toIpv6[key] : toIpv4[key];
}

/**
 * RFC 4443. "Fragmentation needed" is a code of "destination unreachable" in IPv4 and a type of its own in IPv6, without which no
 * connection gets through a narrower link: who lets the one in needs both there.
 */
const toIpv6: Readonly<Record<string, readonly string[]>> = {
  '0': ['echo-reply'],
  '3': ['destination-unreachable', 'packet-too-big'],
  '3/0': ['no-route'],
  '3/1': ['address-unreachable'],
  '3/3': ['port-unreachable'],
  '3/4': ['packet-too-big'],
  '3/13': ['communication-prohibited'],
  '5': ['redirect'],
  '8': ['echo-request'],
  '8/0': ['echo-request'],
  '9': ['router-advertisement'],
  '10': ['router-solicitation'],
  '11': ['time-exceeded'],
  '11/0': ['ttl-zero-during-transit'],
  '11/1': ['ttl-zero-during-reassembly'],
  '12': ['parameter-problem'],
};

const toIpv4: Readonly<Record<string, readonly string[]>> = {
  '1': ['destination-unreachable'],
  '1/0': ['network-unreachable'],
  '1/1': ['communication-prohibited'],
  '1/3': ['host-unreachable'],
  '1/4': ['port-unreachable'],
  '2': ['fragmentation-needed'],
  '2/0': ['fragmentation-needed'],
  '3': ['time-exceeded'],
  '3/0': ['ttl-zero-during-transit'],
  '3/1': ['ttl-zero-during-reassembly'],
  '4': ['parameter-problem'],
  '128': ['echo-request'],
  '128/0': ['echo-request'],
  '129': ['echo-reply'],
  '129/0': ['echo-reply'],
  '133': ['router-solicitation'],
  '134': ['router-advertisement'],
  '137': ['redirect'],
};

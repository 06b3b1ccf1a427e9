import type { Family, OptionSpec } from '../../catalogue/schema';
import { parseIcmpType } from '../../values/index';

/**
 * The ICMP messages of the other family that do what a message does, as names of both files' iptables; none for `any`.
 * @returns `undefined` for a message that only one family has: timestamps, neighbour discovery.
 */
export function icmpTypesInOtherFamily(option: OptionSpec, text: string, family: Family): readonly string[] | undefined {
  const messages = parseIcmpType(text, family);
  if (messages === undefined) return undefined;
  const { type, codes } = messages;
  if (type === undefined) return [];
  const all = codes.from === 0 && codes.to === 255;
  if (!all && codes.from !== codes.to) return undefined;
  return option.inOtherFamily?.[all ? `${type}` : `${type}/${codes.from}`];
}

import type { Family } from '../../catalogue/schema';
import { bindText } from '../../model/bind';
import type { BoundExtension, BoundOption, BoundRule, BoundValue } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { removeWords } from '../../rules/support/fix';
import { portListsOf } from '../../rules/support/port-list';
import { isAccepted, textAfter } from '../../rules/support/rewritten';
import { nameSpan } from '../../rules/support/state-match';
import type { Edit } from '../../text/position';
import { replaceSpan } from '../../text/position';
import { parseAddressTypes, protocolNumber, rejectTypeName } from '../../values/index';
import { addressInOtherFamily } from './other-family-address';
import { icmpTypesInOtherFamily } from './other-family-icmp';

/**
 * The rules of the other family that say what a rule says, without counters: one, or one for each ICMP type that does the work there.
 * @param isChain Whether a name is that of a chain in the file that they are for.
 * @returns `undefined` where the other family has nothing like it: addresses, sets, options of IPv4.
 */
export function inOtherFamily(
  file: RulesFile,
  rule: BoundRule,
  line: number,
  isChain: (name: string) => boolean,
): readonly string[] | undefined {
  if (!isAccepted(rule) || rule.skipped || hasPortOfOneFamily(rule, file.family)) return undefined;
  if (rule.jump !== undefined && rule.target === undefined && !isChain(rule.jump.name.text)) return undefined;
  const table = file.records[line]?.table;
  const edits: Edit[] = [];
  let icmp: readonly Edit[] = [];
  for (const option of rule.options) {
    const word = option.values[0];
    if (option.spec.name === 'icmp-type' || option.spec.name === 'icmpv6-type') {
      const types = word && icmpTypesInOtherFamily(option.spec, word.text, file.family);
      if (word === undefined || types === undefined || (types.length !== 1 && option.negation !== undefined)) return undefined;
      if (types.length === 0) edits.push(...withoutType(file, rule, option, line));
      else edits.push(replaceSpan(line, nameSpan(rule, option), file.family === 'ipv4' ? '--icmpv6-type' : '--icmp-type'));
      icmp = types.map((type) => replaceSpan(line, word, type));
      continue;
    }
    const own = editsOf(file, rule, option, line);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  for (const match of rule.matches)
    if (!match.implicit && (match.spec.name !== 'icmp' || icmp.length > 0)) edits.push(...renamed(line, match));
  if (rule.target !== undefined) edits.push(...renamed(line, rule.target));
  const texts = (icmp.length === 0 ? [edits] : icmp.map((one) => [...edits, one])).map((all) =>
    withoutCounters(rule, textAfter(rule, all)),
  );
  const family = file.family === 'ipv4' ? 'ipv6' : 'ipv4';
  const loads = (text: string): boolean => {
    const read = bindText(text, { family, table, isChain });
    return isAccepted(read) && (read.target === undefined) === (rule.target === undefined);
  };
  return texts.every(loads) ? texts : undefined;
}

/** `-m icmp --icmp-type any` asks nothing; ip6tables has no such type, and wants one behind `-m icmp6`. */
function withoutType(file: RulesFile, rule: BoundRule, option: BoundOption, line: number): readonly Edit[] {
  const load = rule.options.find(({ owner, values }) => owner === undefined && values[0]?.start === option.owner?.name.start);
  const gone = option.owner?.implicit === true || load === undefined ? [option] : [load, option];
  return gone.map((one) => removeWords(file, line, optionSpan(one)));
}

function renamed(line: number, { spec, name }: BoundExtension): readonly Edit[] {
  return spec.inOtherFamily === undefined ? [] : [replaceSpan(line, name, spec.inOtherFamily)];
}

/** The edits that one option needs; `undefined` where it has no counterpart. */
function editsOf(file: RulesFile, rule: BoundRule, option: BoundOption, line: number): readonly Edit[] | undefined {
  const { spec, owner, values, negation } = option;
  const remove = [removeWords(file, line, optionSpan(option))];
  const word = values[0];
  if (owner === undefined && (spec.name === 'ipv4' || spec.name === 'ipv6' || spec.name === 'set-counters')) return remove;
  if (word === undefined) return hopLimit(rule, option, line);
  switch (spec.name) {
    case 'protocol': {
      if (owner !== undefined) return [];
      const protocol = otherProtocol(protocolNumber(word.text), file.family);
      if (protocol === 'none') return undefined;
      // In an IPv6 header 0 is no wildcard but the hop-by-hop options.
      if (protocol === 'any') return negation === undefined ? remove : undefined;
      return protocol === 'same' ? [] : [replaceSpan(line, word, protocol)];
    }
    case 'reject-with':
      return replaced(line, word, spec.inOtherFamily?.[rejectTypeName(word.text, file.family) ?? '']?.[0]);
    case 'src-type':
    case 'dst-type':
      return asksBroadcast(word.text) ? undefined : [];
    case 'pkt-type':
      return /^b/i.test(word.text) ? undefined : [];
    case 'match-set':
    case 'add-set':
    case 'del-set':
    case 'map-set':
      // A set holds addresses of one family.
      return undefined;
    default:
  }
  const mask = masks[spec.name]?.[file.family === 'ipv4' ? 0 : 1];
  if (mask !== undefined) return word.text === mask[0] ? [replaceSpan(line, word, mask[1])] : undefined;
  if (!addressTypes.has(word.slot.type.id)) return hopLimit(rule, option, line);
  const address = addressInOtherFamily(word.text, file.family);
  if (address === undefined || (address === 'any' && (negation !== undefined || owner !== undefined))) return undefined;
  return address === 'any' ? remove : replaced(line, word, address);
}

/** `--ttl-lt` and `--hl-lt`, in the match and the target. */
function hopLimit(rule: BoundRule, option: BoundOption, line: number): readonly Edit[] {
  const match = /^(ttl|hl)-(.*)$/.exec(option.spec.name);
  if (match === null || option.owner?.spec.inOtherFamily === undefined) return [];
  return [replaceSpan(line, nameSpan(rule, option), `--${match[1] === 'ttl' ? 'hl' : 'ttl'}-${match[2]}`)];
}

function replaced(line: number, word: BoundValue, text: string | undefined): readonly Edit[] | undefined {
  return text === undefined ? undefined : [replaceSpan(line, word, text)];
}

/** The types of values that hold addresses. */
const addressTypes: ReadonlySet<string> = new Set([
  ...['address-list', 'host-mask', 'single-address', 'address-range', 'nat-address-ports', 'npt-prefix', 'routing-addresses'],
]);

/** Masks that mean one host, which iptables-save prints even where nobody wrote them. */
const masks: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  mask: [
    ['255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '255.255.255.255'],
  ],
  ...Object.fromEntries(
    ['connlimit-mask', 'hashlimit-srcmask', 'hashlimit-dstmask'].map((name) => [
      name,
      [
        ['32', '128'],
        ['128', '32'],
      ],
    ]),
  ),
};

/** The protocol in the other family, by name; `same`: it is written alike there. */
function otherProtocol(number: number | undefined, family: Family): string {
  if (number === 0) return family === 'ipv4' ? 'any' : 'none';
  if (number === (family === 'ipv4' ? 1 : 58)) return family === 'ipv4' ? 'ipv6-icmp' : 'icmp';
  return number === undefined || (family === 'ipv4' ? ofIpv4 : ofIpv6).has(number) ? 'none' : 'same';
}

/** IGMP, and ICMPv6 in IPv4; extension headers, and ICMP in IPv6. */
const ofIpv4: ReadonlySet<number> = new Set([2, 58]);
const ofIpv6: ReadonlySet<number> = new Set([1, 43, 44, 59, 60, 135]);

function asksBroadcast(text: string): boolean {
  return parseAddressTypes(text)?.includes(broadcast) !== false;
}

/** RTN_BROADCAST (linux/rtnetlink.h): IPv6 has no broadcasts. */
const broadcast = 3;

/** The ports of protocols that one family has alone: DHCP, NetBIOS, RIP; RIPng, DHCPv6. */
const onlyPorts: Readonly<Record<Family, readonly (readonly [number, number])[]>> = {
  ipv4: [
    [67, 68],
    [137, 139],
    [520, 520],
  ],
  ipv6: [
    [521, 521],
    [546, 547],
  ],
};

function hasPortOfOneFamily(rule: BoundRule, family: Family): boolean {
  return portListsOf(rule).some(({ entries }) =>
    entries.some(({ from, to }) => onlyPorts[family].some(([first, last]) => first <= from && to <= last)),
  );
}

function withoutCounters(rule: BoundRule, text: string): string {
  return text.slice(rule.tree.counters?.end ?? 0).trim();
}

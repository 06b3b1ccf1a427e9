import type { ExtensionSpec, OptionSpec } from '../../catalogue/schema';
import type { RulePlace } from './spot';

/** Matches in the order that rulesets use them most. */
const matches =
  'conntrack multiport tcp udp icmp icmp6 comment limit set mark connmark addrtype hashlimit recent iprange mac owner physdev pkttype statistic length connlimit time rpfilter string policy state'.split(
    ' ',
  );

/** Targets in the order that rulesets use them most, by table; `PREROUTING` and `POSTROUTING` of nat differ. */
const targets: Readonly<Record<string, string>> = {
  filter: 'ACCEPT DROP REJECT LOG RETURN NFLOG NFQUEUE MARK CONNMARK SET TCPMSS',
  raw: 'NOTRACK CT ACCEPT DROP RETURN TRACE LOG NFLOG',
  nat: 'DNAT REDIRECT SNAT MASQUERADE ACCEPT RETURN NETMAP LOG',
  'nat POSTROUTING': 'MASQUERADE SNAT ACCEPT RETURN NETMAP LOG',
  mangle: 'MARK CONNMARK TCPMSS ACCEPT RETURN DSCP TOS TTL HL CLASSIFY TPROXY TEE LOG DROP',
  security: 'SECMARK CONNSECMARK ACCEPT RETURN LOG DROP',
};

/** Options in the order that people want them most, also where their extension is not loaded yet. */
const wanted =
  'dport sport dports sports ctstate icmp-type icmpv6-type limit comment match-set state mark src-range dst-range mac-source syn tcp-flags notrack to-destination to-source to-ports log-prefix reject-with set-mark'.split(
    ' ',
  );

/** Options that an extension should have although it can do without. */
const usual: Readonly<Record<string, string>> = { limit: 'limit', CT: 'notrack', TCPOPTSTRIP: 'strip-options', statistic: 'probability' };

/** Of several options of which one is needed, the one that is wanted most. */
const preferred = ['destination-ports', 'set-mark', 'set-xmark', 'src-range', 'dst-type', 'uid-owner', 'clamp-mss-to-pmtu'];

/** How early a match comes in a list: 0 is the first. */
export function matchLikelihood(name: string): number {
  return placeIn(matches, name);
}

/** How early a target comes in a list at a rule's place. */
export function targetLikelihood(name: string, place: RulePlace): number {
  const table = place.table ?? '';
  const order = targets[`${table} ${place.hooks.join()}`] ?? targets[table] ?? targets['filter'] ?? '';
  return placeIn(order.split(' '), name);
}

/** How early an option comes in a list, by its spelling without dashes. */
export function optionLikelihood(name: string): number {
  return placeIn(wanted, name);
}

/** An option that people type without having loaded its extension first. */
export function isWanted(name: string): boolean {
  return wanted.includes(name);
}

/** The options that come along when an extension is chosen: those it cannot do without, and one it should have. */
export function companions(spec: ExtensionSpec, options: readonly OptionSpec[]): readonly OptionSpec[] {
  const chosen = options.filter((option) => option.required === true || option.name === usual[spec.name]);
  for (const group of spec.groups ?? []) {
    if (group.count === 'at-most-one' || group.options.some((name) => chosen.some((option) => option.name === name))) continue;
    const members = options.filter((option) => group.options.includes(option.name));
    const [first] = [...members].sort((a, b) => placeIn(preferred, a.name) - placeIn(preferred, b.name));
    if (first !== undefined) chosen.push(first);
  }
  return chosen;
}

/** Sorts extensions by likelihood, deprecated ones last, otherwise by name. */
export function byLikelihood<T extends ExtensionSpec>(specs: readonly T[], likelihood: (name: string) => number): T[] {
  const rank = (spec: T): number => (spec.deprecated === undefined ? likelihood(spec.name) : 1000);
  return [...specs].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function placeIn(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  return index < 0 ? names.length : index;
}

import type { ExtensionSpec } from '../../catalogue/schema';
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

/** Options that are wanted even where their extension is not loaded yet. */
const wanted = new Set(
  'dport sport dports sports ctstate state icmp-type icmpv6-type limit comment match-set mark src-range dst-range mac-source syn tcp-flags notrack to-destination to-source log-prefix reject-with set-mark'.split(
    ' ',
  ),
);

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

/** An option that people type without having loaded its extension first. */
export function isWanted(optionSpelling: string): boolean {
  return wanted.has(optionSpelling.replace(/^--/, ''));
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

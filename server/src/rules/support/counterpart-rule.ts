import type { CounterpartForm } from '../../analysis/pairing';
import type { BoundOption, BoundRule } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import { isOfState } from './state-list';

/** The spelling of an option on the other side, for options that have sides: `-i` and `-o`, `-s` and `-d`. */
const otherSide: Readonly<Record<string, string>> = {
  '-i': '-o',
  '-o': '-i',
  '--in-interface': '--out-interface',
  '--out-interface': '--in-interface',
  '-s': '-d',
  '-d': '-s',
  '--source': '--destination',
  '--destination': '--source',
  '--src': '--dst',
  '--dst': '--src',
  '--src-range': '--dst-range',
  '--dst-range': '--src-range',
  '--src-type': '--dst-type',
  '--dst-type': '--src-type',
};

/** The same for ports, which change sides in replies only. */
const otherPort: Readonly<Record<string, string>> = {
  '--dport': '--sport',
  '--sport': '--dport',
  '--destination-port': '--source-port',
  '--source-port': '--destination-port',
  '--dports': '--sports',
  '--sports': '--dports',
  '--destination-ports': '--source-ports',
  '--source-ports': '--destination-ports',
};

/** Matches whose conditions hold in either direction, once their options have changed sides. */
const twoSided: ReadonlySet<string> = new Set([
  'tcp',
  'udp',
  'udplite',
  'multiport',
  'comment',
  'iprange',
  'addrtype',
  'set',
  'limit',
  'mark',
  'length',
  'statistic',
]);

/**
 * The rule for the other direction, in the words of the rule it is made from, with another chain and, if wanted, another
 * target. `undefined` when a condition has no other side, such as a MAC address.
 * @param target The target with its options; the rule's own where it is left out.
 */
export function counterpartRule(rule: BoundRule, chain: string, form: CounterpartForm, target?: string): string | undefined {
  if (rule.matches.some((match) => !twoSided.has(match.spec.name))) return undefined;
  return rewrite(rule, chain, target, (option) => {
    const name = option.name.text;
    const swapped = otherSide[name] ?? (form === 'reply' ? otherPort[name] : undefined);
    return { name: swapped, flags: option.spec.name === 'match-set' };
  });
}

/** The rule in the same direction with another chain and target: `-i`, addresses, ports and all matches are kept. */
export function sameRule(rule: BoundRule, chain: string, target: string): string {
  return rewrite(rule, chain, target, () => ({ name: undefined, flags: false }));
}

/** The same, but whatever the connection table says of the packets: without `--state` and `--ctstate`. */
export function statelessRule(rule: BoundRule, chain: string, target: string): string {
  return rewrite(rule, chain, target, (option) => (isOfState(rule, option) ? undefined : { name: undefined, flags: false }));
}

/** The words of a rule anew: another chain, another target, other names for some options; those without one are left out. */
function rewrite(
  rule: BoundRule,
  chain: string,
  target: string | undefined,
  rename: (option: BoundOption) => { readonly name: string | undefined; readonly flags: boolean } | undefined,
): string {
  const text = rule.tree.text;
  const parts = [`-A ${chain}`];
  for (const option of rule.options) {
    if (target !== undefined && (option === rule.jump?.option || option.owner === rule.target) && rule.target !== undefined) continue;
    if (target !== undefined && option === rule.jump?.option) continue;
    if (option.owner === undefined && option.spec.name === 'set-counters') continue;
    const span = optionSpan(option);
    const renamed = rename(option);
    if (renamed === undefined) continue;
    const { name, flags } = renamed;
    let words = text.slice(span.start, span.end);
    if (name !== undefined) {
      const at = option.name.start - span.start;
      words = words.slice(0, at) + name + words.slice(option.name.end - span.start);
    }
    if (flags) {
      const last = words.lastIndexOf(' ') + 1;
      words = words.slice(0, last) + words.slice(last).replace(/\b(?:src|dst)\b/g, (side) => (side === 'src' ? 'dst' : 'src'));
    }
    parts.push(words);
  }
  if (target !== undefined) parts.push(`-j ${target}`);
  return parts.join(' ');
}

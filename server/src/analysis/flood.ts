import { targetNamed } from '../catalogue/index';
import type { BoundRule } from '../model/bound';
import type { Jump, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { rulesInOrder } from './chain-order';
import type { Conditions } from './conditions';
import { relate } from './conditions';
import { lineConditions } from './line-conditions';
import { openWays } from './open-way';
import { contains } from './ranges';

/**
 * Tells for the rules of a section whether a flood of packets from the network comes to them, with nothing on the way that limits
 * their number: the jumps by which it does, the one in the built-in chain first. `undefined`: it does not, or that is not sure.
 * What this host sends itself does not count, nor what comes by loopback.
 */
export function floodWays(file: RulesFile, section: Section): (chain: number, line: number) => readonly Jump[] | undefined {
  const bars = new Map<number, Bars>();
  const isOpen = (chain: number, line: number): boolean => {
    let known = bars.get(chain);
    if (known === undefined) {
      known = barsOf(file, section, chain);
      bars.set(chain, known);
    }
    return letsThrough(file, line, known);
  };
  const way = openWays(section, ['PREROUTING', 'INPUT', 'FORWARD'], (jump) => isOpen(jump.from, jump.line));
  return (chain, line) => (isOpen(chain, line) ? way(chain) : undefined);
}

/** What of a chain keeps packets from its later rules: each with its place in the chain's order. */
interface Bars {
  /** The lines of the chain in order; `undefined` when that is not known. */
  readonly places: ReadonlyMap<number, number> | undefined;
  /** Rules that give a verdict to what is over a rate. */
  readonly surplus: readonly number[];
  /** The place of the first rule that gives every packet a verdict. */
  readonly end: number;
}

function barsOf(file: RulesFile, section: Section, id: number): Bars {
  const chain = section.chains.get(id);
  const order = chain && rulesInOrder(file, chain);
  if (order === undefined) return { places: undefined, surplus: [], end: 0 };
  const end = order.findIndex((line) => file.records[line]?.ends === true);
  return {
    places: new Map(order.map((line, place) => [line, place])),
    surplus: order.filter((line) => takesSurplus(file, line)),
    end: end < 0 ? order.length : end,
  };
}

function letsThrough(file: RulesFile, line: number, { places, surplus, end }: Bars): boolean {
  const place = places?.get(line);
  const packets = lineConditions(file, line);
  const rule = file.bound(line);
  if (place === undefined || place > end || packets === undefined || rule === undefined) return false;
  if (isLimited(rule) || isLoopback(file, packets)) return false;
  return !surplus.some((earlier) => {
    const own = (places?.get(earlier) ?? place) < place ? lineConditions(file, earlier) : undefined;
    // All that is not modelled of such a rule is its rate.
    return own !== undefined && relate(packets, { ...own, exact: true }) === 'all';
  });
}

/** Matches that let only so many packets through, or by which something else has decided that. */
const limiting: ReadonlySet<string> = new Set([
  ...['limit', 'hashlimit', 'recent', 'statistic', 'quota', 'connlimit', 'connbytes', 'rateest', 'nfacct', 'bpf'],
  ...['mark', 'connmark', 'connlabel'],
]);

function isLimited(rule: BoundRule): boolean {
  return rule.matches.some(
    // A set that the source is not in yet: the next rule puts it there, so that each is met once.
    (match) =>
      limiting.has(match.spec.name) || (match.spec.name === 'set' && match.options.some((option) => option.negation !== undefined)),
  );
}

function isLoopback(file: RulesFile, packets: Conditions): boolean {
  const own = file.family === 'ipv4' ? ([[0x7f000000n, 0x7fffffffn]] as const) : ([[1n, 1n]] as const);
  return (packets.input?.name === 'lo' && !packets.input.inverted) || contains(own, packets.source);
}

/** Options that hold for what is over a rate, so that a verdict behind them leaves only the rest. */
const overRate: ReadonlySet<string> = new Set(['hashlimit-above', 'connlimit-above', 'rcheck', 'update']);

function takesSurplus(file: RulesFile, line: number): boolean {
  const record = file.records[line];
  if (record === undefined || record.jump < 0 || !/hashlimit|connlimit|recent/.test(file.lineText(line))) return false;
  const verdict = record.target === undefined ? undefined : targetNamed(record.target, file.family)?.verdict;
  if (verdict === 'continue') return false;
  return file.bound(line)?.options.some((option) => overRate.has(option.spec.name)) ?? false;
}

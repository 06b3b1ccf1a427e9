import { decide, isDrop } from '../../analysis/decide';
import { nothing } from '../../analysis/diagram';
import { packetsWith, regardless } from '../../analysis/packets';
import type { Coordinate, RangeField } from '../../analysis/predicates';
import { coordinateOf } from '../../analysis/predicates';
import type { Rewrite } from '../../analysis/rewrites';
import { routedTo, surelyDrops } from '../../analysis/rewrites';
import { ruleWords } from '../../analysis/rule-words';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import type { Family } from '../../catalogue/schema';
import { chainNamed } from '../../model/sections';
import { parseNatTarget } from '../../values/index';
import { filterChain, reachedChains } from './filter-chain';

/**
 * Whether the address that DNAT writes may be one of this host's own, so that the packets go to INPUT and not to FORWARD. A file
 * does not say which addresses its host has; what it does with them tells.
 * @param most How many rules may be looked at.
 */
export function isThisHost(analysis: RulesetAnalysis, { after, to }: Pick<Rewrite, 'after' | 'to'>, most: number): boolean {
  if (to.from === undefined || to.to === undefined) return true;
  const written: Interval = [coordinateOf(to.from), coordinateOf(to.to)];
  const places = placesOf(analysis);
  if (places.own.some((one) => meets(one, written))) return true;
  const arriving = routedTo(analysis, after, 'INPUT');
  if (places.other.some((one) => meets(one, written)) || arriving === nothing || surelyDrops(analysis, 'INPUT', arriving)) return false;
  const decisions = decide(analysis, 'filter', 'INPUT', arriving, { most });
  if (decisions === undefined || decisions.some(({ by }) => by === 'unknown')) return true;
  // INPUT would let them in, though not for what they are: a router that forwards at all has not opened it for them.
  const open = decisions.filter(({ verdict }) => !isDrop(verdict));
  return !(forwards(analysis) && open.every(({ by, line }) => by === 'policy' || asksForNoDestination(analysis, line)));
}

type Interval = readonly [Coordinate, Coordinate];

interface Places {
  /** Addresses that only this host can have. */
  readonly own: readonly Interval[];
  /** Addresses that only other hosts can have. */
  readonly other: readonly Interval[];
}

const known = new WeakMap<RulesetAnalysis, Places>();

/** 127.0.0.0/8 and ::1. */
const loopback: Readonly<Record<Family, Interval>> = { ipv4: [0x7f000000, 0x7fffffff], ipv6: [1n, 1n] };

function placesOf(analysis: RulesetAnalysis): Places {
  let places = known.get(analysis);
  if (places === undefined) {
    places = {
      own: [
        loopback[analysis.file.family],
        ...namedInInput(analysis),
        ...named(analysis, 'OUTPUT', 'source'),
        ...translatedSources(analysis),
      ],
      other: [
        ...named(analysis, 'FORWARD', 'source'),
        ...named(analysis, 'FORWARD', 'destination'),
        ...named(analysis, 'POSTROUTING', 'destination'),
      ],
    };
    known.set(analysis, places);
  }
  return places;
}

/** The single addresses that rules of a built-in chain name, in whichever table. */
function named(analysis: RulesetAnalysis, chain: string, field: RangeField): readonly Interval[] {
  return [...analysis.tables.values()].flatMap(({ section }) =>
    (chainNamed(section, chain)?.rules ?? []).flatMap((line) => singles(analysis, line, field)),
  );
}

/** The destinations that INPUT names, or a chain that it leads to. */
function namedInInput(analysis: RulesetAnalysis): readonly Interval[] {
  const input = filterChain(analysis, 'INPUT');
  const chains = input === undefined ? [] : reachedChains(input);
  return chains.flatMap(({ lines }) => lines.flatMap((line) => singles(analysis, line, 'destination')));
}

/** The single addresses that a rule asks for. */
function singles({ file }: RulesetAnalysis, line: number, field: RangeField): readonly Interval[] {
  return (ruleWords(file, line)?.asks ?? []).flatMap((asked) =>
    asked.kind === 'in' && asked.field === field ? asked.ranges.filter(([from, to]) => from === to) : [],
  );
}

/** What SNAT writes are addresses of this host. */
function translatedSources({ file, tables }: RulesetAnalysis): readonly Interval[] {
  return [...(tables.get('nat')?.chains.values() ?? [])].flatMap(({ lines = [] }) =>
    lines.flatMap((line): readonly Interval[] => {
      if (file.records[line]?.target !== 'SNAT') return [];
      const option = file.bound(line)?.target?.options.find(({ spec }) => spec.name === 'to-source');
      const { from, to } = parseNatTarget(option?.values[0]?.text ?? '', file.family) ?? {};
      return from === undefined || to === undefined ? [] : [[coordinateOf(from), coordinateOf(to)]];
    }),
  );
}

/** FORWARD may let some new connections through. */
function forwards(analysis: RulesetAnalysis): boolean {
  const fresh = routedTo(analysis, packetsWith(analysis.space, { state: 'NEW', destinationNat: 0 }), 'FORWARD');
  return !surelyDrops(analysis, 'FORWARD', fresh);
}

/** A rule is the same to packets whatever their destination, and whether or not DNAT has written it. */
function asksForNoDestination(analysis: RulesetAnalysis, line: number): boolean {
  const upper = analysis.rule(line)?.upper;
  return upper !== undefined && regardless(analysis.space, upper, ['destination', 'destinationPort', 'destinationNat']) === upper;
}

function meets(a: Interval, b: Interval): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}

import type { BoundExtension, BoundRule } from '../../model/bound';

/** What a rule's matches remember of packets by being asked, whether or not the rule does something with them. */
export interface Traces {
  /** Which of the rule's matches is the first that remembers. */
  readonly first: number;
  /** What one of them remembers other rules can ask for: a list, a set, a label. */
  readonly shared: boolean;
}

/** What a rule's matches remember; `undefined`: nothing. */
export function tracesOf(rule: BoundRule): Traces | undefined {
  const first = rule.matches.findIndex(remembers);
  return first < 0 ? undefined : { first, shared: rule.matches.some((match) => remembers(match) && !ofItsOwn.has(match.spec.name)) };
}

/** Matches of which each rule has its own store. */
const ofItsOwn: ReadonlySet<string> = new Set(['limit', 'quota', 'statistic', 'connlimit']);

const ofAll: ReadonlySet<string> = new Set(['recent', 'hashlimit', 'nfacct', 'connlabel', 'rateest', 'osf', ...ofItsOwn]);

function remembers({ spec, options }: BoundExtension): boolean {
  // A set counts what it is asked for; that is seen only by those who ask for more than membership.
  return ofAll.has(spec.name) || (spec.name === 'set' && options.length > 1);
}

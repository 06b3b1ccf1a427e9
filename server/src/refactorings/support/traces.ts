import { remembersIn } from '../../catalogue/remembers';
import type { BoundRule } from '../../model/bound';

/** What a rule's matches remember of packets by being asked, whether or not the rule does something with them. */
export interface Traces {
  /** Which of the rule's matches is the first that remembers. */
  readonly first: number;
  /** What one of them remembers other rules can ask for: a list, a set, a label. */
  readonly shared: boolean;
}

/** What a rule's matches remember; `undefined`: nothing. */
export function tracesOf(rule: BoundRule): Traces | undefined {
  const stores = rule.matches.map(({ spec, options }) => remembersIn(spec, options));
  const first = stores.findIndex((store) => store !== undefined);
  return first < 0 ? undefined : { first, shared: stores.includes('shared') };
}

import type { BoundRule } from './bound';
import type { Fault } from './faults';

/** Notes a fault of the line that is being bound. */
export function report(walk: { readonly rule: BoundRule }, found: Fault): void {
  walk.rule.faults.push(found);
}

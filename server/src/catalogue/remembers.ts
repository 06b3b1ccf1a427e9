import type { GivenOption } from './reads';
import type { ExtensionSpec } from './schema';

/** Where a match with these options keeps what it remembers of the packets that it is asked about; `undefined`: it remembers nothing. */
export function remembersIn(spec: ExtensionSpec, options: readonly GivenOption[]): 'own' | 'shared' | undefined {
  if (spec.kind !== 'match') return undefined;
  const alone = spec.remembersNothingWith;
  return alone !== undefined && options.every((option) => alone.includes(option.spec.name)) ? undefined : spec.remembers;
}

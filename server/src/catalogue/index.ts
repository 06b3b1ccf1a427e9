import { allMatches } from './matches/all';
import type { ExtensionSpec, Family, MatchSpec, TargetSpec } from './schema';
import { allTargets } from './targets/all';

export { builtinChainNamed, builtinChains } from './builtin-chains';
export { commands } from './commands';
export { generalOptions } from './general-options';
export { policies } from './policies';
export * from './schema';
export { tableNamed, tables } from './tables';
export { allMatches, allTargets };

const matchesByName = byName(allMatches);
const targetsByName = byName(allTargets);

/** The match of a name or alias as `-m` takes it, for a family; `undefined` when there is none. */
export function matchNamed(name: string, family: Family): MatchSpec | undefined {
  return matchesByName[family].get(name);
}

/** The target of a name as `-j` takes it, for a family; `undefined` when there is none: the name may be a chain's. */
export function targetNamed(name: string, family: Family): TargetSpec | undefined {
  return targetsByName[family].get(name);
}

function byName<T extends ExtensionSpec>(all: readonly T[]): Record<Family, ReadonlyMap<string, T>> {
  const forFamily = (family: Family): ReadonlyMap<string, T> => {
    const map = new Map<string, T>();
    for (const spec of all) {
      if (!spec.families.includes(family)) continue;
      for (const name of [spec.name, ...(spec.aliases ?? [])]) map.set(name, spec);
    }
    return map;
  };
  return { ipv4: forFamily('ipv4'), ipv6: forFamily('ipv6') };
}

import { allTargets } from '../catalogue/index';

/** Whether some target of either family has a name. */
export function isTargetName(name: string): boolean {
  return names.has(name);
}

const names: ReadonlySet<string> = new Set(allTargets.map((target) => target.name));

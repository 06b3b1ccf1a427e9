import { builtinChains } from '../catalogue/index';
import { longestChainName } from './bind-command';

/** The targets without an extension of their own (`xtables_find_target` in libxtables/xtables.c). */
export const standardTargets: readonly string[] = ['ACCEPT', 'DROP', 'QUEUE', 'RETURN'];

/** Names of targets that have no extension, or that only the programs use among themselves: no chain can have them. */
export const reservedNames: ReadonlySet<string> = new Set([...standardTargets, 'CONTINUE', 'ERROR', 'standard']);

/** A name that any table may have a user chain of, and that both back ends take. Unusual ones are looked at more closely elsewhere. */
export function isPlainChainName(name: string): boolean {
  return name.length <= longestChainName && /^\w[\w.:+@/-]*$/.test(name) && !taken.has(name);
}

const taken: ReadonlySet<string> = new Set([...standardTargets, ...builtinChains.map((chain) => chain.name)]);

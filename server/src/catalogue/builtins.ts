import type { ChainSpec, CommandSpec, OptionSpec, PolicySpec } from './schema';

/** The five built-in chains. */
export const builtinChains: readonly ChainSpec[] = [];

/** The commands of iptables(8). */
export const commands: readonly CommandSpec[] = [];

/** The general parameters: those that need no extension. */
export const generalOptions: readonly OptionSpec[] = [];

/** What may stand where a chain's policy does. */
export const policies: readonly PolicySpec[] = [];

import type { ChainSpec, CommandSpec, MatchSpec, OptionSpec, PolicySpec, TableSpec, TargetSpec } from '../../server/src/catalogue';

/** What the grammar takes from the catalogue. */
export interface Vocabulary {
  readonly tables: readonly TableSpec[];
  readonly builtinChains: readonly ChainSpec[];
  readonly policies: readonly PolicySpec[];
  readonly commands: readonly CommandSpec[];
  readonly generalOptions: readonly OptionSpec[];
  readonly matches: readonly MatchSpec[];
  readonly targets: readonly TargetSpec[];
}

import type { Location } from 'vscode-languageserver-types';
import type { SetDeclaration } from '../model/ipset';
import type { RulesFile } from '../model/rules-file';
import type { Position } from '../text/position';
import { rangeOf } from '../text/position';
import { chainAt, chainMakers } from './support/chain-places';
import { setAt } from './support/set-places';

/**
 * Where what a word names is made: a chain by its `:NAME` line, `-N` or `-E`, a set by the `create` of an ipset save file.
 * @param sets The sets of the known save files, by name.
 */
export function definition(
  file: RulesFile,
  uri: string,
  position: Position,
  sets: ReadonlyMap<string, readonly SetDeclaration[]> | undefined,
): Location[] {
  const chain = chainAt(file, position);
  if (chain !== undefined) return chainMakers(file, chain).map((place) => ({ uri, range: rangeOf(place.line, place) }));
  const set = sets === undefined ? undefined : setAt(file, position);
  return set === undefined ? [] : (sets?.get(set.name) ?? []).map((declaration) => ({ uri: declaration.uri, range: declaration.range }));
}

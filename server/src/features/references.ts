import type { Location } from 'vscode-languageserver-types';
import type { SetDeclaration } from '../model/ipset';
import type { RulesFile } from '../model/rules-file';
import type { Position } from '../text/position';
import { rangeOf } from '../text/position';
import { chainAt, chainPlaces } from './support/chain-places';
import { setAt, setPlaces } from './support/set-places';

/** What references are asked with. */
export interface ReferencesRequest {
  readonly uri: string;
  readonly position: Position;
  /** The places that make the chain or the set belong to the answer. */
  readonly includeDeclaration: boolean;
}

/**
 * Every place that names the same chain in the same table of the file, or the same set in any of the open files.
 * @param sets The sets of the known save files, by name.
 */
export function references(
  files: ReadonlyMap<string, RulesFile>,
  request: ReferencesRequest,
  sets: ReadonlyMap<string, readonly SetDeclaration[]> | undefined,
): Location[] {
  const { uri, position, includeDeclaration } = request;
  const file = files.get(uri);
  if (file === undefined) return [];
  const chain = chainAt(file, position);
  if (chain !== undefined) {
    const places = chainPlaces(file, chain.table, chain.name).filter(({ use }) => includeDeclaration || use !== 'makes');
    return places.map((place) => ({ uri, range: rangeOf(place.line, place) }));
  }
  const set = setAt(file, position);
  if (set === undefined) return [];
  const declarations = includeDeclaration ? (sets?.get(set.name) ?? []) : [];
  return [
    ...declarations.map((declaration) => ({ uri: declaration.uri, range: declaration.range })),
    ...[...files].flatMap(([other, one]) => setPlaces(one, set.name).map((place) => ({ uri: other, range: rangeOf(place.line, place) }))),
  ];
}

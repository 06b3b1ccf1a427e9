import type { DocumentHighlight } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { RulesFile } from '../model/rules-file';
import type { Position } from '../text/position';
import { rangeOf } from '../text/position';
import { chainAt, chainPlaces } from './support/chain-places';
import { setAt, setPlaces } from './support/set-places';

/**
 * The places of the file that name the same chain of the same table, or the same set. What makes or fills it is a write; jumps
 * and matches are reads. `undefined` for any other word: the editor may then show equal words.
 */
export function documentHighlights(file: RulesFile, position: Position): DocumentHighlight[] | undefined {
  const chain = chainAt(file, position);
  if (chain !== undefined) {
    return chainPlaces(file, chain.table, chain.name).map((place) => ({
      range: rangeOf(place.line, place),
      kind: place.use === 'makes' || place.use === 'writes' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
  }
  const set = setAt(file, position);
  if (set === undefined) return undefined;
  return setPlaces(file, set.name).map((place) => ({
    range: rangeOf(place.line, place),
    kind: place.writes ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { isBuiltin } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { rangeOf } from '../text/position';

/** The most symbols of an answer: an editor that shows a list of more asks again with more letters. */
const most = 2000;

/**
 * The chains that the open files declare, where their names hold the letters of the query in order, of whatever case.
 * @param query Empty: all chains.
 */
export function workspaceSymbols(files: ReadonlyMap<string, RulesFile>, query: string): WorkspaceSymbol[] {
  const symbols: WorkspaceSymbol[] = [];
  const letters = query.toLowerCase();
  for (const [uri, file] of files) {
    const shown = new Map<number, boolean>();
    for (let line = 0; line < file.records.length; line++) {
      const record = file.records[line];
      if (record === undefined || record.chain < 0 || (record.kind !== 'chain' && record.command !== 'new-chain')) continue;
      const name = file.nameText(record.chain);
      let fits = shown.get(record.chain);
      if (fits === undefined) {
        fits = holdsInOrder(name.toLowerCase(), letters);
        shown.set(record.chain, fits);
      }
      if (!fits) continue;
      symbols.push({
        name,
        kind: record.table !== undefined && isBuiltin(record.table, name) ? SymbolKind.Event : SymbolKind.Function,
        location: { uri, range: rangeOf(line, { start: record.chainStart, end: record.chainEnd }) },
        ...(record.table === undefined ? {} : { containerName: record.table }),
      });
      if (symbols.length >= most) return symbols;
    }
  }
  return symbols;
}

function holdsInOrder(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

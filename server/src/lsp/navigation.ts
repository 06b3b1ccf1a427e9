import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { LanguageService, RenameRefusal } from '../service';

/** What the server can do to find one's way in a file. */
export const navigationCapabilities: ServerCapabilities = {
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  definitionProvider: true,
  declarationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  callHierarchyProvider: true,
  documentLinkProvider: {},
  renameProvider: { prepareProvider: true },
};

/** What the handlers need of the server. */
export interface NavigationHost {
  readonly connection: Connection;
  /** The service as it is now. */
  service(): LanguageService;
  /** What the client said of itself. */
  client(): ClientCapabilities;
  /** The version of an open document. */
  version(uri: string): number | undefined;
  guard<A extends unknown[], R>(name: string, fallback: R, handler: (...args: A) => R): (...args: A) => R;
}

/** Answers the requests of `navigationCapabilities`. */
export function handleNavigation({ connection, service, client, version, guard }: NavigationHost): void {
  connection.onDocumentSymbol(
    guard('documentSymbol', null, ({ textDocument: { uri } }) =>
      client().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true
        ? service().documentSymbols(uri)
        : service().flatSymbols(uri),
    ),
  );
  connection.onWorkspaceSymbol(guard('workspaceSymbol', null, ({ query }) => service().workspaceSymbols(query)));
  connection.onFoldingRanges(
    guard('foldingRange', null, ({ textDocument }) =>
      service().foldingRanges(textDocument.uri, client().textDocument?.foldingRange?.rangeLimit),
    ),
  );
  connection.onSelectionRanges(
    guard('selectionRange', null, ({ textDocument, positions }) => service().selectionRanges(textDocument.uri, positions)),
  );
  connection.onDefinition(guard('definition', null, ({ textDocument, position }) => service().definition(textDocument.uri, position)));
  connection.onDeclaration(guard('declaration', null, ({ textDocument, position }) => service().definition(textDocument.uri, position)));
  connection.onReferences(
    guard('references', null, ({ textDocument, position, context }) =>
      service().references({ uri: textDocument.uri, position, includeDeclaration: context.includeDeclaration }),
    ),
  );
  connection.onDocumentHighlight(
    guard('documentHighlight', null, ({ textDocument, position }) => service().documentHighlights(textDocument.uri, position) ?? null),
  );
  connection.languages.callHierarchy.onPrepare(
    guard('prepareCallHierarchy', null, ({ textDocument, position }) => service().prepareCallHierarchy(textDocument.uri, position)),
  );
  connection.languages.callHierarchy.onIncomingCalls(guard('incomingCalls', null, ({ item }) => service().incomingCalls(item)));
  connection.languages.callHierarchy.onOutgoingCalls(guard('outgoingCalls', null, ({ item }) => service().outgoingCalls(item)));
  connection.onDocumentLinks(guard('documentLink', null, ({ textDocument }) => service().documentLinks(textDocument.uri)));
  connection.onPrepareRename(
    guard('prepareRename', null, ({ textDocument, position }) => {
      const found = service().prepareRename(textDocument.uri, position);
      return found !== undefined && 'refusal' in found ? refused(found) : (found ?? null);
    }),
  );
  connection.onRenameRequest(
    guard('rename', null, ({ textDocument: { uri }, position, newName }) => {
      const found = service().rename(uri, position, newName);
      if (found === undefined) return null;
      if ('refusal' in found) return refused(found);
      const edits = found.map((edit) => ({ range: edit.range, newText: edit.newText }));
      if (client().workspace?.workspaceEdit?.documentChanges !== true) return { changes: { [uri]: edits } };
      return { documentChanges: [{ textDocument: { uri, version: version(uri) ?? null }, edits }] };
    }),
  );
}

/** A failure whose words the editor shows to the user. */
function refused({ refusal }: RenameRefusal): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, refusal);
}

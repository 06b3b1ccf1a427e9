import type { ServerCapabilities } from 'vscode-languageserver';
import { formatTrigger } from '../features/support/announced';
import type { NavigationHost } from './navigation';

/** That the server formats files. */
export const formattingCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: formatTrigger },
};

/** Answers the requests of `formattingCapabilities`. The client's blanks per tab mean nothing here: the settings say how to format. */
export function handleFormatting({ connection, service, guard }: Pick<NavigationHost, 'connection' | 'service' | 'guard'>): void {
  connection.onDocumentFormatting(guard('formatting', null, ({ textDocument }) => service().format(textDocument.uri)));
  connection.onDocumentRangeFormatting(
    guard('rangeFormatting', null, ({ textDocument, range }) => service().format(textDocument.uri, range)),
  );
  connection.onDocumentOnTypeFormatting(
    guard('onTypeFormatting', null, ({ textDocument, position }) => service().formatFinishedLine(textDocument.uri, position)),
  );
}

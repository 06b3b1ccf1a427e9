import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  SemanticTokens,
  SemanticTokensDelta,
  ServerCapabilities,
} from 'vscode-languageserver';
import { semanticTokensLegend } from '../features/semantic-tokens/legend';
import { withTextLabels } from '../features/signature-help/text-labels';
import { signatureTriggers } from '../features/support/announced';
import { inSlices } from './in-slices';
import type { NavigationHost } from './navigation';

/** What the server says about the words of a file, beside them: colours, notes, lenses, what an option takes. */
export const annotationCapabilities: ServerCapabilities = {
  semanticTokensProvider: { legend: semanticTokensLegend, full: { delta: true }, range: true },
  inlayHintProvider: true,
  codeLensProvider: {},
  signatureHelpProvider: { triggerCharacters: [...signatureTriggers] },
};

/** Answers the requests of `annotationCapabilities`. */
export function handleAnnotations({ connection, service, client, guard }: Omit<NavigationHost, 'version'>): void {
  const nothing: SemanticTokens = { data: [] };

  /** Lines that are not known yet are read between messages, so that typing is not held up by it. */
  async function tokens(uri: string, cancelled: CancellationToken, previous?: string): Promise<SemanticTokens | SemanticTokensDelta> {
    await inSlices(service().semanticTokenSteps(uri), cancelled);
    return guard('semanticTokens', nothing, () => service().semanticTokens(uri, previous) ?? nothing)();
  }
  const { semanticTokens, inlayHint } = connection.languages;
  semanticTokens.on(async ({ textDocument }, cancelled) => (await tokens(textDocument.uri, cancelled)) as SemanticTokens);
  semanticTokens.onDelta(({ textDocument, previousResultId }, cancelled) => tokens(textDocument.uri, cancelled, previousResultId));
  semanticTokens.onRange(
    guard('semanticTokens', nothing, ({ textDocument, range }) => service().semanticTokensRange(textDocument.uri, range) ?? nothing),
  );
  inlayHint.on(guard('inlayHint', null, ({ textDocument, range }) => service().inlayHints(textDocument.uri, range)));
  connection.onCodeLens(guard('codeLens', null, ({ textDocument }) => service().codeLenses(textDocument.uri)));
  connection.onSignatureHelp(
    guard('signatureHelp', null, ({ textDocument, position }) => {
      const help = service().signatureHelp(textDocument.uri, position);
      const information = client().textDocument?.signatureHelp?.signatureInformation?.parameterInformation;
      return help === undefined || information?.labelOffsetSupport === true ? (help ?? null) : withTextLabels(help);
    }),
  );
}

/** Has the client ask again for what a setting may have changed, as far as it can be told to. */
export function refreshAnnotations(connection: Connection, { workspace }: ClientCapabilities): void {
  // A client that is going away answers with an error, which nobody needs to hear of.
  const send = (can: boolean | undefined, method: string): void => {
    if (can === true) void connection.sendRequest(method).catch(() => undefined);
  };
  send(workspace?.semanticTokens?.refreshSupport, 'workspace/semanticTokens/refresh');
  send(workspace?.inlayHint?.refreshSupport, 'workspace/inlayHint/refresh');
  send(workspace?.codeLens?.refreshSupport, 'workspace/codeLens/refresh');
}

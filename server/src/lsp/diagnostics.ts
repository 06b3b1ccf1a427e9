import type { CancellationToken, ClientCapabilities, Connection, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';

/** Gives the client each open file's diagnostics, by pushing them or by answering for them, and keeps them as new as they can be. */
export interface Diagnostics {
  /** A file is open, or its text has changed: the client has said so. */
  changed(uri: string): void;
  /** A file's diagnostics may have changed for a reason that the client does not know. */
  refresh(uri: string): void;
  /** A file is closed: it has none any more. */
  clear(uri: string): void;
  /** The answer to a client that asks; it names its last one. */
  pull(uri: string, previousResultId: string | undefined, token: CancellationToken): Promise<DocumentDiagnosticReport>;
}

/** Where diagnostics come from. */
export interface DiagnosticsSource {
  isOpen(uri: string): boolean;
  /** The diagnostics of a file as far as they are known now, and its version. */
  answer(uri: string): { diagnostics: Diagnostic[]; version: number | undefined };
  /** What there is still to work out for a file; after its last step `answer` gives more. `undefined`: nothing. */
  analysis(uri: string): Iterator<unknown> | undefined;
  /**
   * Has another thread look at a large file as a whole; `undefined` where there is nothing to look at, or no other thread.
   * @param done Called when `answer` gives more.
   */
  startApart?(uri: string, done: () => void): Apart | undefined;
  /** Whether the analysis takes so long that it is to begin only when no more changes come. */
  mayWait(uri: string): boolean;
  /** Whether a file is so short that its first analysis is done at once. */
  isShort(uri: string): boolean;
}

/** Work that another thread does. */
export interface Apart {
  /** Ends it: what it would have found is not wanted any more. */
  cancel(): void;
}

/** What a client is told that is to ask for diagnostics. */
export const pullCapabilities = {
  diagnosticProvider: { identifier: 'iptables', interFileDependencies: true, workspaceDiagnostics: false },
};

/**
 * Whether a client asks for diagnostics by itself and can be told to ask again. One that cannot be told would never learn what
 * the background has found, so it is sent its diagnostics.
 */
export function canPull({ textDocument, workspace }: ClientCapabilities): boolean {
  return textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true;
}

/** Writes to the log what went wrong with a file's diagnostics. */
export function logFailure(connection: Connection, uri: string, error: unknown): void {
  connection.console.error(`diagnostics of ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

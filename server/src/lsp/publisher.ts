import type { Connection, Diagnostic } from 'vscode-languageserver';

/** Sends diagnostics: once for all changes that have arrived together, always for the newest version. */
export interface Publisher {
  /** A file's diagnostics may have changed. */
  refresh(uri: string): void;
  /** A file is closed: it has none any more. */
  clear(uri: string): void;
}

/**
 * Makes a publisher.
 * @param answer The diagnostics of a file as it is now, and its version.
 */
export function publisher(
  connection: Connection,
  answer: (uri: string) => { diagnostics: Diagnostic[]; version: number | undefined },
): Publisher {
  const waiting = new Set<string>();
  let scheduled = false;

  function publish(): void {
    scheduled = false;
    for (const uri of waiting) {
      waiting.delete(uri);
      try {
        const { diagnostics, version } = answer(uri);
        void connection.sendDiagnostics(version === undefined ? { uri, diagnostics } : { uri, diagnostics, version });
      } catch (error) {
        connection.console.error(`diagnostics of ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }

  return {
    refresh(uri) {
      waiting.add(uri);
      if (scheduled) return;
      scheduled = true;
      // Messages that have arrived meanwhile are read first, so that a burst of changes is answered once.
      setTimeout(publish, 0);
    },
    clear(uri) {
      waiting.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

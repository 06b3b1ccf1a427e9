import type { Connection } from 'vscode-languageserver';
import { background } from './background';
import type { Diagnostics, DiagnosticsSource } from './diagnostics';
import { logFailure } from './diagnostics';

/**
 * Sends diagnostics: once for all changes that have arrived together, always for the newest version. What takes long is worked
 * out in slices, between messages, and given up when the file changes.
 */
export function publisher(connection: Connection, source: DiagnosticsSource): Diagnostics {
  const waiting = new Set<string>();
  const work = background(source, send, (uri, error) => logFailure(connection, uri, error));
  let scheduled = false;

  function publish(): void {
    scheduled = false;
    for (const uri of waiting) {
      waiting.delete(uri);
      try {
        if (source.mayWait(uri) || work.isSlow(uri)) work.postpone(uri);
        else work.begin(uri);
        send(uri);
      } catch (error) {
        work.giveUp(uri);
        logFailure(connection, uri, error);
      }
    }
  }

  function send(uri: string): void {
    const { diagnostics, version } = source.answer(uri);
    void connection.sendDiagnostics(version === undefined ? { uri, diagnostics } : { uri, diagnostics, version });
  }

  function refresh(uri: string): void {
    work.giveUp(uri);
    waiting.add(uri);
    if (scheduled) return;
    scheduled = true;
    // Messages that have arrived meanwhile are read first, so that a burst of changes is answered once.
    setTimeout(publish, 0);
  }

  return {
    changed: refresh,
    refresh,
    clear(uri) {
      work.forget(uri);
      waiting.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    // Nobody is told that this server can be asked; who asks all the same gets what is known.
    pull: async (uri) => ({ kind: 'full', items: source.answer(uri).diagnostics }),
  };
}

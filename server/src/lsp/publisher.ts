import type { Connection, Diagnostic } from 'vscode-languageserver';

/** Sends diagnostics: once for all changes that have arrived together, always for the newest version. */
export interface Publisher {
  /** A file's diagnostics may have changed. */
  refresh(uri: string): void;
  /** A file is closed: it has none any more. */
  clear(uri: string): void;
}

/** Where diagnostics come from. */
export interface DiagnosticsSource {
  /** The diagnostics of a file as far as they are known now, and its version. */
  answer(uri: string): { diagnostics: Diagnostic[]; version: number | undefined };
  /** What there is still to work out for a file; after its last step `answer` gives more. `undefined`: nothing. */
  analysis(uri: string): Iterator<unknown> | undefined;
  /** Whether the analysis takes so long that it is to begin only when no more changes come. */
  mayWait(uri: string): boolean;
}

/** Milliseconds that a first answer may wait for the analysis: small files are answered once, with everything. */
const patience = 12;
/** Milliseconds without a change after which the analysis of a large file begins. */
const quiet = 400;
/** Milliseconds of analysis between two looks at the messages that have arrived. */
const slice = 8;

/** Makes a publisher. What takes long is worked out in slices, between messages, and given up when the file changes. */
export function publisher(connection: Connection, source: DiagnosticsSource): Publisher {
  const waiting = new Set<string>();
  const analyses = new Map<string, Iterator<unknown>>();
  const postponed = new Map<string, ReturnType<typeof setTimeout>>();
  let scheduled = false;
  let slicing = false;

  function publish(): void {
    scheduled = false;
    for (const uri of waiting) {
      waiting.delete(uri);
      guard(uri, () => {
        if (source.mayWait(uri)) postpone(uri);
        else begin(uri, patience);
        send(uri);
      });
    }
  }

  /** Gives whether all is worked out. */
  function begin(uri: string, milliseconds: number): boolean {
    const steps = source.analysis(uri);
    if (steps === undefined || advance(steps, milliseconds)) return true;
    analyses.set(uri, steps);
    continueSoon();
    return false;
  }

  function postpone(uri: string): void {
    giveUp(uri);
    postponed.set(
      uri,
      setTimeout(() => {
        postponed.delete(uri);
        guard(uri, () => {
          if (begin(uri, 0)) send(uri);
        });
      }, quiet),
    );
  }

  function giveUp(uri: string): void {
    analyses.delete(uri);
    clearTimeout(postponed.get(uri));
    postponed.delete(uri);
  }

  function continueAnalyses(): void {
    slicing = false;
    for (const [uri, steps] of analyses) {
      guard(uri, () => {
        if (!advance(steps, slice)) return;
        analyses.delete(uri);
        send(uri);
      });
      break;
    }
    if (analyses.size > 0) continueSoon();
  }

  /** Lets messages that have arrived be read first. */
  function continueSoon(): void {
    if (slicing) return;
    slicing = true;
    setTimeout(continueAnalyses, 0);
  }

  function send(uri: string): void {
    const { diagnostics, version } = source.answer(uri);
    void connection.sendDiagnostics(version === undefined ? { uri, diagnostics } : { uri, diagnostics, version });
  }

  function guard(uri: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      analyses.delete(uri);
      connection.console.error(`diagnostics of ${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  return {
    refresh(uri) {
      giveUp(uri);
      waiting.add(uri);
      if (scheduled) return;
      scheduled = true;
      // Messages that have arrived meanwhile are read first, so that a burst of changes is answered once.
      setTimeout(publish, 0);
    },
    clear(uri) {
      giveUp(uri);
      waiting.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

/** Runs steps for some milliseconds; gives whether they are all done. */
function advance(steps: Iterator<unknown>, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  do {
    if (steps.next().done === true) return true;
  } while (performance.now() < end);
  return false;
}

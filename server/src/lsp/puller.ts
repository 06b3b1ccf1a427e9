import type { Connection, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { background } from './background';
import type { Diagnostics, DiagnosticsSource } from './diagnostics';
import { logFailure } from './diagnostics';
import { isEqual } from './equal';

/** What a file's diagnostics were when they were last looked at, under the name that the client has them by. */
interface Answer {
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
  /** The file is as it was then. */
  readonly isCurrent: boolean;
}

/**
 * Answers a client that asks for diagnostics. The answer is what is known so far; when the background, another file or a setting
 * brings more, the client is told to ask again, and gets `unchanged` for every file that has nothing new.
 */
export function puller(connection: Connection, source: DiagnosticsSource): Diagnostics {
  const answers = new Map<string, Answer>();
  const waiting = new Set<string>();
  const work = background(source, tellIfNew, failed);
  /** Another run of the server must not give the same names to other results. */
  const run = Date.now().toString(36);
  let results = 0;
  let looking = false;
  let telling = false;

  /** Looks at a file anew. Diagnostics that are the same as before keep their name. */
  function renew(uri: string): Answer {
    const items = source.answer(uri).diagnostics;
    const last = answers.get(uri);
    const answer =
      last !== undefined && isEqual(items, last.items)
        ? { ...last, isCurrent: true }
        : { resultId: `${run}-${++results}`, items, isCurrent: true };
    answers.set(uri, answer);
    return answer;
  }

  function begin(uri: string): void {
    if (source.mayWait(uri) || work.isSlow(uri)) work.postpone(uri);
    else work.begin(uri);
  }

  function outdate(uri: string): void {
    work.giveUp(uri);
    const last = answers.get(uri);
    if (last !== undefined) answers.set(uri, { ...last, isCurrent: false });
  }

  function tellIfNew(uri: string): void {
    const last = answers.get(uri)?.resultId;
    if (renew(uri).resultId !== last) tell();
  }

  /** Tells the client to ask again: once for all files that have something new. */
  function tell(): void {
    if (telling) return;
    telling = true;
    setTimeout(() => {
      telling = false;
      // A client that is going away answers with an error, which nobody needs to hear of.
      connection.languages.diagnostics.refresh().catch(() => undefined);
    }, 0);
  }

  function look(): void {
    looking = false;
    for (const uri of waiting) {
      waiting.delete(uri);
      try {
        begin(uri);
        tellIfNew(uri);
      } catch (error) {
        failed(uri, error);
      }
    }
  }

  function failed(uri: string, error: unknown): void {
    work.giveUp(uri);
    logFailure(connection, uri, error);
  }

  return {
    // The client knows, and asks by itself.
    changed: outdate,
    refresh(uri) {
      // What was never asked for needs no telling.
      if (!answers.has(uri)) return;
      outdate(uri);
      waiting.add(uri);
      if (looking) return;
      looking = true;
      setTimeout(look, 0);
    },
    clear(uri) {
      work.forget(uri);
      waiting.delete(uri);
      answers.delete(uri);
    },
    async pull(uri, previousResultId, token): Promise<DocumentDiagnosticReport> {
      // Messages that have arrived meanwhile are read first: a change among them takes this request back.
      await new Promise((done) => setTimeout(done, 0));
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was given up.');
      if (!source.isOpen(uri)) return { kind: 'full', items: [] };
      try {
        let answer = answers.get(uri);
        if (answer?.isCurrent !== true) {
          waiting.delete(uri);
          begin(uri);
          answer = renew(uri);
        }
        const { resultId, items } = answer;
        return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items: [...items] };
      } catch (error) {
        failed(uri, error);
        return { kind: 'full', items: [] };
      }
    },
  };
}

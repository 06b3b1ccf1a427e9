import type { DocumentStatus } from '../service';

/** Sees to it that a client which was told that a file's analysis is running learns when it no longer is. */
export interface Statuses {
  /** The answer to a client that asks for a status; `null` for a file that is not open. */
  answer(uri: string, status: DocumentStatus | undefined): DocumentStatus | null;
  /** The same steps; behind the last one the client is told that the status has changed, if it was told otherwise before. */
  toldWhenDone(uri: string, steps: Iterator<unknown> | undefined): Iterator<unknown> | undefined;
  /** All is known of a file now that another thread was asked for. */
  done(uri: string): void;
  /** A file is closed. */
  forget(uri: string): void;
}

/**
 * Makes that.
 * @param changed Tells the client that a file's status has changed.
 */
export function toldStatuses(changed: (uri: string) => void): Statuses {
  const running = new Set<string>();

  function* told(uri: string, steps: Iterator<unknown>): Generator<unknown> {
    while (steps.next().done !== true) yield;
    done(uri);
  }

  function done(uri: string): void {
    if (running.delete(uri)) changed(uri);
  }

  return {
    answer(uri, status) {
      if (status?.analysis === 'running') running.add(uri);
      else running.delete(uri);
      return status ?? null;
    },
    toldWhenDone: (uri, steps) => steps && told(uri, steps),
    done,
    forget: (uri) => void running.delete(uri),
  };
}

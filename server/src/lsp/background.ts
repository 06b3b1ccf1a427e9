import type { Apart, DiagnosticsSource } from './diagnostics';

/** Works out what takes long in slices, between messages, for several files by turns. */
export interface Background {
  /**
   * Begins with a file anew. Where that will not take long it is done before this returns, so that the file is answered once and with
   * everything; otherwise in the background, and the words are told meanwhile.
   */
  begin(uri: string): void;
  /** Begins with a file once it has not been changed for a while. */
  postpone(uri: string): void;
  /** Whether a file's analysis took so long last time that it is better begun only once nobody types. */
  isSlow(uri: string): boolean;
  /** Leaves a file alone: it has changed. */
  giveUp(uri: string): void;
  /** Leaves a file alone that is closed. */
  forget(uri: string): void;
}

/** Milliseconds without a change after which the analysis of a large file begins. */
const quiet = 400;
/** The same for a file that has just been opened: most are read first. */
const soon = 30;
/** Milliseconds that an analysis may take to be begun anew at each change. */
const quick = 50;
/** Milliseconds that an answer waits for an analysis that is expected to take no more. */
const patience = 12;
/** Milliseconds of analysis between two looks at the messages that have arrived. */
const slice = 8;

/**
 * Makes that.
 * @param source What there is to work out for a file.
 * @param done Called when all is worked out for a file that was left to the background.
 * @param failed Called with what went wrong with a file, which is then given up.
 */
export function background(
  source: Pick<DiagnosticsSource, 'analysis' | 'startApart' | 'isShort'>,
  done: (uri: string) => void,
  failed: (uri: string, error: unknown) => void,
): Background {
  const analyses = new Map<string, Iterator<unknown>>();
  const postponed = new Map<string, ReturnType<typeof setTimeout>>();
  const apart = new Map<string, Apart>();
  /** Milliseconds that were spent on each file since its analysis began. */
  const spent = new Map<string, number>();
  const slow = new Set<string>();
  /** Milliseconds that the last whole analysis of each file took. */
  const took = new Map<string, number>();
  /** The files whose analysis has been put off before. */
  const met = new Set<string>();
  let slicing = false;

  /** Gives whether all was worked out at once. */
  function beginFor(uri: string, milliseconds: number): boolean {
    const steps = source.analysis(uri);
    if (steps === undefined) return true;
    spent.set(uri, 0);
    if (milliseconds > 0 && work(uri, steps, milliseconds)) return true;
    analyses.set(uri, steps);
    continueSoon();
    return false;
  }

  function begin(uri: string): void {
    const last = took.get(uri);
    const isQuick = last === undefined ? source.isShort(uri) : last <= patience;
    beginFor(uri, isQuick ? patience : 0);
  }

  /** Works for some milliseconds; gives whether all is done. */
  function work(uri: string, steps: Iterator<unknown>, milliseconds: number): boolean {
    const begun = performance.now();
    const isDone = advance(steps, milliseconds);
    const sum = (spent.get(uri) ?? 0) + performance.now() - begun;
    spent.set(uri, sum);
    if (sum > quick) slow.add(uri);
    else if (isDone) slow.delete(uri);
    if (isDone) took.set(uri, sum);
    return isDone;
  }

  function giveUp(uri: string): void {
    analyses.delete(uri);
    clearTimeout(postponed.get(uri));
    postponed.delete(uri);
    apart.get(uri)?.cancel();
    apart.delete(uri);
  }

  /** Has another thread work on a file; gives whether there is something for it to do. */
  function beginApart(uri: string): boolean {
    const work = source.startApart?.(uri, () => {
      apart.delete(uri);
      guard(uri, () => done(uri));
    });
    if (work !== undefined) apart.set(uri, work);
    return work !== undefined;
  }

  function continueAnalyses(): void {
    slicing = false;
    for (const [uri, steps] of analyses) {
      guard(uri, () => {
        if (!work(uri, steps, slice)) return;
        analyses.delete(uri);
        done(uri);
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

  function guard(uri: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      analyses.delete(uri);
      failed(uri, error);
    }
  }

  return {
    begin,
    giveUp,
    isSlow: (uri) => slow.has(uri),
    forget(uri) {
      giveUp(uri);
      spent.delete(uri);
      slow.delete(uri);
      took.delete(uri);
      met.delete(uri);
    },
    postpone(uri) {
      giveUp(uri);
      const start = (): void => {
        postponed.delete(uri);
        guard(uri, () => {
          if (!beginApart(uri) && beginFor(uri, 0)) done(uri);
        });
      };
      postponed.set(uri, setTimeout(start, met.has(uri) ? quiet : soon));
      met.add(uri);
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

/** Works out what takes long in slices, between messages, for several files by turns. */
export interface Background {
  /** Begins with a file anew; gives whether all was worked out within some milliseconds. What is left is done in the background. */
  begin(uri: string, milliseconds: number): boolean;
  /** Begins with a file once it has not been changed for a while. */
  postpone(uri: string): void;
  /** Leaves a file alone: it has changed, or is closed. */
  giveUp(uri: string): void;
}

/** Milliseconds without a change after which the analysis of a large file begins. */
const quiet = 400;
/** Milliseconds of analysis between two looks at the messages that have arrived. */
const slice = 8;

/**
 * Makes that.
 * @param analysis What there is to work out for a file; `undefined`: nothing.
 * @param done Called when all is worked out for a file that was left to the background.
 * @param failed Called with what went wrong with a file, which is then given up.
 */
export function background(
  analysis: (uri: string) => Iterator<unknown> | undefined,
  done: (uri: string) => void,
  failed: (uri: string, error: unknown) => void,
): Background {
  const analyses = new Map<string, Iterator<unknown>>();
  const postponed = new Map<string, ReturnType<typeof setTimeout>>();
  let slicing = false;

  function begin(uri: string, milliseconds: number): boolean {
    const steps = analysis(uri);
    if (steps === undefined || advance(steps, milliseconds)) return true;
    analyses.set(uri, steps);
    continueSoon();
    return false;
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
    postpone(uri) {
      giveUp(uri);
      const start = (): void => {
        postponed.delete(uri);
        guard(uri, () => {
          if (begin(uri, 0)) done(uri);
        });
      };
      postponed.set(uri, setTimeout(start, quiet));
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

import type Mocha from 'mocha';

/** Where the runner outside listens; set when the suite is bundled. */
declare const REPORT_URL: string;

/** One line of the report. */
export type Report =
  | { kind: 'test'; name: string; state: 'passed' | 'failed' | 'skipped'; ms: number; error?: string }
  | { kind: 'end'; ms: number };

let last: Promise<unknown> = Promise.resolve();

/** Tells the runner outside of each test as it ends; the console of an extension host does not reach it everywhere. */
export class PostReporter {
  constructor(runner: Mocha.Runner) {
    const start = Date.now();
    const tell = (test: Mocha.Test | Mocha.Hook, state: 'passed' | 'failed' | 'skipped', error?: Error) =>
      post({ kind: 'test', name: test.fullTitle(), state, ms: test.duration ?? 0, ...(error && { error: describeError(error) }) });
    runner.on('pass', (test) => tell(test, 'passed'));
    runner.on('pending', (test) => tell(test, 'skipped'));
    runner.on('fail', (test, error) => tell(test, 'failed', error as Error));
    runner.on('end', () => post({ kind: 'end', ms: Date.now() - start }));
  }
}

/** Resolves when everything reported so far has arrived. */
export function posted(): Promise<unknown> {
  return last;
}

/** One after the other, so that they arrive in order. */
function post(report: Report): void {
  last = last.then(() => fetch(REPORT_URL, { method: 'POST', body: JSON.stringify(report) }));
}

function describeError(error: Error): string {
  const { message, stack, actual, expected } = error as Error & { actual?: unknown; expected?: unknown };
  const difference = expected === undefined ? '' : `\n  expected: ${JSON.stringify(expected)}\n  actual:   ${JSON.stringify(actual)}`;
  // The frames of the test itself come first; those of mocha and VS Code below them only hide it.
  return `${
    stack
      ?.split('\n')
      .slice(0, message.split('\n').length + 4)
      .join('\n') ?? message
  }${difference}`;
}

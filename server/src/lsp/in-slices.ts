import type { CancellationToken } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Milliseconds of work between two looks at the messages that have arrived. */
const slice = 8;

/**
 * Does what a request waits for in slices, between messages, so that typing is not held up by it.
 * @throws A response that says so, when the client has given the request up.
 */
export async function inSlices(steps: Iterator<unknown> | undefined, token: CancellationToken): Promise<void> {
  if (steps === undefined) return;
  for (let end = performance.now() + slice; steps.next().done !== true; ) {
    if (performance.now() < end) continue;
    await new Promise((done) => setTimeout(done, 0));
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was given up.');
    end = performance.now() + slice;
  }
}

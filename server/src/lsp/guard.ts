import type { Connection } from 'vscode-languageserver';

/**
 * Runs a handler so that a fault in it is written to the log and answered with `fallback`, instead of ending the server:
 * one file that we cannot handle must not take the others' diagnostics away.
 */
export function guarded<A extends unknown[], R>(
  connection: Connection,
  name: string,
  fallback: R,
  handler: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    try {
      return handler(...args);
    } catch (error) {
      connection.console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  };
}

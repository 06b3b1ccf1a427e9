import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Api } from './client';
import { start, stop } from './client';

/** Starts the server as a Node program. */
export function activate(context: ExtensionContext): Api {
  const module = context.asAbsolutePath('dist/server/node.js');
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return start(context, (id, name, options) => new LanguageClient(id, name, { run, debug }, options));
}

/** Stops it. */
export function deactivate(): Promise<void> {
  return stop();
}

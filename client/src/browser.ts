import type { ExtensionContext } from 'vscode';
import { Uri, workspace } from 'vscode';
import type { MessageTransports } from 'vscode-languageclient/browser';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { Api } from './client';
import { start, stop } from './client';

let worker: Worker | undefined;

/** Called by VS Code in a browser: starts the server as a web worker. */
export function activate(context: ExtensionContext): Promise<Api> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/browser.js');
  return start(context, (id, name, options) => new LanguageClient(id, name, () => connect(script), options));
}

/** Called by VS Code before the extension host ends. */
export function deactivate(): Promise<void> {
  return stop().finally(() => worker?.terminate());
}

/**
 * Starts a worker in the place of the one before. The client gets its two ends: given the worker itself it would ask whether
 * that is an instance of `Worker`, which in VS Code's worker host is not the browser's own class.
 */
async function connect(script: Uri): Promise<MessageTransports> {
  worker?.terminate();
  worker = new Worker(await workerUrl(script));
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}

/** VS Code loads workers from the web only; from a remote machine's folder it has to be handed the script itself. */
async function workerUrl(script: Uri): Promise<string> {
  if (/^https?$/.test(script.scheme)) return script.toString(true);
  const bytes = await workspace.fs.readFile(script);
  return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'text/javascript' }));
}

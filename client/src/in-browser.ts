import type { ExtensionContext } from 'vscode';
import { Uri, workspace } from 'vscode';
import type { MessageTransports } from 'vscode-languageclient/browser';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { Api } from './client';
import { start, stop } from './client';

let worker: Worker | undefined;

/** Starts the server as a web worker. */
export function activate(context: ExtensionContext): Api {
  const scripts = ['service', 'browser'].map((name) => Uri.joinPath(context.extensionUri, `dist/server/${name}.js`));
  return start(context, (id, name, options) => new LanguageClient(id, name, () => connect(scripts), options));
}

/** Stops it. */
export function deactivate(): Promise<void> {
  return stop().finally(() => worker?.terminate());
}

/**
 * Starts a worker in the place of the one before. The client gets its two ends: given the worker itself it would ask whether
 * that is an instance of `Worker`, which in VS Code's worker host is not the browser's own class.
 */
async function connect(scripts: readonly Uri[]): Promise<MessageTransports> {
  worker?.terminate();
  worker = new Worker(await workerUrl(scripts));
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}

/**
 * Workers have no modules here: they are handed one script, which is put together from what knows iptables and what speaks to the
 * client. VS Code gives the bytes wherever the extension is installed, on the web or on a remote machine.
 */
async function workerUrl(scripts: readonly Uri[]): Promise<string> {
  const parts = await Promise.all(scripts.map(async (script) => new Uint8Array(await workspace.fs.readFile(script))));
  return URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }));
}

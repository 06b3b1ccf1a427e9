import type { ExtensionContext } from 'vscode';
import { Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { Api } from './client';
import { start, stop } from './client';

/** Called by VS Code in a browser: starts the server as a web worker. */
export function activate(context: ExtensionContext): Promise<Api> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/browser.js');
  return start(context, (id, name, options) => new LanguageClient(id, name, async () => new Worker(await workerUrl(script)), options));
}

/** Called by VS Code before the extension host ends. */
export function deactivate(): Promise<void> {
  return stop();
}

/** VS Code loads workers from the web only; from a remote machine's folder it has to be handed the script itself. */
async function workerUrl(script: Uri): Promise<string> {
  if (/^https?$/.test(script.scheme)) return script.toString(true);
  const bytes = await workspace.fs.readFile(script);
  return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'text/javascript' }));
}

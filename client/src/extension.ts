import type { ExtensionContext } from 'vscode';
import { afterwards } from './afterwards';
import type { Api } from './client';

let loaded: typeof import('./on-node') | undefined;

/** Called by VS Code on the desktop and on remote machines. It goes on at once: the code that talks to a server is loaded right after. */
export async function activate(context: ExtensionContext): Promise<Api> {
  await afterwards();
  loaded = await import('./on-node');
  return loaded.activate(context);
}

/** Called by VS Code before the extension host ends. */
export async function deactivate(): Promise<void> {
  await loaded?.deactivate();
}

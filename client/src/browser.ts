import type { ExtensionContext } from 'vscode';
import { afterwards } from './afterwards';
import type { Api } from './client';

let loaded: typeof import('./in-browser') | undefined;

/** Called by VS Code in a browser. It goes on at once: the code that talks to a server is loaded right after. */
export async function activate(context: ExtensionContext): Promise<Api> {
  await afterwards();
  loaded = await import('./in-browser');
  return loaded.activate(context);
}

/** Called by VS Code before the extension host ends. */
export async function deactivate(): Promise<void> {
  await loaded?.deactivate();
}

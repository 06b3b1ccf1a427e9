import type { ExtensionContext } from 'vscode';
import { commands } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerConversion } from './convert';
import { exemptService } from './exempt';
import { registerLineEnds } from './line-ends';
import { linkCodes, registerPages } from './pages';
import { registerReferences, showReferences } from './references';
import { registerRename, renameAt } from './rename';
import { displayLanguage, section, settings } from './settings';
import { registerStatus } from './status';

/** What the extension gives to whoever activates it: the running client, for tests and for other extensions. */
export interface Api {
  client: BaseLanguageClient;
  /** Settled once the server has answered for the first time, or could not be started. */
  started: Promise<void>;
}

/** Makes the client of one kind of host; only the transport differs between the desktop and the browser. */
export type CreateClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

let running: Api | undefined;

/**
 * Starts the language client and registers the commands and views that both hosts share. It does not wait for the server: requests
 * do, and other extensions shall not have to.
 */
export function start(context: ExtensionContext, create: CreateClient): Api {
  const client = create(section, 'iptables', {
    documentSelector: [{ language: 'iptables' }],
    initializationOptions: () => ({
      language: displayLanguage(),
      settings: settings(),
      snippets: false,
      suggestCommand: 'editor.action.triggerSuggest',
      rulePages: true,
      convertLineEnds: true,
      referencesCommand: showReferences,
      renameCommand: renameAt,
      grammar: true,
    }),
    markdown: { isTrusted: { enabledCommands: ['iptables.showRulePage'] } },
    middleware: linkCodes,
  });
  context.subscriptions.push(
    registerPages(client),
    registerStatus(client),
    registerLineEnds(),
    registerReferences(client),
    registerConversion(client),
    registerRename(client),
    commands.registerCommand('iptables.exemptUdpService', (args?: unknown) => exemptService(client, args)),
    commands.registerCommand('iptables.restartServer', () => restart(client)),
    commands.registerCommand('iptables.showOutput', () => client.outputChannel.show()),
  );
  // The client itself reports a server that does not start; the commands above stay usable then.
  const started = client.start().catch(() => undefined);
  running = { client, started };
  return running;
}

/** Stops the server and waits for it, so that nothing outlives the extension. */
export async function stop(): Promise<void> {
  const api = running;
  running = undefined;
  // A client that is still starting cannot be stopped.
  await api?.started;
  await api?.client.dispose();
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

import type { Disposable } from 'vscode';
import { commands, Uri } from 'vscode';
import type { BaseLanguageClient, Position } from 'vscode-languageclient';

/** The command that code actions call to ask for another name for what they have made. */
export const renameAt = 'iptables.renameAt';

/** Registers it. The editor's own command takes its own positions, which no message between client and server can hold. */
export function registerRename(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(renameAt, async (uri: string, position: Position) => {
    await commands.executeCommand('editor.action.rename', [Uri.parse(uri), client.protocol2CodeConverter.asPosition(position)]);
  });
}

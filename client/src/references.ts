import type { Disposable } from 'vscode';
import { commands, Uri } from 'vscode';
import type { BaseLanguageClient, Location, Position } from 'vscode-languageclient';

/** The command that code lenses call to show the rules that jump to a chain. */
export const showReferences = 'iptables.showReferences';

/** Registers it. The editor's own command takes its own positions and places, which no message between client and server can hold. */
export function registerReferences(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(showReferences, async (uri: string, position: Position, locations: Location[]) => {
    const { protocol2CodeConverter: convert } = client;
    await commands.executeCommand(
      'editor.action.showReferences',
      Uri.parse(uri),
      convert.asPosition(position),
      locations.map((location) => convert.asLocation(location)),
    );
  });
}

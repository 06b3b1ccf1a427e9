import type { Disposable } from 'vscode';
import { commands, EndOfLine, Uri, window, workspace } from 'vscode';

/**
 * Registers the command that gives a document plain line feeds. The server's fix calls it: an edit of the text cannot change
 * the line ends of a document in VS Code, which writes all its lines alike.
 */
export function registerLineEnds(): Disposable {
  return commands.registerCommand('iptables.convertLineEnds', async (uri?: unknown) => {
    const document = typeof uri === 'string' ? await workspace.openTextDocument(Uri.parse(uri)) : window.activeTextEditor?.document;
    if (document === undefined) return;
    const shown = window.visibleTextEditors.find((editor) => editor.document === document);
    const editor = shown ?? (await window.showTextDocument(document, { preserveFocus: true }));
    await editor.edit((edit) => edit.setEndOfLine(EndOfLine.LF));
  });
}

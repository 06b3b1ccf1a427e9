import * as assert from 'node:assert/strict';
import type { TextDocument, TextEdit } from 'vscode';
import { commands, Position, Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import { closeAll, extension, open, openAtCursor, set } from './support';

const options = { tabSize: 4, insertSpaces: true };

describe('Formatting', () => {
  before(extension);
  afterEach(closeAll);

  it('tidies a document', async () => {
    const document = await open('*filter\n:INPUT   DROP [0:0]\n-A  INPUT   -i lo -j  ACCEPT \nCOMMIT\n');
    await apply(document, await commands.executeCommand<TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, options));
    assert.equal(document.getText(), '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n');
  });

  it('writes a document as iptables-save does, where the setting says so', async () => {
    const document = await open('*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport ssh -s 10.0.0.0/255.0.0.0 -j ACCEPT\nCOMMIT\n');
    await set('format.style', 'canonical');
    try {
      await apply(document, await commands.executeCommand<TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, options));
    } finally {
      await set('format.style', undefined);
    }
    assert.equal(document.lineAt(2).text, '-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j ACCEPT');
  });

  it('tidies the lines of a selection only', async () => {
    const document = await open('*filter\n-A  INPUT -j ACCEPT\n-A  OUTPUT -j ACCEPT\nCOMMIT\n');
    const range = new Range(1, 0, 1, 19);
    await apply(document, await commands.executeCommand<TextEdit[]>('vscode.executeFormatRangeProvider', document.uri, range, options));
    assert.equal(document.getText(), '*filter\n-A INPUT -j ACCEPT\n-A  OUTPUT -j ACCEPT\nCOMMIT\n');
  });

  it('tidies the line that Enter has finished', async () => {
    const { document, position } = await openAtCursor('*filter\n-A  INPUT   -j ACCEPT\n<|>\nCOMMIT\n');
    const at = new Position(position.line, position.character);
    await apply(document, await commands.executeCommand<TextEdit[]>('vscode.executeFormatOnTypeProvider', document.uri, at, '\n', options));
    assert.equal(document.lineAt(1).text, '-A INPUT -j ACCEPT');
  });
});

async function apply(document: TextDocument, edits: readonly TextEdit[] | undefined): Promise<void> {
  assert.ok(edits && edits.length > 0, 'no edits came');
  const edit = new WorkspaceEdit();
  edit.set(Uri.parse(document.uri.toString()), [...edits]);
  assert.ok(await workspace.applyEdit(edit));
}

import * as assert from 'node:assert/strict';
import type { CodeLens, InlayHint, SemanticTokens, SemanticTokensLegend, SignatureHelp } from 'vscode';
import { commands, Position, Range, window } from 'vscode';
import { closeAll, extension, open, openAtCursor } from './support';

const text = '*filter\n:INPUT DROP [0:0]\n:SSH - [0:0]\n-A INPUT -p udp --dport 694 -j SSH\n-A SSH -s 10.0.0.0/22 -j ACCEPT\nCOMMIT\n';

describe('What stands beside the words', () => {
  before(extension);
  afterEach(closeAll);

  it('are notes for services, ranges and policies', async () => {
    const { uri } = await open(text);
    const hints = await commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', uri, new Range(0, 0, 6, 0));
    assert.deepEqual(
      hints.map(({ label, position }) => [position.line, label]),
      [
        [3, 'ha-cluster'],
        [3, 'policy DROP'],
        [4, '10.0.0.0–10.0.3.255'],
      ],
    );
  });

  it('are lenses, which show where a chain is jumped to', async () => {
    const { uri } = await open(text);
    const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['policy DROP · 1 rule', '1 reference'],
    );
    const { command } = lenses[1] ?? {};
    assert.ok(command);
    await commands.executeCommand(command.command, ...(command.arguments ?? []));
    // The place that is shown stands in the same file, which stays the one in the editor.
    assert.equal(window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it('are the colours of names that the grammar leaves to the server', async () => {
    const { uri } = await open(text);
    const legend = await commands.executeCommand<SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', uri);
    const { data } = await commands.executeCommand<SemanticTokens>('vscode.provideDocumentSemanticTokens', uri);
    const kinds = Array.from({ length: data.length / 5 }, (_, index) => legend.tokenTypes[data[5 * index + 3] ?? 0]);
    assert.deepEqual(kinds, ['function', 'function', 'function', 'function', 'function', 'keyword']);
  });

  it('is what an option takes', async () => {
    const { document, position } = await openAtCursor('*filter\n-A INPUT -p tcp --tcp-flags SYN,ACK <|>\nCOMMIT\n');
    const help = await commands.executeCommand<SignatureHelp>(
      'vscode.executeSignatureHelpProvider',
      document.uri,
      new Position(position.line, position.character),
      ' ',
    );
    assert.equal(help.activeParameter, 1);
    assert.equal(help.signatures[0]?.label, '--tcp-flags mask comp');
  });
});

import * as assert from 'node:assert/strict';
import { CodeActionKind, commands, Position, Range, window } from 'vscode';
import { applyAction, closeAll, open, openMarked, until } from './support';

const extracted = `*filter
:INPUT DROP [0:0]
:ssh-in - [0:0]
-A INPUT -i eth0 -p tcp -m tcp --dport 22 -j ssh-in
-A ssh-in -s 192.0.2.1 -j ACCEPT
-A ssh-in -j DROP
COMMIT
`;
const inlined = `*filter
:INPUT DROP [0:0]
-A INPUT -i eth0 -p tcp -m tcp --dport 22 -s 192.0.2.1 -j ACCEPT
-A INPUT -i eth0 -p tcp -m tcp --dport 22 -j DROP
COMMIT
`;

describe('Refactorings of chains', () => {
  afterEach(closeAll);

  it('extract the selected rules, and ask for the name of the chain', async () => {
    const { document, range } = await openMarked(
      '*filter\n:INPUT DROP [0:0]\n‹-A INPUT -i eth0 -s 192.0.2.1 -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -i eth0 -p tcp -m tcp --dport 22 -j DROP›\nCOMMIT\n',
    );
    const { command } = await applyAction(document, range, /^Extract 2 rules to a new chain `ssh-in`$/, CodeActionKind.RefactorExtract);
    assert.equal(document.getText(), extracted);
    assert.ok(command);
    // The name is asked for until somebody gives one, or none.
    const asked = commands.executeCommand(command.command, ...(command.arguments ?? []));
    const place = new Position(3, '-A INPUT -i eth0 -p tcp -m tcp --dport 22 -j '.length);
    await until(
      () => window.activeTextEditor?.selection.active.isEqual(place) === true,
      (check) => window.onDidChangeTextEditorSelection(check),
      () => `the cursor is at ${JSON.stringify(window.activeTextEditor?.selection.active)}`,
    );
    await commands.executeCommand('cancelRenameInput');
    await asked;
    await commands.executeCommand('undo');
    assert.match(document.getText(), /^-A INPUT -i eth0 -s 192\.0\.2\.1 -p tcp -m tcp --dport 22 -j ACCEPT$/m);
  });

  it('inline a chain', async () => {
    const document = await open(extracted);
    await applyAction(document, new Range(3, 12, 3, 12), /^Inline the chain `ssh-in` \(2 rules\)$/, CodeActionKind.RefactorInline);
    assert.equal(document.getText(), inlined);
  });
});

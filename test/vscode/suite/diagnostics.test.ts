import * as assert from 'node:assert/strict';
import { DiagnosticSeverity, WorkspaceEdit, window, workspace } from 'vscode';
import { closeAll, codeOf, diagnosed, extension, finding, open, openMarked } from './support';

describe('Diagnostics', () => {
  afterEach(closeAll);

  it('says at the exact word that NOTRACK is in the wrong table', async () => {
    const { document, range } = await openMarked(`*filter
:INPUT ACCEPT [0:0]
-A INPUT -i eth0 -p udp -m udp --dport 694 -j ‹NOTRACK›
COMMIT
`);
    const found = await finding(document, 'wrong-table');
    assert.equal(found.severity, DiagnosticSeverity.Error);
    assert.match(found.message, /raw/);
    assert.deepEqual(found.range, range);
  });

  it('are asked for by VS Code', async () => {
    const { client } = await extension();
    assert.deepEqual(client.initializeResult?.capabilities.diagnosticProvider, {
      identifier: 'iptables',
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
  });

  it('come and go while typing', async () => {
    const document = await open('*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n');
    const found = await finding(document, 'unknown-option');
    const edit = new WorkspaceEdit();
    edit.replace(document.uri, found.range, '--dport');
    assert.ok(await workspace.applyEdit(edit));
    await diagnosed(document, (all) => all.length === 0);
  });

  it('link their codes to the pages', async () => {
    const document = await open('*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n');
    const { code } = await finding(document, 'unknown-option');
    assert.ok(typeof code === 'object');
    assert.equal(code.target.scheme, 'command');
    assert.match(decodeURIComponent(code.target.query), /unknown-option/);
  });

  it('are silenced by a comment for the next line only', async () => {
    const document = await open(`*filter
# iptables-lint: disable=unknown-option
-A INPUT -p tcp --dprot 22 -j ACCEPT
-A INPUT -p tcp --dprot 23 -j ACCEPT
COMMIT
`);
    const all = await diagnosed(document, (found) => found.length > 0);
    assert.deepEqual(
      all.map((one) => [codeOf(one), one.range.start.line]),
      [['unknown-option', 3]],
    );
  });

  it('hold for a file that is not on disk', async () => {
    const document = await workspace.openTextDocument({ language: 'iptables', content: '*filter\n-A INPUT -j ACCEPT\n' });
    assert.ok(document.isUntitled);
    // VS Code asks for the diagnostics of documents that have a tab.
    await window.showTextDocument(document);
    await finding(document, 'missing-commit');
  });
});

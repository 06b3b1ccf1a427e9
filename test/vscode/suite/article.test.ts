import * as assert from 'node:assert/strict';
import { CodeActionKind, DiagnosticSeverity } from 'vscode';
import { applyAction, closeAll, codeOf, diagnosed, fixAll, open } from './support';

/** As it stands on the web page: typographic dashes, no counters, no COMMIT. */
const listing = `*raw
:PREROUTING ACCEPT
:OUTPUT ACCEPT
-A PREROUTING -i eth0 -p udp -m udp –dport 694 -j NOTRACK
-A OUTPUT -o eth0 -p udp -m udp –dport 694 -j NOTRACK
`;

describe('The listing of the article', () => {
  afterEach(closeAll);

  it('is shown to be at fault at the exact words', async () => {
    const document = await open(listing);
    const found = await diagnosed(document, (codes) => codes.includes('typographic-dash') && codes.includes('missing-commit'));
    const dashes = found.filter((one) => codeOf(one) === 'typographic-dash');
    assert.deepEqual(
      dashes.map((one) => one.range.start.line),
      [3, 4],
    );
    for (const one of dashes) assert.match(document.getText(one.range), /^–/);
    assert.ok(dashes.every((one) => one.severity === DiagnosticSeverity.Error));
  });

  it('is mended by fix-all and the offered fix', async () => {
    const document = await open(listing);
    await diagnosed(document, (codes) => codes.includes('typographic-dash') && codes.includes('missing-commit'));
    await fixAll(document);
    await diagnosed(document, (codes) => codes.length === 0);
    assert.equal(document.getText(), `${listing.replaceAll('–dport', '--dport')}COMMIT\n`);
    const rule = document.lineAt(3).range;
    await applyAction(document, rule, /^Accept it in INPUT/, CodeActionKind.RefactorRewrite);
    const filter = /\*filter\n([\s\S]*?)COMMIT\n/.exec(document.getText())?.[1] ?? '';
    assert.match(filter, /^-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT$/m);
    // The filter table is new and its policy accepts: the analysis says so of the accept, once it is through.
    await diagnosed(document, (codes) => codes.join() === 'redundant-rule');
  });
});

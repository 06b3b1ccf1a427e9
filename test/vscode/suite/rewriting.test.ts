import * as assert from 'node:assert/strict';
import type { TextDocument, Uri } from 'vscode';
import { CodeActionKind, Position, Range, workspace } from 'vscode';
import { actionsAt, applyAction, closeAll, open } from './support';

/** The host that the suite is meant for; set when it is bundled. */
declare const HOST: 'node' | 'web';

const text = `*filter
:OUTPUT DROP [0:0]
:INPUT DROP [0:0]
-A INPUT -i lo -j ACCEPT
# ssh, 心拍😀
-A INPUT -p tcp -m tcp --dport 22 -m state --state NEW -j ACCEPT
COMMIT
`;
const rule = new Range(new Position(5, 12), new Position(5, 12));
const table = new Range(new Position(0, 1), new Position(0, 1));

describe('Refactorings of rules', () => {
  afterEach(closeAll);

  it('move a rule with its comment', async () => {
    const document = await open(text, 'moved.rules');
    await applyAction(document, rule, /^Move this rule up$/, CodeActionKind.Refactor.append('move'));
    assert.equal(document.getText(), text.replace(/(-A INPUT -i lo.*\n)(# ssh.*\n.*\n)/, '$2$1'));
  });

  it('add the rule for the other direction, respell the state, sort the declarations', async () => {
    const document = await open(text, 'rewritten.rules');
    await applyAction(document, rule, /^Add the rule for the other direction/, CodeActionKind.RefactorRewrite);
    assert.match(document.getText(), /^-A OUTPUT -p tcp -m tcp --sport 22 -m state --state ESTABLISHED -j ACCEPT$/m);
    await applyAction(document, rule, /^Write `-m state --state` as/, CodeActionKind.RefactorRewrite);
    assert.match(document.getText(), /^-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT$/m);
    await applyAction(document, table, /^Sort the chain declarations/, CodeActionKind.RefactorRewrite);
    assert.match(document.getText(), /^\*filter\n:INPUT DROP \[0:0\]\n:OUTPUT DROP \[0:0\]\n/);
  });

  it('create the IPv6 counterpart in a new file, where it can be seen that there is none', async () => {
    const document = await open(text, 'rules.v4');
    if (HOST === 'web') {
      const actions = await actionsAt(document, rule, CodeActionKind.RefactorRewrite);
      assert.deepEqual(
        actions.filter(({ title }) => /^Create the IPv6/.test(title)),
        [],
      );
      return;
    }
    await offered(document, /^Create the IPv6/);
    await applyAction(document, rule, /^Create the IPv6 counterpart in `rules.v6`/, CodeActionKind.RefactorRewrite);
    const beside = await workspace.openTextDocument(document.uri.with({ path: document.uri.path.replace(/v4$/, 'v6') }));
    assert.match(
      beside.getText(),
      /neighbour-solicitation -j ACCEPT\n[\s\S]*^-A INPUT -p tcp -m tcp --dport 22 -m state --state NEW -j ACCEPT$/m,
    );
    await beside.save();
  });

  it('create the IPv6 counterpart in the file that is there', async () => {
    const own = await open(text, 'rules.v4');
    const uri = own.uri.with({ path: own.uri.path.replace(/v4$/, 'v6') });
    await workspace.fs.writeFile(uri, new TextEncoder().encode('*filter\n:INPUT DROP [0:0]\n-A INPUT -j DROP\nCOMMIT\n'));
    const beside = await workspace.openTextDocument(uri);
    await offered(own, /^Create the IPv6/, uri);
    await applyAction(own, rule, /^Create the IPv6 counterpart/, CodeActionKind.RefactorRewrite);
    assert.equal(
      beside.getText(),
      '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -m state --state NEW -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n',
    );
    await beside.save();
  });
});

/** Waits until an action is offered, and has edits of a file where one is named: the server learns of the file beside a little later. */
async function offered(document: TextDocument, title: RegExp, edits?: Uri): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const actions = await actionsAt(document, rule, CodeActionKind.RefactorRewrite);
    if (actions.some((one) => title.test(one.title) && (edits === undefined || (one.edit?.get(edits).length ?? 0) > 0))) return;
  }
}

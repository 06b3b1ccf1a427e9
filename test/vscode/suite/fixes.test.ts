import * as assert from 'node:assert/strict';
import { CodeActionKind, commands, EndOfLine } from 'vscode';
import { actionsAt, applyAction, closeAll, diagnosed, finding, open } from './support';

const inFilter = `*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK
COMMIT
*filter
:INPUT ACCEPT [0:0]
-A INPUT -i eth0 -p udp -m udp --dport 694 -j NOTRACK
COMMIT
`;

const unpaired = `*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK
COMMIT
`;

describe('Quick fixes', () => {
  afterEach(closeAll);

  it('move NOTRACK to the raw table in one undoable edit', async () => {
    const document = await open(inFilter);
    const { range } = await finding(document, 'wrong-table');
    await applyAction(document, range, /^Move it to the raw table/, CodeActionKind.QuickFix);
    assert.equal(
      document.getText(),
      `*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK
-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK
COMMIT
*filter
:INPUT ACCEPT [0:0]
COMMIT
`,
    );
    await diagnosed(document, (codes) => codes.length === 0);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), inFilter);
    await finding(document, 'wrong-table');
  });

  it('make a raw section where there is none', async () => {
    const document = await open('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n');
    const { range } = await finding(document, 'wrong-table');
    await applyAction(document, range, /^Move it to the raw table/, CodeActionKind.QuickFix);
    const raw = /\*raw\n([\s\S]*?)COMMIT\n/.exec(document.getText())?.[1] ?? '';
    assert.match(raw, /^:PREROUTING ACCEPT \[0:0\]$/m);
    assert.match(raw, /^-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK$/m);
    await diagnosed(document, (codes) => !codes.includes('wrong-table') && codes.includes('unpaired-notrack'));
  });

  it('add the missing half of a NOTRACK pair', async () => {
    const document = await open(unpaired);
    const { range } = await finding(document, 'unpaired-notrack');
    const [preferred] = (await actionsAt(document, range, CodeActionKind.QuickFix)).filter((action) => action.isPreferred);
    assert.ok(preferred, 'no action is preferred');
    const title = new RegExp(`^${preferred.title.replace(/[^\w\s]/g, '\\$&')}$`);
    await applyAction(document, range, title, CodeActionKind.QuickFix);
    assert.match(document.getText(), /^-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK$/m);
    await diagnosed(document, (codes) => !codes.includes('unpaired-notrack'));
  });

  it('silence a finding', async () => {
    const document = await open(unpaired);
    const { range } = await finding(document, 'unpaired-notrack');
    await applyAction(document, range, /^Silence/, CodeActionKind.QuickFix);
    assert.match(document.getText(), /^# iptables-lint: disable=unpaired-notrack\n-A PREROUTING/m);
    await diagnosed(document, (codes) => codes.length === 0);
  });

  it('write NOTRACK as CT --notrack', async () => {
    const document = await open(unpaired);
    const { range } = await finding(document, 'unpaired-notrack');
    await applyAction(document, range, /CT --notrack/, CodeActionKind.RefactorRewrite);
    assert.match(document.getText(), /-j CT --notrack$/m);
  });

  it('convert Windows line ends', async () => {
    const document = await open(unpaired.replace(/^-A.*\n/m, '').replaceAll('\n', '\r\n'));
    const { range } = await finding(document, 'crlf-line-ends');
    const action = (await actionsAt(document, range, CodeActionKind.QuickFix)).find(({ title }) => /line ends/.test(title));
    assert.ok(action?.command, 'there is no action with a command');
    await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    assert.equal(document.eol, EndOfLine.LF);
    await diagnosed(document, (codes) => codes.length === 0);
  });
});

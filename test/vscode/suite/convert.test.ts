import * as assert from 'node:assert/strict';
import { commands, env, Position, Range, Selection, window } from 'vscode';
import { applyAction, closeAll, diagnosed, open } from './support';

const file = '*raw\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n';
const shell = 'sudo iptables -A INPUT -p udp --dport 694 -j ACCEPT\niptables -t raw -A PREROUTING -p udp --dport 694 -j NOTRACK\n';
const rules =
  '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p udp --dport 694 -j ACCEPT\nCOMMIT\n';

describe('Shell commands', () => {
  afterEach(closeAll);

  it('are pasted as rules, in one undoable edit', async () => {
    const document = await open(file);
    select(new Range(6, 0, 6, 0));
    await env.clipboard.writeText(shell);
    assert.equal(await commands.executeCommand('iptables.pasteAsRules'), true);
    assert.equal(document.getText(), rules);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), file);
  });

  it('make a whole file of an empty one', async () => {
    const document = await open('');
    await env.clipboard.writeText('#!/bin/sh\niptables -P INPUT DROP\niptables -A INPUT -i lo -j ACCEPT\n');
    assert.equal(await commands.executeCommand('iptables.pasteAsRules'), true);
    assert.match(document.getText(), /^# #!\/bin\/sh\n\n\*filter\n:INPUT DROP \[0:0\]\n[\s\S]*\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n$/);
  });

  it('are not made of other texts', async () => {
    const document = await open(file);
    await env.clipboard.writeText('apt install iptables\n');
    assert.equal(await commands.executeCommand('iptables.pasteAsRules'), false);
    assert.equal(document.getText(), file);
  });

  it('that stand in a file become rules by one fix', async () => {
    const document = await open(file.replace(/COMMIT\n$/, `${shell}COMMIT\n`));
    await diagnosed(document, (codes) => codes.includes('unexpected-word'));
    await applyAction(document, new Range(6, 0, 6, 4), /^Turn these 2 iptables commands|^これら 2 個の iptables コマンド/);
    assert.equal(document.getText(), rules);
  });

  it('are what rules are copied as: the selected lines, or all', async () => {
    await open(file);
    select(new Range(5, 3, 5, 8));
    assert.equal(await commands.executeCommand('iptables.copyAsCommands'), true);
    assert.equal(await env.clipboard.readText(), 'iptables -A INPUT -i lo -j ACCEPT\n');
    select(new Range(0, 0, 0, 0));
    assert.equal(await commands.executeCommand('iptables.copyAsCommands'), true);
    assert.match(await env.clipboard.readText(), /^iptables -t raw -P PREROUTING ACCEPT\n[\s\S]*iptables -P INPUT DROP\n$/);
  });
});

function select({ start, end }: Range): void {
  const editor = window.activeTextEditor;
  assert.ok(editor);
  editor.selection = new Selection(new Position(start.line, start.character), new Position(end.line, end.character));
}

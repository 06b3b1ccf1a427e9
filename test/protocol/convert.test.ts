import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { CodeActionRequest } from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/lines';
import type { Edit } from '../../server/src/text/position';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

interface Pasted {
  readonly title: string;
  readonly commands: number;
  readonly insertText: string;
  readonly edits: readonly Edit[];
}

describe('pasting and copying shell commands over stdio', () => {
  let client: Client;
  before(async () => {
    client = await startClient({ locale: 'ja' });
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });
  const at = (line: number, character = 0) => ({ start: { line, character }, end: { line, character } });

  test('a text with iptables commands is pasted as rules, with CRLF where the file has it', async () => {
    const uri = 'file:///tmp/paste/rules.v4';
    const text = '*raw\r\nCOMMIT\r\n*filter\r\n:INPUT ACCEPT [0:0]\r\n# 心拍😀\r\nCOMMIT\r\n';
    await client.open(uri, text);
    const range = at(5);
    const answer = await client.connection.sendRequest<Pasted | null>('iptables/pasteAsRules', {
      textDocument: { uri },
      range,
      text: 'sudo iptables -A INPUT -i lo -j ACCEPT\niptables -t raw -A OUTPUT -o lo -j NOTRACK # 心拍\n',
    });
    assert.ok(answer);
    assert.equal(answer.title, 'これら 2 個の iptables コマンドをこのファイルのルールに変換する');
    assert.equal(answer.commands, 2);
    assert.equal(
      applyEdits(text, [...answer.edits, { range, newText: answer.insertText }]),
      '*raw\r\n# 心拍\r\n-A OUTPUT -o lo -j NOTRACK\r\nCOMMIT\r\n*filter\r\n:INPUT ACCEPT [0:0]\r\n# 心拍😀\r\n-A INPUT -i lo -j ACCEPT\r\nCOMMIT\r\n',
    );
  });

  test('any other text, and a file that is not open, have no answer', async () => {
    const uri = 'file:///tmp/paste/rules.v4';
    for (const params of [
      { textDocument: { uri }, range: at(5), text: 'echo iptables\n' },
      { textDocument: { uri: 'file:///tmp/paste/closed' }, range: at(0), text: 'iptables -A INPUT -j DROP\n' },
    ])
      assert.equal(await client.connection.sendRequest('iptables/pasteAsRules', params), null);
    assert.equal(await client.connection.sendRequest('iptables/copyAsCommands', { textDocument: { uri: 'file:///tmp/closed' } }), null);
  });

  test('rules are copied as commands: all of them, or those of a range', async () => {
    const uri = 'file:///tmp/paste/rules.v6';
    await client.open(uri, '*raw\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -o lo -j NOTRACK\n-A OUTPUT -o eth0 -j NOTRACK\nCOMMIT\n');
    const textDocument = { uri };
    assert.equal(
      await client.connection.sendRequest('iptables/copyAsCommands', { textDocument }),
      'ip6tables -t raw -A OUTPUT -o lo -j NOTRACK\nip6tables -t raw -A OUTPUT -o eth0 -j NOTRACK\nip6tables -t raw -P OUTPUT ACCEPT\n',
    );
    assert.equal(
      await client.connection.sendRequest('iptables/copyAsCommands', { textDocument, range: { ...at(3), end: { line: 3, character: 5 } } }),
      'ip6tables -t raw -A OUTPUT -o eth0 -j NOTRACK\n',
    );
  });

  test('lines of a shell in a file have one quick fix', async () => {
    const uri = 'file:///tmp/paste/pasted.v4';
    const text = '*filter\n:INPUT ACCEPT [0:0]\niptables -A INPUT -i lo -j ACCEPT\niptables -A INPUT -j DROP\nCOMMIT\n';
    const diagnostics = await client.open(uri, text);
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line: 2, character: 0 }, end: { line: 4, character: 0 } },
      context: { diagnostics, only: ['quickfix'] },
    })) as CodeAction[];
    const turning = actions.filter(({ title }) => title.includes('iptables コマンド'));
    assert.equal(turning.length, 1);
    const [change] = (turning[0]?.edit?.documentChanges ?? []) as { edits: Edit[] }[];
    assert.equal(
      applyEdits(text, change?.edits ?? []),
      '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n',
    );
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { DidChangeConfigurationNotification, FoldingRangeRequest, HoverRequest, RequestType } from 'vscode-languageserver-protocol/node';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

describe('templates over stdio', () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });

  const codes = (diagnostics: readonly Diagnostic[]): unknown[] =>
    diagnostics.map(({ code, range }) => `${range.start.line}:${range.start.character} ${code}`);
  const uri = 'file:///etc/iptables/rules.v4.j2';
  const text = [
    '{# 😀',
    '#}',
    '*filter',
    ':INPUT DROP [0:0]',
    '{% if ssh %}',
    '-A INPUT -m comment --comment "心拍 {{ x }}" -p tcp --dport {{ ssh_port | default("22") }} -j ACCEPT',
    '{% endif %}',
    '-A INPUT -j DROP',
    '-A INPUT -p udp --dport 53 -j ACCEPT',
    'COMMIT',
    '',
  ].join('\r\n');

  test('nothing is said of placeholders, and mistakes are', async () => {
    const lines = text.replaceAll('\r\n', '\n');
    assert.deepEqual(codes(await client.open(uri, lines)), []);
    const column = lines.split('\n')[5]?.indexOf('--dport') ?? -1;
    const at = { line: 5, character: column };
    const wrong = await client.change(uri, 2, [{ range: { start: at, end: at }, text: '--dprot 1 ' }]);
    assert.deepEqual(codes(wrong), [`5:${column} unknown-option`]);
    const right = await client.change(uri, 3, [{ range: { start: at, end: { line: 5, character: column + 10 } }, text: '' }]);
    assert.deepEqual(codes(right), []);
  });

  test('an edit that opens a comment of several lines takes the lines below along, and back', async () => {
    const opened = await client.change(uri, 4, [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } }, text: '' }]);
    assert.deepEqual(codes(opened), []);
    const range = (await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } })) ?? [];
    assert.deepEqual(
      range.map(({ startLine, endLine }) => [startLine, endLine]),
      [[0, 10]],
    );
    await client.change(uri, 5, [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '#}' }]);
    const again = (await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } })) ?? [];
    assert.ok(again.some(({ startLine, endLine }) => startLine === 4 && endLine === 6));
  });

  test('hovers and the status tell what fills the file in', async () => {
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 5, character: text.split('\r\n')[5]?.indexOf('ssh_port') ?? -1 },
    });
    assert.match(JSON.stringify(hover), /filled in by Jinja/i);
    const status = new RequestType<object, { template?: string } | null, void>('iptables/documentStatus');
    assert.equal((await client.connection.sendRequest(status, { textDocument: { uri } }))?.template, 'Jinja');
  });

  test('the setting makes every file plain', async () => {
    const off = client.when(uri, (diagnostics) => diagnostics.length > 3);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: { templates: 'off' } } });
    await off;
    const on = client.when(uri, (diagnostics) => diagnostics.length === 0);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: { templates: 'auto' } } });
    await on;
  });

  test('what was said of the ruleset goes once the file is a template, and comes back', async () => {
    const plain = 'file:///etc/iptables/rules.v4';
    await client.open(plain, '*filter\n:INPUT DROP [0:0]\n-A INPUT -j DROP\n-A INPUT -p udp --dport 53 -j ACCEPT\nCOMMIT\n');
    const isTold = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ code }) => code === 'unreachable-after-terminal');
    await client.when(plain, isTold);
    const place = { line: 2, character: 8 };
    await client.change(plain, 2, [{ range: { start: place, end: place }, text: ' -s {{ lan }}' }]);
    await client.when(plain, (diagnostics) => diagnostics.length === 0);
    await client.change(plain, 3, [{ range: { start: place, end: { line: 2, character: 21 } }, text: '' }]);
    await client.when(plain, isTold);
  });
});

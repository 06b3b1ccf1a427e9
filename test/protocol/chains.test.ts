// Extracting rules to a chain and inlining it again, with a real client over stdio.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { CodeActionRequest } from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/lines';
import type { Range } from '../../server/src/text/position';
import type { Client } from '../support/client';
import { startClient } from '../support/client';
import { marked } from '../support/cursor';

const fixture =
  '# 😀 心拍\r\n*filter\r\n:INPUT DROP [0:0]\r\n-A INPUT -i lo -j ACCEPT\r\n‹-A INPUT -i eth0 -p tcp -m comment --comment "心拍😀" --dport 22 -s 192.0.2.1 -j ACCEPT\r\n-A INPUT -i eth0 -p tcp --dport 22 -j DROP›\r\nCOMMIT\r\n';
const extracted =
  '# 😀 心拍\r\n*filter\r\n:INPUT DROP [0:0]\r\n:ssh-in - [0:0]\r\n-A INPUT -i lo -j ACCEPT\r\n-A INPUT -i eth0 -p tcp --dport 22 -j ssh-in\r\n-A ssh-in -m comment --comment "心拍😀" -s 192.0.2.1 -j ACCEPT\r\n-A ssh-in -j DROP\r\nCOMMIT\r\n';

const { text, ranges } = marked(fixture);
const uri = 'file:///etc/iptables/chains.rules';

async function actions(client: Client, range: Range, only: string): Promise<readonly CodeAction[]> {
  const context = { diagnostics: [], only: [only] };
  return ((await client.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context })) ?? []) as CodeAction[];
}

function after(before: string, action: CodeAction | undefined): string {
  const [change] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  assert.equal(change?.textDocument.uri, uri);
  return applyEdits(before, change.edits as Parameters<typeof applyEdits>[1]);
}

test('selected rules go to a chain, whose name can be changed at once, and come back', async () => {
  const client = await startClient({ initializationOptions: { renameCommand: 'rename' } });
  await client.open(uri, text);
  const [action, ...others] = await actions(client, ranges[0]!, 'refactor.extract');
  assert.deepEqual(others, []);
  assert.deepEqual([action?.title, action?.kind], ['Extract 2 rules to a new chain `ssh-in`', 'refactor.extract']);
  assert.equal(after(text, action), extracted);
  const place = { line: 5, character: extracted.split('\r\n')[5]!.indexOf('ssh-in') };
  assert.deepEqual(action?.command, { title: action?.title, command: 'rename', arguments: [uri, place] });

  const whole = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
  await client.change(uri, 2, [{ range: whole, text: extracted }]);
  const [back] = await actions(client, { start: place, end: place }, 'refactor.inline');
  assert.deepEqual([back?.title, back?.kind], ['Inline the chain `ssh-in` (2 rules)', 'refactor.inline']);
  assert.equal(
    after(extracted, back),
    text.replace(
      /-A INPUT -i eth0 -p tcp -m comment .*/,
      '-A INPUT -i eth0 -p tcp --dport 22 -m comment --comment "心拍😀" -s 192.0.2.1 -j ACCEPT',
    ),
  );
  assert.equal(await client.stop(), 0);
});

test('a client without a command for it is given none, and other kinds have no extraction', async () => {
  const client = await startClient({ locale: 'ja' });
  await client.open(uri, text);
  const [action] = await actions(client, ranges[0]!, 'refactor');
  assert.deepEqual([action?.title, action?.command], ['2 個のルールを新しいチェイン `ssh-in` に抽出する', undefined]);
  for (const kind of ['quickfix', 'refactor.rewrite', 'refactor.inline'])
    assert.ok((await actions(client, ranges[0]!, kind)).every((one) => one.kind !== 'refactor.extract'));
  assert.equal(await client.stop(), 0);
});

// A large file: its words are judged at once, its ruleset by another thread, while the server goes on answering.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodeActionRequest, HoverRequest } from 'vscode-languageserver-protocol/node';
import { startClient } from '../support/client';

const covered = ['-A INPUT -s 192.0.2.0/24 -j DROP', '-A INPUT -s 192.0.2.1/32 -j DROP'];
const comments = Array.from({ length: 20_100 }, (_, index) => `# ${index}`);
const text = ['*filter', ':INPUT ACCEPT [0:0]', ...covered, '-A INPUT -j NOTRACK', ...comments, 'COMMIT', ''].join('\n');
const uri = 'file:///tmp/large-host.v4';

function codes(diagnostics: readonly { code?: unknown }[]): string {
  return diagnostics.map(({ code }) => String(code)).join(' ');
}

test('the ruleset of a large file is looked at by another thread', { timeout: 120_000 }, async () => {
  const client = await startClient();
  // What is wrong with a word is said before the thread has begun.
  assert.equal(codes(await client.open(uri, text)), 'wrong-table');
  const all = await client.when(uri, (found) => codes(found).includes('redundant-rule'));
  assert.equal(codes(all), 'redundant-rule wrong-table');
  const range = { start: { line: 3, character: 3 }, end: { line: 3, character: 33 } };
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context: { diagnostics: [] },
  });
  assert.ok(
    actions?.some(({ title }) => title.startsWith('Remove')),
    `a fix that needs no analysis is offered: ${actions?.map(({ title }) => title).join(' | ')}`,
  );
  // Until the next answer, what was found moves with its line.
  const start = { line: 2, character: 0 };
  assert.equal(codes(await client.change(uri, 2, [{ range: { start, end: start }, text: '# new\n' }])), 'redundant-rule wrong-table');
  const position = { line: 5, character: 13 };
  assert.notEqual(await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }), null);
  // The rule that covers it goes: the thread finds nothing more.
  const rule = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
  const changed = client.change(uri, 3, [{ range: rule, text: '' }]);
  await client.when(uri, (found) => codes(found) === 'wrong-table');
  await changed;
  assert.equal(await client.stop(), 0);
});

// Refactorings that change the file beside, with a real client over stdio: one that is there, on disk or open, and one that is not.

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeAction, CreateFile, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { CodeActionRequest } from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/lines';
import type { Edit } from '../../server/src/text/position';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

// Emoji and CJK before the rule, and CRLF.
const ipv4 =
  '# 心拍😀\r\n*filter\r\n:INPUT DROP [0:0]\r\n-A INPUT -i lo -j ACCEPT\r\n-A INPUT -p tcp -m comment --comment "心拍😀" --dport 22 -j ACCEPT\r\nCOMMIT\r\n';
const ipv6 = '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p ipv6-icmp -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n';
const rule = '-A INPUT -p tcp -m comment --comment "心拍😀" --dport 22 -j ACCEPT';

async function actions(client: Client, uri: string, line: number, only: string): Promise<readonly CodeAction[]> {
  const place = { line, character: 40 };
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: place, end: place },
    context: { diagnostics: [], only: [only] },
  });
  return (found ?? []) as CodeAction[];
}

/** Asks until the answer is as it is to be: nothing tells when the server has read the file beside. */
async function when(
  client: Client,
  uri: string,
  holds: (found: readonly CodeAction[]) => boolean,
  milliseconds = 20_000,
): Promise<readonly CodeAction[]> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await actions(client, uri, 4, 'refactor.rewrite');
    if (holds(found) || Date.now() > deadline) return found;
  }
}

const isCounterpart = ({ title }: CodeAction): boolean => /^Create the IPv6 counterpart/.test(title);
const makesFile = ({ edit }: CodeAction): boolean => edit?.documentChanges?.some((change) => 'kind' in change) === true;

function filesIn(files: Readonly<Record<string, string>>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-refactorings-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => pathToFileURL(join(folder, name)).href;
}

test('the IPv6 counterpart goes into the file beside, as it is on disk and then as it is in the editor', async () => {
  const uriOf = filesIn({ 'rules.v4': ipv4, 'rules.v6': ipv6 });
  const client = await startClient({
    capabilities: { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } } },
  });
  await client.open(uriOf('rules.v4'), ipv4);
  const there = await when(client, uriOf('rules.v4'), (found) => found.some((one) => isCounterpart(one) && !makesFile(one)));
  const action = there.find(isCounterpart);
  assert.equal(action?.title, `Create the IPv6 counterpart in \`rules.v6\`: \`${rule}\``);
  assert.equal(action?.kind, 'refactor.rewrite');
  const change = action?.edit?.documentChanges?.find(
    (one) => 'edits' in one && one.textDocument.uri === uriOf('rules.v6'),
  ) as TextDocumentEdit;
  assert.equal(applyEdits(ipv6, change.edits as Edit[]), ipv6.replace('-A INPUT -j DROP', `${rule}\n-A INPUT -j DROP`));
  // Unsaved, the other file has the rule already.
  await client.open(uriOf('rules.v6'), ipv6.replace('-A INPUT -j DROP', `${rule}\n-A INPUT -j DROP`));
  assert.deepEqual((await actions(client, uriOf('rules.v4'), 4, 'refactor.rewrite')).filter(isCounterpart), []);
  assert.equal(await client.stop(), 0);
});

test('a file that is not there is made, for clients that make files', async () => {
  for (const resourceOperations of [['create' as const], []]) {
    const uriOf = filesIn({ 'rules.v4': ipv4 });
    const client = await startClient({
      locale: 'ja',
      capabilities: { workspace: { workspaceEdit: { documentChanges: true, resourceOperations } } },
    });
    await client.open(uriOf('rules.v4'), ipv4);
    const isIt = ({ title }: CodeAction): boolean => title.includes('IPv6 版');
    const makes = resourceOperations.length > 0;
    const found = (await when(client, uriOf('rules.v4'), (all) => all.some(isIt), makes ? 20_000 : 500)).filter(isIt);
    if (!makes) assert.deepEqual(found, []);
    else {
      assert.deepEqual(
        found.map(({ title }) => title),
        [`\`rules.v6\` に IPv6 版のルールを作成する: \`${rule}\``],
      );
      const changes = found[0]?.edit?.documentChanges ?? [];
      const made = changes.findIndex((one) => 'kind' in one);
      assert.deepEqual(changes[made] as CreateFile, { kind: 'create', uri: uriOf('rules.v6') });
      const { edits, textDocument } = changes[made + 1] as TextDocumentEdit;
      assert.equal(textDocument.uri, uriOf('rules.v6'));
      assert.match(
        String((edits[0] as { newText: string }).newText),
        /^\*filter\r\n:INPUT DROP \[0:0\]\r\n[\s\S]*neighbour-solicitation -j ACCEPT\r\n[\s\S]*心拍😀[\s\S]*COMMIT\r\n$/,
      );
    }
    assert.equal(await client.stop(), 0);
  }
});

test('moves are a kind of their own', async () => {
  const uri = 'file:///etc/iptables/moves.rules';
  const client = await startClient();
  await client.open(uri, ipv4);
  const found = await actions(client, uri, 4, 'refactor.move');
  assert.deepEqual(
    found.map(({ title, kind }) => [title, kind]),
    [['Move this rule up', 'refactor.move']],
  );
  const [change] = (found[0]?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  assert.equal(applyEdits(ipv4, change?.edits as Edit[]), ipv4.replace(/(-A INPUT -i lo.*\r\n)(.*\r\n)COMMIT/, '$2$1COMMIT'));
  assert.equal(await client.stop(), 0);
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SemanticTokensDelta } from 'vscode-languageserver-protocol/node';
import {
  CancellationTokenSource,
  CodeLensRefreshRequest,
  CodeLensRequest,
  DidChangeConfigurationNotification,
  DidCloseTextDocumentNotification,
  InlayHintRefreshRequest,
  InlayHintRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRefreshRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
} from 'vscode-languageserver-protocol/node';
import type { Client } from '../support/client';
import { startClient } from '../support/client';
import { kubeProxyRuleset } from '../support/kube-proxy';

const text =
  '*filter\n:INPUT DROP [0:0]\n:SSH - [0:0]\n-A INPUT -m comment --comment "心拍😀" -p udp --dport 694 -j SSH\n-A SSH -s 10.0.0.0/22 -j ACCEPT\nCOMMIT\n';
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('what the server says beside the words, over stdio', () => {
  const textDocument = { uri: 'file:///tmp/annotated.iptables' };
  let client: Client;
  before(async () => {
    client = await startClient({ initializationOptions: { referencesCommand: 'show' } });
    await client.open(textDocument.uri, text);
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });

  test('is told at the beginning', () => {
    const { capabilities } = client.initialized as { capabilities: Record<string, unknown> };
    for (const name of ['semanticTokensProvider', 'inlayHintProvider', 'codeLensProvider', 'signatureHelpProvider'])
      assert.ok(capabilities[name], name);
  });

  test('semantic tokens: all, what has changed, a range', async () => {
    const { connection } = client;
    const full = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    assert.ok(full?.resultId);
    // `*filter`: kind namespace, declaration and of iptables' own.
    assert.deepEqual(full.data.slice(0, 5), [0, 0, 7, 1, 5]);
    const previousResultId = full.resultId;
    assert.deepEqual(await connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId }), {
      resultId: previousResultId,
      edits: [],
    });
    const at = { line: 3, character: 0 };
    await client.change(textDocument.uri, 2, [{ range: { start: at, end: at }, text: '\n' }]);
    const delta = (await connection.sendRequest(SemanticTokensDeltaRequest.type, {
      textDocument,
      previousResultId,
    })) as SemanticTokensDelta;
    assert.deepEqual(
      delta.edits.map(({ deleteCount, data }) => [deleteCount, data]),
      [[1, [2]]],
    );
    await client.change(textDocument.uri, 3, [{ range: { start: at, end: { line: 4, character: 0 } }, text: '' }]);
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    const part = await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
    assert.equal(part?.data.length, 15);
    assert.deepEqual(part.data.slice(0, 3), [1, 1, 5]);
  });

  test('inlay hints, in UTF-16 units, and as the settings say', async () => {
    const hints = async (): Promise<unknown> =>
      (await client.connection.sendRequest(InlayHintRequest.type, { textDocument, range: whole }))?.map(({ position, label }) => [
        position,
        label,
      ]);
    const line = text.split('\n')[3] ?? '';
    const services = [{ line: 3, character: line.indexOf('694') + 3 }, 'ha-cluster'];
    const policy = [{ line: 3, character: line.length }, 'policy DROP'];
    assert.deepEqual(await hints(), [services, policy, [{ line: 4, character: 21 }, '10.0.0.0–10.0.3.255']]);
    const configure = (settings: object): Promise<void> =>
      client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: settings } });
    await configure({ language: 'ja', inlayHints: { services: false, prefixRanges: false } });
    assert.deepEqual(await hints(), [[policy[0], 'ポリシー DROP']]);
    await configure({});
  });

  test('code lenses', async () => {
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument });
    assert.deepEqual(
      lenses?.map(({ command }) => [command?.title, command?.command]),
      [
        ['policy DROP · 1 rule', ''],
        ['1 reference', 'show'],
      ],
    );
  });

  test('signature help, with texts for a client that knows no offsets', async () => {
    const uri = 'file:///tmp/signature.iptables';
    const line = '-A INPUT -p tcp --tcp-flags SYN,ACK ';
    await client.open(uri, `*filter\n${line}\nCOMMIT\n`);
    const help = await client.connection.sendRequest(SignatureHelpRequest.type, {
      textDocument: { uri },
      position: { line: 1, character: line.length },
    });
    assert.equal(help?.activeParameter, 1);
    assert.deepEqual(
      help.signatures[0]?.parameters?.map(({ label }) => label),
      ['mask', 'comp'],
    );
  });

  test('nothing of a document that is not open', async () => {
    const { connection } = client;
    const nowhere = { textDocument: { uri: 'file:///nowhere' } };
    assert.deepEqual(await connection.sendRequest(SemanticTokensRequest.type, nowhere), { data: [] });
    assert.deepEqual(await connection.sendRequest(SemanticTokensDeltaRequest.type, { ...nowhere, previousResultId: '1' }), { data: [] });
    assert.deepEqual(await connection.sendRequest(SemanticTokensRangeRequest.type, { ...nowhere, range: whole }), { data: [] });
    assert.deepEqual(await connection.sendRequest(InlayHintRequest.type, { ...nowhere, range: whole }), []);
    assert.deepEqual(await connection.sendRequest(CodeLensRequest.type, nowhere), []);
    assert.equal(await connection.sendRequest(SignatureHelpRequest.type, { ...nowhere, position: { line: 0, character: 0 } }), null);
  });
});

test('a client with a grammar gets the names only', async () => {
  const client = await startClient({ initializationOptions: { grammar: true } });
  const textDocument = { uri: 'file:///tmp/names.iptables' };
  await client.open(textDocument.uri, text);
  const { data } = (await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument })) ?? { data: [] };
  // INPUT, SSH; INPUT, SSH; SSH, ACCEPT.
  assert.equal(data.length, 6 * 5);
  assert.equal(await client.stop(), 0);
});

test('a client that can be told asks again after a setting was changed; offsets are for one that knows them', async () => {
  const refreshSupport = { refreshSupport: true };
  const client = await startClient({
    capabilities: {
      workspace: { semanticTokens: refreshSupport, inlayHint: refreshSupport, codeLens: refreshSupport },
      textDocument: { signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } } },
    },
  });
  const asked = new Set<string>();
  const all = new Promise<void>((done) => {
    for (const request of [SemanticTokensRefreshRequest.type, InlayHintRefreshRequest.type, CodeLensRefreshRequest.type]) {
      client.connection.onRequest(request, () => {
        asked.add(request.method);
        if (asked.size === 3) done();
      });
    }
  });
  await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: { language: 'ja' } } });
  await all;
  const uri = 'file:///tmp/offsets.iptables';
  await client.open(uri, '-A INPUT -c 1 ');
  const help = await client.connection.sendRequest(SignatureHelpRequest.type, {
    textDocument: { uri },
    position: { line: 0, character: 14 },
  });
  assert.deepEqual(
    help?.signatures[0]?.parameters?.map(({ label }) => label),
    [
      [3, 10],
      [11, 16],
    ],
  );
  assert.equal(await client.stop(), 0);
});

test('the tokens of a large file hold nobody up, and can be given up', { timeout: 120_000 }, async () => {
  const client = await startClient();
  const textDocument = { uri: 'file:///tmp/large.iptables' };
  await client.open(textDocument.uri, kubeProxyRuleset(1500));
  const done: string[] = [];
  const cancelled = new CancellationTokenSource();
  const given = client.connection.sendRequest(SemanticTokensRequest.type, { textDocument }, cancelled.token).then(
    () => done.push('tokens'),
    (error: { code?: number }) => done.push(`given up: ${error.code}`),
  );
  const position = { line: 9000, character: 3 };
  await client.connection.sendRequest(SignatureHelpRequest.type, { textDocument, position }).then(() => done.push('help'));
  cancelled.cancel();
  await given;
  assert.deepEqual(done, ['help', 'given up: -32800']);
  const all = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  assert.ok((all?.data.length ?? 0) > 500_000);
  await client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument });
  assert.equal(await client.stop(), 0);
});

// Clients that do what they should not, against a real server process: it answers with the errors that the protocol names, never
// ends by itself, and answers the next request right.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import type { RawClient, RawMessage } from '../support/raw-client';
import { framed, startRawClient } from '../support/raw-client';

const uri = 'file:///etc/iptables/rules.v4';
const text = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n';
const textDocument = { uri };
const codes = { parse: -32700, request: -32600, method: -32601, params: -32602, notInitialized: -32002, cancelled: -32800 };
const timeout = { timeout: 60_000 };

function open(client: RawClient, changed: object = {}): void {
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'iptables', version: 1, text, ...changed } });
}

/** The right answer to one request, which the server must still give. */
async function answersRight(client: RawClient, expected = 'unknown-option'): Promise<void> {
  const { result } = await client.request('textDocument/diagnostic', { textDocument });
  assert.deepEqual(
    (result as { items: { code: string }[] }).items.map(({ code }) => code),
    expected === '' ? [] : [expected],
  );
}

async function stops(client: RawClient): Promise<void> {
  assert.equal(await client.stop(), 0);
  assert.equal(client.errors(), '');
}

describe('before, after and twice', timeout, () => {
  test('a request before initialize is answered with ServerNotInitialized, a notification is dropped', async () => {
    const client = startRawClient();
    open(client);
    for (const [method, params] of [
      ['textDocument/hover', { textDocument, position: { line: 0, character: 0 } }],
      ['shutdown', undefined],
      ['iptables/exemptServices', {}],
    ] as const)
      assert.equal((await client.request(method, params)).error?.code, codes.notInitialized, method);
    await client.initialize();
    assert.equal((await client.request('iptables/documentStatus', { textDocument })).result, null, 'the document was not taken');
    open(client);
    await answersRight(client);
    await stops(client);
  });

  test('a second initialize is refused and changes nothing', async () => {
    const client = startRawClient();
    await client.initialize({ locale: 'ja' });
    open(client);
    assert.equal((await client.request('initialize', { processId: null, capabilities: {}, locale: 'en' })).error?.code, codes.request);
    await answersRight(client);
    await stops(client);
  });

  test('an initialize that is refused may be sent again', async () => {
    const client = startRawClient();
    for (const params of [undefined, [], {}, { capabilities: 7 }, { capabilities: {}, workspaceFolders: 'all' }])
      assert.equal((await client.request('initialize', params)).error?.code, codes.params, JSON.stringify(params));
    const options = { language: 7, settings: [1], snippets: 'yes', suggestCommand: {}, grammar: null };
    assert.ok((await client.initialize({ initializationOptions: options })).result);
    open(client);
    await answersRight(client);
    await stops(client);
  });

  test('after shutdown every request is refused, and exit ends with 0', async () => {
    const client = startRawClient();
    await client.initialize();
    open(client);
    assert.equal((await client.request('shutdown')).result, null);
    for (const method of ['textDocument/hover', 'initialize', 'shutdown', 'iptables/nosuch'])
      assert.equal((await client.request(method, {})).error?.code, codes.request, method);
    client.notify('textDocument/didClose', { textDocument });
    client.notify('exit');
    assert.equal(await client.exited, 0);
  });

  test('exit without shutdown ends with 1, before initialize too', async () => {
    for (const initialized of [true, false]) {
      const client = startRawClient();
      if (initialized) await client.initialize();
      client.notify('exit');
      assert.equal(await client.exited, 1);
    }
  });
});

describe('a client that is gone', timeout, () => {
  test('the server ends when its input ends', async () => {
    for (const shutDown of [false, true]) {
      const client = startRawClient();
      await client.initialize();
      if (shutDown) await client.request('shutdown');
      client.child.stdin?.end();
      assert.equal(await client.exited, shutDown ? 0 : 1);
    }
  });

  test('it ends when it cannot write any more', async () => {
    const client = startRawClient();
    await client.initialize();
    client.child.stdout?.destroy();
    open(client);
    assert.equal(await client.exited, 1);
  });

  test('it ends when the process that it was told of is gone, though its input stays open', async () => {
    const parent = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const client = startRawClient();
    await client.initialize({ processId: parent.pid });
    const { result } = await client.request('iptables/exemptServices', {});
    assert.ok(Array.isArray(result));
    parent.stdin.end();
    assert.equal(await client.exited, 1);
  });

  test('it goes when the input ends in the middle of a message, and with a thousand requests unanswered', async () => {
    const client = startRawClient();
    await client.initialize();
    open(client);
    for (let count = 0; count < 1000; count++) client.ask('textDocument/semanticTokens/full', { textDocument });
    client.write('Content-Length: 100\r\n\r\n{"jsonrpc"');
    client.child.stdin?.end();
    assert.equal(await client.exited, 1);
  });
});

describe('a server that is asked for nonsense', timeout, () => {
  let client: RawClient;
  before(async () => {
    client = startRawClient();
    await client.initialize({ capabilities: { workspace: { symbol: {} } } });
    open(client);
  });
  after(() => stops(client));

  const position = { line: 2, character: 5 };
  const far = [
    { line: 99, character: 0 },
    { line: 2, character: 9999 },
    { line: 2 ** 31 - 1, character: 2 ** 31 - 1 },
    { line: Number.MAX_SAFE_INTEGER, character: 1e300 },
  ];
  const nowhere = [
    { line: -1, character: 0 },
    { line: 0, character: -1 },
    { line: 1.5, character: 0 },
    { line: '1', character: 0 },
    { line: null, character: 0 },
    { line: 0 },
    {},
    [],
    null,
    undefined,
    'here',
  ];
  const atPosition = ['hover', 'completion', 'signatureHelp', 'definition', 'declaration', 'documentHighlight', 'prepareRename'].map(
    (name) => `textDocument/${name}`,
  );
  const withMore: Record<string, object> = {
    'textDocument/references': { context: { includeDeclaration: true } },
    'textDocument/rename': { newName: 'OTHER' },
    'textDocument/onTypeFormatting': { ch: '\n', options: {} },
    'textDocument/prepareCallHierarchy': {},
  };
  const inRange = ['semanticTokens/range', 'inlayHint', 'codeAction', 'rangeFormatting'].map((name) => `textDocument/${name}`);
  const ofDocument = [
    ...['documentSymbol', 'foldingRange', 'documentLink', 'semanticTokens/full', 'codeLens', 'formatting', 'diagnostic'].map(
      (name) => `textDocument/${name}`,
    ),
    'iptables/documentStatus',
    'iptables/copyAsCommands',
  ];
  const context = { diagnostics: [], includeDeclaration: true };

  /** Every request with a document, a place and a range: each reads what it needs. */
  const everything = [...atPosition, ...Object.keys(withMore), ...inRange, ...ofDocument, 'textDocument/selectionRange'];
  const params = (method: string, place: unknown, of: unknown = textDocument): object => ({
    textDocument: of,
    position: place,
    positions: [place],
    range: method === 'iptables/copyAsCommands' ? undefined : { start: place, end: place },
    context,
    ...withMore[method],
  });

  test('unknown documents have no answers', async () => {
    for (const method of everything) {
      const { result, error } = await client.request(method, params(method, position, { uri: 'untitled:nosuch' }));
      assert.equal(error, undefined, `${method}: ${error?.message}`);
      const parts = result as { items?: unknown[]; data?: unknown[] } | unknown[] | null;
      const items = parts === null ? [] : Array.isArray(parts) ? parts : (parts.items ?? parts.data);
      assert.deepEqual(items, [], method);
    }
    const uris = ['', 'nosuch', '%', 'file:///%ZZ', 'file://server/share/rules.v4', 'http://[', `x:${'y'.repeat(100_000)}`];
    for (const strange of uris) {
      const of = { uri: strange, languageId: 'iptables', version: 1, text };
      client.notify('textDocument/didOpen', { textDocument: of });
      const { result } = await client.request('textDocument/diagnostic', { textDocument: { uri: strange } });
      assert.equal((result as { items: unknown[] }).items.length, 1, strange.slice(0, 40));
      client.notify('textDocument/didClose', { textDocument: { uri: strange } });
    }
    await answersRight(client);
  });

  test('places outside of a document are answered harmlessly', async () => {
    for (const method of everything)
      for (const place of far) {
        const { error } = await client.request(method, params(method, place));
        // What cannot be renamed is told as a failure of the request.
        if (error?.code !== -32803) assert.equal(error, undefined, `${method}: ${error?.message}`);
      }
    const reversed = { start: { line: 3, character: 4 }, end: { line: 1, character: 2 } };
    for (const method of inRange) assert.equal((await client.request(method, { textDocument, range: reversed, context })).error, undefined);
    await answersRight(client);
  });

  test('places that are none, and whatever else has the wrong shape, is InvalidParams', async () => {
    for (const method of [...atPosition, ...Object.keys(withMore), ...inRange, 'textDocument/selectionRange'])
      for (const place of nowhere) {
        const { error } = await client.request(method, params(method, place));
        assert.equal(error?.code, codes.params, `${method} at ${JSON.stringify(place)}`);
      }
    for (const method of everything)
      for (const wrong of [undefined, null, [], [1, 2], {}, { textDocument: null }, { textDocument: uri }, { textDocument: { uri: 7 } }]) {
        const { error } = await client.request(method, wrong);
        assert.equal(error?.code, codes.params, `${method} with ${JSON.stringify(wrong)}`);
      }
    for (const [method, wrong] of [
      ['workspace/symbol', { query: 7 }],
      ['completionItem/resolve', {}],
      ['callHierarchy/incomingCalls', { item: { uri } }],
      ['callHierarchy/outgoingCalls', {}],
      ['iptables/rulePage', { code: null }],
      ['iptables/pasteAsRules', { textDocument, text: 7 }],
      ['iptables/exemptUdpService', { textDocument, port: {} }],
      ['textDocument/rename', { textDocument, position }],
    ] as const)
      assert.equal((await client.request(method, wrong)).error?.code, codes.params, method);
    await answersRight(client);
  });

  test('what comes of a client own invention does no harm', async () => {
    const range = { start: position, end: position };
    for (const [method, odd] of [
      ['completionItem/resolve', { label: 'x', data: { kind: [] }, kind: 99 }],
      ['completionItem/resolve', { label: '', data: '__proto__' }],
      ['callHierarchy/incomingCalls', { item: { uri, name: 7, kind: 'x', range, selectionRange: range, data: [1] } }],
      ['callHierarchy/outgoingCalls', { item: { uri, range: { start: far[2], end: far[2] }, selectionRange: range } }],
      ['iptables/rulePage', { code: '__proto__' }],
      ['iptables/rulePage', { code: 'constructor', language: 'xx' }],
      ['textDocument/semanticTokens/full/delta', { textDocument, previousResultId: 'never' }],
      ['textDocument/diagnostic', { textDocument, previousResultId: 'never' }],
      ['iptables/exemptUdpService', { textDocument, port: 1e300, interface: '"\n-F', peers: ['nonsense'] }],
    ] as const)
      assert.equal((await client.request(method, odd)).error, undefined, method);
    await answersRight(client);
  });

  test('unknown methods are MethodNotFound, unknown notifications are passed over', async () => {
    for (const method of ['nosuch', 'textDocument/nosuch', '$/nosuch', '__proto__', 'iptables/-refused', ''])
      assert.equal((await client.request(method, {})).error?.code, codes.method, method);
    for (const method of ['nosuch', '$/nosuch', 'textDocument/didNothing', '$/setTrace', '$/progress', 'window/workDoneProgress/cancel'])
      for (const odd of [undefined, {}, [], [1], { value: 7 }, { token: {} }]) client.notify(method, odd);
    await answersRight(client);
  });

  test('documents that are changed when closed, opened twice, closed twice, or sent back in time', async () => {
    const other = { uri: 'file:///tmp/other.v4' };
    const changes = [{ text: '*filter\nCOMMIT\n' }];
    client.notify('textDocument/didChange', { textDocument: { ...other, version: 2 }, contentChanges: changes });
    client.notify('textDocument/didClose', { textDocument: other });
    assert.equal((await client.request('iptables/documentStatus', { textDocument: other })).result, null);

    open(client, { text: '*filter\nCOMMIT\n', version: 7 });
    await answersRight(client, '');
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const change = (version: unknown, contentChanges: unknown): void =>
      client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    // The pipe keeps the order, whatever number the client gives its changes.
    change(3, [{ range, text: '-A INPUT -p tcp --dprot 22 -j ACCEPT\n' }]);
    await answersRight(client);
    for (const wrong of [
      undefined,
      null,
      {},
      'x',
      [{}],
      [{ text: 7 }],
      [{ range: {}, text: '' }],
      [{ range: { start: position }, text: '' }],
    ])
      change(8, wrong);
    change('nine', [{ text: '' }]);
    change(9, []);
    await answersRight(client);
    client.notify('textDocument/didClose', { textDocument });
    client.notify('textDocument/didClose', { textDocument });
    client.notify('textDocument/didClose', {});
    await answersRight(client, '');
    open(client);
    await answersRight(client);
  });

  test('settings that are none count as not set', async () => {
    for (const settings of [
      null,
      7,
      'x',
      [],
      { iptables: null },
      { iptables: 7 },
      { iptables: { rules: 7, sshPorts: [{}, -1], format: null } },
    ])
      client.notify('workspace/didChangeConfiguration', { settings });
    for (const odd of [undefined, {}, []]) client.notify('workspace/didChangeConfiguration', odd);
    await answersRight(client);
  });

  test('settings that change between a thousand requests hold for those behind them', async () => {
    const ask = (): number => client.ask('textDocument/diagnostic', { textDocument });
    const off = { settings: { iptables: { rules: { 'unknown-option': 'off' } } } };
    const asked: { readonly id: number; readonly on: boolean }[] = [];
    for (let count = 0; count < 1000; count++) {
      const on = count % 200 < 100;
      if (count % 100 === 0) client.notify('workspace/didChangeConfiguration', on ? { settings: {} } : off);
      asked.push({ id: ask(), on });
    }
    client.notify('workspace/didChangeConfiguration', { settings: {} });
    for (const { id, on } of asked) {
      const { result } = await client.when((message) => message.id === id && message.method === undefined);
      assert.equal((result as { items: unknown[] }).items.length, on ? 1 : 0);
    }
    await answersRight(client);
  });

  test('a request that is taken back is answered all the same, most without being worked on', async () => {
    const before = client.received.length;
    const asked = Array.from({ length: 1000 }, () => client.ask('textDocument/hover', { textDocument, position }));
    for (const id of asked) client.notify('$/cancelRequest', { id });
    for (const odd of [{}, { id: null }, { id: {} }, { id: -5 }, { id: 'never' }, undefined, []]) client.notify('$/cancelRequest', odd);
    await answersRight(client);
    const answers = new Map<unknown, RawMessage[]>();
    for (const message of client.received.slice(before)) answers.set(message.id, [...(answers.get(message.id) ?? []), message]);
    for (const id of asked) {
      const [answer, ...more] = answers.get(id) ?? [];
      assert.ok(answer !== undefined && more.length === 0, 'one answer each');
      if (answer.error !== undefined) assert.equal(answer.error.code, codes.cancelled);
      else assert.ok('result' in answer);
    }
    assert.ok(asked.filter((id) => answers.get(id)?.[0]?.error !== undefined).length > 500);
  });

  test('a long answer is given up when it is taken back', async () => {
    const large = { uri: 'file:///tmp/large.v4' };
    const rules = Array.from({ length: 100_000 }, (_, index) => `-A INPUT -s 192.0.2.${index % 256} -j DROP\n`).join('');
    client.notify('textDocument/didOpen', { textDocument: { ...large, version: 1, text: `*filter\n${rules}COMMIT\n` } });
    const id = client.ask('textDocument/semanticTokens/full', { textDocument: large });
    await client.request('iptables/exemptServices', {});
    client.notify('$/cancelRequest', { id });
    const { error } = await client.when((message) => message.id === id);
    assert.equal(error?.code, codes.cancelled);
    client.notify('textDocument/didClose', { textDocument: large });
    await answersRight(client);
  });

  test('a thousand requests in flight are all answered, with numbers and with names', async () => {
    const hover = { textDocument, position: { line: 2, character: 14 } };
    const expected = (await client.request('textDocument/hover', hover)).result;
    assert.ok(expected);
    const ids = Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? client.ask('textDocument/hover', hover) : `name-${index}`));
    for (const id of ids) if (typeof id === 'string') client.send({ jsonrpc: '2.0', id, method: 'textDocument/hover', params: hover });
    for (const id of ids) assert.deepEqual((await client.when((message) => message.id === id)).result, expected);
  });
});

describe('frames', timeout, () => {
  let client: RawClient;
  before(async () => {
    client = startRawClient();
    await client.initialize();
    open(client);
  });
  after(() => stops(client));

  /** Sends bytes; gives the code of the error that the server answers to nobody. */
  async function complaint(bytes: string | Uint8Array): Promise<number | undefined> {
    const known = client.received.length;
    client.write(bytes);
    const answer = await client.when((message) => message.id === null && client.received.indexOf(message) >= known);
    return answer.error?.code;
  }

  test('a message may come byte by byte', async () => {
    const bytes = framed({ jsonrpc: '2.0', id: 'slow', method: 'textDocument/diagnostic', params: { textDocument } });
    for (let at = 0; at < bytes.length; at++) {
      client.write(bytes.subarray(at, at + 1));
      await new Promise((done) => setImmediate(done));
    }
    assert.ok((await client.when(({ id }) => id === 'slow')).result);
  });

  test('many messages may come at once, cut anywhere', async () => {
    const many = Buffer.concat(
      Array.from({ length: 50 }, (_, index) =>
        framed({ jsonrpc: '2.0', id: `many-${index}`, method: 'textDocument/documentLink', params: { textDocument } }),
      ),
    );
    const cut = Math.floor(many.length / 2);
    client.write(many.subarray(0, cut));
    client.write(many.subarray(cut));
    for (let index = 0; index < 50; index++) assert.equal((await client.when(({ id }) => id === `many-${index}`)).error, undefined);
  });

  test('broken JSON and broken headers are ParseError, and the next message is read, in the same piece too', async () => {
    const next = framed({ jsonrpc: '2.0', method: '$/next' });
    for (const body of ['{', '', '{"a":}', '\u0000', '{"jsonrpc":"2.0","method":"x"', 'nothing'])
      assert.equal(await complaint(Buffer.concat([framed(body), next])), codes.parse, body);
    assert.equal(await complaint(Buffer.concat([Buffer.from('Content-Length: 3\r\n\r\n'), Buffer.from([0xff, 0xfe, 0x80])])), codes.parse);
    for (const header of [
      'No-Length: 5\r\n\r\n',
      'nonsense\r\n\r\n',
      'Content-Length: many\r\n\r\n',
      'Content-Length: -5\r\n\r\n',
      'Content-Length: 1e3\r\n\r\n',
      'Content-Length: 999999999999\r\n\r\n',
      '\r\n\r\n',
      '{"jsonrpc":"2.0","id":1,"method":"shutdown"}\r\n\r\n',
    ]) {
      assert.equal(await complaint(header), codes.parse, header);
      await answersRight(client);
    }
    const bytes = framed({ jsonrpc: '2.0', id: 'behind', method: 'textDocument/documentLink', params: { textDocument } });
    assert.equal(await complaint(Buffer.concat([Buffer.from('Nonsense: 1\r\n\r\nmore {} of it'), bytes])), codes.parse);
    assert.equal((await client.when(({ id }) => id === 'behind')).error, undefined);
    await answersRight(client);
  });

  test('a megabyte without a header is passed over', async () => {
    assert.equal(await complaint(Buffer.alloc(1 << 20, 'x')), codes.parse);
    await answersRight(client);
  });

  test('headers may have other letters, other fields and other blanks', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 'odd', method: 'textDocument/documentLink', params: { textDocument } });
    client.write(`content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:${body.length}  \r\n\r\n${body}`);
    assert.equal((await client.when(({ id }) => id === 'odd')).error, undefined);
  });

  test('JSON that is no message is InvalidRequest', async () => {
    for (const message of [
      null,
      7,
      'x',
      true,
      [],
      [{ jsonrpc: '2.0', id: 1, method: 'shutdown' }],
      {},
      { id: null, method: 'x' },
      { method: 7 },
    ])
      assert.equal(await complaint(framed(JSON.stringify(message))), codes.request, JSON.stringify(message));
    client.send({ jsonrpc: '2.0', id: 'nothing' });
    assert.equal((await client.when(({ id }) => id === 'nothing')).error?.code, codes.request);
    for (const answer of [
      { id: 99_999, result: 1 },
      { id: 'x', error: { code: 1, message: '' } },
      { id: null, error: {} },
    ])
      client.send({ jsonrpc: '2.0', ...answer });
    await answersRight(client);
  });

  test('a document of twenty megabytes in one frame, and other documents meanwhile', { timeout: 120_000 }, async () => {
    const line = '-A INPUT -s 192.0.2.1/32 -p tcp -m tcp --dport 22 -m comment --comment "Größe 長い 😀" -j ACCEPT\n';
    const giant = {
      uri: 'file:///tmp/giant.v4',
      version: 1,
      text: `*filter\n${line.repeat(20_000_000 / Buffer.byteLength(line))}COMMIT\n`,
    };
    client.notify('textDocument/didOpen', { textDocument: giant });
    await answersRight(client);
    const { result } = await client.request('textDocument/hover', { textDocument: giant, position: { line: 100_000, character: 34 } });
    assert.ok(result);
    client.notify('textDocument/didClose', { textDocument: giant });
    await answersRight(client);
  });
});

test('a client that refuses what the server asks of it, or asks it for folders that are none, loses nothing', timeout, async () => {
  const client = startRawClient();
  const can = { dynamicRegistration: true };
  await client.initialize({
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        didChangeConfiguration: can,
        didChangeWatchedFiles: can,
        semanticTokens: { refreshSupport: true },
        inlayHint: { refreshSupport: true },
        codeLens: { refreshSupport: true },
        diagnostics: { refreshSupport: true },
      },
      textDocument: { diagnostic: {} },
    },
    workspaceFolders: [
      { uri: 'file://server/share', name: 'x' },
      { uri: 'file:///%2F', name: 'y' },
      { uri: '', name: 'z' },
    ],
  });
  for (const method of ['client/registerCapability', 'workspace/configuration']) {
    const { id } = await client.when((message) => message.method === method && message.id !== undefined);
    client.send({ jsonrpc: '2.0', id, error: { code: -32601, message: 'No.' } });
  }
  client.notify('workspace/didChangeWatchedFiles', {
    changes: [
      { uri: 'file://server/share/ipset.conf', type: 1 },
      { uri: '%', type: 9 },
    ],
  });
  client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: 'file://x/y', name: '' }], removed: [{ uri: 'z', name: '' }] },
  });
  open(client);
  await answersRight(client);
  await stops(client);
});

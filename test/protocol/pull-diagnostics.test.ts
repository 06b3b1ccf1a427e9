import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ClientCapabilities, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol/node';
import {
  CancellationTokenSource,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  PublishDiagnosticsNotification,
} from 'vscode-languageserver-protocol/node';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

const wrong = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p udp --dprot 694 -j DROP\nCOMMIT\n';
const pulls: ClientCapabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

/** An editor that asks for diagnostics: whenever it likes, and when it is told to. */
interface Puller {
  readonly client: Client;
  open(uri: string, text: string): Promise<void>;
  replace(uri: string, version: number, line: number, [start, end]: readonly [number, number], text: string): Promise<void>;
  configure(settings: object): Promise<void>;
  pull(uri: string): Promise<DocumentDiagnosticReport>;
  /** Asks whenever it is told to, until a file's diagnostics are as they are to be. */
  when(uri: string, holds: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** What the server has sent without being asked. */
  readonly pushed: unknown[];
}

async function startPuller(): Promise<Puller> {
  const client = await startClient({ capabilities: pulls });
  const { connection } = client;
  const last = new Map<string, { resultId: string | undefined; items: readonly Diagnostic[] }>();
  const pushed: unknown[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => void pushed.push(params));
  let refreshes = 0;
  let seen = 0;
  let wake: (() => void) | undefined;
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    refreshes++;
    wake?.();
  });
  const pull: Puller['pull'] = async (uri) => {
    const previousResultId = last.get(uri)?.resultId;
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
    if (report.kind === 'full') last.set(uri, { resultId: report.resultId, items: report.items });
    else assert.equal(report.resultId, previousResultId);
    return report;
  };
  return {
    client,
    pushed,
    pull,
    open: (uri, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'iptables', version: 1, text },
      }),
    replace: (uri, version, line, [start, end], text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: { line, character: start }, end: { line, character: end } }, text }],
      }),
    configure: (settings) => connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: settings } }),
    async when(uri, holds) {
      for (;;) {
        await pull(uri);
        const { items = [] } = last.get(uri) ?? {};
        if (holds(items)) return items;
        if (seen === refreshes)
          await new Promise<void>((done) => {
            wake = done;
          });
        seen = refreshes;
      }
    },
  };
}

const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);
const itemsOf = (report: DocumentDiagnosticReport): readonly Diagnostic[] => {
  assert.equal(report.kind, 'full');
  return report.kind === 'full' ? report.items : [];
};

describe('diagnostics for a client that asks for them', { timeout: 60_000 }, () => {
  let puller: Puller;
  before(async () => {
    puller = await startPuller();
  });
  after(async () => {
    assert.equal(await puller.client.stop(), 0);
    assert.deepEqual(puller.pushed, [], 'nothing is sent unasked');
  });

  test('says that it can be asked', () => {
    const { capabilities } = puller.client.initialized as { capabilities: Record<string, unknown> };
    const expected = { identifier: 'iptables', interFileDependencies: true, workspaceDiagnostics: false };
    assert.deepEqual(capabilities['diagnosticProvider'], expected);
  });

  test('answers at once, says when nothing is new, and follows edits', async () => {
    const uri = 'file:///tmp/asked.iptables';
    await puller.open(uri, wrong);
    const [diagnostic, ...more] = itemsOf(await puller.pull(uri));
    assert.deepEqual(more, []);
    assert.equal(diagnostic?.code, 'unknown-option');
    assert.deepEqual(diagnostic.range, { start: { line: 2, character: 16 }, end: { line: 2, character: 23 } });
    assert.equal((await puller.pull(uri)).kind, 'unchanged');
    await puller.replace(uri, 2, 2, [19, 23], 'port');
    assert.deepEqual(itemsOf(await puller.pull(uri)), []);
    // Another text without findings is nothing new either.
    await puller.replace(uri, 3, 2, [24, 27], '695');
    assert.equal((await puller.pull(uri)).kind, 'unchanged');
  });

  test('a file that is not open, or not any more, has none', async () => {
    const uri = 'file:///tmp/closed.iptables';
    assert.deepEqual(await puller.pull(uri), { kind: 'full', items: [] });
    await puller.open(uri, wrong);
    assert.equal(itemsOf(await puller.pull(uri)).length, 1);
    await puller.client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    assert.deepEqual(await puller.pull(uri), { kind: 'full', items: [] });
  });

  test('a setting has the client ask again', async () => {
    const uri = 'file:///tmp/set.iptables';
    await puller.open(uri, wrong);
    await puller.when(uri, ([first]) => first?.severity === 1);
    await puller.configure({ rules: { 'unknown-option': 'hint' } });
    await puller.when(uri, ([first]) => first?.severity === 4);
    await puller.configure({});
    await puller.when(uri, ([first]) => first?.severity === 1);
  });

  test('what another open file brings has the client ask again', async () => {
    const [four, six] = ['file:///tmp/pair/rules.v4', 'file:///tmp/pair/rules.v6'];
    const input = (rules: string): string =>
      `*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n${rules}COMMIT\n`;
    const service = (port: number): string => `-A INPUT -p tcp -m tcp --dport ${port} -j ACCEPT\n`;
    const opened = (all: readonly Diagnostic[]): string[] =>
      all.filter(({ code }) => code === 'open-in-one-family').map(({ message }) => /TCP \d+/.exec(String(message))?.[0] ?? '');
    await puller.open(six, input(`-A INPUT -p ipv6-icmp -j ACCEPT\n${service(22)}`));
    await puller.when(six, (all) => opened(all).length === 0);
    await puller.open(four, input(service(22) + service(80)));
    await puller.when(six, (all) => opened(all).join() === 'TCP 80');
    await puller.replace(four, 2, 5, [31, 33], '25');
    await puller.when(six, (all) => opened(all).join() === 'TCP 25');
  });

  test('what the background finds in a long file has the client ask again', async () => {
    const uri = 'file:///tmp/long.iptables';
    const rules = Array.from(
      { length: 20_001 },
      (_, index) => `-A INPUT -s 10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/32 -j DROP`,
    );
    const last = rules.length + 2;
    await puller.open(uri, `*filter\n:INPUT ACCEPT [0:0]\n${rules.join('\n')}\n${rules[7]}\n-A INPUT --dprot 1\nCOMMIT\n`);
    // The words are judged in the first answer already.
    assert.ok(codes(itemsOf(await puller.pull(uri))).includes('unknown-option'));
    await puller.when(uri, (all) => all.some(({ code, range }) => code === 'duplicate-rule' && range.start.line === last));
  });

  test('a request that is taken back is answered as such, and the next one right', async () => {
    const uri = 'file:///tmp/cancelled.iptables';
    await puller.open(uri, wrong);
    // One may be answered before the server reads that it is taken back; twenty are not.
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const source = new CancellationTokenSource();
        const request = puller.client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }, source.token);
        source.cancel();
        return request.then(
          (report) => itemsOf(report).length,
          (error: { code?: number }) => error.code,
        );
      }),
    );
    assert.ok(outcomes.includes(-32800));
    assert.deepEqual(
      outcomes.filter((outcome) => outcome !== -32800 && outcome !== 1),
      [],
    );
    assert.equal(itemsOf(await puller.pull(uri)).length, 1);
  });

  test('gives the last answer right when changes and requests come in a burst', async () => {
    const uri = 'file:///tmp/burst.iptables';
    await puller.open(uri, '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport  -j DROP\nCOMMIT\n');
    const asked: Promise<DocumentDiagnosticReport>[] = [];
    for (const [index, text] of [...'443x2'].entries()) {
      void puller.replace(uri, 2 + index, 2, [24 + index, 24 + index], text);
      asked.push(puller.client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }));
    }
    const answers = await Promise.all(asked);
    const final = answers.at(-1);
    assert.deepEqual(final && codes(itemsOf(final)), ['invalid-value']);
  });
});

describe('diagnostics for a client that asks but cannot be told to ask again', () => {
  test('are sent, and a request is answered all the same', async () => {
    const client = await startClient({ capabilities: { textDocument: { diagnostic: {} } } });
    const { capabilities } = client.initialized as { capabilities: Record<string, unknown> };
    assert.equal('diagnosticProvider' in capabilities, false);
    const uri = 'file:///tmp/plain.iptables';
    assert.equal((await client.open(uri, wrong)).length, 1);
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    assert.deepEqual(codes(itemsOf(report)), ['unknown-option']);
    assert.equal(await client.stop(), 0);
  });
});

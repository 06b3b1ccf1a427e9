import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Diagnostic, Hover, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import {
  CodeActionRequest,
  CompletionRequest,
  DidChangeConfigurationNotification,
  DidCloseTextDocumentNotification,
  HoverRequest,
} from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/lines';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

const wrong = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n';
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

describe('the server over stdio', () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });

  test('says what it can do', () => {
    const { capabilities } = client.initialized as { capabilities: Record<string, unknown> };
    assert.equal(capabilities['hoverProvider'], true);
    assert.ok(capabilities['completionProvider']);
    assert.ok(capabilities['codeActionProvider']);
  });

  test('publishes diagnostics at the exact word, for the version they belong to', async () => {
    const [diagnostic, ...more] = await client.open('file:///etc/iptables/rules.v4', wrong);
    assert.deepEqual(more, []);
    assert.equal(diagnostic?.code, 'wrong-table');
    assert.equal(diagnostic.severity, 1);
    assert.deepEqual(diagnostic.range, { start: { line: 2, character: 46 }, end: { line: 2, character: 53 } });
    assert.match(String(diagnostic.message), /NOTRACK is only valid in the raw table/);
  });

  test('follows edits, with UTF-16 positions behind emoji and CJK', async () => {
    const uri = 'file:///tmp/utf16.iptables';
    const line = '-A INPUT -m comment --comment "心拍😀" -p udp --dprot 694 -j DROP';
    const [diagnostic] = await client.open(uri, `*filter\n:INPUT ACCEPT [0:0]\n${line}\nCOMMIT\n`);
    const start = line.indexOf('--dprot');
    assert.deepEqual(diagnostic?.range, { start: { line: 2, character: start }, end: { line: 2, character: start + 7 } });
    const range = { start: { line: 2, character: start + 3 }, end: { line: 2, character: start + 7 } };
    assert.deepEqual(await client.change(uri, 2, [{ range, text: 'port' }]), []);
  });

  test('gives the last answer right when changes come in a burst', async () => {
    const uri = 'file:///tmp/burst.iptables';
    await client.open(uri, '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport  -j DROP\nCOMMIT\n');
    const typed = '22';
    const last = client.next(uri, 1 + typed.length);
    for (const [index, text] of [...typed].entries()) {
      const at = { line: 2, character: 24 + index };
      void client.change(uri, 2 + index, [{ range: { start: at, end: at }, text }]);
    }
    assert.deepEqual((await last).diagnostics, []);
  });

  test('hovers, completes and offers fixes', async () => {
    const uri = 'file:///tmp/features.iptables';
    await client.open(uri, wrong);
    const textDocument = { uri };
    const hover = (await client.connection.sendRequest(HoverRequest.type, { textDocument, position: { line: 2, character: 48 } })) as Hover;
    assert.match(JSON.stringify(hover.contents), /UNTRACKED/);
    const completions = await client.connection.sendRequest(CompletionRequest.type, { textDocument, position: { line: 2, character: 46 } });
    assert.ok(JSON.stringify(completions).includes('ACCEPT'));
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range: whole,
      context: { diagnostics: [] },
    })) as CodeAction[];
    const move = actions.find((action) => /^Move it to the raw table/.test(action.title));
    assert.equal(move?.isPreferred, true);
    const [change] = (move.edit?.documentChanges ?? []) as TextDocumentEdit[];
    const mended = applyEdits(wrong, (change?.edits ?? []) as Parameters<typeof applyEdits>[1]);
    assert.match(mended, /^\*raw\n[\s\S]*-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n\*filter\n/);
  });

  test('mends everything at once', async () => {
    const uri = 'file:///tmp/all.iptables';
    const listing =
      '*raw\n:PREROUTING ACCEPT\n:OUTPUT ACCEPT\n-A PREROUTING -i eth0 -p udp -m udp –dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp –dport 694 -j NOTRACK';
    await client.open(uri, listing);
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: whole,
      context: { diagnostics: [], only: ['source.fixAll'] },
    })) as CodeAction[];
    assert.equal(actions.length, 1);
    assert.equal(actions[0]?.kind, 'source.fixAll.iptables');
    const [change] = (actions[0].edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.equal(
      applyEdits(listing, (change?.edits ?? []) as Parameters<typeof applyEdits>[1]),
      `${listing.replaceAll('–', '--')}\nCOMMIT\n`,
    );
  });

  test('takes settings from the client: severities, back end, language', async () => {
    const uri = 'file:///tmp/settings.iptables';
    await client.open(uri, wrong);
    const configure = (settings: object) =>
      client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: settings } });
    await configure({ rules: { 'wrong-table': 'hint' } });
    await client.when(uri, ([first]) => first?.severity === 4);
    await configure({ rules: { 'wrong-table': 'off' } });
    await client.when(uri, (all) => all.every(({ code }) => code !== 'wrong-table'));
    await configure({ language: 'ja' });
    await client.when(uri, (all) => all.some(({ message }) => /raw テーブル/.test(String(message))));
    await configure({});
  });

  test('an unknown document has no answers, and closing one clears its diagnostics', async () => {
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: 'file:///nowhere' },
      position: { line: 0, character: 0 },
    });
    assert.equal(hover, null);
    const uri = 'file:///tmp/closed.iptables';
    await client.open(uri, wrong);
    const published = client.next(uri);
    await client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    assert.deepEqual((await published).diagnostics, []);
  });

  test('a failing request leaves the server running', async () => {
    const textDocument = { uri: 'file:///tmp/again.iptables' };
    await assert.rejects(client.connection.sendRequest('iptables/noSuchRequest', { textDocument }), { code: -32601 });
    assert.equal((await client.open(textDocument.uri, wrong)).length, 1);
  });
});

test('a Japanese editor gets Japanese', async () => {
  const client = await startClient({ locale: 'ja' });
  const [diagnostic] = await client.open('file:///tmp/rules.v4', wrong);
  assert.match(String(diagnostic?.message), /[ぁ-ん]/);
  assert.equal(await client.stop(), 0);
});

test('the file of the other family is read from disk where it is not open, and then followed in the editor', {
  timeout: 30_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-families-'));
  const input = (rules: string): string =>
    `*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n${rules}COMMIT\n`;
  const service = (port: number): string => `-A INPUT -p tcp -m tcp --dport ${port} -j ACCEPT\n`;
  writeFileSync(join(folder, 'rules.v4'), input(service(22) + service(443)));
  const [four, six] = ['rules.v4', 'rules.v6'].map((name) => pathToFileURL(join(folder, name)).href) as [string, string];
  const client = await startClient();
  const opened = (diagnostics: readonly Diagnostic[]): string =>
    diagnostics
      .filter(({ code }) => code === 'open-in-one-family')
      .map(({ message, relatedInformation }) => `${/TCP \d+/.exec(String(message))?.[0]} ${relatedInformation?.[0]?.location.uri}`)
      .join();
  /** Does something, and waits until the diagnostics of the IPv6 file say what they are to say. */
  const then = async (expected: string, act: () => Promise<unknown>): Promise<void> => {
    await act();
    await client.when(six, (diagnostics) => opened(diagnostics) === expected);
  };
  await then(`TCP 443 ${four}`, () => client.open(six, input(`-A INPUT -p ipv6-icmp -j ACCEPT\n${service(22)}`)));
  await then(`TCP 80 ${four}`, () => client.open(four, input(service(22) + service(80))));
  const range = { start: { line: 5, character: 31 }, end: { line: 5, character: 33 } };
  await then(`TCP 25 ${four}`, () => client.change(four, 2, [{ range, text: '25' }]));
  // Closed, it counts as it is on disk.
  const closing = { textDocument: { uri: four } };
  await then(`TCP 443 ${four}`, () => client.connection.sendNotification(DidCloseTextDocumentNotification.type, closing));
  assert.equal(await client.stop(), 0);
});

test('the sets that an ipset file of the workspace creates are known, and a name that is not among them is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-sets-'));
  mkdirSync(join(folder, 'etc'));
  writeFileSync(join(folder, 'etc', 'ipset.conf'), 'create blocklist hash:net family inet hashsize 1024\nadd blocklist 192.0.2.0/24\n');
  const client = await startClient({ folder: pathToFileURL(folder).href });
  const uri = 'file:///tmp/sets.iptables';
  const text =
    '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m set --match-set blocklsit src -j DROP\n-A INPUT -m set --match-set blocklist src -j DROP\nCOMMIT\n';
  await client.open(uri, text);
  const diagnostics = await client.when(uri, (all) => all.some(({ code }) => code === 'unknown-set'));
  assert.deepEqual(
    diagnostics.map(({ code, range }) => [code, range.start]),
    [['unknown-set', { line: 2, character: 28 }]],
  );
  await client.stop();
});

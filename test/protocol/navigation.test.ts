import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CallHierarchyItem,
  DocumentSymbol,
  Location,
  SymbolInformation,
  TextDocumentEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol/node';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  DeclarationRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  SelectionRangeRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/lines';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

// Emoji and CJK before the places that are asked for, CRLF, and an edit that the disk has not seen.
const text =
  '# 心拍😀 https://example.com/\r\n*filter\r\n:INPUT DROP [0:0]\r\n:ssh-in - [0:0]\r\n-A INPUT -m comment --comment "心拍😀" -j ssh-in\r\n-A ssh-in -m set --match-set allowed src -j ACCEPT\r\nCOMMIT\r\n';
const jump = { line: 4, character: text.split('\r\n')[4]!.indexOf('ssh-in') };
const declaration = { start: { line: 3, character: 1 }, end: { line: 3, character: 7 } };
const jumpRange = { start: jump, end: { line: 4, character: jump.character + 6 } };
const ruleRange = { start: { line: 5, character: 3 }, end: { line: 5, character: 9 } };

describe('navigation over stdio', () => {
  const uri = 'file:///etc/iptables/rules.v4';
  const textDocument = { uri };
  let client: Client;
  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iptables-navigation-'));
    writeFileSync(join(folder, 'ipset.conf'), 'create allowed hash:ip\n');
    client = await startClient({
      folder: pathToFileURL(folder).href,
      capabilities: {
        textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true }, foldingRange: { rangeLimit: 1 } },
        workspace: { workspaceEdit: { documentChanges: true } },
      },
    });
    await client.open(uri, text.replace(':ssh-in', ':ssh'));
    await client.change(uri, 2, [{ range: { start: { line: 3, character: 4 }, end: { line: 3, character: 4 } }, text: '-in' }]);
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });

  test('the outline is a tree', async () => {
    const [table] = (await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })) as DocumentSymbol[];
    assert.deepEqual(
      table?.children?.map(({ name, children }) => [name, children?.map((rule) => [rule.name, rule.detail])]),
      [
        ['INPUT', [['→ ssh-in all packets', '心拍😀']]],
        ['ssh-in', [['ACCEPT set allowed src', undefined]]],
      ],
    );
    const symbols = (await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'sshin' })) as WorkspaceSymbol[];
    assert.deepEqual(
      symbols.map(({ name, location }) => [name, location]),
      [['ssh-in', { uri, range: declaration }]],
    );
  });

  test('folds as many ranges as the client takes, and grows selections', async () => {
    const folds = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    assert.deepEqual(folds, [{ startLine: 1, endLine: 6 }]);
    const [selection] = (await client.connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [jump] })) ?? [];
    assert.deepEqual(selection?.range, jumpRange);
    assert.equal(selection?.parent?.range.start.character, jump.character - 3);
  });

  test('leads to declarations, references and highlights', async () => {
    const asked = { textDocument, position: jump };
    assert.deepEqual(await client.connection.sendRequest(DefinitionRequest.type, asked), [{ uri, range: declaration }]);
    assert.deepEqual(await client.connection.sendRequest(DeclarationRequest.type, asked), [{ uri, range: declaration }]);
    const references = await client.connection.sendRequest(ReferencesRequest.type, { ...asked, context: { includeDeclaration: false } });
    assert.deepEqual(
      references?.map(({ range }) => range),
      [jumpRange, ruleRange],
    );
    assert.deepEqual(await client.connection.sendRequest(DocumentHighlightRequest.type, asked), [
      { range: declaration, kind: 3 },
      { range: jumpRange, kind: 2 },
      { range: ruleRange, kind: 3 },
    ]);
  });

  test('leads from a set to the save file of the workspace', async () => {
    const position = { line: 5, character: text.split('\r\n')[5]!.indexOf('allowed') };
    const ask = async () => (await client.connection.sendRequest(DefinitionRequest.type, { textDocument, position })) as Location[];
    // The server reads the workspace's save files when it has started; nothing tells when it has done so.
    const deadline = Date.now() + 20_000;
    let [found] = await ask();
    while (found === undefined && Date.now() < deadline) [found] = await ask();
    assert.match(found?.uri ?? '', /\/ipset\.conf$/);
    assert.deepEqual(found?.range, { start: { line: 0, character: 7 }, end: { line: 0, character: 14 } });
  });

  test('knows who calls whom', async () => {
    const [item] = (await client.connection.sendRequest(CallHierarchyPrepareRequest.type, {
      textDocument,
      position: jump,
    })) as CallHierarchyItem[];
    assert.ok(item);
    const [call] = (await client.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item })) ?? [];
    assert.deepEqual([call?.from.name, call?.fromRanges], ['INPUT', [jumpRange]]);
    assert.ok(call);
    const [back] = (await client.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item: call.from })) ?? [];
    assert.equal(back?.to.name, 'ssh-in');
  });

  test('links comments', async () => {
    const [link] = (await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument })) ?? [];
    assert.equal(link?.target, 'https://example.com/');
    assert.equal(link.range.start.character, text.indexOf('https'));
  });

  test('renames, for the version that it has seen', async () => {
    const prepared = await client.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position: jump });
    assert.deepEqual(prepared, { range: jumpRange, placeholder: 'ssh-in' });
    const edit = await client.connection.sendRequest(RenameRequest.type, { textDocument, position: jump, newName: 'admins' });
    const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(change?.textDocument, { uri, version: 2 });
    assert.equal(applyEdits(text, change.edits as Parameters<typeof applyEdits>[1]), text.replaceAll('ssh-in', 'admins'));
  });

  test('says in words why it does not rename', async () => {
    const refusal = async (answer: Promise<unknown>): Promise<string> => {
      const error = await answer.then(
        () => assert.fail('it must be refused'),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof ResponseError);
      return error.message;
    };
    const position = { line: 2, character: 3 };
    assert.match(await refusal(client.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position })), /built-in chain/);
    const newName = 'ACCEPT';
    assert.match(
      await refusal(client.connection.sendRequest(RenameRequest.type, { textDocument, position: jump, newName })),
      /`ACCEPT` is the name of a target/,
    );
    assert.equal(
      await client.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position: { line: 6, character: 1 } }),
      null,
    );
  });

  test('answers about documents that are not open', async () => {
    const position = { line: 0, character: 0 };
    const closed = { uri: 'file:///nowhere' };
    assert.deepEqual(await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: closed }), []);
    assert.deepEqual(await client.connection.sendRequest(DefinitionRequest.type, { textDocument: closed, position }), []);
    assert.equal(await client.connection.sendRequest(RenameRequest.type, { textDocument: closed, position, newName: 'x' }), null);
  });
});

describe('navigation for a plain client', () => {
  test('gives the outline as a list, and edits without versions', async () => {
    const client = await startClient({ locale: 'ja' });
    const uri = 'file:///tmp/plain.rules';
    await client.open(uri, text);
    const symbols = (await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) as SymbolInformation[];
    assert.deepEqual(
      symbols.map(({ name, containerName }) => [name, containerName]),
      [
        ['filter', undefined],
        ['INPUT', 'filter'],
        ['→ ssh-in すべてのパケット', 'INPUT'],
        ['ssh-in', 'filter'],
        ['ACCEPT セット allowed src', 'ssh-in'],
      ],
    );
    const edit = await client.connection.sendRequest(RenameRequest.type, { textDocument: { uri }, position: jump, newName: 'admins' });
    assert.equal(edit?.changes?.[uri]?.length, 3);
    assert.equal(await client.stop(), 0);
  });
});

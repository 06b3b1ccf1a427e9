import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TextEdit } from 'vscode-languageserver-protocol/node';
import {
  DidChangeConfigurationNotification,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
} from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../server/src/text/lines';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

const options = { tabSize: 4, insertSpaces: true };

describe('formatting over stdio', () => {
  let client: Client;
  before(async () => {
    client = await startClient();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
  });

  test('is announced, with the new line as its key', () => {
    const { capabilities } = client.initialized as { capabilities: Record<string, unknown> };
    assert.equal(capabilities['documentFormattingProvider'], true);
    assert.equal(capabilities['documentRangeFormattingProvider'], true);
    assert.deepEqual(capabilities['documentOnTypeFormattingProvider'], { firstTriggerCharacter: '\n' });
  });

  test('formats a document, a range and a finished line, with UTF-16 positions and CRLF', async () => {
    const uri = 'file:///tmp/format.iptables';
    const text = '*filter\r\n-A  INPUT -m comment --comment "心拍😀"  -j ACCEPT\r\n-A  INPUT  -j DROP\r\nCOMMIT\r\n*nat\r\nCOMMIT\r\n';
    await client.open(uri, text);
    const textDocument = { uri };
    const send = async (edits: Promise<TextEdit[] | null>): Promise<string> => applyEdits(text, (await edits) ?? []);
    // A line end of DOS is an error of its own where iptables reads it: such files are formatted once they have plain line feeds.
    const whole = await send(client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options }));
    assert.equal(whole.split('\r\n').length, text.split('\r\n').length + 1);
    const plain = 'file:///tmp/plain.iptables';
    const lines = text.replaceAll('\r\n', '\n');
    await client.open(plain, lines);
    const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri: plain }, options });
    assert.equal(
      applyEdits(lines, edits ?? []),
      '*filter\n-A INPUT -m comment --comment "心拍😀" -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n\n*nat\nCOMMIT\n',
    );
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
    const some = await client.connection.sendRequest(DocumentRangeFormattingRequest.type, { textDocument: { uri: plain }, range, options });
    assert.deepEqual(new Set(some?.map((edit) => edit.range.start.line)), new Set([2]));
    const typed = await client.connection.sendRequest(DocumentOnTypeFormattingRequest.type, {
      textDocument: { uri: plain },
      position: { line: 2, character: 0 },
      ch: '\n',
      options,
    });
    assert.deepEqual(new Set(typed?.map((edit) => edit.range.start.line)), new Set([1]));
  });

  test('takes the style of the settings', async () => {
    const uri = 'file:///tmp/style.iptables';
    const text = '*filter\n-A INPUT -p tcp --destination-port ssh --jump ACCEPT\nCOMMIT\n';
    await client.open(uri, text);
    const format = async (): Promise<string> =>
      applyEdits(text, (await client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options })) ?? []);
    assert.equal(await format(), text);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { iptables: { format: { style: 'canonical' } } },
    });
    assert.equal(await format(), '*filter\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n');
  });

  test('answers for a document that is not open, and for places that are not there', async () => {
    const textDocument = { uri: 'file:///tmp/never-opened.iptables' };
    assert.deepEqual(await client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options }), []);
    const range = { start: { line: 900, character: 0 }, end: { line: 901, character: 3 } };
    assert.deepEqual(
      await client.connection.sendRequest(DocumentRangeFormattingRequest.type, {
        textDocument: { uri: 'file:///tmp/style.iptables' },
        range,
        options,
      }),
      [],
    );
  });
});

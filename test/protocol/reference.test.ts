// docs/lsp.md held against the server that runs, and against the protocol library's own list of messages.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ClientCapabilities, ServerCapabilities } from 'vscode-languageserver-protocol/node';
import * as protocol from 'vscode-languageserver-protocol/node';
import { requests } from '../../server/src/lsp/protocol';
import type { Client } from '../support/client';
import { startClient } from '../support/client';

const read = (name: string): string => readFileSync(join(process.cwd(), name), 'utf8');
const reference = read('docs/lsp.md');

/** The rows of the tables below a heading of docs/lsp.md, without the tables' heads; of all headings when none is named. */
function rowsOf(heading?: string): readonly (readonly string[])[] {
  const sections = reference.split(/^## /m).filter((section) => heading === undefined || section.startsWith(`${heading}\n`));
  assert.ok(sections.length > 0, `docs/lsp.md has no “${heading}”`);
  return sections
    .flatMap((section) => section.match(/^\| `.*\|$/gm) ?? [])
    .map((row) =>
      row
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

interface Message {
  readonly method: string;
  readonly direction: string;
  readonly isSupported: boolean;
}

/** The protocol's messages that docs/lsp.md lists. */
const listed: readonly Message[] = rowsOf()
  .filter(([, direction, state]) => /^[→←]$/.test(direction ?? '') && /^(?:yes|no)$/.test(state ?? ''))
  .map(([method, direction = '', state]) => ({ method: plain(method), direction, isSupported: state === 'yes' }));

interface Known {
  readonly method: string;
  readonly messageDirection?: string;
  /** Where the server's capabilities announce it, dotted. */
  readonly capabilities?: { readonly server?: string };
  readonly isRequest: boolean;
}

/** The messages of the protocol, from the library's own exports. */
const known: readonly Known[] = Object.entries(protocol).flatMap(([name, value]: [string, unknown]) => {
  if (!/(?:Request|Notification)$/.test(name) || typeof value !== 'object' || value === null || !('method' in value)) return [];
  return [{ ...(value as Known), isRequest: name.endsWith('Request') }];
});

/** Messages that the library has no export for: it deals with them itself. */
const basic = ['$/cancelRequest', '$/progress', '$/setTrace', '$/logTrace'];

function announced(capabilities: ServerCapabilities, path: string): boolean {
  const value = path
    .split('.')
    .reduce<unknown>((part, name) => (typeof part === 'object' && part ? Reflect.get(part, name) : undefined), capabilities);
  return value !== undefined && value !== false && value !== null;
}

test('each message of the protocol is listed once, in its direction, and no other', () => {
  const methods = listed.map(({ method }) => method);
  assert.deepEqual([...methods].sort(), [...new Set([...known.map(({ method }) => method), ...basic])].sort());
  for (const { method, messageDirection } of known) {
    const direction = messageDirection === 'serverToClient' ? '←' : '→';
    assert.equal(listed.find((message) => message.method === method)?.direction, direction, method);
  }
});

const refresh = { refreshSupport: true };
const full: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    semanticTokens: refresh,
    inlayHint: refresh,
    codeLens: refresh,
    diagnostics: refresh,
  },
  textDocument: {
    diagnostic: {},
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

for (const [kind, capabilities] of [
  ['that can do everything', full],
  ['that can do nothing', {}],
] as const)
  describe(`for a client ${kind}`, () => {
    let client: Client;
    let told: ServerCapabilities;
    before(async () => {
      client = await startClient({ capabilities });
      for (const { method, isRequest, messageDirection } of known)
        if (isRequest && messageDirection === 'serverToClient') client.connection.onRequest(method, () => null);
      told = (client.initialized as { capabilities: ServerCapabilities }).capabilities;
      await client.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'iptables', version: 1, text: '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n' },
      });
    });
    after(async () => {
      assert.equal(await client.stop(), 0);
    });

    test('what is announced is listed, and what is not listed is not announced', () => {
      for (const { method, capabilities: { server } = {} } of known) {
        if (server === undefined || method === 'workspace/workspaceFolders') continue;
        const isSupported = listed.find((message) => message.method === method)?.isSupported === true;
        const expected = isSupported && (method !== 'textDocument/diagnostic' || capabilities === full);
        assert.equal(announced(told, server), expected, `${method}: ${server}`);
      }
      // Nothing is announced that belongs to no message.
      const owned = new Set(known.flatMap(({ capabilities: { server } = {} }) => (server === undefined ? [] : [server.split('.')[0]])));
      assert.deepEqual(
        Object.keys(told).filter((name) => !owned.has(name)),
        [],
      );
    });

    test('each request that is listed is answered, and every other is refused', async () => {
      for (const { method, isRequest, messageDirection } of known) {
        if (!isRequest || messageDirection === 'serverToClient' || method === 'initialize' || method === 'shutdown') continue;
        const code = await client.connection.sendRequest(method, parameters(method)).then(
          () => 'answered',
          (error: { code?: number }) => error.code,
        );
        const isSupported = listed.find((message) => message.method === method)?.isSupported === true;
        if (isSupported) assert.ok(code === 'answered' || code === -32803, `${method}: ${code}`);
        else assert.equal(code, -32601, method);
      }
    });

    test('so are our own', async () => {
      const own = rowsOf('Our own messages');
      assert.deepEqual(
        own.map(([method]) => plain(method)).sort(),
        Object.values(requests)
          .map(({ method }) => method)
          .sort(),
      );
      for (const [method, direction] of own)
        if (direction === '→')
          await client.connection.sendRequest(plain(method), { ...parameters(plain(method)), text: '', code: '', port: 694 });
    });

    test('the code actions’ kinds and the completion’s triggers are listed', () => {
      const notes = (method: string): string => rowsOf().find(([name]) => plain(name) === method)?.[3] ?? '';
      const { codeActionProvider: actions, completionProvider: completion } = told;
      assert.ok(typeof actions === 'object');
      assert.deepEqual(
        actions.codeActionKinds?.map((one) => `\`${one}\``).filter((one) => !notes('textDocument/codeAction').includes(one)),
        [],
      );
      assert.deepEqual(
        completion?.triggerCharacters?.filter((one) => one !== ' ' && !notes('textDocument/completion').includes(`\`${one}\``)),
        [],
      );
    });
  });

test('the options and the settings are listed, with their defaults', () => {
  const options = /interface ClientOptions \{([\s\S]*?)^\}/m.exec(read('server/src/lsp/server.ts'))?.[1] ?? '';
  assert.deepEqual(
    rowsOf('initializationOptions').map(([name]) => plain(name)),
    [...options.matchAll(/^ {2}readonly (\w+)\?/gm)].map(([, name]) => name),
  );
  const { contributes } = JSON.parse(read('package.json')) as Manifest;
  const settings = [contributes.configuration].flat().flatMap(({ properties }) => Object.entries(properties));
  assert.deepEqual(
    rowsOf('Settings').map(([name, , value]) => [plain(name), plain(value)]),
    settings.filter(([name]) => name !== 'iptables.trace.server').map(([name, { default: value }]) => [name, JSON.stringify(value)]),
  );
});

interface Section {
  readonly properties: Readonly<Record<string, { readonly default: unknown }>>;
}

interface Manifest {
  readonly contributes: { readonly configuration: Section | readonly Section[] };
}

const uri = 'file:///tmp/reference.iptables';

/** Parameters that any request about a document can make do with. */
function parameters(method: string): object {
  const position = { line: 2, character: 4 };
  const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
  const item = { uri, name: 'INPUT', kind: 12, range, selectionRange: range, label: 'ACCEPT' };
  const shared = {
    textDocument: { uri },
    position,
    positions: [position],
    range,
    ranges: [range],
    context: { diagnostics: [], includeDeclaration: true },
  };
  if (method.startsWith('callHierarchy/')) return { item };
  if (method.endsWith('/resolve')) return item;
  return {
    ...shared,
    query: '',
    newName: 'name',
    ch: '\n',
    options: { tabSize: 2, insertSpaces: true },
    previousResultId: '0',
    previousResultIds: [],
  };
}

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
} from 'vscode-languageserver-protocol/node';
import { startClient } from '../support/client';

test('a client without a section of ours keeps the settings that it started with', { timeout: 30_000 }, async () => {
  const client = await startClient({
    capabilities: { workspace: { configuration: true } },
    initializationOptions: { settings: { rules: { 'unknown-option': 'hint' } } },
  });
  const uri = 'file:///tmp/initial.iptables';
  let section: unknown;
  client.connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => section ?? null));
  const changed = (): Promise<void> => client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  await client.open(uri, '*filter\n-A INPUT -p udp --dprot 694 -j DROP\nCOMMIT\n');
  section = { rules: { 'unknown-option': 'warning' } };
  await changed();
  await client.when(uri, ([first]) => first?.severity === 2);
  section = undefined;
  await changed();
  await client.when(uri, ([first]) => first?.severity === 4);
  assert.equal(await client.stop(), 0);
});

test('the sets of a folder are known from when it comes to the workspace until it goes', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-folders-'));
  writeFileSync(join(folder, 'ipset.conf'), 'create blocklist hash:net family inet\n');
  const client = await startClient({ capabilities: { workspace: { workspaceFolders: true } } });
  const uri = 'file:///tmp/folders.iptables';
  const tell = (event: { added?: string[]; removed?: string[] }): Promise<void> => {
    const named = (uris: string[] = []) => uris.map((one) => ({ uri: one, name: 'firewall' }));
    return client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: named(event.added), removed: named(event.removed) },
    });
  };
  await client.open(uri, '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m set --match-set blocklsit src -j DROP\nCOMMIT\n');
  await tell({ added: [pathToFileURL(folder).href] });
  await client.when(uri, (all) => all.some(({ code }) => code === 'unknown-set'));
  await tell({ removed: [pathToFileURL(folder).href] });
  await client.when(uri, (all) => all.every(({ code }) => code !== 'unknown-set'));
  assert.equal(await client.stop(), 0);
});

import * as assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { commands } from 'vscode';
import { closeAll, extension, open, set } from './support';

interface Status {
  family: string;
  reason: string;
  rules: number;
  backend: string;
  analysis: string;
  checks: string;
  notes: string[];
}

describe('The status', () => {
  afterEach(closeAll);

  it('knows the family by the file name and counts the rules', async () => {
    const status = await statusOf(await open('*filter\n-A INPUT -j ACCEPT\n-A OUTPUT -j ACCEPT\nCOMMIT\n', 'rules.v6'));
    assert.deepEqual({ family: status.family, rules: status.rules }, { family: 'ipv6', rules: 2 });
    assert.match(status.reason, /\S/);
  });

  it('knows the family by the addresses', async () => {
    const status = await statusOf(await open('*filter\n-A INPUT -s 2001:db8::/32 -j ACCEPT\nCOMMIT\n', 'host.iptables'));
    assert.equal(status.family, 'ipv6');
  });

  it('follows the setting', async () => {
    const document = await open('*filter\nCOMMIT\n', 'rules.v4');
    assert.equal((await statusOf(document)).family, 'ipv4');
    await set('family', 'ipv6');
    try {
      assert.equal((await statusOf(document)).family, 'ipv6');
    } finally {
      await set('family', undefined);
    }
  });

  it('says what the settings and the file have switched off, and that the rest is checked', async () => {
    const document = await open('# iptables-lint: disable-file=unused-chain\n*filter\n-A INPUT -j ACCEPT\nCOMMIT\n');
    await set('rules', { 'log-without-limit': 'off' });
    try {
      const { backend, notes } = await statusOf(document);
      assert.equal(backend, 'any');
      assert.deepEqual(notes, ['Off by the settings: log-without-limit.', 'Silenced in this file by a comment: unused-chain.']);
    } finally {
      await set('rules', undefined);
    }
    assert.deepEqual((await statusOf(document)).notes, ['Silenced in this file by a comment: unused-chain.']);
  });

  it('has commands to change the family, to restart and to show the output', async () => {
    const all = await commands.getCommands(true);
    for (const name of ['selectFamily', 'selectBackend', 'restartServer', 'showOutput', 'showRulePage', 'exemptUdpService']) {
      assert.ok(all.includes(`iptables.${name}`), name);
    }
  });
});

async function statusOf(document: TextDocument): Promise<Status> {
  const { client } = await extension();
  return client.sendRequest<Status>('iptables/documentStatus', { textDocument: { uri: document.uri.toString() } });
}

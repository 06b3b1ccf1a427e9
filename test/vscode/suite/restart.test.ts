import * as assert from 'node:assert/strict';
import { commands } from 'vscode';
import { closeAll, diagnosed, extension, finding, open } from './support';

describe('Restarting the server', () => {
  afterEach(closeAll);

  it('brings the diagnostics back', async () => {
    const document = await open('*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n');
    await finding(document, 'unknown-option');
    const { client } = await extension();
    const stopped = diagnosed(document, (codes) => codes.length === 0);
    await commands.executeCommand('iptables.restartServer');
    await stopped;
    assert.ok(client.isRunning());
    await finding(document, 'unknown-option');
  });
});

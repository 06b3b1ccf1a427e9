import * as assert from 'node:assert/strict';
import { State } from 'vscode-languageclient';
import { closeAll, codes, extension, finding, open } from './support';

/** What the client keeps of the process that it has started; a worker has none. */
interface WithProcess {
  readonly _serverProcess?: { readonly pid?: number };
}

/** Only workers have this function. */
const inWorker = 'importScripts' in globalThis;

describe('A server that crashes', () => {
  afterEach(closeAll);

  // In a web worker there is no process to kill.
  if (inWorker) return;

  it('is started again, and the documents come back with their diagnostics', async () => {
    const { client } = await extension();
    const pid = (client as unknown as WithProcess)._serverProcess?.pid;
    assert.ok(pid !== undefined, 'the server is a process of its own');
    const document = await open('*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n');
    await finding(document, 'unknown-option');
    const restarted = new Promise<void>((done) => {
      let hasStopped = false;
      const listening = client.onDidChangeState(({ newState }) => {
        hasStopped ||= newState !== State.Running;
        if (!hasStopped || newState !== State.Running) return;
        listening.dispose();
        done();
      });
    });
    process.kill(pid, 'SIGKILL');
    await restarted;
    const now = (client as unknown as WithProcess)._serverProcess?.pid;
    assert.ok(now !== undefined && now !== pid, `${now} after ${pid}`);
    await finding(document, 'unknown-option');
    assert.deepEqual(codes(document), ['unknown-option']);
  });
});

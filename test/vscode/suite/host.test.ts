import * as assert from 'node:assert/strict';
import { env, UIKind } from 'vscode';
import { extension } from './support';

/** The host that the suite is meant for; set when it is bundled. */
declare const HOST: 'node' | 'web';

describe('The extension host', () => {
  it('is the one that is to be tested', () => {
    assert.equal('importScripts' in globalThis ? 'web' : 'node', HOST, `in ${UIKind[env.uiKind]}`);
  });

  it('activates the extension, and its server runs', async () => {
    assert.ok((await extension()).client.isRunning());
  });
});

import * as assert from 'node:assert/strict';
import { extensions } from 'vscode';
import { extension, load } from './support';

interface Grammar {
  scopeName: string;
  injectTo?: string[];
}

describe('Other languages', () => {
  before(extension);

  it('keep their language: their places for iptables are coloured by injected grammars', async () => {
    assert.equal((await load('#!/bin/sh\niptables -F\n', 'firewall.sh')).languageId, 'shellscript');
    assert.equal((await load('```iptables\n*filter\n```\n', 'firewall.md')).languageId, 'markdown');
    const grammars = extensions.all.flatMap(({ packageJSON }) => (packageJSON.contributes?.grammars ?? []) as Grammar[]);
    const hosts = grammars.filter(({ scopeName }) => scopeName.startsWith('iptables.')).flatMap(({ injectTo }) => injectTo ?? []);
    assert.deepEqual([...new Set(hosts)].sort(), ['source.shell', 'text.html.markdown']);
  });
});

import * as assert from 'node:assert/strict';
import type { Hover, MarkdownString, Position, TextDocument } from 'vscode';
import { commands } from 'vscode';
import { closeAll, openAtCursor, set } from './support';

describe('Hovers', () => {
  afterEach(closeAll);

  const rule = `*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOT<|>RACK
COMMIT
`;

  it('tell the story of NOTRACK', async () => {
    const text = await hoverAt(rule);
    for (const word of ['raw', 'PREROUTING', 'OUTPUT', 'UNTRACKED', 'INPUT', 'CT --notrack'])
      assert.ok(text.includes(word), `${word}: ${text}`);
  });

  it('name the service of a port', async () => {
    assert.match(await hoverAt('*filter\n-A INPUT -p udp -m udp --dport 6<|>94 -j ACCEPT\nCOMMIT\n'), /heartbeat|ha-cluster/i);
  });

  it('speak Japanese when the setting says so', async () => {
    const { document, position } = await openAtCursor(rule);
    await set('language', 'ja');
    try {
      const text = await hoverText(document, position);
      assert.match(text, /[ぁ-ん]{2,}/, text);
      assert.match(text, /UNTRACKED/);
    } finally {
      await set('language', undefined);
    }
  });
});

async function hoverAt(fixture: string): Promise<string> {
  const { document, position } = await openAtCursor(fixture);
  return hoverText(document, position);
}

async function hoverText(document: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap((hover) => hover.contents.map((content) => (content as MarkdownString).value)).join('\n');
}

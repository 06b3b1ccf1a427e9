import * as assert from 'node:assert/strict';
import type { Hover, MarkdownString, TextDocument } from 'vscode';
import { ConfigurationTarget, commands, Position, workspace } from 'vscode';
import { marked } from '../../support/cursor';
import { closeAll, open } from './support';

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
    const settings = workspace.getConfiguration('iptables');
    await settings.update('language', 'ja', ConfigurationTarget.Workspace);
    try {
      const text = await hoverAt(rule);
      assert.match(text, /[ぁ-ん]{2,}/, text);
      assert.match(text, /UNTRACKED/);
    } finally {
      await settings.update('language', undefined, ConfigurationTarget.Workspace);
    }
  });
});

async function hoverAt(fixture: string): Promise<string> {
  const { text, cursors } = marked(fixture);
  const [cursor] = cursors;
  assert.ok(cursor);
  const document = await open(text);
  return hoverText(document, new Position(cursor.line, cursor.character));
}

async function hoverText(document: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap((hover) => hover.contents.map((content) => (content as MarkdownString).value)).join('\n');
}

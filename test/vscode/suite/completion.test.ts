import * as assert from 'node:assert/strict';
import type { CompletionItem, CompletionList } from 'vscode';
import { commands } from 'vscode';
import { closeAll, openAtCursor } from './support';

describe('Completion', () => {
  afterEach(closeAll);

  it('offers the heartbeat snippets in an empty file, each once', async () => {
    const labels = (await completionsAt('<|>\n')).map(labelOf);
    for (const name of ['heartbeat', 'heartbeat-raw', 'heartbeat-input']) {
      assert.equal(labels.filter((label) => label === name).length, 1, `${name} once among ${labels.join(' ')}`);
    }
  });

  it('inserts the heartbeat snippet with linked tab stops', async () => {
    const item = (await completionsAt('<|>\n')).find((one) => labelOf(one) === 'heartbeat');
    const text = typeof item?.insertText === 'object' ? item.insertText.value : (item?.insertText ?? '');
    assert.match(text, /\*raw/);
    assert.match(text, /-A PREROUTING [^\n]*-j NOTRACK/);
    assert.match(text, /-A INPUT [^\n]*-j ACCEPT/);
    assert.match(text, /\$\{1:eth0\}/);
  });

  it('offers NOTRACK as a target in the raw table and not in filter', async () => {
    const at = async (table: string) => (await completionsAt(`*${table}\n-A OUTPUT -j <|>\nCOMMIT\n`)).map(labelOf);
    assert.ok((await at('raw')).includes('NOTRACK'));
    assert.ok(!(await at('filter')).includes('NOTRACK'));
  });
});

async function completionsAt(fixture: string): Promise<CompletionItem[]> {
  const { document, position } = await openAtCursor(fixture);
  const list = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items;
}

function labelOf({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

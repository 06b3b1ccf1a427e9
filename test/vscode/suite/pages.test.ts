import * as assert from 'node:assert/strict';
import { commands, Uri, window, workspace } from 'vscode';
import { closeAll, until } from './support';

describe('The page of a code', () => {
  afterEach(closeAll);

  it('is Markdown from the server', async () => {
    const page = await workspace.openTextDocument(Uri.parse('iptables-page:/unpaired-notrack.md'));
    assert.equal(page.languageId, 'markdown');
    assert.match(page.getText(), /^# /);
    assert.match(page.getText(), /iptables-lint: disable=unpaired-notrack/);
  });

  it('says so when there is none', async () => {
    const page = await workspace.openTextDocument(Uri.parse('iptables-page:/no-such-code.md'));
    assert.match(page.getText(), /no-such-code/);
  });

  it('opens in the preview', async () => {
    await commands.executeCommand('iptables.showRulePage', 'unpaired-notrack');
    const label = () => window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    await until(
      () => label().includes('unpaired-notrack'),
      (check) => window.tabGroups.onDidChangeTabs(check),
      () => `the active tab is "${label()}"`,
    );
  });
});

import * as assert from 'node:assert/strict';
import { ConfigurationTarget, DiagnosticSeverity, languages, workspace } from 'vscode';
import { closeAll, codeOf, diagnosed, finding, open, until } from './support';

const wrong = '*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n';

describe('Settings', () => {
  afterEach(async () => {
    await setRules(undefined);
    await closeAll();
  });

  it('change the severity of a code while the file is open', async () => {
    const document = await open(wrong);
    assert.equal((await finding(document, 'unknown-option')).severity, DiagnosticSeverity.Error);
    await setRules({ 'unknown-option': 'hint' });
    const severity = () => languages.getDiagnostics(document.uri).find((one) => codeOf(one) === 'unknown-option')?.severity;
    await until(
      () => severity() === DiagnosticSeverity.Hint,
      (check) => languages.onDidChangeDiagnostics(check),
      () => `the severity is ${severity()}`,
    );
  });

  it('switch a code off and on again', async () => {
    const document = await open(wrong);
    await finding(document, 'unknown-option');
    await setRules({ 'unknown-option': 'off' });
    await diagnosed(document, (codes) => codes.length === 0);
    await setRules(undefined);
    await finding(document, 'unknown-option');
  });
});

async function setRules(value: Record<string, string> | undefined): Promise<void> {
  await workspace.getConfiguration('iptables').update('rules', value, ConfigurationTarget.Workspace);
}

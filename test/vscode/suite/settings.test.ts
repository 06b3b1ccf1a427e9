import * as assert from 'node:assert/strict';
import { DiagnosticSeverity, languages } from 'vscode';
import { closeAll, codeOf, diagnosed, finding, open, set, until } from './support';

const wrong = '*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n';

describe('Settings', () => {
  afterEach(async () => {
    await set('rules', undefined);
    await closeAll();
  });

  it('change the severity of a code while the file is open', async () => {
    const document = await open(wrong);
    assert.equal((await finding(document, 'unknown-option')).severity, DiagnosticSeverity.Error);
    await set('rules', { 'unknown-option': 'hint' });
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
    await set('rules', { 'unknown-option': 'off' });
    await diagnosed(document, (codes) => codes.length === 0);
    await set('rules', {});
    await finding(document, 'unknown-option');
  });
});

// What another thread finds in a file is sent as plain data, and is what would be found here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisOf } from '../../../server/src/analysis/current';
import { findApart, shownFindings } from '../../../server/src/features/diagnostics';
import { defaultSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { allRules } from '../../../server/src/rules/all';
import { createLanguageService } from '../../../server/src/service';
import { rulesets } from '../../fixtures/rulesets';

const files = [
  ...rulesets(),
  ...allRules.flatMap(({ code, examples }) =>
    examples.map(({ bad, family }) => ({ name: `${code}.rules.${family === 'ipv6' ? 'v6' : 'v4'}`, text: bad })),
  ),
];

test('the findings of another thread survive the way back', () => {
  let count = 0;
  for (const { name, text } of files) {
    const found = findApart(new RulesFile(text, { name }), defaultSettings);
    assert.deepEqual(structuredClone(found), found, name);
    const here = new Set(shownFindings(new RulesFile(text, { name }), defaultSettings).map((finding) => JSON.stringify(finding)));
    for (const finding of found.findings) assert.ok(here.has(JSON.stringify(finding)), `${name}: ${JSON.stringify(finding)}`);
    count += found.findings.length;
  }
  assert.ok(count > 100);
});

test('a large file that is analysed elsewhere is not analysed here', () => {
  const text = `*filter\n:INPUT ACCEPT [0:0]\n${'# a comment\n'.repeat(20_001)}COMMIT\n`;
  assert.throws(() => analysisOf(new RulesFile(text, { analysedApart: true })), /elsewhere/);
  assert.doesNotThrow(() => analysisOf(new RulesFile(text)));
  assert.doesNotThrow(() => analysisOf(new RulesFile('*filter\nCOMMIT\n', { analysedApart: true })));
});

test('what needs no analysis is offered in such a file, and what the user asks for is done', () => {
  const exempting = '-A PREROUTING -p udp -m udp --dport 694 -j NOTRACK';
  const misplaced = '-A INPUT -p udp -m udp --dport 694 -j NOTRACK';
  const comments = Array.from({ length: 20_001 }, () => '# a comment');
  const lines = ['*raw', exempting, 'COMMIT', '*filter', ':INPUT DROP [0:0]', misplaced, ...comments, 'COMMIT', ''];
  const service = createLanguageService({ analysedApart: true });
  const uri = 'file:///tmp/rules.v4';
  service.open(uri, lines.join('\n'));
  const titles = (line: number): string[] => {
    const range = { start: { line, character: 0 }, end: { line, character: (lines[line] ?? '').length } };
    const request = { uri, version: 1, range, only: undefined, canShowPages: false, canConvertLineEnds: false, canCreateFiles: false };
    return service.codeActions(request).map(({ title }) => title);
  };
  assert.ok(titles(1).some((title) => title.startsWith('Write it as')));
  assert.ok(titles(5).some((title) => title.startsWith('Move it to the raw table')));
  assert.ok((service.exemptService(uri, { port: 695 })?.length ?? 0) > 0);
});

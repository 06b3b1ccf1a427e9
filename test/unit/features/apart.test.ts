// What another thread finds in a file is sent as plain data, and is what would be found here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisOf } from '../../../server/src/analysis/current';
import { findApart, shownFindings } from '../../../server/src/features/diagnostics';
import { defaultSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { allRules } from '../../../server/src/rules/all';
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

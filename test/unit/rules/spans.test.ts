// Where each finding stands, to the letter, in files that say it themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRules } from '../../../server/src/rules/all';
import { checkCarets, findingsIn, marksIn } from '../../support/carets';
import { chainsFixtures } from './fixtures/chains';
import { conntrackFixtures } from './fixtures/conntrack';
import { coverageFixtures } from './fixtures/coverage';
import { extensionsFixtures } from './fixtures/extensions';
import { lockoutFixtures } from './fixtures/lockout';
import { marksFixtures } from './fixtures/marks';
import { natFixtures } from './fixtures/nat';
import { structureFixtures } from './fixtures/structure';
import { tablesFixtures } from './fixtures/tables';
import { textFixtures } from './fixtures/text';
import { valuesFixtures } from './fixtures/values';
import { wordsFixtures } from './fixtures/words';

const fixtures = [
  ...textFixtures,
  ...tablesFixtures,
  ...chainsFixtures,
  ...wordsFixtures,
  ...extensionsFixtures,
  ...valuesFixtures,
  ...structureFixtures,
  ...marksFixtures,
  ...conntrackFixtures,
  ...natFixtures,
  ...lockoutFixtures,
  ...coverageFixtures,
];

for (const { name, text, ...options } of fixtures) test(name, () => checkCarets(text, options));

/** A caret line would end the last line, lengthen the long one, or is no comment in the other's view; these follow below. */
const elsewhere = ['missing-final-newline', 'crlf-line-ends', 'line-too-long'];

/** What needs the whole ruleset has tests of its own. */
const analysis = ['unknown-set'];

test('every code has a fixture', () => {
  const shown = new Set([...fixtures.flatMap(({ text }) => marksIn(text).map(({ code }) => code)), ...elsewhere, ...analysis]);
  assert.deepEqual(
    allRules.map(({ code }) => code).filter((code) => !shown.has(code)),
    [],
  );
});

test('no line end behind the last COMMIT', () => {
  assert.deepEqual(spansIn('*filter\nCOMMIT'), ['missing-final-newline 1:0-6']);
  assert.deepEqual(spansIn('*filter\nCOMMIT\n# end'), []);
  assert.deepEqual(spansIn('*filter\n-A INPUT -i lo -j ACCEPT'), ['missing-commit 1:18-24']);
});

test('Windows line ends', () => {
  assert.deepEqual(spansIn('*filter\r\n:INPUT DROP [0:0]\r\nCOMMIT\r\n'), ['crlf-line-ends 0:6-7']);
  assert.deepEqual(spansIn('# a comment\r\n*filter\n:INPUT DROP [0:0]\r\n-A INPUT -i lo -j ACCEPT\r\nCOMMIT\n'), [
    'crlf-line-ends 3:23-24',
  ]);
  assert.deepEqual(spansIn('# a comment\r\n*filter\n:INPUT DROP [0:0]\r\nCOMMIT\n'), []);
  assert.deepEqual(spansIn('*filter\n:INPUT DROP\r\nCOMMIT\n'), ['crlf-line-ends 1:10-11']);
});

test('lengths', () => {
  const word = (bytes: number): string => `*filter\n-A INPUT -m set --match-set ${'x'.repeat(bytes)} src\nCOMMIT\n`;
  assert.ok(!spansIn(word(1023)).some((span) => span.startsWith('line-too-long')));
  assert.ok(spansIn(word(1024)).includes('line-too-long 1:28-1052'));
  const words = (count: number): string => `*filter\n-A INPUT${' -v'.repeat(count - 2)}\nCOMMIT\n`;
  assert.deepEqual(spansIn(words(251)), []);
  assert.deepEqual(spansIn(words(252)), ['line-too-long 1:756-758']);
  assert.deepEqual(spansIn(`# ${'x'.repeat(10_237)}\n*filter\nCOMMIT\n`), []);
  assert.deepEqual(spansIn(`# ${'x'.repeat(10_238)}\n*filter\nCOMMIT\n`), ['line-too-long 0:10239-10240']);
  assert.deepEqual(spansIn(`# ${'日'.repeat(3413)}\n*filter\nCOMMIT\n`), ['line-too-long 0:3414-3415']);
});

function spansIn(text: string): readonly string[] {
  return findingsIn(text).map(({ code, line, start, end }) => `${code} ${line}:${start}-${end}`);
}

// Thousands of findings are not sent to an editor: the gravest are, and a note on the others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLanguageService } from '../../../server/src/service';

const hostBits = Array.from(
  { length: 1200 },
  (_, index) => `-A INPUT -s 10.${index >> 8}.${index & 255}.1/24 -p tcp --dport ${index + 1} -j DROP`,
);
const mistakes = Array.from({ length: 3 }, (_, index) => `-A INPUT -p tcp --dprot ${index + 1} -j DROP`);
const text = ['*filter', ':INPUT ACCEPT [0:0]', ...hostBits, ...mistakes, 'COMMIT', ''].join('\n');

test('of very many findings the gravest are shown, in the order of the file, and it is said how many more there are', () => {
  for (const [locale, words] of [
    ['en', /^203 more findings are not shown: here are the 1000 gravest/],
    ['ja', /^ほかに 203 件/],
  ] as const) {
    const service = createLanguageService({ locale });
    service.open('file:///tmp/rules.v4', text);
    const [note, ...diagnostics] = service.diagnosticsSoFar('file:///tmp/rules.v4');
    assert.match(String(note?.message), words);
    assert.equal(diagnostics.length, 1000);
    assert.equal(diagnostics.filter(({ code }) => code === 'unknown-option').length, 3);
    const lines = diagnostics.map(({ range }) => range.start.line);
    assert.deepEqual(
      lines,
      [...lines].sort((a, b) => a - b),
    );
    assert.equal(service.diagnostics('file:///tmp/rules.v4').length >= 1203, true);
  }
});

test('fewer are all shown, without a note', () => {
  const service = createLanguageService();
  service.open('file:///tmp/rules.v4', ['*filter', ':INPUT ACCEPT [0:0]', ...hostBits.slice(0, 1000), 'COMMIT', ''].join('\n'));
  const diagnostics = service.diagnosticsSoFar('file:///tmp/rules.v4');
  assert.equal(diagnostics.length, 1000);
  assert.ok(diagnostics.every(({ code }) => code === 'host-bits-set'));
});

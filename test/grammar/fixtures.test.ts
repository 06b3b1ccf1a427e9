import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../fixtures/rulesets/root';
import { readFixture, refute } from './carets';
import { colour, hasScope, loadGrammar } from './support';

const folder = join(root, 'test/grammar/fixtures');

for (const name of readdirSync(folder)) {
  test(`colours ${name} as its carets say`, async () => {
    const { text, claims } = readFixture(readFileSync(join(folder, name), 'utf8'));
    const lines = colour(await loadGrammar(), text);
    const wrong = claims.flatMap((claim) => refute(claim, lines[claim.line - 1]!) ?? []);
    assert.ok(claims.length > 0);
    assert.equal(wrong.join('\n\n'), '');
  });
}

test('a claim that is wrong is found out', async () => {
  const { text, claims } = readFixture(
    ['-A INPUT -j ACCEPT', '# <-- comment', '#  ^^^^^ variable.language.chain - variable', '#           ^^^^^^^ keyword', ''].join('\n'),
  );
  const lines = colour(await loadGrammar(), text);
  const wrong = claims.map((claim) => refute(claim, lines[claim.line - 1]!) ?? '');
  assert.match(wrong[0]!, /"-A" at 1:1 should be comment/);
  assert.match(wrong[1]!, /"INPUT" at 1:4 should not be variable/);
  assert.match(wrong[2]!, /at 1:13 reaches beyond the line/);
});

test('comments are comments from end to end, whatever they hold', async () => {
  const lines = colour(await loadGrammar(), '# a "quote, – a dash, COMMIT, -j ACCEPT\n#!/sbin/iptables-restore\n#\n');
  const tokens = lines.flatMap((line) => line.tokens);
  assert.ok(tokens.length >= 3 && tokens.every((token) => hasScope(token, 'comment.line.number-sign') && !hasScope(token, 'invalid')));
});

// The client's words and the manifest's exist in English and Japanese, and none is left over.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

describe('The texts of the client', () => {
  it('are all in the Japanese bundle, and nothing else is', () => {
    const sources = readdirSync('client/src').map((name) => readFileSync(join('client/src', name), 'utf8'));
    const used = sources.flatMap((source) => [...source.matchAll(/\bl10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text]) => text ?? ''));
    const calls = sources.reduce((sum, source) => sum + (source.match(/\bl10n\.t\(/g)?.length ?? 0), 0);
    assert.equal(used.length, calls, 'every l10n.t() takes a plain string, so that it can be found');
    assert.deepEqual(Object.keys(readJson('l10n/bundle.l10n.ja.json')).sort(), [...new Set(used)].sort());
  });

  it('keep their placeholders in Japanese', () => {
    for (const [english, japanese] of Object.entries(readJson('l10n/bundle.l10n.ja.json'))) {
      assert.deepEqual(placeholders(japanese), placeholders(english), english);
    }
  });
});

describe('The texts of the manifest', () => {
  const english = readJson('package.nls.json');
  const japanese = readJson('package.nls.ja.json');

  it('are all there in both languages, and nothing else is', () => {
    const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '').sort();
    assert.deepEqual(Object.keys(english).sort(), used);
    assert.deepEqual(Object.keys(japanese).sort(), used);
  });

  it('are Japanese where they should be', () => {
    for (const [key, text] of Object.entries(japanese)) assert.match(text, /[ぁ-んァ-ヶ]/, key);
  });
});

function readJson(path: string): Record<string, string> {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function placeholders(text: string): string[] {
  return (text.match(/\{\d\}/g) ?? []).sort();
}

// An editor lays semantic tokens over what the grammar has coloured. The colours of both must be the same ones, whatever the theme.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TokenDetail } from '../../server/src/features/semantic-tokens';
import { SemanticTokenResults, semanticTokensLegend } from '../../server/src/features/semantic-tokens';
import { RulesFile } from '../../server/src/model/rules-file';
import { rulesets } from '../fixtures/rulesets';
import { root } from '../fixtures/rulesets/root';
import type { ColouredLine } from './support';
import { colour, loadGrammar } from './support';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scopes: Readonly<Record<string, readonly string[]>> = manifest.contributes.semanticTokenScopes[0].scopes;

test('the manifest names scopes for every kind of token, of kinds that there are', () => {
  const { tokenTypes, tokenModifiers } = semanticTokensLegend;
  for (const selector of Object.keys(scopes)) {
    const [type = '', ...modifiers] = selector.split('.');
    assert.ok(
      tokenTypes.some((known) => known === type) && modifiers.every((one) => tokenModifiers.some((known) => known === one)),
      selector,
    );
  }
  for (const type of tokenTypes)
    assert.ok(
      Object.keys(scopes).some((selector) => selector.split('.')[0] === type),
      type,
    );
});

test('a name has the colour of the grammar where an editor has both', async () => {
  assert.deepEqual(await differences('names', sameScope), []);
});

test('all words have a colour of the grammar’s kind', async () => {
  assert.deepEqual(await differences('all', sameKind), []);
});

/** The words of all rulesets whose scope by the grammar and whose scope by their token are not alike, each once. */
async function differences(detail: TokenDetail, alike: (grammar: string, token: string) => boolean): Promise<string[]> {
  const grammar = await loadGrammar();
  const found = new Set<string>();
  for (const { name, text, family } of rulesets()) {
    const file = new RulesFile(text, { family });
    const coloured = colour(grammar, text);
    const { data } = new SemanticTokenResults(detail).full(name, file);
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
      character = down === 0 ? character + right : right;
      line += down;
      const byToken = scopeOf(type, modifiers);
      const byGrammar = scopesIn(coloured[line], character, character + length);
      if (!byGrammar.some((scope) => alike(scope, byToken))) {
        found.add(`${file.lineText(line).slice(character, character + length)}: ${byToken}, not ${byGrammar.join(' ')}`);
      }
    }
  }
  return [...found].slice(0, 20);
}

/** The scopes of a word and of its parts: the grammar takes brackets and separators apart. */
function scopesIn(line: ColouredLine | undefined, start: number, end: number): readonly string[] {
  return line?.tokens.filter((token) => token.start < end && token.end > start).flatMap(({ scopes: found }) => found) ?? [];
}

/** The scope that VS Code takes: of the selector that says most of the token. */
function scopeOf(type: number, modifiers: number): string {
  const name = semanticTokensLegend.tokenTypes[type] ?? '';
  const said = semanticTokensLegend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
  const selector = said.map((modifier) => `${name}.${modifier}`).find((one) => scopes[one] !== undefined) ?? name;
  return (scopes[selector]?.[0] ?? '').replace(/\.iptables$/, '');
}

function sameScope(grammar: string, token: string): boolean {
  return grammar === token || grammar.startsWith(`${token}.`);
}

/** Themes tell by the first names of a scope; of strings by the very first. */
function sameKind(grammar: string, token: string): boolean {
  const names = token.startsWith('string') ? 1 : 2;
  return grammar.split('.').slice(0, names).join() === token.split('.').slice(0, names).join();
}

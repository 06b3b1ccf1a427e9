import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver-types';
import { allMatches, allTargets } from '../../../server/src/catalogue';
import { createLanguageService } from '../../../server/src/service';

describe('hovers read well without eyes', () => {
  for (const language of ['en', 'ja'] as const) {
    it(`in ${language}: sentences, lists and code in reading order, no pictures, no markup but Markdown`, () => {
      const texts = hovers(language);
      assert.ok(texts.size > 120, `${texts.size} hovers`);
      assert.equal(
        [...texts].some((text) => /[ぁ-ん]/.test(text)),
        language === 'ja',
      );
      for (const text of texts) {
        const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
        assert.doesNotMatch(prose, /!\[/, `a picture in ${text}`);
        assert.doesNotMatch(prose, /<\/?[a-z][^>]*>/i, `HTML in ${text}`);
        assert.doesNotMatch(prose, /^\s*\|/m, `a table in ${text}`);
        assert.doesNotMatch(prose, /\$\([\w-]+\)/, `an icon in ${text}`);
        assert.equal((text.match(/^```/gm)?.length ?? 0) % 2, 0, `an open block in ${text}`);
        assert.match(text.split('\n')[0] ?? '', /\p{L}|\d/u, `no words first in ${text}`);
      }
    });
  }
});

describe('colours', () => {
  it('are the theme’s: neither the client nor the manifest names one', () => {
    const sources = readdirSync('client/src').map((name) => readFileSync(join('client/src', name), 'utf8'));
    for (const source of [...sources, readFileSync('package.json', 'utf8')]) {
      assert.doesNotMatch(source, /#[0-9a-f]{6}\b|\brgba?\(|createTextEditorDecorationType|"colors"|"color"\s*:/i);
    }
  });
});

/** The hovers of every match and target, and of all words of the examples. */
function hovers(language: 'en' | 'ja'): ReadonlySet<string> {
  const service = createLanguageService({ locale: language });
  const extensions = [...allMatches.map(({ name }) => `-m ${name}`), ...allTargets.map(({ name }) => `-j ${name}`)];
  const files = readdirSync('examples').filter((name) => !name.endsWith('.md'));
  const texts = [
    `*filter\n${extensions.map((use) => `-A INPUT ${use}\n`).join('')}COMMIT\n`,
    ...files.map((name) => readFileSync(join('examples', name), 'utf8')),
  ];
  const found = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const uri = `file:///${index}/rules.v4`;
    service.open(uri, text);
    for (const [line, content] of text.split('\n').entries()) {
      for (const { index: character } of content.matchAll(/(?<!\S)\S/g)) {
        const hover = service.hover(uri, { line, character });
        if (hover) found.add((hover.contents as MarkupContent).value);
      }
    }
    service.close(uri);
  }
  return found;
}

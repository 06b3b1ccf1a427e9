// The pages that are written by hand: nothing they link to is missing.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'syntaxes/README.md', 'server/README.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].filter((page) => existsSync(page));

describe('The links of', () => {
  for (const page of pages) {
    it(`${page} lead somewhere`, () => {
      const text = withoutCode(readFileSync(page, 'utf8'));
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '').filter((target) => !/^\w+:/.test(target));
      assert.deepEqual(
        targets.filter((target) => !leadsSomewhere(page, target)),
        [],
      );
    });
  }

  it('the README are checked, pictures too', () => {
    const text = readFileSync('README.md', 'utf8');
    assert.ok((text.match(/\]\(docs\//g)?.length ?? 0) >= 4);
    assert.ok((text.match(/!\[[^\]]+\]\(images\//g)?.length ?? 0) >= 4);
    assert.equal(leadsSomewhere('README.md', 'images/no-such-picture.png'), false);
    assert.equal(leadsSomewhere('README.md', 'docs/vscode.md#no-such-heading'), false);
  });

  it('pictures have words for those who do not see them', () => {
    for (const page of pages) assert.doesNotMatch(withoutCode(readFileSync(page, 'utf8')), /!\[\s*\]\(/, page);
  });
});

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(file)) return false;
  return anchor === undefined || !file.endsWith('.md') || anchors(readFileSync(file, 'utf8')).has(anchor);
}

/** The anchors that GitHub and VS Code make of headings. */
function anchors(text: string): ReadonlySet<string> {
  return new Set(
    [...withoutCode(text, true).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** A text without its blocks of code, and, unless they are kept, without code in its lines. */
function withoutCode(text: string, keepSpans = false): string {
  const prose = text.replace(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2 *$/gm, '');
  return keepSpans ? prose : prose.replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
}

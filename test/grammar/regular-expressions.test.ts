// Every regular expression of the grammars, one by one, on long texts of what it repeats: an editor tries them at each word of a line.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createOnigScanner, createOnigString } from 'vscode-oniguruma';
import type { IGrammar } from 'vscode-textmate';
import { INITIAL } from 'vscode-textmate';
import { root } from '../fixtures/rulesets/root';
import { loadPair } from './embedded-support';

const length = 10_000;

/** What one search through a text may take, in milliseconds of the processor. */
const mostTime = 400;

/** How much longer than without the injected grammars a line may take that is full of what they look for, and what is noise. */
const mostTimes = 3.5;
const noise = 100;

/** Characters of each kind that patterns repeat, and pairs that may be divided in more than one way. */
const units = [
  ' ',
  '\t',
  'a',
  'A',
  '0',
  '-',
  '--a ',
  '"',
  "'",
  '\\',
  '\\"',
  ':',
  '::',
  '.',
  ',',
  '/',
  '<',
  '<<',
  '<<A ',
  '|',
  '| ',
  '$',
  '${',
  '`',
];
const more = [
  '{{',
  '{{ ',
  '{%',
  '<%',
  '@A',
  '#',
  '! ',
  '[',
  '*',
  '=',
  '_',
  ';',
  'a ',
  'a=a ',
  'iptables ',
  '\u00a0',
  '\u2013',
  '\u{1F600}',
  '(',
  ')',
];

describe('the regular expressions of the grammars', () => {
  test('take a long line of any kind in next to no time', async () => {
    await loadPair('source.shell');
    const slow: string[] = [];
    const patterns = allPatterns();
    assert.ok(patterns.size > 150, `${patterns.size}`);
    assert.ok(isSlow('\\w+\\s', 'a') && !isSlow('a+b', 'b'), 'the trial sees what is slow');
    for (const [pattern, file] of patterns) {
      for (const unit of [...units, ...more]) if (isSlow(pattern, unit)) slow.push(`${file}: ${pattern} on ${JSON.stringify(unit)}`);
    }
    assert.deepEqual(slow, []);
  });

  test('add little to what the grammar of the shell takes itself', async () => {
    const { plain, embedded } = await loadPair('source.shell');
    const slow = ['<<', '<< ', '<<A ', "<<'A' ", '<', '| ', 'a ', 'sudo ', '<<A|'].flatMap((unit) => {
      const line = `cat ${unit.repeat(2000 / unit.length)}`;
      const bound = mostTimes * best(plain, line, 0) + noise;
      const own = best(embedded, line, bound);
      return own > bound ? [`${unit}: ${own.toFixed(0)} ms, ${bound.toFixed(0)} ms allowed`] : [];
    });
    assert.deepEqual(slow, []);
  });
});

/** Patterns by themselves, with the name of a grammar that has them. What a capture of the beginning would put in is a word. */
function allPatterns(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(join(root, 'syntaxes')).filter((name) => name.endsWith('.tmLanguage.json'))) {
    JSON.parse(readFileSync(join(root, 'syntaxes', file), 'utf8'), (key, value) => {
      if (typeof value === 'string' && ['match', 'begin', 'end', 'while'].includes(key)) {
        found.set(key === 'end' || key === 'while' ? value.replace(/\\[1-9]/g, 'EOF') : value, file);
      }
      return value;
    });
  }
  return found;
}

/** Whether a pattern takes long, twice: what it said of a text it would remember, so each trial has a text of its own. */
function isSlow(pattern: string, unit: string): boolean {
  const trial = (): number => {
    const scanner = createOnigScanner([pattern]);
    const text = createOnigString(`${unit.repeat(length / unit.length)}\u{1F40C}`);
    const time = processorTime(() => scanner.findNextMatchSync(text, 0));
    text.dispose?.();
    scanner.dispose?.();
    return time;
  };
  return trial() > mostTime && trial() > mostTime;
}

/** Milliseconds that a line takes: the best of several runs, of no more than it takes to come down to `enough`. */
function best(grammar: IGrammar, line: string, enough: number): number {
  let time = Number.POSITIVE_INFINITY;
  for (let again = 0; again < 4 && time > enough; again++)
    time = Math.min(
      time,
      processorTime(() => grammar.tokenizeLine(line, INITIAL)),
    );
  return time;
}

function processorTime(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

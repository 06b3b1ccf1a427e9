// No regular expression of the client or the server may take more than about linear time, whatever stands in a file.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyse } from 'scslre';
import type { nodesOf } from '../../support/sources';
import { sourceModules } from '../../support/sources';

interface Found {
  readonly path: string;
  readonly source: string;
  readonly flags: string;
}

/** Those that the analysis warns of, and why they are harmless. */
const harmless: Readonly<Record<string, string>> = {};

/** How long each text is that the expressions are tried on, and what one look may take, in milliseconds of the processor. */
const length = 20_000;
const mostTime = 90;

describe('regular expressions', () => {
  const found = [...new Map([...literals(), ...made()].map((one) => [`/${one.source}/${one.flags}`, one])).values()];

  test('are found where they are', () => {
    assert.ok(found.length > 300, `${found.length}`);
    assert.ok(found.some(({ path }) => path.startsWith('client/')));
    assert.deepEqual(warningsOf({ path: '', source: '^(?:\\w|\\$\\w*)+$', flags: '' }).length > 0, true, 'the analysis sees what is slow');
  });

  test('do not try the same characters again and again', () => {
    const warnings = found.flatMap((one) => warningsOf(one));
    assert.deepEqual(warnings, []);
  });

  test('take long texts of what they repeat in next to no time', () => {
    assert.ok(slowTexts({ path: '', source: '[ \\t]+$', flags: '' }).length > 0, 'the trial sees what is slow');
    assert.deepEqual(
      found.flatMap((one) => slowTexts(one)),
      [],
    );
  });
});

function warningsOf({ path, source, flags }: Found): string[] {
  if (`/${source}/${flags}` in harmless) return [];
  return analyse({ source, flags }).reports.map(
    ({ type, exponential }) => `${path}: /${source}/${flags} ${exponential ? 'exponential' : 'quadratic'} (${type})`,
  );
}

/** The texts of few different characters, and one at the end that fits nothing, on which an expression takes long. */
function slowTexts({ path, source, flags }: Found): string[] {
  const expression = new RegExp(source, flags.replace(/[gy]/g, ''));
  return units(source).flatMap((unit) => {
    const text = `${unit.repeat(Math.ceil(length / unit.length))}\n\u{1F600}`;
    return [text, `a${text}`, `-A ${text}`].some((one) => time(expression, one) > mostTime && time(expression, one) > mostTime)
      ? [`${path}: /${source}/${flags} on ${JSON.stringify(unit)}`]
      : [];
  });
}

function time(expression: RegExp, text: string): number {
  const begin = process.cpuUsage();
  expression.test(text);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** What texts are made of: each kind of character, the expression's own ones, and its words. */
function units(source: string): readonly string[] {
  const own = new Set(source.replace(/\\[a-zA-Z]/g, '').replace(/[^ -~]/g, ''));
  const words = (source.match(/[A-Za-z]{2,}/g) ?? []).slice(0, 12);
  const kinds = [' ', '\t', 'a', '0', '-', '_', ':', '"', '\\', '.', ',', '=', 'a ', 'a-', '0:', 'a,', '$A', '-a ', '\\"', '. ', 'a=a '];
  return [
    ...new Set([...kinds, ...[...own].slice(0, 24), ...words, ...words.map((word) => `.${word}`), ...words.map((word) => `${word} `)]),
  ];
}

function literals(): Found[] {
  return sourceModules().flatMap(({ path, nodes }) =>
    nodes.flatMap(({ regex }) => {
      if (typeof regex !== 'object' || regex === null) return [];
      const { pattern, flags } = regex as { pattern: string; flags: string };
      return [{ path, source: pattern, flags }];
    }),
  );
}

/** Those that are put together, which happens while the modules are loaded. */
function made(): Found[] {
  const found: Found[] = [];
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, args: [string | RegExp, string?]) {
      const expression = new target(...args);
      found.push({ path: 'put together', source: expression.source, flags: expression.flags });
      return expression;
    },
  });
  try {
    require(`${process.cwd()}/server/dist/service.js`);
  } finally {
    globalThis.RegExp = Original;
  }
  assert.ok(
    found.length >= sourceModules().reduce((sum, { nodes }) => sum + nodes.filter(makesOne).length, 0),
    'all are made while loading',
  );
  return found;
}

function makesOne({ type, callee }: ReturnType<typeof nodesOf>[number]): boolean {
  return (type === 'NewExpression' || type === 'CallExpression') && (callee as { name?: string } | undefined)?.name === 'RegExp';
}

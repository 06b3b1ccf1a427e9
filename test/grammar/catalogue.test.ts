import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExtensionSpec, OptionSpec, TargetSpec } from '../../server/src/catalogue';
import * as catalogue from '../../server/src/catalogue';
import { iptablesGrammar } from '../../syntaxes/source';
import { root } from '../fixtures/rulesets/root';
import { colour, describe, hasScope, loadGrammar } from './support';

const { allMatches, allTargets, builtinChains, commands, tables } = catalogue;

test('the shipped grammar is the one that the catalogue makes now (else: npm run generate)', () => {
  const made = iptablesGrammar({ ...catalogue, matches: allMatches, targets: allTargets });
  assert.equal(readFileSync(join(root, 'syntaxes/iptables.tmLanguage.json'), 'utf8'), `${JSON.stringify(made, null, 2)}\n`);
});

test('tables, chains and commands', async () => {
  const expected = [
    ...tables.map((table) => [`*${table.name}`, table.name, 'entity.name.namespace.table'] as const),
    ...builtinChains.map((chain) => [`:${chain.name} ACCEPT [0:0]`, chain.name, 'variable.language.chain'] as const),
    ...commands.flatMap((command) => [
      [`-${command.short} INPUT`, command.short, 'keyword.control.command'] as const,
      [`--${command.name} INPUT`, command.name, 'keyword.control.command'] as const,
    ]),
  ];
  assert.ok(tables.length === 5 && builtinChains.length === 5 && commands.length > 9);
  assert.deepEqual(await missing(expected), []);
});

test('every match and target by every one of its names', async () => {
  const expected = [
    ...allMatches.flatMap((match) => namesOf(match).map((name) => [`-A INPUT -m ${name} -j ACCEPT`, name, 'support.class.match'] as const)),
    ...allTargets.flatMap((target) => namesOf(target).map((name) => [`-A INPUT -j ${name}`, name, lookOf(target)] as const)),
  ];
  assert.ok(allMatches.length > 0 && allTargets.length > 0);
  assert.deepEqual(await missing(expected), []);
});

test('every option by every one of its names, its values, and what follows them', async () => {
  const grammar = await loadGrammar();
  const wrong = [...allMatches, ...allTargets].flatMap((extension) =>
    extension.options.flatMap((option) => [option.name, ...(option.aliases ?? [])].flatMap((name) => faultsOf(extension, option, name))),
  );
  assert.deepEqual(wrong.slice(0, 5), []);

  function faultsOf(extension: ExtensionSpec, option: OptionSpec, name: string): string[] {
    const values = option.valueOptional ? [] : option.values.map((slot) => quoted(slot.sample));
    const before = `-A INPUT -${extension.kind === 'match' ? 'm' : 'j'} ${extension.name} `;
    const text = [`${before}--${name}`, ...values, '-j FOO'].join(' ');
    const line = colour(grammar, text)[0]!;
    const at = before.length;
    const after = text.length - '-j FOO'.length;
    const fault = (tokens: typeof line.tokens, words: string): string[] => (tokens.length > 0 ? [`${words}\n${describe(line)}`] : []);
    return [
      ...fault(
        line.tokens.filter(
          (token) => token.start >= at && token.end <= at + 2 + name.length && !hasScope(token, 'variable.parameter.option.long'),
        ),
        `--${name} of ${extension.name} is no option`,
      ),
      ...fault(
        line.tokens.filter(
          (token) =>
            token.start > at + 2 + name.length &&
            token.end < after &&
            token.text !== ' ' &&
            (token.scopes.length < 3 || hasScope(token, 'invalid')),
        ),
        `a value of --${name} of ${extension.name} has no colour`,
      ),
      ...fault(
        line.tokens.filter((token) => token.start >= after && token.text === 'j' && !hasScope(token, 'keyword.control.jump')),
        'what follows is lost',
      ),
    ];
  }
});

test('the rules of every example, and nothing in them as an error', async () => {
  const grammar = await loadGrammar();
  const rules = [...allMatches, ...allTargets].flatMap((extension) => extension.examples.flatMap((example) => example.rules));
  const wrong = colour(grammar, rules.join('\n')).filter((line) => line.spills || line.tokens.some((token) => hasScope(token, 'invalid')));
  assert.ok(rules.length > 0);
  assert.deepEqual(wrong.map(describe).slice(0, 5), []);
});

/** Of lines, a word in each and its scope: those where the word, or a part of it, has another. */
async function missing(expected: readonly (readonly [line: string, word: string, scope: string])[]): Promise<string[]> {
  const grammar = await loadGrammar();
  return expected.flatMap(([text, word, scope]) => {
    const line = colour(grammar, text)[0]!;
    const start = text.search(new RegExp(`(?<![A-Za-z0-9_])${word}(?![A-Za-z0-9_])`));
    const tokens = line.tokens.filter((token) => token.start < start + word.length && token.end > start);
    return tokens.length > 0 && tokens.every((token) => hasScope(token, scope)) ? [] : [`${word} should be ${scope}\n${describe(line)}`];
  });
}

function namesOf(extension: ExtensionSpec): readonly string[] {
  return [extension.name, ...(extension.aliases ?? [])];
}

/** What becomes of the packet, as colours tell it. */
function lookOf(target: TargetSpec): string {
  if (['AUDIT', 'LOG', 'NFLOG', 'TRACE', 'ULOG'].includes(target.name)) return 'keyword.other.target.logging';
  return target.verdict === 'nat' || target.verdict === 'continue' ? 'support.class.target' : `keyword.control.target.${target.verdict}`;
}

/** A value as it would be written in a file. */
function quoted(value: string): string {
  return /[\s"\\]|^$/.test(value) && !value.startsWith('"') ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}

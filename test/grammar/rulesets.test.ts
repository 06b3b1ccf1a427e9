import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IGrammar } from 'vscode-textmate';
import { rulesets } from '../fixtures/rulesets';
import { kubeProxyRuleset } from '../support/kube-proxy';
import type { ColouredLine, Token } from './support';
import { colour, describe, hasScope, loadGrammar } from './support';

const files = [...rulesets(), { name: 'kube-proxy of 100 services', text: kubeProxyRuleset(100) }];

for (const { name, text } of files) {
  test(`colours all of ${name}, and nothing in it as an error`, async () => {
    const lines = colour(await loadGrammar(), text);
    assert.deepEqual(lines.flatMap(faultsOf).slice(0, 5), []);
  });

  test(`gives the words of ${name} their roles`, async () => {
    const grammar = await loadGrammar();
    const wrong = colour(grammar, text).flatMap((line) => wrongRoles(line, text));
    assert.deepEqual(wrong.slice(0, 5), []);
  });

  test(`colours each line of ${name} alike wherever it stands, with CRLF too`, async () => {
    const grammar = await loadGrammar();
    const lines = colour(grammar, text);
    const returned = colour(grammar, text.replaceAll('\n', '\r\n'));
    const differing = lines.filter(
      (line, index) => !sameColours(line, colour(grammar, line.text)[0]!) || !sameColours(line, withoutReturn(returned[index]!)),
    );
    assert.deepEqual(differing.map(describe).slice(0, 3), []);
  });
}

test('an error in a ruleset does not stay unseen', async () => {
  const grammar = await loadGrammar();
  assert.deepEqual(await faults(grammar, '-A INPUT -j ACCEPT # why'), ['# why']);
  assert.deepEqual(await faults(grammar, '-A INPUT –j ACCEPT'), ['–', 'j']);
  assert.deepEqual(wrongRoles(colour(grammar, '-A INPUT -j FOO')[0]!, ':BAR - [0:0]\n'), []);
  assert.equal(wrongRoles({ number: 1, text: '-A INPUT -j DROP', tokens: [], spills: false }, '').length, 4);
});

async function faults(grammar: IGrammar, text: string): Promise<string[]> {
  return colour(grammar, text).flatMap((line) => line.tokens.filter((token) => hasScope(token, 'invalid')).map((token) => token.text));
}

/** What no line of a file that loads may show. */
function faultsOf(line: ColouredLine): string[] {
  const bare = line.tokens.filter((token) => token.text.trim() !== '' && token.scopes.every((scope) => /^(?:source|meta\.)/.test(scope)));
  const invalid = line.tokens.filter((token) => hasScope(token, 'invalid'));
  const covered = line.tokens.map((token) => token.text).join('') === line.text;
  const found = [
    ...(line.spills ? ['something is open at the line end'] : []),
    ...(covered ? [] : ['the tokens are not the line']),
    ...bare.map((token) => `no colour for "${token.text}"`),
    ...invalid.map((token) => `"${token.text}" is coloured as an error`),
  ];
  return found.map((fault) => `${fault}\n${describe(line)}`);
}

/**
 * What a word is by the word before it, in a file that loads. The words are found here in another way than the grammar finds
 * them: the line is split at spaces once the insides of its quotes are blanked.
 */
function wrongRoles(line: ColouredLine, file: string): string[] {
  if (/^(?:#|$)/.test(line.text)) return [];
  const words = [...line.text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => `"${'_'.repeat(quoted.length - 2)}"`).matchAll(/\S+/g)];
  return words.flatMap((found, index) => {
    const word = found[0];
    const scope = roleOf(word, words[index - 1]?.[0], file);
    if (scope === undefined) return [];
    const tokens = line.tokens.filter((token) => token.start < found.index + word.length && token.end > found.index);
    return tokens.length > 0 && tokens.every((token) => scope.some((one) => hasScope(token, one)))
      ? []
      : [`${word} should be ${scope.join(' or ')}\n${describe(line)}`];
  });
}

function roleOf(word: string, before: string | undefined, file: string): readonly string[] | undefined {
  const separators = ['punctuation', 'keyword.operator.wildcard'];
  if (word === 'COMMIT') return ['keyword.control.commit'];
  if (word === '!') return ['keyword.operator.expression.negation'];
  if (before === undefined) {
    if (word.startsWith('*')) return ['entity.name.namespace.table', 'punctuation.definition.table'];
    if (word.startsWith(':')) return ['variable.language.chain', 'entity.name.function.chain', 'punctuation.definition.chain'];
  }
  if (/^"_*"$/.test(word)) return ['string.quoted.double'];
  if (/^-[AINPFX]$/.test(word) && before !== '-i') return ['keyword.control.command'];
  if (/^(?:-[smidopfcgj]|--[a-z].*)$/.test(word))
    return ['variable.parameter.option', 'keyword.control', 'keyword.operator.assignment', 'constant'];
  switch (before) {
    case '-A':
    case '-N':
      return /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/.test(word) ? ['variable.language.chain'] : ['entity.name.function.chain'];
    case '-j':
      return targetScope(word, file);
    case '-g':
      return ['entity.name.function.chain'];
    case '-m':
      return ['support.class.match', 'entity.name.type.match'];
    case '-p':
      return ['constant.language.protocol', 'constant.numeric.protocol'];
    case '-s':
    case '-d':
      return ['constant.numeric.address', 'constant.numeric.mask', ...separators];
    case '-i':
    case '-o':
      return ['variable.other.constant.interface', ...separators];
    case '--dport':
    case '--sport':
    case '--dports':
      return ['constant.numeric', 'constant.language.service', ...separators];
    case '--ctstate':
    case '--state':
      return ['constant.language', ...separators];
    default:
      return undefined;
  }
}

function targetScope(word: string, file: string): readonly string[] {
  if (file.includes(`\n:${word} `) || file.includes(`\n-N ${word}\n`)) return ['entity.name.function.chain'];
  if (/^(?:ACCEPT|DROP|RETURN|REJECT)$/.test(word)) return ['keyword.control.target'];
  if (/^(?:LOG|NFLOG|TRACE)$/.test(word)) return ['keyword.other.target.logging'];
  // A target of a later catalogue looks like a chain until then.
  return ['keyword.control.target', 'support.class.target', 'entity.name.function.chain'];
}

function sameColours(one: ColouredLine, other: ColouredLine): boolean {
  return JSON.stringify(one.tokens.map(look)) === JSON.stringify(other.tokens.map(look));
}

function look(token: Token): readonly (string | readonly string[])[] {
  return [token.text, token.scopes];
}

/** A line of a CRLF file without its carriage return, which has no colour of its own. */
function withoutReturn(line: ColouredLine): ColouredLine {
  const text = line.text.replace(/\r$/, '');
  const tokens = line.tokens
    .filter((token) => token.start < text.length)
    .map((token) => ({ ...token, text: token.text.replace(/\r$/, '') }));
  return { ...line, text, tokens };
}

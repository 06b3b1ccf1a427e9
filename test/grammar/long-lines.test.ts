import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IGrammar } from 'vscode-textmate';
import { INITIAL } from 'vscode-textmate';
import { colour, loadGrammar } from './support';

const length = 10_000;

/** How much slower than a plain line of the same length a line may be. A backtracking pattern is slower by hundreds. */
const bar = 10;

/** A plain line, of words as most lines have them. */
const plain = line(['-A INPUT ', '-s 192.0.2.1 -p tcp -m tcp --dport 22 -m comment --comment "x y" ']);

/** Lines that invite a pattern to go back and try again: what they begin with, what is repeated, and what they end with. */
const awkward: Readonly<Record<string, readonly [start: string, unit: string, end?: string]>> = {
  'one word': ['', 'a'],
  'one comment': ['#', 'iptables-lint: '],
  dashes: ['-A INPUT ', '-'],
  'en dashes': ['-A INPUT ', '–'],
  'typographic options': ['', '–dport '],
  'dashes of two kinds': ['-A INPUT ', '–-'],
  'options without values': ['-A INPUT ', '--dport '],
  'unknown options': ['-A INPUT ', '--xyz=1 '],
  'one long option': ['-A INPUT --', 'a'],
  quotes: ['-A INPUT ', '"'],
  'an open quote': ['-A INPUT -m comment --comment "', 'a'],
  'escaped quotes in an open quote': ['-A INPUT "', '\\"'],
  'backslashes in an open quote': ['-A INPUT "', '\\'],
  'quoted words': ['-A INPUT ', '"a" '],
  'quotes within words': ['-A INPUT ', 'a"b"c '],
  'quotes after --comment': ['-A INPUT --comment ', '"'],
  'colons as an address': ['-A INPUT -s ', ':'],
  'an endless IPv6 address': ['-A INPUT -s ', 'a:'],
  'a list of IPv6 addresses': ['-A INPUT -s ', '2001:db8::1,'],
  'an endless IPv4 address': ['-A INPUT -s ', '1.'],
  'digits as an address': ['-A INPUT -s ', '1', 'x'],
  masks: ['-A INPUT -s ', '1/'],
  'digits as a port': ['-A INPUT -p tcp --dport ', '1', 'x'],
  ports: ['-A INPUT -p tcp -m multiport --dports ', '1:2,'],
  'digits as a mark': ['-A INPUT -m mark --mark ', '1', 'x'],
  'hexadecimal digits': ['-A INPUT -m mark --mark 0x', 'f', 'x'],
  'an endless MAC address': ['-A INPUT -m mac --mac-source ', '00:'],
  dates: ['-A INPUT --datestart ', '2024-01-01'],
  rates: ['-A INPUT -m limit --limit ', '5/min'],
  'a list of states': ['-A INPUT -m state --state ', 'NEW,'],
  spaces: ['-A INPUT ', ' ', 'x'],
  'tabs before a value': ['-A INPUT -s', '\t', '1'],
  'no-break spaces': ['-A INPUT ', '\u00a0', 'x'],
  'spaces of two kinds before a value': ['-A INPUT -s', ' \u00a0', '1'],
  'spaces behind a misplaced !': ['-A INPUT -s !', ' ', '1'],
  negations: ['-A INPUT ', '! '],
  'number signs': ['-A INPUT ', '# '],
  'plus signs': ['-A INPUT -i ', '+'],
  'an endless interface': ['-A INPUT -i ', 'a'],
  brackets: ['', '['],
  counters: ['', '[1:2]'],
  'placeholders that do not end': ['-A INPUT ', '{{ a '],
  'braces as a value': ['-A INPUT -s ', '{{'],
  placeholders: ['-A INPUT ', '{{ a }}'],
  'control tags that do not end': ['', '{% if '],
  'tags of ERB that do not end': ['# ', '<%'],
  'at signs': ['-A INPUT -i ', '@A'],
  'names of a template': [':', 'a@A@'],
  'one long name without an end': [':@', 'A'],
  'digits of a counter': ['[', '1'],
  'an endless chain name': [':', 'a'],
  'words of a chain': [':A ', '- '],
  'an endless table name': ['*', 'a'],
  'COMMIT and spaces': ['COMMIT', ' '],
  'spaces and COMMIT': ['', ' ', 'COMMIT'],
  'stray words': ['-A INPUT ', 'a '],
  jumps: ['-A INPUT ', '-j '],
  'a target without end': ['-A INPUT -j ', 'ACCEPT'],
  'commands with numbers': ['', '-I INPUT 3 '],
  policies: ['', '-P INPUT DROP '],
  renames: ['', '-E a b '],
  'two values': ['-A INPUT ', '--match-set a b,c '],
  'two values in lists': ['-A INPUT --tcp-flags A ', 'B,'],
  'typographic quotes': ['-A INPUT --comment ', '“ '],
  emoji: ['-A INPUT ', '😀'],
  'carriage returns': ['-A INPUT ', '\r'],
  NULs: ['-A INPUT ', '\0'],
};

test(`a line of ${length} characters of any kind takes at most ${bar} times as long as a plain one`, async () => {
  const grammar = await loadGrammar();
  const bound = bar * time(grammar, plain);
  const slow = Object.entries(awkward).filter(([, kind]) => time(grammar, line(kind), bound) > bound);
  assert.deepEqual(
    slow.map(([name]) => name),
    [],
  );
});

test('twice the length takes about twice the time', async () => {
  const grammar = await loadGrammar();
  const slow = Object.entries(awkward).flatMap(([name, kind]) => {
    const once = time(grammar, line(kind), Number.POSITIVE_INFINITY);
    // A quadratic pattern would take four times as long. What is shorter than these milliseconds is noise.
    const bound = 3.3 * once + 10;
    const twice = time(grammar, line(kind, 2 * length), bound);
    return twice > bound ? [`${name}: ${once.toFixed(1)} ms, then ${twice.toFixed(1)} ms`] : [];
  });
  assert.deepEqual(slow, []);
});

test('long lines are closed at their end like others', async () => {
  const grammar = await loadGrammar();
  const text = Object.values(awkward)
    .map((kind) => line(kind))
    .join('\n');
  assert.deepEqual(
    colour(grammar, text).flatMap((one) => (one.spills ? [one.text.slice(0, 30)] : [])),
    [],
  );
});

/** A line of about so many characters. */
function line([start, unit, end = '']: readonly [string, string, string?], size = length): string {
  return start + unit.repeat(Math.ceil(size / unit.length)).slice(0, size) + end;
}

/** Milliseconds that a text takes: the best of several runs, of no more than it takes to come down to `enough`. */
function time(grammar: IGrammar, text: string, enough = 0): number {
  let best = run(grammar, text);
  for (let again = 0; again < 9 && best > enough; again++) best = Math.min(best, run(grammar, text));
  return best;
}

function run(grammar: IGrammar, text: string): number {
  // Of the processor, not of the clock: other tests run at the same time.
  const start = process.cpuUsage();
  grammar.tokenizeLine(text, INITIAL);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

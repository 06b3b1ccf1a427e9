import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IGrammar } from 'vscode-textmate';
import { INITIAL } from 'vscode-textmate';
import { colour, loadGrammar } from './support';

const length = 10_000;

/** How much slower than a plain line of the same length a line may be. A backtracking pattern is slower by hundreds. */
const bar = 12;

/** A plain line: words that need no second look, as most lines have them. */
const plain = `-A INPUT ${fill('-s 192.0.2.1 -p tcp -m tcp --dport 22 -m comment --comment "x y" ')}`;

/** Lines of 10,000 characters that invite a pattern to go back and try again. */
const awkward: Readonly<Record<string, string>> = {
  'one word': fill('a'),
  'one comment': `#${fill('iptables-lint: ')}`,
  dashes: `-A INPUT ${fill('-')}`,
  'en dashes': `-A INPUT ${fill('–')}`,
  'typographic options': fill('–dport '),
  'dashes of two kinds': `-A INPUT ${fill('–-')}`,
  'options without values': `-A INPUT ${fill('--dport ')}`,
  'unknown options': `-A INPUT ${fill('--xyz=1 ')}`,
  'one long option': `-A INPUT --${fill('a')}`,
  quotes: `-A INPUT ${fill('"')}`,
  'an open quote': `-A INPUT -m comment --comment "${fill('a')}`,
  'escaped quotes in an open quote': `-A INPUT "${fill('\\"')}`,
  'backslashes in an open quote': `-A INPUT "${fill('\\')}`,
  'quoted words': `-A INPUT ${fill('"a" ')}`,
  'quotes within words': `-A INPUT ${fill('a"b"c ')}`,
  'quotes after --comment': `-A INPUT --comment ${fill('"')}`,
  'colons as an address': `-A INPUT -s ${fill(':')}`,
  'an endless IPv6 address': `-A INPUT -s ${fill('a:')}`,
  'a list of IPv6 addresses': `-A INPUT -s ${fill('2001:db8::1,')}`,
  'an endless IPv4 address': `-A INPUT -s ${fill('1.')}`,
  'digits as an address': `-A INPUT -s ${fill('1')}x`,
  masks: `-A INPUT -s ${fill('1/')}`,
  'digits as a port': `-A INPUT -p tcp --dport ${fill('1')}x`,
  ports: `-A INPUT -p tcp -m multiport --dports ${fill('1:2,')}`,
  'digits as a mark': `-A INPUT -m mark --mark ${fill('1')}x`,
  'hexadecimal digits': `-A INPUT -m mark --mark 0x${fill('f')}x`,
  'an endless MAC address': `-A INPUT -m mac --mac-source ${fill('00:')}`,
  dates: `-A INPUT --datestart ${fill('2024-01-01')}`,
  rates: `-A INPUT -m limit --limit ${fill('5/min')}`,
  'a list of states': `-A INPUT -m state --state ${fill('NEW,')}`,
  spaces: `-A INPUT ${fill(' ')}x`,
  'tabs before a value': `-A INPUT -s${fill('\t')}1`,
  'no-break spaces': `-A INPUT ${fill('\u00a0')}x`,
  'spaces of two kinds before a value': `-A INPUT -s${fill(' \u00a0')}1`,
  'spaces behind a misplaced !': `-A INPUT -s !${fill(' ')}1`,
  negations: `-A INPUT ${fill('! ')}`,
  'number signs': `-A INPUT ${fill('# ')}`,
  'plus signs': `-A INPUT -i ${fill('+')}`,
  'an endless interface': `-A INPUT -i ${fill('a')}`,
  brackets: fill('['),
  counters: fill('[1:2]'),
  'digits of a counter': `[${fill('1')}`,
  'an endless chain name': `:${fill('a')}`,
  'words of a chain': `:A ${fill('- ')}`,
  'an endless table name': `*${fill('a')}`,
  'COMMIT and spaces': `COMMIT${fill(' ')}`,
  'spaces and COMMIT': `${fill(' ')}COMMIT`,
  'stray words': `-A INPUT ${fill('a ')}`,
  jumps: `-A INPUT ${fill('-j ')}`,
  'a target without end': `-A INPUT -j ${fill('ACCEPT')}`,
  'commands with numbers': fill('-I INPUT 3 '),
  policies: fill('-P INPUT DROP '),
  renames: fill('-E a b '),
  'two values': `-A INPUT ${fill('--match-set a b,c ')}`,
  'two values in lists': `-A INPUT --tcp-flags A ${fill('B,')}`,
  'typographic quotes': `-A INPUT --comment ${fill('“ ')}`,
  emoji: `-A INPUT ${fill('😀')}`,
  'carriage returns': `-A INPUT ${fill('\r')}`,
  NULs: `-A INPUT ${fill('\0')}`,
};

test(`a line of ${length} characters of any kind takes at most ${bar} times as long as a plain one`, async () => {
  const grammar = await loadGrammar();
  const bound = bar * time(grammar, plain);
  const slow = Object.entries(awkward).filter(([, line]) => time(grammar, line, bound) > bound);
  assert.deepEqual(
    slow.map(([name]) => name),
    [],
  );
});

test('twice the length takes about twice the time', async () => {
  const grammar = await loadGrammar();
  const slow = Object.entries(awkward).flatMap(([name, line]) => {
    const once = time(grammar, line, Number.POSITIVE_INFINITY);
    // A quadratic pattern would take four times as long. What is shorter than these milliseconds is noise.
    const bound = 3 * once + 5;
    const twice = time(grammar, doubled(line), bound);
    return twice > bound ? [`${name}: ${once.toFixed(1)} ms, then ${twice.toFixed(1)} ms`] : [];
  });
  assert.deepEqual(slow, []);
});

test('long lines are closed at their end like others', async () => {
  const grammar = await loadGrammar();
  const text = Object.values(awkward).join('\n');
  assert.deepEqual(
    colour(grammar, text).flatMap((line) => (line.spills ? [line.text.slice(0, 30)] : [])),
    [],
  );
});

/** The unit again and again, cut to the length. */
function fill(unit: string): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** The line with half of its length put in once more in the middle, and again: its long part is twice as long. */
function doubled(line: string): string {
  const quarter = line.length / 4;
  return line.slice(0, quarter) + line.slice(quarter, 3 * quarter).repeat(3) + line.slice(3 * quarter);
}

/** Milliseconds that a line takes: the best of several runs, of no more than it takes to come down to `enough`. */
function time(grammar: IGrammar, line: string, enough = 0): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5 && best > enough; run++) {
    const start = performance.now();
    grammar.tokenizeLine(line, INITIAL);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

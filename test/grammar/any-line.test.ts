import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ColouredLine } from './support';
import { colour, describe, loadGrammar } from './support';

/** Pieces of lines, good and bad, that are apt to meet in unfortunate ways. */
const pieces = [
  ...['{{', '}}', '{{ x }}', '{%', '%}', '{% if x %}', '{#', '#}', '<%', '<%= x %>', '%>', '@', '@A@', '{', '}', '<', '$'],
  ...['*', '*filter', ':', ':INPUT', ':FOO', ' - ', ' ACCEPT', ' [0:0]', '[1:2] ', '[', ']', '#', ' # ', 'COMMIT', 'COMMIT '],
  ...['-A INPUT', '-I FOO 3', '-P INPUT DROP', '-E a b', '-c 1 2', '-A', '--append=', ' ', '  ', '\t', '\r', '\u00a0', '\u3000', '\ufeff'],
  ...[
    ' -p tcp',
    ' -p',
    ' --dport 22',
    ' --dport=',
    ' -m ',
    ' -m set --match-set s src,dst',
    ' --tcp-flags SYN,ACK SYN',
    ' --unknown',
    ' --unknown=1',
  ],
  ...[
    ' -j ACCEPT',
    ' -j ',
    ' -g FOO',
    ' -jLOG',
    ' -ieth0',
    ' ! ',
    '!',
    '-',
    '--',
    '–',
    '—dport',
    ' −j',
    '=',
    ',',
    ':',
    '/',
    '+',
    '.',
    '\\',
  ],
  ...[
    '"',
    '"a b"',
    '"a\\"b"',
    '\\"',
    "'",
    '“',
    '”',
    '‘',
    '’',
    ' --comment ',
    ' --log-prefix "x',
    '2001:db8::1',
    '::',
    '10.0.0.1/8',
    '0xff/0x',
    '5/min',
    '1-2',
  ],
  ...['漢字', '😀', '\ud800', '\u0000', 'a', '7'],
];

test('any line is coloured to its end, and closed there', async () => {
  const grammar = await loadGrammar();
  const line = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6, unit: 'binary' })), {
    maxLength: 14,
  });
  fc.assert(
    fc.property(line, (parts) => {
      const text = parts.join('').replace(/[\n]/g, ' ');
      const [coloured] = colour(grammar, text);
      assert.ok(coloured !== undefined && isWhole(coloured), coloured && describe(coloured));
    }),
    { numRuns: 2000, seed: 20240210 },
  );
});

/** Nothing is open at the end, the tokens are the line, and all but spaces has a colour: a grammar that stops in mid-line leaves some without. */
function isWhole(line: ColouredLine): boolean {
  const bare = line.tokens.some(
    (token) => /[^\s\ufeff]/.test(token.text) && token.scopes.every((scope) => /^(?:source|meta\.)/.test(scope)),
  );
  return !line.spills && !bare && line.tokens.map((token) => token.text).join('') === line.text;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLine } from '../../../server/src/syntax/line';
import { cutWords, offsetInLine } from '../../../server/src/syntax/words';

const values = (text: string): string[] => cutWords(text).map((word) => word.value);

test('words end at spaces, tabs and closing quotes', () => {
  assert.deepEqual(values('-A\tINPUT  -j ACCEPT'), ['-A', 'INPUT', '-j', 'ACCEPT']);
  assert.deepEqual(values('ab"c d"ef'), ['abc d', 'ef']);
  assert.deepEqual(values('--comment "" -j DROP'), ['--comment', '', '-j', 'DROP']);
});

test('a backslash escapes inside quotes only', () => {
  assert.deepEqual(values('"a \\"b\\" \\\\c" d\\ e'), ['a "b" \\c', 'd\\', 'e']);
});

test('an unclosed quote swallows the rest of the line', () => {
  const [, word] = cutWords('--comment "abc -j ACCEPT');
  assert.equal(word?.value, 'abc -j ACCEPT');
  assert.equal(word?.unclosed, true);
});

test('single quotes are letters', () => {
  assert.deepEqual(values("--comment 'a b'"), ['--comment', "'a", "b'"]);
});

test('the author’s words: no-break spaces cut, typographic quotes join', () => {
  assert.deepEqual(
    cutWords('-p\u00a0udp --comment “a b”', 0, true).map((word) => word.value),
    ['-p', 'udp', '--comment', 'a b'],
  );
});

test('each unit of a value stands where offsetInLine says', () => {
  const awkward = fc.array(fc.constantFrom('a', 'b', ' ', '"', '\\', '-', 'é'), { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(awkward, (text) => {
      for (const word of cutWords(text)) {
        for (let offset = 0; offset < word.value.length; offset++) {
          const at = offsetInLine(text, word, offset);
          const unit = text.charAt(at) === '\\' && word.value.charAt(offset) !== text.charAt(at) ? text.charAt(at + 1) : text.charAt(at);
          assert.equal(unit, word.value.charAt(offset), `${JSON.stringify(text)} word ${JSON.stringify(word.value)} offset ${offset}`);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test('a line can be rebuilt from its words and what stands between them', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      if (/[\r\n]/.test(text)) return;
      const { words, counters } = parseLine(text);
      let rebuilt = '';
      let at = 0;
      for (const part of [...(counters === undefined ? [] : [counters]), ...words]) {
        assert.ok(part.start >= at && part.end >= part.start && part.end <= text.length);
        rebuilt += text.slice(at, part.start) + text.slice(part.start, part.end);
        at = part.end;
      }
      assert.equal(rebuilt + text.slice(at), text);
    }),
    { numRuns: 3000 },
  );
});

test('the first character tells what a line is', () => {
  const kinds: [string, string][] = [
    ['', 'blank'],
    ['# x', 'comment'],
    [' # x', 'command'],
    ['*raw', 'table'],
    [':INPUT ACCEPT [0:0]', 'chain'],
    ['COMMIT', 'commit'],
    ['COMMIT ', 'command'],
    ['commit', 'command'],
    ['-A INPUT', 'command'],
    ['[1:2] -A INPUT', 'command'],
  ];
  for (const [text, kind] of kinds) assert.equal(parseLine(text).kind, kind, text);
});

test('counters in front of a rule', () => {
  const { counters, words } = parseLine('[12:3456] -A INPUT');
  assert.deepEqual(counters, { start: 0, end: 9, packets: { start: 1, end: 3 }, bytes: { start: 4, end: 8 }, closed: true });
  assert.deepEqual(
    words.map((word) => word.value),
    ['-A', 'INPUT'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffLines } from '../../../server/src/text/diff';
import { applyEdits, joinLines, lineEnd, replaceRange, splitLines, textInRange } from '../../../server/src/text/lines';

const piece = fc.constantFrom('a', 'b', '-A INPUT', '\n', '\r\n', '\r', '', ' ', '日本', '😀');
const anyText = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));

test('a text is its lines and their ends, to the letter', () => {
  fc.assert(fc.property(anyText, (text) => assert.equal(joinLines(splitLines(text)), text)));
});

test('the three line ends of the protocol are told apart', () => {
  const lines = splitLines('a\nb\r\nc\rd');
  assert.deepEqual(lines.texts, ['a', 'b', 'c', 'd']);
  assert.deepEqual(
    [0, 1, 2, 3].map((line) => lineEnd(lines, line)),
    ['\n', '\r\n', '\r', ''],
  );
});

test('an edit leaves the same lines as splitting the edited text', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.nat(8), fc.nat(8), fc.nat(8), fc.nat(8), (text, inserted, line, character, line2, character2) => {
      const lines = splitLines(text);
      const range = { start: { line, character }, end: { line: line2, character: character2 } };
      const [from, to] = [range.start, range.end].map((position) => offsetOf(text, position)).sort((a, b) => a - b) as [number, number];
      replaceRange(lines, range, inserted);
      const expected = text.slice(0, from) + inserted + text.slice(to);
      assert.equal(joinLines(lines), expected);
      assert.deepEqual(lines.texts, splitLines(expected).texts);
    }),
    { numRuns: 2000 },
  );
});

test('a text in a range', () => {
  const lines = splitLines('abc\r\ndef\nghi');
  assert.equal(textInRange(lines, { start: { line: 0, character: 1 }, end: { line: 2, character: 2 } }), 'bc\r\ndef\ngh');
});

test('the edits between two texts make the one of the other', () => {
  fc.assert(
    fc.property(anyText, anyText, (before, after) => assert.equal(applyEdits(before, diffLines(before, after)), after)),
    { numRuns: 2000 },
  );
});

test('lines that stay are not touched by the edits', () => {
  assert.deepEqual(diffLines('a\nb\nc\n', 'a\nx\nc\n'), [
    { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: 'x\n' },
  ]);
});

/** The offset of a position, drawn to the text's nearest place. */
function offsetOf(text: string, position: { line: number; character: number }): number {
  const lines = splitLines(text);
  if (position.line >= lines.texts.length) return text.length;
  let offset = 0;
  for (let line = 0; line < position.line; line++) offset += (lines.texts[line] ?? '').length + lineEnd(lines, line).length;
  return offset + Math.min(position.character, (lines.texts[position.line] ?? '').length);
}

test('many edits at once come to what they come to one after the other, from the last one on', () => {
  const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
  const places = fc.array(fc.tuple(fc.nat(99), fc.nat(3), fc.nat(2), fc.constantFrom('', 'x', '\n', 'y\n')), {
    minLength: 80,
    maxLength: 100,
  });
  fc.assert(
    fc.property(fc.array(lineEnds, { minLength: 100, maxLength: 100 }), places, (ends, all) => {
      const text = ends.map((end) => `-A INPUT${end}`).join('');
      // One edit in a line, so that none overlap.
      const chosen = new Map(all.map((one) => [one[0], one]));
      const edits = [...chosen.values()].map(([line, from, length, newText]) => ({
        range: { start: { line, character: from }, end: { line, character: from + length } },
        newText,
      }));
      const fillers = Array.from({ length: 70 }, () => ({
        range: { start: { line: 100, character: 0 }, end: { line: 100, character: 0 } },
        newText: '#',
      }));
      const lines = splitLines(text);
      for (const { range, newText } of [...edits].sort((a, b) => b.range.start.line - a.range.start.line))
        replaceRange(lines, range, newText);
      assert.equal(applyEdits(text, [...edits, ...fillers]), joinLines(lines) + '#'.repeat(70));
    }),
  );
});

test('a hundred thousand edits take no longer than the text is', () => {
  const time = (count: number): number => {
    const edits = Array.from({ length: count }, (_, line) => ({
      range: { start: { line: line * 2, character: 0 }, end: { line: line * 2 + 1, character: 0 } },
      newText: '',
    }));
    const text = 'a\nb\n'.repeat(count);
    const { user } = process.cpuUsage();
    assert.equal(applyEdits(text, edits), 'b\n'.repeat(count));
    return (process.cpuUsage().user - user) / 1000;
  };
  time(10_000);
  assert.ok(time(120_000) < Math.max(20, Math.min(time(30_000), time(30_000))) * 10);
});

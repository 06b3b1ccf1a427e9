import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../../server/src/features/call-hierarchy';
import { fileAtCursor } from '../../support/cursor';

const uri = 'file:///etc/iptables/rules.v4';

/** The item at the cursor of a fixture. */
function itemAt(fixture: string, language: 'en' | 'ja' = 'en') {
  const found = fileAtCursor(fixture);
  const [item, ...others] = prepareCallHierarchy(found.file, uri, found.cursor, language);
  assert.deepEqual(others, []);
  assert.ok(item, 'there is an item');
  return { ...found, item };
}

const chains = (cursorLine: string): string =>
  `*nat\n:SSH - [0:0]\n-A PREROUTING -j SSH\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:SSH - [0:0]\n:LIMIT - [0:0]\n-A INPUT -p tcp -j ‹SSH›\n-A INPUT -g ‹SSH›\n-A FORWARD -j ‹SSH›\n-A SSH -j ACCEPT\n-A SSH -j ‹LIMIT›\n${cursorLine}\nCOMMIT\n`;

describe('call hierarchy', () => {
  it('says who jumps to a chain, with the words of the jumps', () => {
    const { file, item, ranges } = itemAt(chains('-A S<|>SH -j DROP'));
    assert.equal(item.name, 'SSH');
    assert.equal(item.detail, 'filter · user chain');
    assert.deepEqual(item.selectionRange, { start: { line: 6, character: 1 }, end: { line: 6, character: 4 } });
    const calls = incomingCalls(file, item, 'en');
    assert.deepEqual(
      calls.map(({ from, fromRanges }) => [from.name, fromRanges]),
      [
        ['INPUT', [ranges[0], ranges[1]]],
        ['FORWARD', [ranges[2]]],
      ],
    );
    // FORWARD has no line of its own: its first rule stands for it.
    assert.deepEqual(calls[1]?.from.selectionRange, { start: { line: 10, character: 3 }, end: { line: 10, character: 10 } });
  });

  it('says to which chains a chain jumps; targets are no chains', () => {
    const { file, item, ranges } = itemAt(chains('-A S<|>SH -j DROP'));
    assert.deepEqual(
      outgoingCalls(file, item, 'en').map(({ to, fromRanges }) => [to.name, fromRanges]),
      [['LIMIT', [ranges[3]]]],
    );
  });

  it('begins at the chain of a jump, and elsewhere in a rule at the rule’s chain', () => {
    assert.equal(itemAt(chains('-A SSH -j LI<|>MIT')).item.name, 'LIMIT');
    assert.equal(itemAt(chains('-A SSH -p t<|>cp -j LIMIT')).item.name, 'SSH');
  });

  it('has built-in chains as roots', () => {
    const { file, item } = itemAt(chains('-A IN<|>PUT -j LIMIT'), 'ja');
    assert.equal(item.detail, 'filter · 組み込みチェイン');
    assert.deepEqual(incomingCalls(file, item, 'ja'), []);
    assert.deepEqual(
      outgoingCalls(file, item, 'ja').map(({ to }) => to.name),
      ['SSH', 'LIMIT'],
    );
  });

  it('finds the chain again after edits moved it, in the same table', () => {
    const { file, item } = itemAt(chains('-A S<|>SH -j DROP'));
    const start = { line: 0, character: 0 };
    file.apply([{ range: { start, end: start }, newText: '# a\n# b\n# c\n# d\n# e\n' }]);
    assert.deepEqual(
      incomingCalls(file, item, 'en').map(({ from }) => from.name),
      ['INPUT', 'FORWARD'],
    );
    file.apply([{ range: { start, end: { line: 999, character: 0 } }, newText: '' }]);
    assert.deepEqual(incomingCalls(file, item, 'en'), []);
    assert.deepEqual(outgoingCalls(file, { ...item, data: undefined }, 'en'), []);
  });

  it('takes jumps that close a circle, and jumps to a chain itself', () => {
    const { file, item } = itemAt('*filter\n:A - [0:0]\n-A A<|> -j A\nCOMMIT\n');
    assert.deepEqual(
      incomingCalls(file, item, 'en').map(({ from }) => from.name),
      ['A'],
    );
  });

  it('gives nothing outside of chains', () => {
    const { file, cursor } = fileAtCursor('# a com<|>ment\n*filter\nCOMMIT\n');
    assert.deepEqual(prepareCallHierarchy(file, uri, cursor, 'en'), []);
  });
});

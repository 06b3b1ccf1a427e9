import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver-types';
import { selectionRanges } from '../../../server/src/features/selection-ranges';
import { fileAtCursor } from '../../support/cursor';

/** The texts that a selection at the cursor grows to; a text of several lines as its first and last one. */
function steps(fixture: string): string[] {
  const { file, cursor } = fileAtCursor(fixture);
  const found: string[] = [];
  for (let at: SelectionRange | undefined = selectionRanges(file, [cursor])[0]; at !== undefined; at = at.parent) {
    const { start, end } = at.range;
    if (start.line === end.line) found.push(file.lineText(start.line).slice(start.character, end.character));
    else found.push(`${file.lineText(start.line).slice(start.character)} … ${file.lineText(end.line).slice(0, end.character)}`);
  }
  return found;
}

const wrap = (line: string): string => `# head\n*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n-A INPUT -j A\n${line}\n-A A -j DROP\nCOMMIT\n`;
const outer = ['*filter … COMMIT', '# head … '];

describe('selection ranges', () => {
  it('grow from the word to the option, the match, the rule, the run and the table', () => {
    const rule = '-A INPUT -p tcp -m tcp --dport 22 --sport 1 -m conntrack --ctstate NEW -j ACCEPT';
    assert.deepEqual(steps(wrap(`[1:60] ${rule.replace('22', '2<|>2')}`)), [
      '22',
      '--dport 22',
      '-m tcp --dport 22 --sport 1',
      rule,
      `[1:60] ${rule}`,
      `-A INPUT -j A … [1:60] ${rule}`,
      ...outer,
    ]);
  });

  it('take a negation, all values of an option, and a target with its options', () => {
    const rule = '-A INPUT -m set ! --match-set a src -j LOG --log-prefix "a b" --log-level 4';
    const run = [rule, `-A INPUT -j A … ${rule}`, ...outer];
    assert.deepEqual(steps(wrap(rule.replace('src', 's<|>rc'))), ['src', '! --match-set a src', '-m set ! --match-set a src', ...run]);
    assert.deepEqual(steps(wrap(rule.replace('a b', 'a<|> b'))), [
      '"a b"',
      '--log-prefix "a b"',
      '-j LOG --log-prefix "a b" --log-level 4',
      ...run,
    ]);
    assert.deepEqual(steps(wrap(rule.replace('-A IN', '-A IN<|>'))), ['INPUT', '-A INPUT', ...run]);
  });

  it('take a value out of its word, and a protocol with the options that it brings', () => {
    const rule = '-A INPUT -p tcp --dport=22';
    assert.deepEqual(steps(wrap(rule.replace('22', '2<|>2'))).slice(0, 3), ['22', '--dport=22', '-p tcp --dport=22']);
  });

  it('grow in comments and declarations', () => {
    assert.deepEqual(steps(wrap('# see t<|>his\n# and that\n-A INPUT')), [
      'this',
      '# see this',
      '# see this … # and that',
      '-A INPUT -j A … -A INPUT',
      ...outer,
    ]);
    assert.deepEqual(steps('*filter\n:INPUT DROP [0:0]\n:<|>A - [0:0]\nCOMMIT\n'), [
      'A',
      ':A - [0:0]',
      ':INPUT DROP [0:0] … :A - [0:0]',
      '*filter … COMMIT',
      '*filter … ',
    ]);
  });

  it('answer every position, also in lines that cannot be read and in an empty file', () => {
    for (const fixture of ['<|>', '\n<|>\n', '*filter\n-A INPUT -m "<|>\n', 'x<|>y z\r\n', '*filter\n-A INPUT  <|>  -j\n'])
      assert.ok(steps(fixture).length > 0);
    const { file } = fileAtCursor(wrap('-A<|>'));
    assert.equal(
      selectionRanges(file, [
        { line: 1, character: 0 },
        { line: 99, character: 9 },
      ]).length,
      2,
    );
  });

  it('lie one in another at every position of a line, and contain it', () => {
    const { file } = fileAtCursor(
      wrap('[1:6] -A INPUT -p tcp -m tcp ! --dport=22 -m set --match-set "a b" src -j LOG --log-prefix "😀" -m comment<|>'),
    );
    for (let character = 0; character <= file.lineText(5).length; character++) {
      let inner = { start: { line: 5, character }, end: { line: 5, character } };
      for (let at: SelectionRange | undefined = selectionRanges(file, [inner.start])[0]; at !== undefined; at = at.parent) {
        const { start, end } = at.range;
        assert.ok(start.line < inner.start.line || (start.line === inner.start.line && start.character <= inner.start.character));
        assert.ok(end.line > inner.end.line || (end.line === inner.end.line && end.character >= inner.end.character));
        inner = at.range;
      }
    }
  });
});

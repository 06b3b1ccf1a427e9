import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldingRanges } from '../../../server/src/features/folding-ranges';
import { RulesFile } from '../../../server/src/model/rules-file';

/** The folds of a text, each as its first line's text, how many lines it holds, and its kind. */
function folds(text: string, limit?: number): string[] {
  const lines = text.split(/\r?\n/);
  return foldingRanges(new RulesFile(text), limit).map(({ startLine, endLine, kind }) =>
    [lines[startLine], '+', endLine - startLine, kind ?? ''].join(' ').trim(),
  );
}

describe('folding ranges', () => {
  it('are tables with their COMMIT, and runs of a chain’s rules with what stands between them', () => {
    assert.deepEqual(
      folds(
        '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n-A INPUT -j A\n\n# more\n-A INPUT -p tcp\n-I INPUT -p udp\n# of A\n-A A -j DROP\n-A INPUT\n-A A\n-A A\nCOMMIT\n*nat\nCOMMIT\n',
      ),
      ['*filter + 13', '-A INPUT -j A + 4', '-A A + 1', '*nat + 1'],
    );
  });

  it('end a run at other commands, not at rules of the other family', () => {
    assert.deepEqual(folds('*filter\n-A INPUT -p tcp\n-P INPUT DROP\n-A INPUT\n-A INPUT -6\n-A INPUT\nCOMMIT\n'), [
      '*filter + 6',
      '-A INPUT + 2',
    ]);
  });

  it('are blocks of comments, also outside of tables', () => {
    assert.deepEqual(folds('# a\n# b\n\n# c\n*filter\n# d\n# e\n# f\nCOMMIT\n# g\n# h\n'), [
      '# a + 1 comment',
      '*filter + 4',
      '# d + 2 comment',
      '# g + 1 comment',
    ]);
  });

  it('are regions, one in another; a marker is part of no other block and ends a run', () => {
    assert.deepEqual(
      folds(
        '# region all\n# a\n# b\n*filter\n#region ssh: 22\n-A INPUT -s 1.1.1.1\n-A INPUT -s 1.1.1.2\n# Region inner\n-A INPUT -s 1.1.1.3\n#endregion\n#  endregion\n-A INPUT\nCOMMIT\n# endregion all\n',
      ),
      [
        '# region all + 13 region',
        '# a + 1 comment',
        '*filter + 9',
        '#region ssh: 22 + 6 region',
        '-A INPUT -s 1.1.1.1 + 1',
        '# Region inner + 2 region',
      ],
    );
  });

  it('leave out regions that would cross a table, and markers without a partner', () => {
    assert.deepEqual(
      folds('# region a\n*filter\n# endregion\n# region b\n-A INPUT\nCOMMIT\n# endregion\n# endregion\n# regional office\n# region c\n'),
      ['# region a + 6 region', '*filter + 4'],
    );
  });

  it('never cross', () => {
    const pieces = ['# region', '# endregion', '*filter', 'COMMIT', '-A INPUT', '-A A', '# x', ''];
    let seed = 7;
    const piece = (): string => {
      seed = (seed * 48271) % 2147483647;
      return pieces[seed % pieces.length]!;
    };
    for (let round = 0; round < 500; round++) {
      const lines = Array.from({ length: 14 }, piece);
      const found = foldingRanges(new RulesFile(lines.join('\n')));
      for (const a of found)
        for (const b of found)
          assert.ok(
            !(a.startLine < b.startLine && b.startLine <= a.endLine && a.endLine < b.endLine) && (a === b || a.startLine !== b.startLine),
            lines.join('\n'),
          );
    }
  });

  it('keep the longest where the client takes only some', () => {
    assert.deepEqual(folds('*filter\n-A A\n-A A\n-A INPUT\n-A INPUT\n-A INPUT\nCOMMIT\n', 2), ['*filter + 6', '-A INPUT + 2']);
  });

  it('are the same in files with CRLF, and without COMMIT', () => {
    assert.deepEqual(folds('*filter\r\n-A INPUT\r\n-A INPUT\r\n\r\n# end\r\n'), ['*filter + 2', '-A INPUT + 1']);
  });
});

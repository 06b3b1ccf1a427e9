import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { definition } from '../../../server/src/features/definition';
import { setsOf } from '../../../server/src/model/ipset';
import { fileAtCursor } from '../../support/cursor';

const uri = 'file:///etc/iptables/rules.v4';

/** Asks at the cursor; the answer must be exactly the marked ranges. */
function definesMarked(fixture: string): void {
  const { file, cursor, ranges } = fileAtCursor(fixture);
  assert.deepEqual(
    definition(file, uri, cursor, undefined),
    ranges.map((range) => ({ uri, range })),
  );
}

describe('definition of chains', () => {
  for (const [name, reference] of [
    ['-j', '-A INPUT -p tcp -j SS<|>H'],
    ['-g', '-A INPUT -g <|>SSH'],
    ['a bundled -g', '-A INPUT -gSSH<|>'],
    ['-A', '-A SSH<|> -j DROP'],
    ['-A=', '--append=S<|>SH -j DROP'],
    ['-F', '-F S<|>SH'],
    ['-E', '-E S<|>SH OTHER'],
    ['-D', '-D <|>SSH -j DROP'],
    ['counters', '[5:60] -A <|>SSH -j DROP'],
  ] as const)
    it(`leads from ${name} to the chain's line`, () => {
      definesMarked(`*filter\n:INPUT DROP [0:0]\n:‹SSH› - [0:0]\n${reference}\nCOMMIT\n`);
    });

  it('leads to -N, and to the new name of -E', () => {
    definesMarked('*filter\n-N ‹SSH›\n-A INPUT -j SS<|>H\nCOMMIT\n');
    definesMarked('*filter\n:OLD - [0:0]\n-E OLD ‹SSH›\n-A INPUT -j SS<|>H\nCOMMIT\n');
  });

  it('knows the built-in chain where a line sets its policy', () => {
    definesMarked('*filter\n:‹INPUT› DROP [0:0]\n-A INP<|>UT -j ACCEPT\nCOMMIT\n');
    definesMarked('*filter\n-A INP<|>UT -j ACCEPT\nCOMMIT\n');
  });

  it('stays in the table, and in the section where that has the chain', () => {
    const nat = '*nat\n:SSH - [0:0]\nCOMMIT\n';
    definesMarked(`${nat}*filter\n:‹SSH› - [0:0]\n-A INPUT -j SS<|>H\nCOMMIT\n`);
    definesMarked(`${nat}*filter\n-A INPUT -j SS<|>H\nCOMMIT\n`);
    definesMarked('*filter\n:SSH - [0:0]\nCOMMIT\n*filter\n:‹SSH› - [0:0]\n-A INPUT -j SS<|>H\nCOMMIT\n');
    definesMarked('*filter\n:‹SSH› - [0:0]\nCOMMIT\n*filter\n-A INPUT -j SS<|>H\nCOMMIT\n');
  });

  it('takes a target for a chain only where a line makes a chain of its name', () => {
    definesMarked('*filter\n:‹LOG› - [0:0]\n-A INPUT -j LO<|>G\nCOMMIT\n');
    definesMarked('*filter\n-A INPUT -j LO<|>G\nCOMMIT\n');
    definesMarked('*filter\n-A INPUT -p t<|>cp\nCOMMIT\n');
  });

  it('counts UTF-16 units, in files with CRLF and with errors', () => {
    definesMarked('*filter\r\n:‹日本😀› - [0:0]\r\n-A INPUT -m comment --comment "心拍😀" --dprot 1 -j 日本<|>😀\r\n');
  });
});

describe('definition of sets', () => {
  const save = 'create "web clients" hash:ip\n  create allowed hash:net family inet\nadd allowed 192.0.2.1\n';
  const sets = setsOf([{ uri: 'file:///etc/ipset.conf', text: save }]);

  it('leads from --match-set and SET to the save file', () => {
    for (const rule of ['-A INPUT -m set --match-set allo<|>wed src -j ACCEPT', '-A INPUT -j SET --add-set allo<|>wed src']) {
      const { file, cursor } = fileAtCursor(`*filter\n${rule}\nCOMMIT\n`);
      const range = { start: { line: 1, character: 9 }, end: { line: 1, character: 16 } };
      assert.deepEqual(definition(file, uri, cursor, sets), [{ uri: 'file:///etc/ipset.conf', range }]);
    }
  });

  it('finds a quoted name without its quotes, and nothing for an unknown set', () => {
    assert.deepEqual(sets?.get('web clients')?.[0]?.range, { start: { line: 0, character: 8 }, end: { line: 0, character: 19 } });
    const { file, cursor } = fileAtCursor('*filter\n-A INPUT -m set --match-set ot<|>her src -j ACCEPT\nCOMMIT\n');
    assert.deepEqual(definition(file, uri, cursor, sets), []);
    assert.deepEqual(definition(file, uri, cursor, undefined), []);
  });
});

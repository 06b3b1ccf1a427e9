import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentHighlights } from '../../../server/src/features/document-highlights';
import { references } from '../../../server/src/features/references';
import { setsOf } from '../../../server/src/model/ipset';
import { RulesFile } from '../../../server/src/model/rules-file';
import { fileAtCursor } from '../../support/cursor';

const uri = 'file:///etc/iptables/rules.v4';

const uses = `*nat
:SSH - [0:0]
-A PREROUTING -j SSH
COMMIT
*filter
:INPUT DROP [0:0]
:‹SSH› - [0:0]
:SSHD - [0:0]
-A INPUT -p tcp -j ‹SSH›
-A INPUT -m comment --comment SSH -g ‹SSH›
[1:60] -A ‹S<|>SH› -j SSHD
-4 -I ‹SSH› 1 -j ACCEPT
-6 -I ‹SSH› 1 -j ACCEPT
-C ‹SSH› -j ACCEPT
-E ‹SSH› LATER
-X LATER
COMMIT
*filter
-A FORWARD -j ‹SSH›
COMMIT
`;

describe('references', () => {
  it('are all places of the table that name the chain, and no others', () => {
    const { file, cursor, ranges } = fileAtCursor(uses);
    const found = references(new Map([[uri, file]]), { uri, position: cursor, includeDeclaration: true }, undefined);
    assert.deepEqual(
      found,
      ranges.map((range) => ({ uri, range })),
    );
  });

  it('leave the declaration out on request', () => {
    const { file, cursor, ranges } = fileAtCursor(uses);
    const found = references(new Map([[uri, file]]), { uri, position: cursor, includeDeclaration: false }, undefined);
    assert.deepEqual(
      found.map(({ range }) => range),
      ranges.slice(1),
    );
  });

  it('of a set are in every open file and in the save file', () => {
    const { file, cursor, ranges } = fileAtCursor(
      '*filter\n-A INPUT -m set --match-set ‹al<|>lowed› src -m comment --comment allowed -j SET --del-set ‹allowed› src\nCOMMIT\n',
    );
    const other = new RulesFile('*raw\n-A PREROUTING -m set ! --match-set allowed src -j DROP\nCOMMIT\n');
    const files = new Map([
      [uri, file],
      ['file:///other', other],
    ]);
    const sets = setsOf([{ uri: 'file:///ipset', text: 'create allowed hash:ip\n' }]);
    const found = references(files, { uri, position: cursor, includeDeclaration: true }, sets);
    assert.deepEqual(
      found.map((one) => one.uri),
      ['file:///ipset', uri, uri, 'file:///other'],
    );
    assert.deepEqual(found[1]?.range, ranges[0]);
    assert.equal(references(files, { uri, position: cursor, includeDeclaration: false }, sets).length, 3);
  });
});

describe('document highlights', () => {
  it('write where a line makes or fills the chain, read where one jumps to it or looks at it', () => {
    const { file, cursor, ranges } = fileAtCursor(uses);
    const found = documentHighlights(file, cursor);
    assert.deepEqual(
      found?.map(({ range }) => range),
      ranges,
    );
    // 2: read, 3: write.
    assert.deepEqual(
      found?.map(({ kind }) => kind),
      [3, 2, 2, 3, 3, 3, 2, 3, 2],
    );
  });

  it('of a set: written by SET, read by matches', () => {
    const { file, cursor, ranges } = fileAtCursor(
      '*filter\n-A INPUT -m set --match-set ‹seen› src -j SET --add-set ‹se<|>en› src\nCOMMIT\n',
    );
    assert.deepEqual(documentHighlights(file, cursor), [
      { range: ranges[0], kind: 2 },
      { range: ranges[1], kind: 3 },
    ]);
  });

  it('leave other words to the editor', () => {
    const { file, cursor } = fileAtCursor('*filter\n-A INPUT -j ACC<|>EPT\nCOMMIT\n');
    assert.equal(documentHighlights(file, cursor), undefined);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf } from '../../../server/src/rules/findings';

const piece = fc.constantFrom(
  ...['\n', '\r\n', '\r', ' ', '', '*filter\n', '*raw\n', 'COMMIT\n', 'COMMIT', ':INPUT ACCEPT [0:0]\n', ':X - [0:0]\n', ':LOG - [0:0]\n'],
  ...[
    '-A INPUT',
    '-A PREROUTING',
    '-A X',
    '-N X\n',
    '-I INPUT 2',
    '-D INPUT',
    '-A OUTPUT',
    '-C INPUT',
    '-R INPUT 1',
    '-X X\n',
    '-F\n',
    '-F X\n',
    '-E X Y\n',
    '-Z INPUT 1\n',
    ' -s 192.0.2.1,192.0.2.2',
    ' -m mac --mac-source 00:00:5e:00:53:01',
    ' -4',
    ' -6',
    ' -p udp',
    ' -i eth0',
    ' --dport 53',
    ' -m state --state NEW',
  ],
  ...[
    ' -j DROP',
    ' -j X',
    ' -j Y',
    ' -j X --nosuch',
    ' -j NOTRACK',
    ' -j LOG',
    ' -g X',
    '# comment\n',
    '# iptables-lint: disable=wrong-table\n',
    '日本',
    '"',
    '–dport',
  ],
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const position = fc.record({ line: fc.nat(12), character: fc.nat(20) });
const edit = fc.record({ range: fc.record({ start: position, end: position }), newText: text });

test('after any edits a file finds just what a newly opened one finds', () => {
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 6 }), (before, edits) => {
      const file = new RulesFile(before, { family: 'ipv4' });
      for (const one of edits) {
        file.apply([one]);
        assert.deepEqual(findingsOf(file), findingsOf(new RulesFile(file.text(), { family: 'ipv4' })));
      }
    }),
    { numRuns: 3000 },
  );
});

test('the family follows the text while it is edited', () => {
  const file = new RulesFile('*filter\n-A INPUT -s 10.0.0.1 -j ACCEPT\nCOMMIT\n');
  assert.equal(file.family, 'ipv4');
  file.apply([{ range: { start: { line: 1, character: 12 }, end: { line: 1, character: 20 } }, newText: '2001:db8::1' }]);
  assert.equal(file.family, 'ipv6');
  assert.deepEqual(findingsOf(file), []);
});

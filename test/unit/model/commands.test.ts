import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf } from '../../../server/src/rules/findings';

/** What is found in the lines' words and between them, as `line:code`, lines counted from 1; not what the rules do to packets. */
function codes(file: RulesFile): string[] {
  return findingsOf(file, { runs: ({ check, analyse }) => check === undefined && analyse === undefined }).map(
    ({ line, code, backEnd }) => `${line + 1}:${code}${backEnd === undefined ? '' : ` ${backEnd}`}`,
  );
}

/** The same file after words of a line, counted from 1, are others. */
function edited(file: RulesFile, line: number, old: string, replacement: string): string[] {
  const start = file.lineText(line - 1).indexOf(old);
  const at = { line: line - 1, character: start };
  file.apply([{ range: { start: at, end: { ...at, character: start + old.length } }, newText: replacement }]);
  assert.deepEqual(codes(file), codes(new RulesFile(file.text(), { family: 'ipv4' })));
  return codes(file);
}

describe('what one line says of another is kept up when either is edited', () => {
  test('an option behind a jump is unknown only when the name is a chain’s', () => {
    const file = new RulesFile('*filter\n:ADMINS - [0:0]\n-A INPUT -j ADMINS --to-admins\n-A INPUT -j ADMINS -m mac\nCOMMIT\n', {
      family: 'ipv4',
    });
    assert.deepEqual(codes(file), ['3:unknown-option', '4:missing-option']);
    assert.deepEqual(edited(file, 2, 'ADMINS', 'OTHERS'), ['3:unknown-target', '4:unknown-target']);
    assert.deepEqual(edited(file, 2, 'OTHERS', 'ADMINS'), ['3:unknown-option', '4:missing-option']);
  });

  test('a chain that is declared further down counts, too', () => {
    const file = new RulesFile('*filter\n-A INPUT -j ADMINS --to-admins\n:ADMINS - [0:0]\nCOMMIT\n', { family: 'ipv4' });
    assert.deepEqual(codes(file), ['2:unknown-chain', '2:unknown-option']);
  });

  test('a deletion finds the rule it means, however that is spelt', () => {
    const file = new RulesFile(
      '*filter\n-A INPUT -s 192.0.2.1/32 -p 6 --dport ssh -j ACCEPT\n-D INPUT -p tcp -s 192.0.2.1 -m tcp --dport 22 -j ACCEPT\nCOMMIT\n',
      { family: 'ipv4' },
    );
    assert.deepEqual(codes(file), []);
    assert.deepEqual(edited(file, 2, '192.0.2.1', '192.0.2.9'), ['3:missing-rule']);
    assert.deepEqual(edited(file, 2, '192.0.2.9', '192.0.2.1'), []);
    assert.deepEqual(edited(file, 2, 'ACCEPT', 'DROP'), ['3:missing-rule legacy']);
  });

  test('what may be the same in other words is not called missing', () => {
    const file = new RulesFile('*mangle\n-A INPUT -j MARK --set-mark 1\n-D INPUT -j MARK --set-xmark 0x1/0xffffffff\nCOMMIT\n', {
      family: 'ipv4',
    });
    assert.deepEqual(codes(file), []);
  });

  test('a list of addresses counts as so many rules', () => {
    const file = new RulesFile('*filter\n-A INPUT -s 192.0.2.1,192.0.2.2 -j ACCEPT\n-I INPUT 3 -j DROP\nCOMMIT\n', { family: 'ipv4' });
    assert.deepEqual(codes(file), []);
    assert.deepEqual(edited(file, 2, ',192.0.2.2', ''), ['3:invalid-rule-number']);
  });
});

describe('legacy follows packets, nft looks at every rule', () => {
  test('behind a verdict without a condition', () => {
    const misplaced = '-m mac --mac-source 00:00:5e:00:53:01 -j ACCEPT';
    const file = new RulesFile(`*filter\n-A OUTPUT -j DROP\n-A OUTPUT ${misplaced}\nCOMMIT\n`, { family: 'ipv4' });
    assert.deepEqual(codes(file), ['3:wrong-chain nft']);
    assert.deepEqual(edited(file, 2, '-j', '-o eth0 -j'), ['3:wrong-chain']);
    assert.deepEqual(edited(file, 2, 'DROP', 'REJECT'), ['3:wrong-chain']);
  });

  test('loops', () => {
    const file = new RulesFile('*filter\n:A - [0:0]\n-A INPUT -j A\n-A A -j RETURN\n-A A -j A\nCOMMIT\n', { family: 'ipv4' });
    assert.deepEqual(codes(file), ['5:chain-loop nft']);
    assert.deepEqual(edited(file, 4, '-j', '-i lo -j'), ['5:chain-loop']);
  });
});

describe('a line that the other family’s option ends', () => {
  test('its addresses are not read', () => {
    assert.deepEqual(codes(new RulesFile('*filter\n-A INPUT -s 2001:db8::1 -6\nCOMMIT\n', { family: 'ipv4' })), []);
  });

  test('a command without a rule is carried out', () => {
    assert.deepEqual(codes(new RulesFile('*filter\n-N ADMINS -6\n-A INPUT -j ADMINS\nCOMMIT\n', { family: 'ipv4' })), []);
  });
});

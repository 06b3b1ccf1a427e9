import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { contributedMatchers, problemsIn } from '../../support/problem-matcher';

/** What the programs of iptables 1.8.9 really said; see the README beside the file. */
const recorded = new Map(
  readFileSync('test/fixtures/restore-output/1.8.9.txt', 'utf8')
    .split(/^== /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
);

const expected: Readonly<Record<string, readonly [matcher: string, line: number, message: RegExp]>> = {
  'iptables legacy badopt': ['iptables-restore-message', 3, /^unknown option "--dprot"$/],
  'iptables nft badopt': ['iptables-restore-message', 3, /^unknown option "--dprot"$/],
  'ip6tables legacy badopt': ['iptables-restore-message', 3, /^unknown option "--dprot"$/],
  'ip6tables nft badopt': ['iptables-restore-message', 3, /^unknown option "--dprot"$/],
  'iptables legacy badarg': ['iptables-restore-message', 3, /^Bad argument `foo'$/],
  'iptables nft badarg': ['iptables-restore-message', 3, /^Bad argument `foo'$/],
  'iptables legacy badtarget': ['iptables-restore-load', 3, /^Couldn't load target `NOSUCH'/],
  'iptables nft badtarget load': ['iptables-restore-message', 4, /^Chain 'NOSUCH' does not exist$/],
  'iptables legacy badmatch': ['iptables-restore-load', 2, /^Couldn't load match `nosuch'/],
  'iptables nft badmatch': ['iptables-restore-load', 2, /^Couldn't load match `nosuch'/],
  'iptables legacy badpolicy': ['iptables-restore', 2, /Bad policy name$/],
  'iptables legacy badtable': ['iptables-restore-message', 1, /unable to initialize table 'filtr'$/],
  'iptables nft badtable': ['iptables-restore', 1, /table name 'filtr' invalid$/],
  'iptables legacy nocommit': ['iptables-restore', 3, /^COMMIT expected at line 3$/],
  'iptables nft nocommit': ['iptables-restore', 3, /^COMMIT expected at line 3$/],
  'iptables nft badchain load': ['iptables-restore', 3, /^line 3 failed: No chain\/target\/match by that name\.$/],
  'iptables legacy noset': ['iptables-restore-load', 2, /^Set nope doesn't exist\.$/],
  'iptables nft noset': ['iptables-restore-load', 2, /^Set nope doesn't exist\.$/],
  'iptables legacy reject load': ['iptables-restore', 3, /^line 3 failed$/],
  'iptables nft reject load': ['iptables-restore-kernel', 2, /^RULE_APPEND failed \(Invalid argument\): rule in chain PREROUTING$/],
  'iptables legacy wrongtable load': ['iptables-restore', 4, /^line 4 failed$/],
  'ip6tables nft wrongtable load': ['iptables-restore-kernel', 3, /^RULE_APPEND failed \(Invalid argument\): rule in chain INPUT$/],
};

describe('the problem matchers', () => {
  for (const [name, [matcher, line, message]] of Object.entries(expected)) {
    it(`find the line in what ${name} prints`, () => {
      const output = recorded.get(name);
      assert.ok(output, `${name} is not recorded`);
      const [problem, ...more] = problemsIn(output);
      assert.ok(problem, `nothing found in:\n${output}`);
      assert.deepEqual([problem.matcher, problem.file, problem.line, problem.severity, more], [matcher, 'rules.v4', line, 'error', []]);
      assert.match(problem.message, message);
    });
  }

  it('find nothing where nothing is wrong', () => {
    const silent = [...recorded].filter(([, output]) => output.split('\n').filter((line) => line !== '').length === 1);
    assert.ok(silent.length > 0);
    for (const [name, output] of silent) assert.deepEqual(problemsIn(output), [], name);
  });

  it('find every rule that nf_tables refuses', () => {
    const lines = [3, 5].map((line) => `line ${line}: RULE_APPEND failed (Invalid argument): rule in chain INPUT\n`);
    const output = `+ sudo /usr/sbin/iptables-nft-restore --noflush '/etc/iptables/rules.v4'\niptables-nft-restore v1.8.9 (nf_tables): \n${lines.join('')}`;
    assert.deepEqual(
      problemsIn(output).map(({ file, line }) => [file, line]),
      [
        ['/etc/iptables/rules.v4', 3],
        ['/etc/iptables/rules.v4', 5],
      ],
    );
  });

  it('read what `check` prints', () => {
    // VS Code knows `info`, and takes a word that it does not know for an error.
    const output =
      'etc/rules.v4:14:46: error[wrong-table] NOTRACK is for raw: see docs\nC:\\rules.v4:2:1: information[unused-chain] Nothing jumps to it.\n2 files\n';
    assert.deepEqual(
      problemsIn(output).map(({ file, line, column, severity, code, message }) => [file, line, column, severity, code, message]),
      [
        ['etc/rules.v4', 14, 46, 'error', 'wrong-table', 'NOTRACK is for raw: see docs'],
        ['C:\\rules.v4', 2, 1, 'info', 'unused-chain', 'Nothing jumps to it.'],
      ],
    );
  });

  it('have what VS Code asks of one: a file, a line and a message', () => {
    for (const { name, pattern } of contributedMatchers()) {
      const patterns = [pattern].flat();
      for (const part of ['file', 'line', 'message'] as const)
        assert.ok(
          patterns.some((one) => one[part] !== undefined),
          `${name}: ${part}`,
        );
    }
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

const program = join(process.cwd(), 'server', 'bin', 'iptables-language-server.js');
const folder = mkdtempSync(join(tmpdir(), 'iptables-convert-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function convert(args: readonly string[], input = ''): { status: number | null; out: string; err: string } {
  const result = spawnSync(process.execPath, [program, 'convert', ...args], { encoding: 'utf8', input });
  return { status: result.status, out: result.stdout, err: result.stderr };
}

const script = 'iptables -t raw -A OUTPUT -o lo -j NOTRACK\nip6tables -t raw -A OUTPUT -j ACCEPT\n';
const rules = '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -o lo -j NOTRACK\nCOMMIT\n';

describe('iptables-language-server convert', () => {
  test('makes a rules file of a script, of one family at a time', () => {
    const four = convert(['-'], script);
    assert.deepEqual([four.status, four.out], [0, `${rules}\n# ip6tables -t raw -A OUTPUT -j ACCEPT\n`]);
    assert.match(four.err, /ip6tables commands are left as comments \(1\); --family ipv6 converts them/);
    const six = convert(['--to=restore', '--family', 'ipv6', '-'], script);
    assert.match(six.out, /\n-A OUTPUT -j ACCEPT\nCOMMIT\n$/);
  });

  test('makes commands of a rules file, whose name tells the family', () => {
    const file = join(folder, 'rules.v6');
    writeFileSync(file, rules);
    const { status, out, err } = convert([file]);
    assert.deepEqual(
      [status, out, err],
      [0, 'ip6tables -t raw -A OUTPUT -o lo -j NOTRACK\nip6tables -t raw -P PREROUTING ACCEPT\nip6tables -t raw -P OUTPUT ACCEPT\n', ''],
    );
  });

  test('exit status: 1 with nothing to convert, 2 for wrong usage and unreadable files', () => {
    assert.equal(convert(['-'], 'echo hello\n').status, 1);
    assert.equal(convert(['--to', 'shell', '-'], '').status, 1);
    for (const args of [[], ['--to', 'xml', '-'], ['--nonsense', '-'], ['a', 'b'], [join(folder, 'missing')]])
      assert.equal(convert(args).status, 2, args.join(' '));
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const program = join(process.cwd(), 'server', 'bin', 'iptables-language-server.js');
const folder = mkdtempSync(join(tmpdir(), 'iptables-check-'));
const article =
  '*raw\n:PREROUTING ACCEPT\n:OUTPUT ACCEPT\n-A PREROUTING -i eth0 -p udp -m udp –dport 694 -j NOTRACK\n-A OUTPUT -o eth0 -p udp -m udp –dport 694 -j NOTRACK\n';

function check(args: readonly string[], input?: string): { status: number | null; out: string; err: string } {
  const result = spawnSync(process.execPath, [program, 'check', ...args], {
    encoding: 'utf8',
    input: input ?? '',
    env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
  });
  return { status: result.status, out: result.stdout, err: result.stderr };
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('iptables-language-server check', () => {
  test('names the exact words of the article’s listing', () => {
    const file = write('article.rules', article);
    const { status, out } = check([file]);
    assert.equal(status, 1);
    assert.match(out, new RegExp(`^${file}:4:37: error\\[typographic-dash\\] `, 'm'));
    assert.match(out, new RegExp(`^${file}:5:33: error\\[typographic-dash\\] `, 'm'));
    assert.match(out, /: error\[missing-commit\] /);
  });

  test('gives JSON with diagnostics in the shape of the protocol', () => {
    const { status, out } = check(['--format', 'json', '-'], article);
    assert.equal(status, 1);
    const [report] = JSON.parse(out) as {
      file: string;
      diagnostics: { code: string; range: { start: { line: number } }; severity: number }[];
    }[];
    assert.equal(report?.file, '-');
    assert.deepEqual(
      report.diagnostics.map(({ code, range, severity }) => [code, range.start.line, severity]),
      [
        ['typographic-dash', 3, 1],
        ['typographic-dash', 4, 1],
        ['missing-commit', 4, 1],
      ],
    );
  });

  test('mends a file in place, or standard input to standard output', () => {
    const file = write('fix.rules', article);
    assert.equal(check(['--fix', file]).status, 0);
    const mended = `${article.replaceAll('–', '--')}COMMIT\n`;
    assert.equal(readFileSync(file, 'utf8'), mended);
    const { status, out, err } = check(['--fix', '-'], article);
    assert.deepEqual([status, out, err], [0, mended, '']);
  });

  test('exit status: 0 without errors, 1 with errors, 2 for wrong usage and unreadable files', () => {
    assert.equal(check(['-'], '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n').status, 0);
    assert.equal(
      check(['-'], '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp --dport 694 -j NOTRACK\nCOMMIT\n').status,
      0,
      'a warning is no error',
    );
    assert.equal(check(['-'], '*foo\nCOMMIT\n').status, 1);
    assert.equal(check([]).status, 2);
    assert.equal(check(['--format', 'xml', '-']).status, 2);
    assert.equal(check(['--nonsense', '-']).status, 2);
    assert.equal(check([join(folder, 'missing.rules')]).status, 2);
  });

  test('the family is told, or found by name, header and addresses', () => {
    const v6 = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 2001:db8::1/128 -j ACCEPT\nCOMMIT\n';
    assert.equal(check([write('rules.v6', v6)]).status, 0);
    assert.equal(check(['-'], v6).status, 0, 'by its addresses');
    assert.equal(check([write('rules.v4', v6)]).status, 1, 'by its name');
    assert.equal(check(['--family', 'ipv4', '-'], v6).status, 1);
    assert.equal(check(['--family=ipv6', join(folder, 'rules.v4')]).status, 0);
  });

  test('two files of one host are held against each other', () => {
    const input = (rules: string): string =>
      `*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n${rules}COMMIT\n`;
    const four = write('host.v4', input('-A INPUT -p tcp --dport 443 -j ACCEPT\n'));
    const six = write('host.v6', input(''));
    const said = (args: readonly string[]): string[] =>
      check(args)
        .out.split('\n')
        .filter((line) => /open-in-one-family|is open here/.test(line))
        .map((line) => line.replace(/(\] `host\.v4`).*/, '$1'));
    const expected = [`${six}:2:8: information[open-in-one-family] \`host.v4\``, `    ${four}:4:25: It is open here.`];
    assert.deepEqual(said([four, six]), expected);
    assert.deepEqual(said([six, four]), expected);
    assert.deepEqual(said([six]), []);
    assert.deepEqual(said(['--family', 'ipv6', four, six]), []);
    assert.equal(check(['--fix', four, six]).status, 0);
  });

  test('the back end whose refusals count can be chosen', () => {
    const noNewline = '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT';
    assert.equal(check(['-'], noNewline).status, 1);
    assert.equal(check(['--backend', 'nft', '-'], noNewline).status, 0);
  });

  test('leaves the analysis of a large ruleset out, and says so, unless it is asked for', () => {
    const covered = '-A INPUT -s 192.0.2.0/24 -j DROP\n-A INPUT -s 192.0.2.1/32 -j ACCEPT\n';
    const text = `*filter\n:INPUT ACCEPT [0:0]\n${covered}-A INPUT -j NOTRACK\n${'# a comment\n'.repeat(20_001)}COMMIT\n`;
    const codes = (out: string): string[] => [...out.matchAll(/\[([\w-]+)\]/g)].map(([, code]) => code ?? '');
    const auto = check(['-'], text);
    assert.match(auto.err, /only its lines were checked/);
    assert.deepEqual(codes(auto.out), ['wrong-table']);
    const always = check(['--ruleset', 'always', '-'], text);
    assert.equal(always.err, '');
    assert.deepEqual(codes(always.out), ['shadowed-rule', 'wrong-table']);
    assert.deepEqual(codes(check(['--ruleset=never', '-'], `*filter\n:INPUT ACCEPT [0:0]\n${covered}COMMIT\n`).out), []);
  });

  test('prints its usage', () => {
    const { status, out } = check(['--help']);
    assert.equal(status, 0);
    assert.match(out, /^Usage:/);
  });

  test('speaks Japanese where the locale does', () => {
    assert.match(check(['--language', 'ja', '-'], article).out, /ハイフン/);
  });

  test('a comment silences the next line, or the file; an unknown code there is reported', () => {
    const text = (comment: string) => `*filter\n:INPUT ACCEPT [0:0]\n${comment}\n-A INPUT -j NOTRACK\n-A INPUT -j NOTRACK\nCOMMIT\n`;
    const codes = (comment: string): string[] =>
      [...check(['-'], text(comment)).out.matchAll(/^-:(\d+):\d+: \w+\[([\w-]+)\]/gm)].map((match) => `${match[1]}:${match[2]}`);
    assert.deepEqual(codes('# plain'), ['4:wrong-table', '5:wrong-table']);
    assert.deepEqual(codes('# iptables-lint: disable=wrong-table'), ['5:wrong-table']);
    assert.deepEqual(codes('# iptables-lint: disable=unknown-option,wrong-table'), ['5:wrong-table']);
    assert.deepEqual(codes('# iptables-lint: disable-file=wrong-table'), []);
    assert.deepEqual(codes('# iptables-lint: disable=wrong-tabel'), ['3:unknown-lint-code', '4:wrong-table', '5:wrong-table']);
  });
});

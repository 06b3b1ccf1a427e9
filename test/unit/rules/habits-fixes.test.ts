// Fixes for what people write out of habit: ranges behind -s, lists behind -p, full-width characters, texts without quotes, and
// nftables' own language.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleCode } from '../../../server/src/rules/rule';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';
import { fixed, fixes, found, linesWith, section } from '../../support/rules';

const inInput = (...rules: string[]): string => section('filter', 'INPUT=ACCEPT', ...rules);

/** Code, rule before, titles in both languages, rules after. */
const cases: readonly (readonly [code: RuleCode, before: string, en: string, ja: string, after: readonly string[]])[] = [
  [
    'invalid-value',
    '-A INPUT -s 10.0.0.1-10.0.0.9 -j ACCEPT',
    'Use `-m iprange --src-range 10.0.0.1-10.0.0.9`',
    '`-m iprange --src-range 10.0.0.1-10.0.0.9` を使う',
    ['-A INPUT -m iprange --src-range 10.0.0.1-10.0.0.9 -j ACCEPT'],
  ],
  [
    'invalid-value',
    '[1:2] -A INPUT ! --destination=10.0.0.1-10.0.0.9 -p tcp --dport 22 -j ACCEPT',
    'Use `-m iprange ! --dst-range 10.0.0.1-10.0.0.9`',
    '`-m iprange ! --dst-range 10.0.0.1-10.0.0.9` を使う',
    ['[1:2] -A INPUT -m iprange ! --dst-range 10.0.0.1-10.0.0.9 -p tcp --dport 22 -j ACCEPT'],
  ],
  [
    'unknown-protocol',
    '[1:2] -A INPUT -p tcp,udp --dport 53 -j ACCEPT',
    'Write one rule for each: `tcp`, `udp`',
    '`tcp`、`udp` ごとのルールに分ける',
    ['[1:2] -A INPUT -p tcp --dport 53 -j ACCEPT', '[1:2] -A INPUT -p udp --dport 53 -j ACCEPT'],
  ],
  [
    'invalid-value',
    '-A INPUT -s 192.0.2.1,192.0.2.128/25 ! -d 198.51.100.1 -j ACCEPT',
    'Write one rule for each: `192.0.2.1`, `192.0.2.128/25`',
    '`192.0.2.1`、`192.0.2.128/25` ごとのルールに分ける',
    ['-A INPUT -s 192.0.2.1 ! -d 198.51.100.1 -j ACCEPT', '-A INPUT -s 192.0.2.128/25 ! -d 198.51.100.1 -j ACCEPT'],
  ],
  ['unknown-protocol', '-A INPUT -p ｔｃｐ -j ACCEPT', 'Replace by `tcp`', '`tcp` に置き換える', ['-A INPUT -p tcp -j ACCEPT']],
  [
    'invalid-value',
    '-A INPUT -p tcp --dport ２２ -j ACCEPT',
    'Replace by `22`',
    '`22` に置き換える',
    ['-A INPUT -p tcp --dport 22 -j ACCEPT'],
  ],
  [
    'invalid-value',
    '-A INPUT -p tcp -m multiport --dports 22，８０：90 -j ACCEPT',
    'Replace by `22,80:90`',
    '`22,80:90` に置き換える',
    ['-A INPUT -p tcp -m multiport --dports 22,80:90 -j ACCEPT'],
  ],
  [
    'host-name-in-rule',
    '-A INPUT -s １０.0.0.1／32 -j ACCEPT',
    'Replace by `10.0.0.1/32`',
    '`10.0.0.1/32` に置き換える',
    ['-A INPUT -s 10.0.0.1/32 -j ACCEPT'],
  ],
  [
    'unexpected-word',
    '-A INPUT -j LOG --log-prefix dropped by INPUT: --log-level 4',
    'Put it in quotes: `"dropped by INPUT:"`',
    '引用符で囲む: `"dropped by INPUT:"`',
    ['-A INPUT -j LOG --log-prefix "dropped by INPUT:" --log-level 4'],
  ],
  [
    'unexpected-word',
    '-A INPUT -m comment --comment 管理者 用 -j ACCEPT',
    'Put it in quotes: `"管理者 用"`',
    '引用符で囲む: `"管理者 用"`',
    ['-A INPUT -m comment --comment "管理者 用" -j ACCEPT'],
  ],
];

test('what is written out of habit is mended, and then loads', async (context) => {
  for (const [code, before, en, ja, after] of cases) {
    const title = new RegExp(`^${en.replace(/[^\w\s]/g, '\\$&')}$`);
    assert.equal(fixed(inInput(before), code, title), inInput(...after));
    assert.equal(fixed(inInput(before).replaceAll('\n', '\r\n'), code, title), inInput(...after).replaceAll('\n', '\r\n'));
    const [fix] = fixes(inInput(before), code);
    assert.deepEqual([fix?.title.en, fix?.title.ja, fix?.preferred], [en, ja, true]);
  }
  if (!(await requireOracle(context))) return;
  for (const [name, verdict] of await load(cases.map(([, before, , , after]) => ({ name: before, text: inInput(...after) }))))
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.ok(verdict[backEnd].accepted, `${backEnd}: ${name}: ${verdict[backEnd].words}`);
});

test('and is left as it is where that would not be meant, or is not right either', () => {
  for (const [code, rule, title] of [
    ['invalid-value', '-A INPUT -s 10.0.0.1-fe80:: -j ACCEPT', /iprange/],
    ['unknown-protocol', '-A INPUT ! -p tcp,udp -j ACCEPT', /one rule for each/],
    ['invalid-value', '-A INPUT ! -s 192.0.2.1,192.0.2.2 -j ACCEPT', /one rule for each/],
    ['invalid-value', '-A INPUT -s 192.0.2.1,192.0.2.256 -j ACCEPT', /one rule for each/],
    ['unknown-protocol', '-A INPUT -p tcp,upd -j ACCEPT', /one rule for each/],
    ['unknown-protocol', '-A INPUT -p tcp,tcp -j ACCEPT', /one rule for each/],
    ['unknown-protocol', '-A INPUT -p tcp,icmp --dport 53 -j ACCEPT', /one rule for each/],
    ['unknown-protocol', '-A INPUT -p tcp,udp -j ACCEPT\n-D INPUT 1', /one rule for each/],
    ['invalid-value', '-A INPUT -p tcp --dport ９９９９９９９ -j ACCEPT', /Replace by `9/],
    ['unexpected-word', '-A INPUT -j LOG --log-prefix "a" b', /in quotes/],
    ['unexpected-word', '-A INPUT -j LOG --log-prefix a --log-level 4 b', /in quotes/],
  ] as const)
    assert.deepEqual(
      fixes(inInput(rule), code).filter((one) => title.test(one.title.en)),
      [],
      rule,
    );
});

const nft = `#!/usr/sbin/nft -f

flush ruleset

table inet filter {
\tset 心拍 { type ipv4_addr; }
\tchain input {
\t\ttype filter hook input priority 0; policy drop;
\t\t# replies
\t\tct state established,related accept

\t\ttcp dport { 22, 80 } accept
\t}
}
`;

test('nftables syntax is told once for each block, and nothing else of it', () => {
  assert.deepEqual(found(nft), ['3:nftables-syntax flush ruleset']);
  assert.deepEqual(
    found(nft.replaceAll('\n', '\r\n')).filter((one) => !one.includes('crlf')),
    ['3:nftables-syntax flush ruleset\r'.replace('\r', '')],
  );
  assert.deepEqual(
    linesWith(inInput('add rule ip filter INPUT accept', '-A INPUT -j ACCEPT', 'nft add rule ip filter INPUT accept'), 'nftables-syntax'),
    [3, 5],
  );
  // An open brace ends at the latest where the file goes on as iptables has it.
  assert.deepEqual(
    found(`table ip nat {\n${inInput('-A INPUT -i lo -j ACEPT')}`).map((one) => one.split(' ')[0]),
    ['1:nftables-syntax', '4:unknown-target'],
  );
  for (const line of ['tcp dport 22 -j ACCEPT', 'table', 'add 192.0.2.1', 'chain INPUT', 'iptables -A INPUT -j ACCEPT'])
    assert.deepEqual(linesWith(inInput(line), 'nftables-syntax'), [], line);
  // What is no nftables is told as before.
  assert.deepEqual(linesWith(inInput('tcp dport 22 -j ACCEPT'), 'unexpected-word'), [3]);
});

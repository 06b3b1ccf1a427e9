// Moving rules among neighbours: past those only with which nothing and nobody could tell the difference.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refactored, theOne, titlesIn } from '../../support/refactorings';
import { section } from '../../support/rules';

const up = /^Move this rule up$/;
const down = /^Move this rule down$/;
const far = /^Move this rule (up|down) to line/;

/** Two rules of a chain, and whether they may trade places. */
const pairs: readonly (readonly [table: string, chain: string, first: string, second: string, free: boolean])[] = [
  // Apart from each other.
  ['filter', 'INPUT', '-p tcp --dport 22 -j ACCEPT', '-p tcp --dport 80 -j DROP', true],
  ['filter', 'INPUT', '-p tcp --dport 22 -j ACCEPT', '-p tcp --dport 20:30 -j DROP', false],
  ['filter', 'INPUT', '-s 192.0.2.0/24 -j ACCEPT', '-s 198.51.100.0/24 -j DROP', true],
  ['filter', 'INPUT', '-i eth0 -j ACCEPT', '-i eth+ -j DROP', false],
  // The same end.
  ['filter', 'INPUT', '-i eth0 -j ACCEPT', '-p udp -j ACCEPT', true],
  ['filter', 'INPUT', '-i eth0 -j DROP', '-p udp -j REJECT', false],
  ['filter', 'INPUT', '-i eth0 -j REJECT', '-p udp -j REJECT --reject-with icmp-port-unreachable', true],
  ['filter', 'INPUT', '-i eth0 -j REJECT', '-p udp -j REJECT --reject-with icmp-net-unreachable', false],
  ['filter', 'INPUT', '-m time --timestart 10:00 -j ACCEPT', '-p udp -j ACCEPT', true],
  ['nat', 'PREROUTING', '-p tcp --dport 80 -j DNAT --to-destination 192.0.2.1', '-p tcp -j DNAT --to-destination 192.0.2.1', true],
  ['nat', 'PREROUTING', '-p tcp --dport 80 -j DNAT --to-destination 192.0.2.1', '-p tcp -j DNAT --to-destination 192.0.2.2', false],
  // What is logged and counted.
  ['filter', 'INPUT', '-j LOG', '-p udp -j LOG --log-prefix udp', true],
  ['filter', 'INPUT', '-j LOG', '-p udp -j DROP', false],
  ['filter', 'INPUT', '-p tcp -j LOG', '-p udp -j DROP', true],
  ['filter', 'INPUT', '-p tcp', '-j LOG', true],
  ['filter', 'INPUT', '-p tcp', '-p tcp --dport 22 -j ACCEPT', false],
  ['mangle', 'INPUT', '-j LOG', '-j MARK --set-mark 1', false],
  ['mangle', 'INPUT', '-p tcp', '-j MARK --set-mark 1', true],
  ['mangle', 'INPUT', '-m mark --mark 1', '-j MARK --set-mark 1', false],
  // What remembers.
  ['filter', 'INPUT', '-p tcp -m limit --limit 1/s -j ACCEPT', '-p tcp --dport 22 -j ACCEPT', false],
  ['filter', 'INPUT', '-p tcp -m limit --limit 1/s -j ACCEPT', '-p udp -j ACCEPT', true],
  // A match that stands before the port is asked sees all of TCP.
  ['filter', 'INPUT', '-p tcp -m limit --limit 1/s -m tcp --dport 22 -j ACCEPT', '-p tcp --dport 80 -j DROP', false],
  ['filter', 'INPUT', '-p tcp -m tcp --dport 22 -m limit --limit 1/s -j ACCEPT', '-p tcp --dport 80 -j DROP', true],
  ['filter', 'INPUT', '-m limit --limit 1/s -j LOG', '-m limit --limit 5/s -j LOG --log-prefix x', true],
  ['filter', 'INPUT', '-p tcp -m recent --set', '-p tcp -m recent --rcheck -j LOG', false],
  ['filter', 'INPUT', '-p tcp -m recent --set', '-p udp -m recent --rcheck -j DROP', true],
  ['filter', 'INPUT', '-m set --match-set a src -j DROP', '-m set --match-set b src -j DROP', true],
  ['filter', 'INPUT', '-m set --match-set a src -j DROP', '-m set --match-set b src --packets-gt 3 -j DROP', false],
  // What changes packets.
  ['mangle', 'INPUT', '-p tcp -j MARK --set-mark 0x1/0x1', '-p tcp -j MARK --set-mark 0x2/0x2', true],
  ['mangle', 'INPUT', '-p tcp -j MARK --set-mark 0x1/0x3', '-p tcp -j MARK --set-mark 0x2/0x2', false],
  ['mangle', 'INPUT', '-p tcp -j MARK --set-mark 0x1/0x1', '-m mark --mark 0x1/0x1 -j MARK --set-mark 0x2/0x2', false],
  ['mangle', 'INPUT', '-m mark --mark 0 -j MARK --set-mark 1', '-m mark --mark 1 -j DROP', false],
  ['mangle', 'INPUT', '-p tcp -j DSCP --set-dscp 1', '-p tcp -j DSCP --set-dscp 2', false],
  ['mangle', 'INPUT', '-p tcp -j CLASSIFY --set-class 1:1', '-p tcp -j CLASSIFY --set-class 1:2', false],
  ['raw', 'OUTPUT', '-p udp --dport 694 -j NOTRACK', '-p udp -j CT --notrack', true],
  ['raw', 'OUTPUT', '-p udp -j NOTRACK', '-m conntrack --ctstate UNTRACKED -j ACCEPT', false],
  // Jumps.
  ['filter', 'INPUT', '-p tcp -j user', '-p udp -j ACCEPT', true],
  ['filter', 'INPUT', '-p tcp -j user', '-p tcp --dport 22 -j ACCEPT', false],
  ['filter', 'INPUT', '-i eth0 -j user', '-i eth+ -j user', true],
  ['filter', 'INPUT', '-p tcp -j user', '-p tcp -g user', false],
  ['filter', 'INPUT', '-p tcp -j marks', '-m mark --mark 1 -p udp -j ACCEPT', false],
  ['filter', 'INPUT', '-p tcp -j RETURN', '-i eth0 -j RETURN', true],
  ['filter', 'INPUT', '-p tcp -j NO-SUCH-TARGET', '-p udp -j ACCEPT', false],
];

test('two rules trade places only where nothing could tell', () => {
  for (const [table, chain, first, second, free] of pairs) {
    const rules = [`-A ${chain} ${first}`, `-A ${chain} ${second}`];
    const others = ['-A user -p tcp --dport 25 -j DROP', '-A marks -j MARK --set-mark 1'];
    const text = (marks: readonly [string, string]): string =>
      section(table, `${chain}=ACCEPT user marks`, `${marks[0]}${rules[0]}`, `${marks[1]}${rules[1]}`, ...others);
    assert.deepEqual(titlesIn(text(['<|>', '']), down).length, free ? 1 : 0, `${first} | ${second}`);
    assert.deepEqual(titlesIn(text(['', '<|>']), up).length, free ? 1 : 0, `${first} | ${second}`);
    if (!free) continue;
    const after = section(table, `${chain}=ACCEPT user marks`, rules[1] ?? '', rules[0] ?? '', ...others);
    assert.equal(refactored(text(['<|>', '']), down), after);
    assert.equal(refactored(text(['', '<|>']), up), after);
  }
});

test('IPv6 rules are moved in the same way', () => {
  const rules = ['-A INPUT -s 2001:db8::/32 -j DROP', '<|>-A INPUT -p ipv6-icmp -s fe80::/10 -j ACCEPT'];
  assert.equal(titlesIn(section('filter', 'INPUT=DROP', ...rules), up, { family: 'ipv6' }).length, 1);
  assert.equal(titlesIn(section('filter', 'INPUT=DROP', ...rules).replace('-s fe80::/10 ', ''), up, { family: 'ipv6' }).length, 0);
});

const long = `*filter
:INPUT DROP [0:0]
:web - [0:0]
-A INPUT -p tcp -j DROP

# region web
# 80 and 443: 心拍😀
-A INPUT -p udp --dport 1 -j ACCEPT
-A web -j LOG
# 53
-A INPUT -p udp --dport 2 -j ACCEPT
# busy
# very busy
-A INPUT -p udp --dport 3 -j ACCEPT<|>
# endregion
COMMIT
`;

test('a rule takes its comments along, past those of its neighbours, and goes as far as it can', () => {
  const once = `*filter
:INPUT DROP [0:0]
:web - [0:0]
-A INPUT -p tcp -j DROP

# region web
# 80 and 443: 心拍😀
-A INPUT -p udp --dport 1 -j ACCEPT
-A web -j LOG
# busy
# very busy
-A INPUT -p udp --dport 3 -j ACCEPT
# 53
-A INPUT -p udp --dport 2 -j ACCEPT
# endregion
COMMIT
`;
  const farthest = `*filter
:INPUT DROP [0:0]
:web - [0:0]
# busy
# very busy
-A INPUT -p udp --dport 3 -j ACCEPT
-A INPUT -p tcp -j DROP

# region web
# 80 and 443: 心拍😀
-A INPUT -p udp --dport 1 -j ACCEPT
-A web -j LOG
# 53
-A INPUT -p udp --dport 2 -j ACCEPT
# endregion
COMMIT
`;
  for (const end of ['\n', '\r\n']) {
    assert.equal(refactored(long.replaceAll('\n', end), up), once.replaceAll('\n', end));
    assert.equal(refactored(long.replaceAll('\n', end), far), farthest.replaceAll('\n', end));
  }
  const { title, kind } = theOne(long, far);
  assert.deepEqual(
    [title.en, title.ja, kind],
    [
      'Move this rule up to line 6, as far as nothing changes',
      'このルールを結果が変わらない範囲で最も上の 6 行目に移動する',
      'refactor.move',
    ],
  );
  assert.equal(theOne(long, up).title.ja, 'このルールを一つ上に移動する');
  const back = farthest.replace('dport 3 -j ACCEPT', 'dport 3 -j ACCEPT<|>');
  assert.equal(theOne(back, far).title.en, 'Move this rule down to line 14, as far as nothing changes');
  assert.equal(refactored(back, far), once.replace(/(# busy\n# very busy\n.*\n)(# 53\n.*\n)/, '$2$1'));
});

test('the marks of a region, and what silences the whole file, stay', () => {
  for (const mark of ['# region web', '#endregion', '# iptables-lint: disable-file=redundant-rule']) {
    const rules = ['-A INPUT -p tcp -j DROP', mark, '# its own', '<|>-A INPUT -p udp -j DROP'];
    assert.equal(
      refactored(section('filter', 'INPUT=DROP', ...rules), up),
      section('filter', 'INPUT=DROP', '# its own', '-A INPUT -p udp -j DROP', '-A INPUT -p tcp -j DROP', mark),
    );
  }
});

test('the last line of a file without a line end', () => {
  assert.equal(
    refactored('*filter\n-A INPUT -p tcp -j DROP\n-A INPUT -p udp -j DROP<|>', up),
    '*filter\n-A INPUT -p udp -j DROP\n-A INPUT -p tcp -j DROP\n',
  );
  assert.match(
    refactored('*filter\n-A INPUT -p tcp -j DROP<|>\n-A INPUT -p udp -j DROP', down),
    /^\*filter\n-A INPUT -p udp -j DROP\n-A INPUT -p tcp -j DROP\n$/,
  );
});

test('nothing is moved where lines count on rules by number, or the order is not that of the lines, or a rule has an error', () => {
  const rules = (...lines: string[]): string => section('filter', 'INPUT=DROP', ...lines);
  const moves = /^Move this rule/;
  assert.equal(titlesIn(rules('-A INPUT -p tcp -j DROP', '<|>-A INPUT -p udp -j DROP'), moves).length, 1);
  for (const text of [
    rules('-A INPUT -p tcp -j DROP', '<|>-A INPUT -p udp -j DROP', '-D INPUT 1'),
    rules('-I INPUT -p tcp -j DROP', '<|>-A INPUT -p udp -j DROP'),
    rules('-A INPUT -p tcp -j DROP', '-I INPUT -p udp -j DROP<|>'),
    rules('-A INPUT -p tcp -j DROP', '-A INPUT -p udp --dprot 3 -j DROP<|>'),
    rules('-A INPUT -p tcp --dprot 3 -j DROP', '-A INPUT -p udp -j DROP<|>'),
    rules('-A INPUT -6 -p tcp -j DROP', '-A INPUT -p udp -j DROP<|>'),
    rules('<|># comment', '-A INPUT -p udp -j DROP'),
    rules('‹-A INPUT -p tcp -j DROP', '-A INPUT -p udp› -j DROP'),
    '<|>-A INPUT -p tcp -j DROP\n-A INPUT -p udp -j DROP\n',
  ])
    assert.deepEqual(titlesIn(text, moves), [], text);
});

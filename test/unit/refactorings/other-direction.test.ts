// A rule for the other direction, and a rule with its sides traded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family, OracleCase } from '../../support/oracle';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';
import { refactored, theOne, titlesIn } from '../../support/refactorings';
import { section } from '../../support/rules';

const add = /^Add the rule for the other direction/;
const swap = /^Swap the sides of this rule/;

/** Table, rule, its counterpart; `undefined`: none is offered. */
const counterparts: readonly (readonly [table: string, rule: string, counterpart: string | undefined, family?: Family])[] = [
  [
    'filter',
    '-A INPUT -i eth0 -s 192.0.2.1 -p udp --sport 1000 --dport 2000 -j ACCEPT',
    '-A OUTPUT -o eth0 -d 192.0.2.1 -p udp --dport 1000 --sport 2000 -j ACCEPT',
  ],
  ['filter', '[1:2] -A OUTPUT ! -o eth+ -d 192.0.2.0/24,198.51.100.1 -j DROP', '-A INPUT ! -i eth+ -s 192.0.2.0/24,198.51.100.1 -j DROP'],
  [
    'filter',
    '-A FORWARD --in-interface eth0 --out-interface eth1 --source 192.0.2.1 --dst 192.0.2.2 -j REJECT',
    '-A FORWARD --out-interface eth0 --in-interface eth1 --destination 192.0.2.1 --src 192.0.2.2 -j REJECT',
  ],
  ['filter', '-A INPUT -p tcp -m multiport ! --dports 22,80:90 -j ACCEPT', '-A OUTPUT -p tcp -m multiport ! --sports 22,80:90 -j ACCEPT'],
  ['filter', '-A INPUT -p tcp -m multiport --ports 22 -i lo -j ACCEPT', '-A OUTPUT -p tcp -m multiport --ports 22 -o lo -j ACCEPT'],
  ['filter', '-A INPUT -p sctp --destination-po 22 -j ACCEPT', '-A OUTPUT -p sctp --source-port 22 -j ACCEPT'],
  [
    'filter',
    '-A INPUT -m iprange --src-range 192.0.2.1-192.0.2.9 -j ACCEPT',
    '-A OUTPUT -m iprange --dst-range 192.0.2.1-192.0.2.9 -j ACCEPT',
  ],
  ['filter', '-A INPUT -m addrtype --dst-type LOCAL -j ACCEPT', '-A OUTPUT -m addrtype --src-type LOCAL -j ACCEPT'],
  ['filter', '-A INPUT -m set --match-set hosts src,dst -j ACCEPT', '-A OUTPUT -m set --match-set hosts dst,src -j ACCEPT'],
  ['filter', '-A INPUT -m policy --dir in --pol ipsec -j ACCEPT', '-A OUTPUT -m policy --dir out --pol ipsec -j ACCEPT'],
  // Replies to what may be opened are established.
  [
    'filter',
    '-A INPUT -p tcp --dport 22 -m state --state NEW -j ACCEPT',
    '-A OUTPUT -p tcp --sport 22 -m state --state ESTABLISHED -j ACCEPT',
  ],
  [
    'filter',
    '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW,RELATED,UNTRACKED --ctdir ORIGINAL -j ACCEPT',
    '-A OUTPUT -p tcp --sport 22 -m conntrack --ctstate RELATED,ESTABLISHED,UNTRACKED --ctdir REPLY -j ACCEPT',
  ],
  ['filter', '-A INPUT -m conntrack --ctstate INVALID -j DROP', '-A OUTPUT -m conntrack --ctstate INVALID -j DROP'],
  ['filter', '-A INPUT -p icmp --icmp-type ping -i eth0 -j ACCEPT', '-A OUTPUT -p icmp --icmp-type echo-reply -o eth0 -j ACCEPT'],
  [
    'filter',
    '-A INPUT -p ipv6-icmp --icmpv6-type 135 -j ACCEPT',
    '-A OUTPUT -p ipv6-icmp --icmpv6-type neighbour-advertisement -j ACCEPT',
    'ipv6',
  ],
  // Peers of this service send to each other's port 694.
  ['filter', '-A INPUT -i eth0 -p udp --dport 694 -j ACCEPT', '-A OUTPUT -o eth0 -p udp --dport 694 -j ACCEPT'],
  ['raw', '-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth0 -p udp --dport 694 -j NOTRACK'],
  ['raw', '-A OUTPUT -o eth0 -p udp --sport 53 -j CT --notrack', '-A PREROUTING -i eth0 -p udp --dport 53 -j CT --notrack'],
  [
    'mangle',
    '-A PREROUTING -i eth0 -p tcp --dport 22 -j DSCP --set-dscp 8',
    '-A POSTROUTING -o eth0 -p tcp --sport 22 -j DSCP --set-dscp 8',
  ],
  // What has no other side.
  ['filter', '-A INPUT -m mac --mac-source 00:11:22:33:44:55 -j ACCEPT', undefined],
  ['filter', '-A INPUT -p tcp --dport 22 --syn -j ACCEPT', undefined],
  ['filter', '-A INPUT -p icmp --icmp-type destination-unreachable -j ACCEPT', undefined],
  ['filter', '-A INPUT -m conntrack --ctorigsrc 192.0.2.1 -j ACCEPT', undefined],
  ['filter', '-A INPUT -i eth0 -m conntrack --ctstate NEW -j DROP', undefined],
  ['filter', '-A INPUT -i eth0 -m conntrack ! --ctstate NEW -j ACCEPT', undefined],
  ['filter', '-A OUTPUT -m owner --uid-owner 0 -o eth0 -j ACCEPT', undefined],
  ['filter', '-A INPUT -i eth0 -j user', undefined],
  ['filter', '-A user -i eth0 -j ACCEPT', undefined],
  ['filter', '-A INPUT -j ACCEPT', undefined],
  ['filter', '-A FORWARD -m mark --mark 1 -j ACCEPT', undefined],
  ['filter', '-A INPUT -p tcp --dprot 22 -j ACCEPT', undefined],
  ['nat', '-A PREROUTING -i eth0 -p tcp --dport 80 -j REDIRECT', undefined],
  ['mangle', '-A PREROUTING -i eth0 -j MARK --set-mark 1', undefined],
  ['raw', '-A PREROUTING -i eth0 -j CT --zone 1', undefined],
];

const chains: Readonly<Record<string, string>> = {
  filter: 'INPUT=ACCEPT FORWARD=ACCEPT OUTPUT=ACCEPT user',
  raw: 'PREROUTING=ACCEPT OUTPUT=ACCEPT',
  mangle: 'PREROUTING=ACCEPT INPUT=ACCEPT FORWARD=ACCEPT OUTPUT=ACCEPT POSTROUTING=ACCEPT',
  nat: 'PREROUTING=ACCEPT',
};

test('the rule for the other direction', async (context) => {
  const cases: OracleCase[] = [];
  for (const [table, rule, counterpart, family = 'ipv4'] of counterparts) {
    const text = section(table, chains[table] ?? '', `${rule}<|>`);
    if (counterpart === undefined) assert.deepEqual(titlesIn(text, add, { family }), [], rule);
    else {
      const after = refactored(text, add, { family });
      assert.equal(after, section(table, chains[table] ?? '', rule, counterpart));
      assert.equal(theOne(text, add, { family }).title.ja, `逆方向のルールを追加する: \`${counterpart}\``);
      cases.push({ name: rule, text: after, family, setup: 'ipset create hosts hash:net,iface 2>/dev/null; true' });
      // A second time it is there.
      assert.deepEqual(titlesIn(`${after.replace(rule, `${rule}<|>`)}`, add, { family }), [], rule);
    }
  }
  if (!(await requireOracle(context))) return;
  const verdicts = await load(cases.filter(({ name }) => !name.includes('match-set')));
  for (const [name, verdict] of verdicts)
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.ok(verdict[backEnd].accepted, `${backEnd}: ${name}: ${verdict[backEnd].words}`);
});

test('it comes before what would drop its packets, and what logs them; not where another rule lets them through', () => {
  const rule = '<|>-A INPUT -p tcp --dport 22 -j ACCEPT';
  const output = ['-A OUTPUT -d 192.0.2.1 -j DROP', '# the rest', '-A OUTPUT -m limit --limit 1/s -j LOG', '-A OUTPUT -j DROP'];
  assert.equal(
    refactored(section('filter', 'INPUT=DROP OUTPUT=DROP', rule, ...output), add),
    section(
      'filter',
      'INPUT=DROP OUTPUT=DROP',
      '-A INPUT -p tcp --dport 22 -j ACCEPT',
      '-A OUTPUT -d 192.0.2.1 -j DROP',
      '-A OUTPUT -p tcp --sport 22 -j ACCEPT',
      ...output.slice(1),
    ),
  );
  assert.match(
    refactored(
      section('filter', 'INPUT=DROP OUTPUT=DROP logdrop', rule, '-A OUTPUT -g logdrop', '-A logdrop -j LOG', '-A logdrop -j DROP'),
      add,
    ),
    /--sport 22 -j ACCEPT\n-A OUTPUT -g logdrop/,
  );
  assert.deepEqual(titlesIn(section('filter', 'INPUT=DROP OUTPUT=DROP', rule, '-A OUTPUT -p tcp -j ACCEPT'), add), []);
  assert.deepEqual(
    titlesIn(section('filter', 'INPUT=DROP OUTPUT=DROP', rule, '-A OUTPUT -j LOG', '-A OUTPUT -j DROP', '-D OUTPUT 1'), add),
    [],
  );
  const twice = section('filter', 'INPUT=DROP OUTPUT=DROP', rule) + section('filter', 'INPUT=DROP OUTPUT=DROP');
  assert.deepEqual(titlesIn(twice, add), [], 'the second section wipes the first');
  assert.match(
    refactored(section('filter', 'INPUT=DROP OUTPUT=DROP', rule).replaceAll('\n', '\r\n'), add),
    /ACCEPT\r\n-A OUTPUT -p tcp --sport 22 -j ACCEPT\r\nCOMMIT/,
  );
});

test('the sides of a rule in its place', () => {
  for (const [rule, swapped] of [
    [
      '[1:2] -A FORWARD -i eth0 -o eth1 -s 192.0.2.1 ! -d 192.0.2.2 -p tcp --sport 1 --dport 2 --syn -j ACCEPT',
      '[1:2] -A FORWARD -o eth0 -i eth1 -d 192.0.2.1 ! -s 192.0.2.2 -p tcp --dport 1 --sport 2 --syn -j ACCEPT',
    ],
    ['-A INPUT -s 192.0.2.1 -m conntrack --ctstate NEW -j user', '-A INPUT -d 192.0.2.1 -m conntrack --ctstate NEW -j user'],
    ['-A user -i eth0 -m ttl --ttl-lt 3 -j ACCEPT', '-A user -o eth0 -m ttl --ttl-lt 3 -j ACCEPT'],
    ['-A INPUT -i eth0 -j ACCEPT', undefined],
    ['-A OUTPUT -o eth0 -d 192.0.2.1 -j ACCEPT', undefined],
    ['-A FORWARD -s 192.0.2.1 -m mac --mac-source 00:11:22:33:44:55 -j ACCEPT', undefined],
    ['-A FORWARD -p tcp -j ACCEPT', undefined],
  ] as const) {
    const text = section('filter', chains.filter ?? '', `${rule}<|>`);
    if (swapped === undefined) assert.deepEqual(titlesIn(text, swap), [], rule);
    else assert.equal(refactored(text, swap), section('filter', chains.filter ?? '', swapped));
  }
  // A chain that INPUT leads to sees no outgoing interface.
  const called = section('filter', chains.filter ?? '', '-A INPUT -j user', '-A user -i eth0 -j ACCEPT<|>');
  assert.deepEqual(titlesIn(called, swap), []);
  const forwarded = called.replace('-A INPUT', '-A FORWARD');
  assert.equal(theOne(forwarded, swap).title.ja, 'このルールの送信側と宛先側を入れ替える: `-A user -o eth0 -j ACCEPT`');
  assert.match(refactored(forwarded, add), /-A user -i eth0 -j ACCEPT\n-A user -o eth0 -j ACCEPT\n/);
});

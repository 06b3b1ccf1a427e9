// Connection tracking: what each fix makes of a file, to the letter, that it brings nothing new and loads, and what keeps each
// finding quiet.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family } from '../../../server/src/catalogue/schema';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf, ruleOf } from '../../../server/src/rules/findings';
import type { Finding, Fix, RuleCode } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { severityOf } from '../../support/carets';
import type { OracleCase } from '../../support/oracle';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';

const raw = (...rules: readonly string[]): string => table('raw', [':PREROUTING ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]', ...rules]);
const filter = (...rules: readonly string[]): string =>
  table('filter', [':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ...rules]);

const lo = '-A INPUT -i lo -j ACCEPT';
const replies = '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const invalid = '-A INPUT -m conntrack --ctstate INVALID -j DROP';
const ssh = '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT';
const icmp = '-A INPUT -p icmp -j ACCEPT';
const heartbeat = ['-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK'];
const beat = '-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT';

const overlay = ['-A PREROUTING -p udp -m udp --dport 4789 -j NOTRACK', '-A OUTPUT -p udp -m udp --dport 4789 -j NOTRACK'];
const vxlan = '-A INPUT -p udp -m udp --dport 4789 -j ACCEPT';

interface Case {
  readonly code: RuleCode;
  readonly family?: Family;
  readonly before: string;
  /** The titles of all fixes of the first finding. */
  readonly titles: readonly string[];
  /** The file after each of them. */
  readonly after: readonly string[];
}

const exemptBeat = 'Exempt UDP 694 from connection tracking everywhere, and accept it';

const cases: readonly Case[] = [
  {
    code: 'accept-after-invalid-drop',
    before: filter(lo, replies, icmp, '# no strays', invalid, ssh, beat),
    titles: [exemptBeat, 'Move the rule before line 9'],
    after: [
      raw(...heartbeat) + filter(lo, replies, icmp, '# no strays', invalid, ssh, beat),
      filter(lo, replies, icmp, '# no strays', beat, invalid, ssh),
    ],
  },
  // With the state that it asks for, moving would not help; UNTRACKED has to be let in.
  {
    code: 'accept-after-invalid-drop',
    before:
      raw('-A PREROUTING -j TRACE') + filter(lo, replies, icmp, invalid, ssh, '-A INPUT -p udp --dport 694 -m state --state NEW -j ACCEPT'),
    titles: [exemptBeat],
    after: [
      raw('-A PREROUTING -j TRACE', '-A PREROUTING -p udp --dport 694 -j NOTRACK', '-A OUTPUT -p udp --dport 694 -j NOTRACK') +
        filter(lo, replies, icmp, invalid, ssh, '-A INPUT -p udp --dport 694 -m state --state NEW,UNTRACKED -j ACCEPT'),
    ],
  },
  // Both ends of corosync have the same port; what is accepted by state in OUTPUT only needs an accept there.
  {
    code: 'accept-after-invalid-drop',
    before: table('filter', [
      ...[':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT DROP [0:0]', lo, replies, icmp, invalid, ssh],
      '-A INPUT -s 192.0.2.0/28 -p udp -m multiport --dports 5404,5405 -j ACCEPT',
      '-A OUTPUT -o lo -j ACCEPT',
      '-A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT',
    ]),
    titles: ['Exempt UDP 5404:5405 from connection tracking everywhere, and accept it', 'Move the rule before line 8'],
    after: [
      raw(
        '-A PREROUTING -s 192.0.2.0/28 -p udp -m multiport --dports 5404,5405 -j NOTRACK',
        '-A OUTPUT -d 192.0.2.0/28 -p udp -m multiport --dports 5404,5405 -j NOTRACK',
      ) +
        table('filter', [
          ...[':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT DROP [0:0]', lo, replies, icmp, invalid, ssh],
          '-A INPUT -s 192.0.2.0/28 -p udp -m multiport --dports 5404,5405 -j ACCEPT',
          '-A OUTPUT -o lo -j ACCEPT',
          '-A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT',
          '-A OUTPUT -d 192.0.2.0/28 -p udp -m multiport --dports 5404,5405 -j ACCEPT',
        ]),
      table('filter', [
        ...[':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT DROP [0:0]', lo, replies, icmp],
        '-A INPUT -s 192.0.2.0/28 -p udp -m multiport --dports 5404,5405 -j ACCEPT',
        ...[invalid, ssh, '-A OUTPUT -o lo -j ACCEPT'],
        '-A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT',
      ]),
    ],
  },
  // A rate, another service in the same list, another chain: nothing that could be said in raw, or moved.
  {
    code: 'accept-after-invalid-drop',
    before: filter(lo, replies, invalid, ssh, '-A INPUT -p udp --dport 694 -m limit --limit 9/sec -m state --state NEW -j ACCEPT'),
    titles: [],
    after: [],
  },
  {
    code: 'accept-after-invalid-drop',
    before: filter(':C - [0:0]', lo, replies, invalid, ssh, '-A INPUT -j C', '-A C -p udp -m multiport --dports 53,694 -j ACCEPT'),
    titles: [],
    after: [],
  },
  {
    code: 'no-established-accept',
    before: filter(lo, '-A INPUT -s 127.0.0.0/8 -i lo -j ACCEPT', '# the rest', ssh, icmp),
    titles: ['Insert `-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`'],
    after: [filter(lo, '-A INPUT -s 127.0.0.0/8 -i lo -j ACCEPT', replies, '# the rest', ssh, icmp)],
  },
  {
    code: 'no-established-accept',
    before: table('filter', [':INPUT ACCEPT [0:0]', ':OUTPUT DROP [0:0]', lo, replies, ssh, '-A OUTPUT -o lo -j ACCEPT']),
    titles: ['Insert `-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`'],
    after: [
      table('filter', [
        ...[':INPUT ACCEPT [0:0]', ':OUTPUT DROP [0:0]', lo, replies, ssh, '-A OUTPUT -o lo -j ACCEPT'],
        '-A OUTPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      ]),
    ],
  },
  // A number counts on the order.
  { code: 'no-established-accept', before: filter(lo, ssh, '-I INPUT 2 -p icmp -j ACCEPT'), titles: [], after: [] },
  {
    code: 'notrack-loopback',
    before: raw('[1:2] -A PREROUTING -i lo -p udp -j NOTRACK', '-A OUTPUT -j TRACE'),
    titles: ['Move it to OUTPUT: `-A OUTPUT -o lo -p udp -j NOTRACK`'],
    after: [raw('[1:2] -A OUTPUT -o lo -p udp -j NOTRACK', '-A OUTPUT -j TRACE')],
  },
  {
    code: 'notrack-loopback',
    before: raw('-A PREROUTING --in-interface lo -p tcp -d 127.0.0.1 -m tcp --dport 5432 -j CT --notrack'),
    titles: ['Move it to OUTPUT: `-A OUTPUT --out-interface lo -p tcp -d 127.0.0.1 -m tcp --dport 5432 -j CT --notrack`'],
    after: [raw('-A OUTPUT --out-interface lo -p tcp -d 127.0.0.1 -m tcp --dport 5432 -j CT --notrack')],
  },
  // OUTPUT knows no MAC address; in a user chain it would be for other packets as well; a number counts on it.
  { code: 'notrack-loopback', before: raw('-A PREROUTING -i lo -m mac --mac-source 00:00:5e:00:53:01 -j NOTRACK'), titles: [], after: [] },
  { code: 'notrack-loopback', before: raw(':L - [0:0]', '-A PREROUTING -i lo -j L', '-A L -p udp -j NOTRACK'), titles: [], after: [] },
  { code: 'notrack-loopback', before: raw('-A PREROUTING -i lo -j NOTRACK', '-I PREROUTING 2 -j TRACE'), titles: [], after: [] },
  {
    code: 'untracked-icmp-errors',
    before:
      raw(...overlay) + filter(lo, replies, '-A INPUT -m conntrack --ctstate INVALID -m limit --limit 5/min -j LOG', invalid, ssh, vxlan),
    titles: ['Insert `-A INPUT -p icmp -m icmp --icmp-type fragmentation-needed -j ACCEPT`'],
    after: [
      raw(...overlay) +
        filter(
          ...[lo, replies, '-A INPUT -p icmp -m icmp --icmp-type fragmentation-needed -j ACCEPT'],
          ...['-A INPUT -m conntrack --ctstate INVALID -m limit --limit 5/min -j LOG', invalid, ssh, vxlan],
        ),
    ],
  },
  {
    code: 'untracked-icmp-errors',
    family: 'ipv6',
    before:
      raw(...overlay) +
      filter(
        ':BAD - [0:0]',
        lo,
        replies,
        '-A INPUT -m state --state INVALID -j BAD',
        '-A INPUT -p ipv6-icmp -j ACCEPT',
        ssh,
        vxlan,
        '-A BAD -j DROP',
      ),
    titles: ['Insert `-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type packet-too-big -j ACCEPT`'],
    after: [
      raw(...overlay) +
        filter(
          ...[':BAD - [0:0]', lo, replies, '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type packet-too-big -j ACCEPT'],
          ...['-A INPUT -m state --state INVALID -j BAD', '-A INPUT -p ipv6-icmp -j ACCEPT', ssh, vxlan, '-A BAD -j DROP'],
        ),
    ],
  },
  // Before mangle filter would still have to accept it.
  {
    code: 'untracked-icmp-errors',
    before: raw(...overlay) + table('mangle', ['-A PREROUTING -m conntrack --ctstate INVALID -j DROP']) + filter(lo, replies, ssh, vxlan),
    titles: [],
    after: [],
  },
  {
    code: 'untracked-neighbour-discovery',
    family: 'ipv6',
    before: filter(
      lo,
      replies,
      '-A INPUT -p ipv6-icmp -m conntrack --ctstate NEW -j ACCEPT',
      ssh,
      '-A INPUT -m limit --limit 5/min -j LOG',
    ),
    titles: ['Accept ICMPv6 types 135, 136', 'Add UNTRACKED to `NEW` in line 7'],
    after: [
      filter(
        ...[lo, replies, '-A INPUT -p ipv6-icmp -m conntrack --ctstate NEW -j ACCEPT', ssh],
        ...['-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j ACCEPT', '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j ACCEPT'],
        '-A INPUT -m limit --limit 5/min -j LOG',
      ),
      filter(
        lo,
        replies,
        '-A INPUT -p ipv6-icmp -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT',
        ssh,
        '-A INPUT -m limit --limit 5/min -j LOG',
      ),
    ],
  },
  {
    code: 'untracked-state',
    before: raw(...heartbeat) + filter(lo, replies, icmp, ssh, '-A INPUT -i eth0 -p udp -m udp --dport 694 -m state --state new -j ACCEPT'),
    titles: ['Add UNTRACKED to `new` in line 15'],
    after: [
      raw(...heartbeat) +
        filter(lo, replies, icmp, ssh, '-A INPUT -i eth0 -p udp -m udp --dport 694 -m state --state new,UNTRACKED -j ACCEPT'),
    ],
  },
  // A DROP would then take all of them.
  {
    code: 'untracked-state',
    before: raw(...heartbeat) + filter(lo, replies, ssh, '-A INPUT -i eth0 -p udp -m udp --dport 694 -m state --state NEW -j DROP', beat),
    titles: [],
    after: [],
  },
  {
    code: 'untracked-not-accepted',
    before: raw(...heartbeat) + filter(lo, replies, icmp, ssh, '-A INPUT -s 10.0.0.0/8 -j REJECT', '-A INPUT -i eth1 -j ACCEPT'),
    titles: ['Accept it in INPUT: `-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT`', exemptBeat],
    after: [
      raw(...heartbeat) + filter(lo, replies, icmp, ssh, beat, '-A INPUT -s 10.0.0.0/8 -j REJECT', '-A INPUT -i eth1 -j ACCEPT'),
      raw(...heartbeat) + filter(lo, replies, icmp, ssh, beat, '-A INPUT -s 10.0.0.0/8 -j REJECT', '-A INPUT -i eth1 -j ACCEPT'),
    ],
  },
];

for (const { code, family = 'ipv4', before, titles, after } of cases) {
  test(`${code}: ${titles.join(' | ') || 'no fix'}`, () => {
    const file = new RulesFile(before, { family });
    const fixes = fixesOf(code, file);
    assert.deepEqual(
      fixes.map(({ title }) => title.en),
      titles,
    );
    assert.ok(fixes.every((fix) => fix.automatic !== true));
    const known = new Set(codesIn(file));
    fixes.forEach((fix, index) => {
      const text = applyEdits(before, fix.edits);
      assert.equal(text, after[index]);
      const found = codesIn(file.withText(text));
      assert.ok(!found.includes(code), `the finding stays: ${fix.title.en}`);
      assert.deepEqual(
        found.filter((other) => !known.has(other)),
        [],
        `new: ${fix.title.en}`,
      );
    });
  });
}

test('what the fixes make loads', async (context) => {
  if ((await requireOracle(context)) === undefined) return;
  const files = cases.flatMap(({ code, family = 'ipv4', before, after }, index) =>
    [before, ...after].map((text, number): OracleCase => ({ name: `${code} ${index}.${number}`, text, family })),
  );
  for (const [name, { legacy, nft }] of await load(files)) assert.deepEqual([legacy.words, nft.words], ['', ''], name);
});

test('exemptions of heartbeat and corosync alone say nothing of path-MTU discovery', () => {
  const found = (...rules: readonly string[]): readonly string[] =>
    codesIn(new RulesFile(raw(...heartbeat, ...rules) + filter(lo, replies, invalid, ssh, beat), { family: 'ipv4' }));
  const both = '-p udp -m multiport --ports 5404,5405 -j NOTRACK';
  assert.deepEqual(found(), []);
  assert.ok(!found(`-A OUTPUT ${both}`, `-A PREROUTING ${both}`).includes('untracked-icmp-errors'));
  assert.ok(found('-A OUTPUT -p udp -j NOTRACK').includes('untracked-icmp-errors'));
});

/** Code, what is added at `…`, the file: it has the finding without it, and not with it. */
const silences: readonly (readonly [code: RuleCode, added: string, text: string, family?: Family])[] = [
  ...[
    '-A INPUT -p tcp -m tcp ! --syn -j ACCEPT',
    '-A INPUT -p udp -m udp --sport 53 -j ACCEPT',
    '-A INPUT -s 10.0.0.0/8 -j ACCEPT',
    '-A INPUT -i eth1 -j ACCEPT',
    '-A INPUT -m set --match-set friends src -j ACCEPT',
    '-A INPUT -m limit --limit 100/sec -j ACCEPT',
    '-A INPUT -j ELSEWHERE',
    '-A INPUT -j NFQUEUE --queue-num 0',
    '-A OUTPUT -p tcp -j DROP\n-A OUTPUT -p udp -m udp --dport 53 -j DROP',
    'COMMIT\n*raw\n-A PREROUTING -p udp -m udp --sport 53 -j NOTRACK',
  ].map((added): (typeof silences)[number] => ['no-established-accept', added, filter(lo, icmp, '…')]),
  ...[
    '-A OUTPUT -p tcp -m tcp --sport 22 -j ACCEPT',
    '-A OUTPUT -p tcp -d 192.0.2.0/28 -j ACCEPT',
    '-A OUTPUT -m owner --uid-owner 0 -j ACCEPT',
    'COMMIT\n*raw\n-A OUTPUT -p tcp -m tcp --sport 22 -j NOTRACK',
  ].map((added): (typeof silences)[number] => [
    'no-established-accept',
    added,
    table('filter', [':INPUT DROP [0:0]', ':OUTPUT DROP [0:0]', lo, replies, ssh, '-A OUTPUT -p tcp -m tcp --dport 22 -j ACCEPT', '…']),
  ]),
  ...[
    '-A INPUT -p udp -m udp --dport 600:700 -j ACCEPT',
    '-A INPUT -p udp -m conntrack --ctstate INVALID -m limit --limit 5/sec -j ACCEPT',
    '-A INPUT -p udp -j DROP',
    'COMMIT\n*raw\n-A PREROUTING -s 192.0.2.1 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]',
  ].map((added): (typeof silences)[number] => ['accept-after-invalid-drop', added, filter('…', invalid, beat)]),
  ...[
    '-A INPUT -i eth1 -j ACCEPT',
    '-A INPUT -p tcp -j ACCEPT',
    '-A INPUT -p tcp -m tcp --syn -j DROP',
    '-A INPUT -p tcp -m tcp --dport 1024: -j DROP',
    '-A INPUT -m statistic --mode random --probability 0.5 -j DROP',
  ].map((added): (typeof silences)[number] => [
    'notrack-too-wide',
    added,
    raw('-A PREROUTING -i eth1 -p tcp -j NOTRACK') + filter('…', '-A INPUT -m conntrack --ctstate ESTABLISHED,UNTRACKED -j ACCEPT'),
  ]),
  ...[
    '-A PREROUTING -p udp -m udp --dport 53 -j ACCEPT',
    '-A PREROUTING -m limit --limit 9/sec -j ACCEPT',
    '-A PREROUTING -p tcp -j CT --zone 1',
  ].map((added): (typeof silences)[number] => ['notrack-too-wide', added, raw('…', '-A PREROUTING -j NOTRACK') + filter(lo, replies)]),
  ...[
    '-A PREROUTING -i eth0 -j ACCEPT',
    '-A PREROUTING -p udp -m udp --dport 514 -m limit --limit 9/sec -j ACCEPT',
    '-A PREROUTING -i eth0 -j CT --zone 1',
  ].map((added): (typeof silences)[number] => [
    'notrack-kills-nat',
    added,
    raw('…', '-A PREROUTING -p udp -m udp --dport 514 -j NOTRACK') +
      table('nat', ['-A PREROUTING -i eth0 -p udp -m udp --dport 514 -j REDIRECT --to-ports 5514']),
  ]),
  [
    'notrack-kills-nat',
    '-A OUTPUT -j SERVICES',
    raw('-A PREROUTING -p udp -j NOTRACK') +
      table('nat', [':SERVICES - [0:0]', '-A PREROUTING -j SERVICES', '…', '-A SERVICES -p udp -j REDIRECT --to-ports 1']),
  ],
  ...['-A PREROUTING -p tcp -j CT --helper ftp', '-A PREROUTING -s 192.0.2.1 -j ACCEPT'].map((added): (typeof silences)[number] => [
    'notrack-kills-helper',
    added,
    raw('…', '-A PREROUTING -p tcp -j NOTRACK', '-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp'),
  ]),
  [
    'notrack-kills-helper',
    '-A PREROUTING -p udp -m udp --dport 6969 -j CT --helper tftp',
    raw('…', '-A PREROUTING -p udp -m udp --dport 69 -j NOTRACK') + filter('-A FORWARD -m helper --helper tftp -j ACCEPT'),
  ],
  ...['-A OUTPUT -o lo -j NOTRACK', '-A OUTPUT -p udp -j CT --notrack'].map((added): (typeof silences)[number] => [
    'notrack-loopback',
    added,
    raw('…', '-A PREROUTING -i lo -p udp -j NOTRACK'),
  ]),
  ...[
    '-A INPUT -p icmp -m icmp --icmp-type 3 -j ACCEPT',
    '-A INPUT -p icmp -m limit --limit 9/sec -j ACCEPT',
    '-A INPUT -p icmp -j DROP',
    'COMMIT\n*mangle\n-A PREROUTING -p icmp -m icmp --icmp-type 3/4 -j DROP\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]',
  ].map((added): (typeof silences)[number] => ['untracked-icmp-errors', added, raw(...overlay) + filter('…', invalid, vxlan)]),
  ['untracked-icmp-errors', '-A PREROUTING -p icmp -j NOTRACK', raw('…', ...overlay) + filter(invalid, vxlan)],
  ['untracked-icmp-errors', '-A OUTPUT -j ACCEPT', raw('…', ...overlay) + filter(invalid, vxlan)],
  ...['-A INPUT -s fe80::/10 -p ipv6-icmp -j ACCEPT', '-A INPUT -p ipv6-icmp -m limit --limit 9/sec -j ACCEPT'].map(
    (added): (typeof silences)[number] => [
      'untracked-neighbour-discovery',
      added,
      filter('…', '-A INPUT -m conntrack --ctstate NEW,RELATED,ESTABLISHED -j ACCEPT'),
      'ipv6',
    ],
  ),
];

for (const [code, added, text, family = 'ipv4'] of silences) {
  test(`${code}: not with ${added}`, () => {
    const lines = (words: string): number => findingsOf(new RulesFile(words, { family })).filter((finding) => finding.code === code).length;
    assert.notEqual(lines(text.replace('…\n', '')), 0, text);
    assert.equal(lines(text.replace('…', added)), 0);
  });
}

test('a chain that accepts nothing, an IPv6 file that lets nothing in, and OUTPUT without a policy say nothing of replies', () => {
  const found = (text: string, family: Family = 'ipv4'): boolean =>
    codesIn(new RulesFile(text, { family })).includes('no-established-accept');
  assert.equal(found(filter()), false);
  assert.equal(found(filter(lo)), true);
  assert.equal(found(filter(lo), 'ipv6'), false);
  assert.equal(found(filter(lo, ssh), 'ipv6'), true);
  assert.equal(found(table('filter', [':INPUT DROP [0:0]', lo, ssh])), false);
});

test('what a finding says depends on what it is about', () => {
  const said = (code: RuleCode, text: string): string => {
    const file = new RulesFile(text, { family: 'ipv4' });
    return ruleOf(code)?.message(theOnly(code, file)).en ?? '';
  };
  const many = '-A INPUT -p tcp -m multiport --dports 22,80,443,8080,8443 -j ACCEPT';
  const closed = [':INPUT DROP [0:0]', ':OUTPUT DROP [0:0]', lo, replies];
  assert.match(said('no-established-accept', table('filter', [...closed, ssh])), /connections to TCP 22, and/);
  assert.match(said('no-established-accept', table('filter', [...closed, many])), /TCP 22, 80, 443, 8080 and others, and/);
  const untracked = '-A INPUT -m conntrack --ctstate UNTRACKED -j ACCEPT';
  assert.match(said('notrack-too-wide', raw('-A PREROUTING ! -i lo -j NOTRACK') + filter(untracked)), /line 10, .* every TCP and UDP port/);
  assert.match(
    said('notrack-too-wide', raw('-A PREROUTING -j NOTRACK') + filter(lo, replies, '-A INPUT -p tcp -m state --state NEW -j ACCEPT')),
    /lines 11 and 12 can never match/,
  );
});

function table(name: string, lines: readonly string[]): string {
  return `*${name}\n${lines.map((line) => `${line}\n`).join('')}COMMIT\n`;
}

/** Everything found in a file but hints, which are a matter of taste. */
function codesIn(file: RulesFile): readonly string[] {
  return findingsOf(file)
    .filter((finding) => ruleOf(finding.code)?.offByDefault !== true && severityOf(finding) !== 'hint')
    .map(({ code }) => code);
}

function theOnly(code: RuleCode, file: RulesFile): Finding {
  const [first, ...more] = findingsOf(file).filter((finding) => finding.code === code);
  assert.ok(first !== undefined && more.length === 0, `not one ${code} in ${file.text()}`);
  return first;
}

/** The fixes of the first finding of a code. */
function fixesOf(code: RuleCode, file: RulesFile): readonly Fix[] {
  const first = findingsOf(file).find((finding) => finding.code === code);
  assert.ok(first !== undefined, `no ${code} in ${file.text()}`);
  return ruleOf(code)?.fixes?.(first, file) ?? [];
}

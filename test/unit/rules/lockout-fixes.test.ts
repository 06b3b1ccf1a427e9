// Lock-outs and firewalls that end open: what each fix makes of a file, to the letter, what it leaves alone, and what keeps each
// finding quiet.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisOf } from '../../../server/src/analysis/current';
import type { Family } from '../../../server/src/catalogue/schema';
import { readSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { analysedFindings, findingsOf, ruleOf } from '../../../server/src/rules/findings';
import type { Finding, Fix, RuleCode } from '../../../server/src/rules/rule';
import { neighbourDiscoveryDropped } from '../../../server/src/rules/support/neighbour-discovery';
import { createLanguageService } from '../../../server/src/service';
import { applyEdits } from '../../../server/src/text/lines';
import { severityOf } from '../../support/carets';

/** What a case is about, the rules of a filter section before, the titles of the fixes, the rules after the first fix. */
interface Case {
  readonly code: RuleCode;
  readonly family?: Family;
  readonly before: readonly string[];
  readonly titles: readonly string[];
  readonly after?: readonly string[];
}

const lo = '-A INPUT -i lo -j ACCEPT';
const replies = '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const ssh = '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT';
const newSsh = '-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT';
const closed = [':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]'];
const open = [':INPUT ACCEPT [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]'];
const icmpv6 = (type: number, chain = 'INPUT'): string => `-A ${chain} -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`;

const cases: readonly Case[] = [
  {
    code: 'ssh-lockout',
    before: [...open, lo, replies, '# the rest', '-A INPUT -m limit --limit 5/min -j LOG', '-A INPUT -j DROP', ssh],
    titles: ['Move line 10 above line 9'],
    after: [...open, lo, replies, ssh, '# the rest', '-A INPUT -m limit --limit 5/min -j LOG', '-A INPUT -j DROP'],
  },
  // The jump to the chain that accepts it comes too late.
  {
    code: 'ssh-lockout',
    before: [
      ...closed,
      ':ADMINS - [0:0]',
      lo,
      replies,
      '-A INPUT -p tcp -j REJECT',
      '-A INPUT -j ADMINS',
      '-A ADMINS -s 192.0.2.1/32 -j ACCEPT',
    ],
    titles: ['Move line 9 above line 8'],
    after: [
      ...closed,
      ':ADMINS - [0:0]',
      lo,
      replies,
      '-A INPUT -j ADMINS',
      '-A INPUT -p tcp -j REJECT',
      '-A ADMINS -s 192.0.2.1/32 -j ACCEPT',
    ],
  },
  // The drop stands in a chain that INPUT jumps to.
  {
    code: 'ssh-lockout',
    before: [...open, ':REST - [0:0]', lo, replies, '-A INPUT -j REST', ssh, '-A REST -p udp -j REJECT', '-A REST -j DROP'],
    titles: ['Move line 9 above line 8'],
    after: [...open, ':REST - [0:0]', lo, replies, ssh, '-A INPUT -j REST', '-A REST -p udp -j REJECT', '-A REST -j DROP'],
  },
  // A number counts on the order.
  { code: 'ssh-lockout', before: [...open, lo, replies, '-A INPUT -j DROP', ssh, '-I INPUT 2 -p icmp -j ACCEPT'], titles: [] },
  {
    code: 'ssh-lockout',
    before: [...closed, ':ADMINS - [0:0]', lo, replies, '-A INPUT -i lo -j ADMINS', '-A ADMINS -p tcp -m tcp --dport ssh -j ACCEPT'],
    titles: [`Insert \`${newSsh}\``],
    after: [...closed, ':ADMINS - [0:0]', lo, replies, '-A INPUT -i lo -j ADMINS', newSsh, '-A ADMINS -p tcp -m tcp --dport ssh -j ACCEPT'],
  },
  {
    code: 'ssh-lockout',
    before: [...closed, lo, '-A INPUT -p tcp -m tcp --dport 22 -m state --state RELATED,ESTABLISHED -j ACCEPT'],
    titles: ['Add NEW to `RELATED,ESTABLISHED` in line 6'],
    after: [...closed, lo, '-A INPUT -p tcp -m tcp --dport 22 -m state --state NEW,RELATED,ESTABLISHED -j ACCEPT'],
  },
  // Behind the drop another state would not help.
  {
    code: 'ssh-lockout',
    before: [...closed, lo, '-A INPUT -j DROP', '-A INPUT -p tcp -m tcp --dport 22 -m state --state ESTABLISHED -j ACCEPT'],
    titles: [],
  },
  // What is in the chain before the policy logs what it drops.
  {
    code: 'ssh-lockout',
    before: [...closed, lo, replies, '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT', '# log', '-A INPUT -j LOG'],
    titles: [`Insert \`${newSsh}\``],
    after: [...closed, lo, replies, '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT', newSsh, '# log', '-A INPUT -j LOG'],
  },
  // Without a rule for replies a rule for NEW would let one packet in.
  {
    code: 'ssh-lockout',
    before: [...closed, lo, '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT'],
    titles: [`Insert \`${ssh}\``],
    after: [...closed, lo, '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT', ssh],
  },
  {
    code: 'loopback-dropped',
    before: [...closed, '# replies', replies, ssh],
    titles: [`Insert \`${lo}\` first in the chain`],
    after: [...closed, lo, '# replies', replies, ssh],
  },
  { code: 'loopback-dropped', before: [...closed, replies, ssh, '-D INPUT 1'], titles: [] },
  {
    code: 'icmpv6-blocked',
    family: 'ipv6',
    before: [
      ...closed,
      lo,
      '-A INPUT -p tcp -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      ssh,
      '-A INPUT -p tcp -j REJECT',
      '-A INPUT -j REJECT',
    ],
    titles: ['Accept ICMPv6 types 2, 134, 135, 136', 'Accept all of ICMPv6: `-A INPUT -p ipv6-icmp -j ACCEPT`'],
    after: [
      ...closed,
      lo,
      '-A INPUT -p tcp -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      ssh,
      '-A INPUT -p tcp -j REJECT',
      ...[2, 134, 135, 136].map((type) => icmpv6(type)),
      '-A INPUT -j REJECT',
    ],
  },
  // Two rules drop them: the accepts stand before the first.
  {
    code: 'icmpv6-blocked',
    family: 'ipv6',
    before: [...closed, lo, replies, ssh, icmpv6(134), '-A INPUT -i eth1 -p ipv6-icmp -j DROP', '-A INPUT -j DROP'],
    titles: ['Accept ICMPv6 types 135, 136'],
    after: [
      ...closed,
      lo,
      replies,
      ssh,
      icmpv6(134),
      icmpv6(135),
      icmpv6(136),
      '-A INPUT -i eth1 -p ipv6-icmp -j DROP',
      '-A INPUT -j DROP',
    ],
  },
  // What a rule drops by name is not accepted before it.
  {
    code: 'icmpv6-blocked',
    family: 'ipv6',
    before: [...closed, lo, replies, ssh, icmpv6(134), icmpv6(135), '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j DROP'],
    titles: [],
  },
  {
    code: 'icmpv6-blocked',
    family: 'ipv6',
    before: [':OUTPUT DROP [0:0]', '-A OUTPUT -o lo -j ACCEPT', '-A OUTPUT -p tcp -j ACCEPT'],
    titles: ['Accept ICMPv6 types 135, 136', 'Accept all of ICMPv6: `-A OUTPUT -p ipv6-icmp -j ACCEPT`'],
    after: [':OUTPUT DROP [0:0]', '-A OUTPUT -o lo -j ACCEPT', '-A OUTPUT -p tcp -j ACCEPT', icmpv6(135, 'OUTPUT'), icmpv6(136, 'OUTPUT')],
  },
  { code: 'no-policy-drop', before: [...open, lo, replies, ssh], titles: ['Set the policy to DROP'], after: [...closed, lo, replies, ssh] },
  // The policy would take what this host needs.
  { code: 'no-policy-drop', before: [...open, replies, ssh], titles: [] },
  { code: 'no-policy-drop', before: [...open, lo, ssh], titles: [] },
  { code: 'no-policy-drop', before: [...open, lo, replies, '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT'], titles: [] },
  { code: 'no-policy-drop', family: 'ipv6', before: [...open, lo, replies, ssh], titles: [] },
  {
    code: 'no-policy-drop',
    family: 'ipv6',
    before: [...open, lo, replies, ssh, '-A INPUT -p ipv6-icmp -j ACCEPT'],
    titles: ['Set the policy to DROP'],
    after: [...closed, lo, replies, ssh, '-A INPUT -p ipv6-icmp -j ACCEPT'],
  },
  {
    code: 'log-after-drop',
    before: [...open, '-A INPUT -s 192.0.2.1/32 -j DROP', '-A INPUT -s 192.0.2.1/32 -p tcp -j LOG'],
    titles: ['Move the rule before line 5', 'Remove the rule'],
    after: [...open, '-A INPUT -s 192.0.2.1/32 -p tcp -j LOG', '-A INPUT -s 192.0.2.1/32 -j DROP'],
  },
  {
    code: 'log-after-drop',
    before: [...open, '-A INPUT -s 192.0.2.0/31 -j DROP', '-A INPUT -s 192.0.2.2/31 -j DROP', '-A INPUT -s 192.0.2.0/30 -j NFLOG'],
    titles: ['Remove the rule'],
    after: [...open, '-A INPUT -s 192.0.2.0/31 -j DROP', '-A INPUT -s 192.0.2.2/31 -j DROP'],
  },
  {
    code: 'accept-before-drop-same-set',
    before: [...open, '-A INPUT -m set --match-set bad src -j ACCEPT', '-A INPUT -m set --match-set bad src -j DROP'],
    titles: ['Remove line 5, which accepts them', 'Remove line 6, which never drops them'],
    after: [...open, '-A INPUT -m set --match-set bad src -j DROP'],
  },
  // The accept lets in more than the drop would drop, and stays for that.
  {
    code: 'accept-before-drop-same-set',
    before: [...open, '-A INPUT -m set --match-set bad src -j ACCEPT', '-A INPUT -p tcp -m set --match-set bad src -j DROP'],
    titles: ['Move the rule before line 5', 'Remove line 6, which never drops them'],
    after: [...open, '-A INPUT -p tcp -m set --match-set bad src -j DROP', '-A INPUT -m set --match-set bad src -j ACCEPT'],
  },
];

for (const { code, family = 'ipv4', before, titles, after } of cases) {
  test(`${code}: ${titles[0] ?? 'no fix'}: ${before.filter((line) => line.startsWith('-')).join(' | ')}`, () => {
    const text = section(before);
    const file = new RulesFile(text, { family });
    const finding = theOnly(code, file);
    const fixes: readonly Fix[] = ruleOf(code)?.fixes?.(finding, file) ?? [];
    assert.deepEqual(
      fixes.map((fix) => fix.title.en),
      titles,
    );
    const [first] = fixes;
    if (first !== undefined && after !== undefined) assert.equal(applyEdits(text, first.edits), section(after));
    for (const fix of fixes) mends(code, file, fix);
  });
}

/** A fix takes the finding away and brings no other error or warning. */
function mends(code: RuleCode, file: RulesFile, fix: Fix): void {
  const after = file.withText(applyEdits(file.text(), fix.edits));
  assert.deepEqual(linesOf(code, after), [], after.text());
  const known = new Set(loud(file));
  assert.deepEqual(
    loud(after).filter((one) => !known.has(one)),
    [],
    after.text(),
  );
}

function loud(file: RulesFile): readonly string[] {
  return findingsOf(file)
    .filter((finding) => ['error', 'warning'].includes(severityOf(finding)))
    .map((finding) => finding.code);
}

/** Rules that have a finding, and lines which keep it away when they stand in the place of `…`. */
const silences: readonly (readonly [code: RuleCode, family: Family, rules: readonly string[], lines: readonly string[]])[] = [
  [
    'ssh-lockout',
    'ipv4',
    [...closed, ':VPN - [0:0]', '-A VPN -j ACCEPT', lo, replies, '…', '-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT'],
    [
      '-A INPUT -s 192.0.2.0/24 -j ACCEPT',
      '-A INPUT -i tun+ -j VPN',
      '-A INPUT -p tcp -m tcp --dport 22 -m recent --rcheck --name KNOCK -j ACCEPT',
      '-A INPUT -p tcp -m set --match-set admins src -j ACCEPT',
      '-A INPUT -m policy --dir in --pol ipsec -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 22 -m hashlimit --hashlimit-upto 5/min --hashlimit-name ssh -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 22 -j DROP',
      '-A INPUT -p tcp -m tcp --dport 22 -j NFQUEUE',
      '-A INPUT -j ELSEWHERE',
    ],
  ],
  [
    'ssh-lockout',
    'ipv4',
    [':INPUT ACCEPT [0:0]', '…', '-A INPUT -j DROP', ssh],
    [
      '-A INPUT -s 192.0.2.1/32 -j ACCEPT',
      '-A INPUT -i eth0 -p tcp -m tcp --dport 22 -j ACCEPT',
      '-A INPUT -p tcp -j ACCEPT',
      '-A INPUT -m state --state NEW -j ACCEPT',
    ],
  ],
  [
    'loopback-dropped',
    'ipv4',
    [':INPUT DROP [0:0]', '…', replies, ssh],
    [
      lo,
      '-A INPUT -i lo -p udp -m udp --dport 53 -j ACCEPT',
      '-A INPUT -s 127.0.0.0/8 -j ACCEPT',
      '-A INPUT -d 127.0.0.1/32 -p tcp -m tcp --dport 5432 -j ACCEPT',
      '-A INPUT ! -i eth0 -j ACCEPT',
      '-A INPUT -m addrtype --src-type LOCAL -j ACCEPT',
      '-A INPUT -i lo -m limit --limit 10/s -j ACCEPT',
      '-A INPUT -i l+ -j ACCEPT',
    ],
  ],
  [
    'icmpv6-blocked',
    'ipv6',
    [...closed, lo, replies, ssh, icmpv6(134), '…'],
    [
      '-A INPUT -p ipv6-icmp -j ACCEPT',
      '-A INPUT -s fe80::/10 -p ipv6-icmp -j ACCEPT',
      '-A INPUT -p ipv6-icmp -m hl --hl-eq 255 -j ACCEPT',
      '-A INPUT -m conntrack --ctstate UNTRACKED -j ACCEPT',
      // That a rule is there and asks for a state is another finding.
      '-A INPUT -p ipv6-icmp -m conntrack --ctstate NEW -j ACCEPT',
      '-A INPUT -p ipv6-icmp -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ],
  ],
  [
    'no-policy-drop',
    'ipv4',
    [':INPUT ACCEPT [0:0]', ':BANNED - [0:0]', '-A BANNED -s 192.0.2.1/32 -j REJECT', '…', lo, ssh],
    [
      '-A INPUT -j BANNED',
      '-A INPUT -p tcp -m tcp --dport 3306 -j DROP',
      '-A INPUT -p tcp ! --syn -m conntrack --ctstate NEW -j DROP',
      '-A INPUT -m recent --rcheck --name BAD -j DROP',
      '-A INPUT -j ELSEWHERE',
      '-A INPUT -j ACCEPT',
    ],
  ],
  ['log-after-drop', 'ipv4', ['-A FORWARD -i eth0 -p tcp -j DROP', '-A FORWARD -i eth0 -p tcp …-j LOG'], []],
];

for (const [code, family, rules, lines] of silences) {
  for (const line of lines) {
    test(`${code}: not with ${line}`, () => {
      const without = new RulesFile(section(rules.filter((one) => one !== '…')), { family });
      const added = new RulesFile(section(rules.map((one) => (one === '…' ? line : one))), { family });
      assert.equal(linesOf(code, without).length, 1);
      assert.deepEqual(linesOf(code, added), []);
    });
  }
}

test('guests and their programs are no services of the host', () => {
  const accept = (input: string): RulesFile =>
    new RulesFile(section([...open, lo, `-A INPUT ${input} -p udp -m udp --dport 53 -j ACCEPT`]));
  for (const input of ['-i virbr0', '-i docker0', '-i lxdbr0', '-i lo']) assert.deepEqual(linesOf('no-policy-drop', accept(input)), []);
  for (const input of ['-i eth0', '', '! -i docker0']) assert.equal(linesOf('no-policy-drop', accept(input)).length, 1);
});

test('ssh is dropped where the packets that a rule would accept are', () => {
  const accept = '-A INPUT -s 10.0.0.5/32 -p tcp -m tcp --dport 22 -j ACCEPT';
  const file = new RulesFile(section([...closed, lo, '-A INPUT -s 10.0.0.0/8 -j DROP', accept]));
  assert.deepEqual(linesOf('ssh-lockout', file), [5]);
});

test('what does not let a new ssh login in', () => {
  for (const rule of [
    '-A INPUT -p tcp -m tcp --sport 22 -j ACCEPT',
    '-A INPUT -p tcp -m tcp ! --syn -j ACCEPT',
    '-A INPUT -p udp -m udp --dport 22 -j ACCEPT',
    '-A INPUT -i lo -p tcp -m tcp --dport 22 -j ACCEPT',
  ])
    assert.deepEqual(linesOf('ssh-lockout', new RulesFile(section([...closed, lo, replies, rule]))), [1], rule);
});

test('ssh that is dropped by a rule of its own is dropped on purpose', () => {
  const given = (...rules: readonly string[]): readonly number[] => linesOf('ssh-lockout', new RulesFile(section(rules)));
  const drop = '-A INPUT -p tcp -m tcp --dport 22 -j DROP';
  assert.deepEqual(given(...closed, lo, replies, drop, '-A INPUT -p tcp -j ACCEPT'), []);
  assert.deepEqual(given(...closed, lo, replies, drop, ssh), [6]);
  assert.deepEqual(given(...open, drop), []);
});

test('a rule against one service does not drop loopback', () => {
  const given = (...rules: readonly string[]): readonly number[] =>
    linesOf('loopback-dropped', new RulesFile(section([...open, ...rules])));
  assert.deepEqual(given('-A INPUT -p tcp -m tcp --dport 30999 -j REJECT'), []);
  assert.deepEqual(given(replies, '-A INPUT -p tcp -j REJECT --reject-with tcp-reset'), [5]);
});

test('no rule is put into a chain whose order is not that of the lines', () => {
  const file = new RulesFile(section([...closed, replies, ssh, '-I INPUT -p icmp -j ACCEPT']));
  assert.deepEqual(ruleOf('loopback-dropped')?.fixes?.(theOnly('loopback-dropped', file), file), []);
});

test('router advertisements are for hosts', () => {
  const rules = [...closed, lo, replies, icmpv6(135), icmpv6(136)];
  const given = (...more: readonly string[]): readonly number[] =>
    linesOf('icmpv6-blocked', new RulesFile(section([...rules, ...more]), { family: 'ipv6' }));
  assert.deepEqual(given(), [1]);
  assert.deepEqual(given('-A FORWARD -i eth1 -j ACCEPT'), []);
  assert.deepEqual(given('-A INPUT -p ipv6-icmp -m conntrack --ctstate NEW -j ACCEPT'), []);
});

test('other rules that take a part of the packets do not hide the one that takes all', () => {
  const given = (code: RuleCode, ...rules: readonly string[]): readonly number[] =>
    linesOf(code, new RulesFile(section([...open, lo, replies, ...rules])));
  const set = (target: string, negation = ''): string => `-A INPUT -m set ${negation}--match-set bad src -j ${target}`;
  const code = 'accept-before-drop-same-set';
  assert.deepEqual(given(code, set('ACCEPT'), set('REJECT')), [7]);
  assert.deepEqual(given(code, set('DROP'), set('REJECT')), []);
  assert.deepEqual(given(code, set('ACCEPT', '! '), set('DROP', '! ')), []);
  assert.deepEqual(given(code, set('ACCEPT'), '-A INPUT -m set --match-set bad dst -j DROP'), []);
  const file = new RulesFile(section([...open, lo, replies, '-A INPUT -s 192.0.2.1/32 -j DROP', '-A INPUT -s 192.0.2.1/32 -j LOG']));
  assert.match(ruleOf('log-after-drop')?.message(theOnly('log-after-drop', file)).en ?? '', /: line 7 drops every packet/);
});

test('one accept alone is no firewall', () => {
  const given = (...rules: readonly string[]): readonly number[] => linesOf('no-policy-drop', new RulesFile(section([...open, ...rules])));
  assert.deepEqual(given(ssh), []);
  assert.deepEqual(given(ssh, '-A INPUT -i eth0 -j ACCEPT'), []);
  assert.deepEqual(given(ssh, '-A INPUT -p udp -m udp --dport 53 -j ACCEPT'), [1]);
  assert.deepEqual(given(ssh, replies), [1]);
});

test('nothing is said of what switches a whole family off, of stubs, and of what is loaded on top of others', () => {
  const codes: readonly RuleCode[] = ['ssh-lockout', 'loopback-dropped', 'icmpv6-blocked'];
  const off = [':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT DROP [0:0]'];
  for (const rules of [off, [...off, lo], [...off, lo, '-A OUTPUT -o lo -j ACCEPT']]) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      const file = new RulesFile(section(rules), { family });
      for (const code of codes) assert.deepEqual(linesOf(code, file), [], `${code} ${family} ${rules.join(' | ')}`);
    }
  }
  const ufw = new RulesFile(section([':INPUT DROP [0:0]', replies, '-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT']), {
    name: '/etc/ufw/before.rules',
  });
  for (const code of codes) assert.deepEqual(linesOf(code, ufw), [], code);
});

test('an IPv6 file need not let ssh in, and may not accept it in vain', () => {
  const file = (...rules: readonly string[]): RulesFile => new RulesFile(section([...closed, lo, replies, ...rules]), { family: 'ipv6' });
  assert.deepEqual(linesOf('ssh-lockout', file('-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT')), []);
  assert.deepEqual(linesOf('ssh-lockout', file('-A INPUT -j REJECT', ssh)), [6]);
});

test('what raw exempts begins as UNTRACKED', () => {
  const raw = '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 22 -j CT --notrack\nCOMMIT\n';
  const accepting = (states: string): RulesFile =>
    new RulesFile(raw + section([...closed, lo, `-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate ${states} -j ACCEPT`]));
  assert.deepEqual(linesOf('ssh-lockout', accepting('UNTRACKED')), []);
  const file = accepting('NEW,ESTABLISHED');
  const finding = theOnly('ssh-lockout', file);
  assert.match(ruleOf('ssh-lockout')?.message(finding).en ?? '', /accepts it only as NEW, ESTABLISHED, and its first packet is UNTRACKED/);
  assert.deepEqual(
    (ruleOf('ssh-lockout')?.fixes?.(finding, file) ?? []).map((fix) => fix.title.en),
    ['Add UNTRACKED to `NEW,ESTABLISHED` in line 11'],
  );
});

test('the ports of sshd are a setting', () => {
  const text = section([...closed, lo, replies, '-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT']);
  const at = (sshPorts: readonly number[]): RulesFile => new RulesFile(text, { sshPorts });
  assert.equal(linesOf('ssh-lockout', at([22])).length, 1);
  assert.deepEqual(linesOf('ssh-lockout', at([22, 443])), []);
  assert.deepEqual(linesOf('ssh-lockout', at([])), []);
  const file = at([22, 2222]);
  const finding = theOnly('ssh-lockout', file);
  assert.match(ruleOf('ssh-lockout')?.message(finding).en ?? '', /TCP ports 22, 2222/);
  assert.match(ruleOf('ssh-lockout')?.fixes?.(finding, file)[0]?.title.en ?? '', /-m multiport --dports 22,2222 /);
  assert.deepEqual(readSettings({}).sshPorts, [22]);
  assert.deepEqual(readSettings({ sshPorts: 22 }).sshPorts, [22]);
  assert.deepEqual(readSettings({ sshPorts: [2222, 0, '22', 65536] }).sshPorts, [2222]);
  const uri = 'file:///etc/iptables/rules.v4';
  const service = createLanguageService();
  service.open(uri, text);
  const told = (): boolean => service.diagnostics(uri).some(({ code }) => code === 'ssh-lockout');
  assert.equal(told(), true);
  service.configure(readSettings({ sshPorts: [443] }));
  assert.equal(told(), false);
});

test('which neighbour discovery is dropped, and whether a rule asks for a state it never has', () => {
  const dropped = (...rules: readonly string[]): ReturnType<typeof neighbourDiscoveryDropped> =>
    neighbourDiscoveryDropped(analysisOf(new RulesFile(section([':INPUT DROP [0:0]', ...rules]), { family: 'ipv6' })), 'INPUT');
  assert.deepEqual(dropped(replies), { types: [135, 136], byState: false, dropLine: 1 });
  assert.deepEqual(dropped(replies, icmpv6(135)), { types: [136], byState: false, dropLine: 1 });
  assert.deepEqual(dropped('-A INPUT -p ipv6-icmp -m state --state NEW -j ACCEPT', '-A INPUT -j REJECT'), {
    types: [135, 136],
    byState: true,
    dropLine: 3,
    stateLine: 2,
  });
  assert.deepEqual(dropped('-A INPUT -p ipv6-icmp -m state --state ESTABLISHED -j ACCEPT')?.stateLine, 2);
  assert.equal(dropped('-A INPUT -p ipv6-icmp -j ACCEPT'), undefined);
  const ipv4 = new RulesFile(section([':INPUT DROP [0:0]']), { family: 'ipv4' });
  assert.equal(neighbourDiscoveryDropped(analysisOf(ipv4), 'INPUT'), undefined);
});

function section(lines: readonly string[]): string {
  return `*filter\n${lines.join('\n')}\nCOMMIT\n`;
}

/** The one finding of a code. */
function theOnly(code: RuleCode, file: RulesFile): Finding {
  const [first, ...more] = analysedFindings(analysisOf(file)).filter((finding) => finding.code === code);
  assert.ok(first !== undefined && more.length === 0, `not one ${code} in ${file.text()}`);
  return first;
}

/** The lines of a code's findings; they count from 0. */
function linesOf(code: RuleCode, file: RulesFile): readonly number[] {
  return analysedFindings(analysisOf(file))
    .filter((finding) => finding.code === code)
    .map(({ line }) => line);
}

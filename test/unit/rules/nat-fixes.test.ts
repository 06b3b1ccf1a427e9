// The findings about nat and about the two families: what each fix makes of a file, to the letter; what keeps each quiet; what
// they refer to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siblingName } from '../../../server/src/model/sibling-name';
import { ruleOf } from '../../../server/src/rules/findings';
import type { Finding, RuleCode } from '../../../server/src/rules/rule';
import { createLanguageService } from '../../../server/src/service';
import { applyEdits } from '../../../server/src/text/lines';
import { fileWithSibling, findingsIn } from '../../support/carets';
import type { OracleCase } from '../../support/oracle';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';

type Family = 'ipv4' | 'ipv6';

/** A case with DNAT: rules of nat, rules of filter behind those of a small router, and what the first finding's fix inserts, as it is said. */
const forwardCases: readonly (readonly [nat: string, filter: string, inserted: string | undefined])[] = [
  [
    '-A PREROUTING -i eth0 -p tcp --dport 8080 -j DNAT --to-destination 192.168.1.10:80',
    '-A FORWARD -p tcp --dport 8080 -j ACCEPT',
    '-A FORWARD -d 192.168.1.10/32 -i eth0 -p tcp -m tcp --dport 80 -j ACCEPT',
  ],
  // The condition of the only jump that leads there counts as its own.
  [
    ':PORTS - [0:0]\n-A PREROUTING ! -i eth1 -d 198.51.100.1 -j PORTS\n-A PORTS -p udp --dport 1194 -j DNAT --to-destination 192.168.1.10',
    '',
    '-A FORWARD -d 192.168.1.10/32 ! -i eth1 -p udp -m udp --dport 1194 -j ACCEPT',
  ],
  [
    '-A PREROUTING -s 203.0.113.0/24 -i eth0 -p tcp -m multiport --dports 80,443 -j DNAT --to-destination 192.168.1.10',
    '',
    '-A FORWARD -s 203.0.113.0/24 -d 192.168.1.10/32 -i eth0 -p tcp -m multiport --dports 80,443 -j ACCEPT',
  ],
  [
    '-A PREROUTING -i eth0 -p tcp --dport 25 -j DNAT --to-destination 192.168.1.10-192.168.1.12:2500-2510',
    '',
    '-A FORWARD -i eth0 -p tcp -m iprange --dst-range 192.168.1.10-192.168.1.12 -m tcp --dport 2500:2510 -j ACCEPT',
  ],
  // Which ports are to be let in is for the author to say.
  ['-A PREROUTING -i eth0 -d 198.51.100.2 -j DNAT --to-destination 192.168.1.10', '', undefined],
  ['-A PREROUTING -i eth0 -p gre -j DNAT --to-destination 192.168.1.10', '', undefined],
  // Other lines count on the rules' numbers.
  [
    '-A PREROUTING -i eth0 -p tcp --dport 8080 -j DNAT --to-destination 192.168.1.10:80',
    '-A FORWARD -i eth3 -j ACCEPT\n-I FORWARD 2 -i eth2 -j DROP',
    undefined,
  ],
];

const router = (nat: string, filter: string, policy = 'DROP'): string =>
  `*nat\n:PREROUTING ACCEPT [0:0]\n${nat}\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD ${policy} [0:0]\n-A INPUT -i eth1 -j ACCEPT\n-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A FORWARD -i eth1 -o eth0 -j ACCEPT\n${filter}${filter === '' ? '' : '\n'}COMMIT\n`;

for (const [nat, filter, inserted] of forwardCases) {
  test(`nat-without-forward: ${nat} | ${filter}`, () => {
    const text = router(nat, filter);
    const fixed = fixOf('nat-without-forward', text);
    assert.equal(fixed, inserted === undefined ? undefined : text.replace(/COMMIT\n$/, `${inserted}\nCOMMIT\n`));
    if (fixed !== undefined) assert.deepEqual(linesOf('nat-without-forward', fixed), []);
  });
}

const dnat = '-A PREROUTING -i eth0 -p tcp --dport 8080 -j DNAT --to-destination 192.168.1.10:80';

test('the accept comes before the drop and what logs it, and replies are let out where nothing does so', () => {
  const accept = '-A FORWARD -d 192.168.1.10/32 -i eth0 -p tcp -m tcp --dport 80 -j ACCEPT\n';
  const end = '# the rest\n-A FORWARD -j LOG\n-A FORWARD -j REJECT\n';
  assert.equal(fixOf('nat-without-forward', router(dnat, end.trimEnd(), 'ACCEPT')), router(dnat, accept + end.trimEnd(), 'ACCEPT'));
  const alone = `*nat\n:PREROUTING ACCEPT [0:0]\n${dnat}\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\nCOMMIT\n`;
  const replies = '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n';
  assert.equal(fixOf('nat-without-forward', alone), alone.replace(/COMMIT\n$/, `${replies}${accept}COMMIT\n`));
});

test('DNAT refers to what drops, and to a rule that accepts the destination from before', () => {
  assert.deepEqual(relatedOf('nat-without-forward', router(dnat, '')), ['7 DROP']);
  const outside = router(dnat, '-A FORWARD -i eth0 -p tcp --dport 8080 -j ACCEPT\n-A FORWARD -j REJECT');
  assert.deepEqual(relatedOf('nat-without-forward', outside), ['12 REJECT', '11 8080']);
  assert.match(messageOf('nat-without-forward', outside), /line 11 accepts the one from before/);
  const address = router(dnat.replace('-p', '-d 198.51.100.1 -p'), '-A FORWARD -d 198.51.100.1 -j ACCEPT');
  assert.deepEqual(relatedOf('nat-without-forward', address), ['7 DROP', '11 198.51.100.1']);
});

/** Code, what is added, and the file with `…` in its place: without it there are findings, with it there are none. */
const silences: readonly (readonly [code: RuleCode, added: string, text: string])[] = [
  ...[
    '-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT',
    '-A FORWARD -d 192.168.1.0/24 -p tcp --dport 80 -m limit --limit 5/s -j ACCEPT',
    '-A FORWARD -s 203.0.113.7 -j ACCEPT',
    '-A FORWARD -m mark --mark 1 -j ACCEPT',
    '-A FORWARD -o eth1 -j ACCEPT',
    '-A FORWARD -j ELSEWHERE',
    '-A INPUT -d 192.168.1.10 -i eth2 -j ACCEPT',
    '-A INPUT -p tcp --dport 80 -j ACCEPT',
    '-A OUTPUT -s 192.168.1.10 -j ACCEPT',
  ].map((added): (typeof silences)[number] => ['nat-without-forward', added, router(dnat, '…').replace('…\n', '…')]),
  ...[
    '-A PREROUTING -i eth0 -j ACCEPT',
    '-A PREROUTING -p tcp --dport 8080 -j RETURN',
    '-A PREROUTING -d 198.51.100.1 -j DNAT --to-destination 192.168.1.20\n-A PREROUTING -i eth0 -j ACCEPT',
    '-A POSTROUTING -o eth0 -j SNAT --to-source 192.168.1.10',
  ].map((added): (typeof silences)[number] => ['nat-without-forward', added, router(`…${dnat}`, '')]),
  ['nat-without-forward', '*raw\n-A PREROUTING -i eth0 -j NOTRACK\nCOMMIT', `…${router(dnat, '')}`],
  ...[
    '-A INPUT -p tcp --dport 8080 -j ACCEPT',
    '-A INPUT -m conntrack --ctstate DNAT -j ACCEPT',
    '-A INPUT -s 203.0.113.7 -j ACCEPT',
    '-A INPUT -m addrtype --dst-type LOCAL -p tcp -j ACCEPT',
    '-A INPUT -j ELSEWHERE',
  ].map((added): (typeof silences)[number] => [
    'dnat-local-input',
    added,
    '*nat\n-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:ELSEWHERE - [0:0]\n…-A INPUT -p tcp --dport 80 -j ACCEPT\n-A ELSEWHERE -m limit --limit 1/s -j ACCEPT\nCOMMIT\n',
  ]),
  ...['-A PREROUTING -i eth1 -j ACCEPT', '-A PREROUTING -d 192.0.2.2 -j RETURN'].map((added): (typeof silences)[number] => [
    'dnat-local-input',
    added,
    '*nat\n:PREROUTING ACCEPT [0:0]\n…-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -s 203.0.113.0/24 -p tcp --dport 80 -j DROP\n-A INPUT -p tcp --dport 8080 -j ACCEPT\nCOMMIT\n',
  ]),
  ...['-A INPUT -s 203.0.113.0/24 -p tcp --dport 8080 -j DROP', '-A INPUT -p tcp -m limit --limit 9/s -j DROP'].map(
    (added): (typeof silences)[number] => [
      'dnat-local-input',
      added,
      '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n…-A INPUT -s 203.0.113.0/24 -p tcp --dport 80 -j DROP\n-A INPUT -p tcp --dport 8080 -j ACCEPT\nCOMMIT\n',
    ],
  ),
];

for (const [code, added, text] of silences) {
  test(`${code}: not with ${added}`, () => {
    assert.notDeepEqual(linesOf(code, text.replace('…', '')), []);
    assert.deepEqual(linesOf(code, text.replace('…', `${added}\n`)), []);
  });
}

test('an address that may be this host’s own: a router has not opened INPUT for it, a host may have', () => {
  const nat = (filter: string): string =>
    `*nat\n:PREROUTING ACCEPT [0:0]\n${dnat}\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n${filter}COMMIT\n`;
  const forwards = '-A FORWARD -i eth1 -o eth0 -j ACCEPT\n';
  assert.deepEqual(linesOf('nat-without-forward', nat(':INPUT DROP [0:0]\n')), [2]);
  assert.deepEqual(linesOf('nat-without-forward', nat(':INPUT ACCEPT [0:0]\n')), []);
  assert.deepEqual(linesOf('nat-without-forward', nat(`:INPUT ACCEPT [0:0]\n${forwards}`)), [2]);
  assert.deepEqual(linesOf('nat-without-forward', nat(`:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 80 -j ACCEPT\n${forwards}`)), []);
  const named = '-A FORWARD -s 192.168.1.10 -p udp -j ACCEPT\n';
  assert.deepEqual(linesOf('nat-without-forward', nat(`:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 80 -j ACCEPT\n${named}`)), [2]);
});

test('without a policy nobody knows what FORWARD does, nor in a file that is loaded on top of others', () => {
  const text = router(dnat, '');
  assert.deepEqual(linesOf('nat-without-forward', text.replace(':FORWARD DROP', ':FORWARD -')), []);
  assert.deepEqual(linesOf('nat-without-forward', text.slice(0, text.indexOf('*filter'))), []);
  const service = createLanguageService();
  const codes = (uri: string): unknown[] => {
    service.open(uri, text);
    return service.diagnostics(uri).map(({ code }) => code);
  };
  assert.ok(codes('file:///etc/iptables/rules.v4').includes('nat-without-forward'));
  assert.ok(!codes('file:///etc/ufw/before.rules').includes('nat-without-forward'));
});

test('a cluster’s services are nobody’s handiwork', () => {
  const rules = (count: number): string =>
    Array.from(
      { length: count },
      (_, index) => `-A PREROUTING -i eth0 -p tcp --dport ${index + 1} -j DNAT --to-destination 192.168.1.10`,
    ).join('\n');
  assert.equal(linesOf('nat-without-forward', router(rules(256), '')).length, 256);
  assert.equal(linesOf('nat-without-forward', router(rules(257), '')).length, 0);
});

/** Rules of nat, rules of INPUT, and those after the first finding's fix. */
const inputCases: readonly (readonly [nat: string, before: string, after: string | undefined])[] = [
  [
    '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    '-A INPUT -i lo -j ACCEPT\n[5:300] -A INPUT -p tcp --dport 80 -j ACCEPT',
    '-A INPUT -i lo -j ACCEPT\n[5:300] -A INPUT -p tcp --dport 8080 -j ACCEPT',
  ],
  // What this host sends to itself comes to the old port.
  [
    '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    '[5:300] -A INPUT -p tcp --dport 80 -j ACCEPT',
    '[5:300] -A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -p tcp --dport 8080 -j ACCEPT',
  ],
  // So does what comes by another interface.
  [
    '-A PREROUTING -i eth0 -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -m conntrack --ctstate NEW -j ACCEPT',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -m conntrack --ctstate NEW -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 8080 -m conntrack --ctstate NEW -j ACCEPT',
  ],
  [
    '-A PREROUTING -p tcp -m multiport --dports 80,81 -j REDIRECT --to-ports 8080',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 22,80,81 -j ACCEPT',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 22,8080 -j ACCEPT',
  ],
  [
    '-A PREROUTING -p udp --dport 500:510 -j REDIRECT --to-ports 5000-5010',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p udp --dport 500:510 -j ACCEPT',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p udp --dport 5000:5010 -j ACCEPT',
  ],
  // A part of a range.
  [
    '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp --dport 80:90 -j ACCEPT',
    undefined,
  ],
  // An earlier rule drops the new port.
  [
    '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    '-A INPUT -p tcp --dport 8080 -j DROP\n-A INPUT -p tcp --dport 80 -j ACCEPT',
    undefined,
  ],
  // Another chain.
  [
    '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    ':WEB - [0:0]\n-A INPUT -p tcp --dport 80 -j WEB\n-A WEB -p tcp --dport 80 -j ACCEPT',
    undefined,
  ],
  [
    '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080',
    '-A INPUT -p tcp -m multiport --dports 22,80 -m connlimit --connlimit-above 9 -j REJECT\n-A INPUT -p tcp -m multiport --dports 22,8080 -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 22,8080 -m connlimit --connlimit-above 9 -j REJECT\n-A INPUT -p tcp -m multiport --dports 22,8080 -j ACCEPT',
  ],
];

const redirected = (nat: string, input: string): string =>
  `*nat\n:PREROUTING ACCEPT [0:0]\n${nat}\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n${input}\nCOMMIT\n`;

for (const [nat, before, after] of inputCases) {
  test(`dnat-local-input: ${nat} | ${before}`, () => {
    const fixed = fixOf('dnat-local-input', redirected(nat, before));
    assert.equal(fixed, after === undefined ? undefined : redirected(nat, after));
    if (fixed !== undefined) assert.deepEqual(linesOf('dnat-local-input', fixed), []);
  });
}

test('a mark can be another one by the time that FORWARD sees it', () => {
  const text = (mark: number): string => router(dnat.replace('-j', '-m mark --mark 1 -j'), `-A FORWARD -m mark --mark ${mark} -j ACCEPT`);
  assert.deepEqual(linesOf('nat-without-forward', router(dnat.replace('-j', '-m mark --mark 1 -j'), '')), [2]);
  assert.deepEqual([linesOf('nat-without-forward', text(1)), linesOf('nat-without-forward', text(2))], [[], []]);
});

test('what is redirected goes to an address of this host', () => {
  const nat = '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080';
  const text = (words: string): string =>
    redirected(nat, `-A INPUT -m addrtype ${words} --dst-type LOCAL -j ACCEPT\n-A INPUT -p tcp --dport 80 -j ACCEPT`);
  assert.deepEqual(linesOf('dnat-local-input', text('!')), [7]);
  assert.deepEqual(linesOf('dnat-local-input', text('')), []);
});

test('an INPUT rule refers to the port that nat writes', () => {
  const text = redirected('-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080', '-A INPUT -p tcp --dport 80 -j ACCEPT');
  assert.deepEqual(relatedOf('dnat-local-input', text), ['3 8080']);
});

const replies = '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const input = (...rules: string[]): string =>
  `*filter\n:INPUT DROP [0:0]\n${[replies, ...rules].map((rule) => `${rule}\n`).join('')}COMMIT\n`;

/** Rules of the other file's INPUT, the IPv4 one, and the rule that the fix inserts here. */
const siblingCases: readonly (readonly [other: string, inserted: string])[] = [
  ['-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT', '-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT'],
  [
    '[9:540] -A INPUT -p tcp --dport https -m comment --comment "the shop" -j ACCEPT',
    '-A INPUT -p tcp --dport https -m comment --comment "the shop" -j ACCEPT',
  ],
  [
    '-A INPUT -p tcp -m multiport --dports 22,80,443 -m state --state NEW -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT',
  ],
  ['-A INPUT -s 0.0.0.0/0 -p udp -m udp --dport 443 -j ACCEPT', '-A INPUT -p udp -m udp --dport 443 -j ACCEPT'],
  [':WEB - [0:0]\n-A INPUT -p tcp -j WEB\n-A WEB -p tcp --dport 443 -j ACCEPT', '-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT'],
];

for (const [other, inserted] of siblingCases) {
  test(`open-in-one-family: ${other}`, () => {
    const ssh = '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT';
    const fixed = fixOf('open-in-one-family', input(ssh), 'ipv6', input(other));
    assert.equal(fixed, input(ssh, inserted));
    assert.deepEqual(linesOf('open-in-one-family', fixed, 'ipv6', input(other)), []);
  });
}

test('the counterpart stands before the rule that drops, and the finding at its target', () => {
  const [before, after] = ['-A INPUT -p icmp -j ACCEPT', '-A INPUT -j LOG\n-A INPUT -j REJECT'];
  const text = input(before, after).replace('DROP', 'ACCEPT');
  const other = input('-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT');
  assert.deepEqual(linesOf('open-in-one-family', text, 'ipv4', other), [5]);
  const fixed = input(before, '-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT', after).replace('DROP', 'ACCEPT');
  assert.equal(fixOf('open-in-one-family', text, 'ipv4', other), fixed);
});

/** What keeps it quiet that 443 is open in the other file: rules here, rules there. */
const alike: readonly (readonly [here: string, there: string])[] = [
  ['-A INPUT -p tcp --dport 443 -j DROP', ''],
  ['-A INPUT -s 2001:db8::/32 -p tcp --dport 443 -j ACCEPT', ''],
  ['-A INPUT -i eth1 -j ACCEPT', ''],
  ['-A INPUT -p tcp -m limit --limit 5/s -j ACCEPT', ''],
  ['-A INPUT -j ELSEWHERE', ''],
  ['COMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 443 -j REDIRECT --to-ports 8443', ''],
  ['COMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 443 -j NOTRACK', ''],
  ['', '-A INPUT -i eth0 -j DROP'],
  ['', '-A INPUT ! -s 192.0.2.0/24 -j DROP'],
];

for (const [here, there] of alike) {
  test(`open-in-one-family: not with ${here || there}`, () => {
    const service = '-A INPUT -p tcp --dport 443 -j ACCEPT';
    const other = (more: string): string => input(...(more === '' ? [] : [more]), service);
    assert.deepEqual(linesOf('open-in-one-family', input(), 'ipv6', other('')), [1]);
    assert.deepEqual(linesOf('open-in-one-family', input(...(here === '' ? [] : [here])), 'ipv6', other(there)), []);
  });
}

test('the ports that nat sends others to, and a family that is shut off, are not compared', () => {
  const web = '-A INPUT -p tcp --dport 8080 -j ACCEPT';
  const sent = `*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080\nCOMMIT\n${input(web)}`;
  assert.deepEqual(linesOf('open-in-one-family', input(), 'ipv6', input(web)), [1]);
  assert.deepEqual(linesOf('open-in-one-family', input(), 'ipv6', sent), []);
  const off = '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n';
  assert.deepEqual(linesOf('open-in-one-family', off, 'ipv6', input(web)), []);
});

test('beyond five rules the files are not meant to be alike', () => {
  const other = input(...Array.from({ length: 9 }, (_, index) => `-A INPUT -p tcp --dport ${1000 + 10 * index} -j ACCEPT`));
  assert.equal(linesOf('open-in-one-family', input(), 'ipv6', other).length, 5);
});

test('which file is beside which', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['rules.v4', 'rules.v6'],
    ['/etc/iptables/web.rules.v4', '/etc/iptables/web.rules.v6'],
    ['file:///srv/iptables/rules.v4', 'file:///srv/iptables/rules.v6'],
    ['rules.v4.bak', 'rules.v6.bak'],
    ['/etc/sysconfig/iptables', '/etc/sysconfig/ip6tables'],
    ['/etc/iptables/iptables.rules', '/etc/iptables/ip6tables.rules'],
    ['C:\\fw\\iptables-save.txt', 'C:\\fw\\ip6tables-save.txt'],
    ['/etc/ufw/before.rules', '/etc/ufw/before6.rules'],
    ['user.rules', 'user6.rules'],
  ];
  for (const [four, six] of pairs) assert.deepEqual([siblingName(four), siblingName(six)], [six, four]);
  for (const name of ['web.iptables', 'rules', 'v4', 'before.rules.bak', '/etc/iptables/rules'])
    assert.equal(siblingName(name), undefined, name);
});

test('the service looks at the file beside one, open or read from disk, as it is now', () => {
  const service = createLanguageService();
  const [four, six] = ['file:///etc/iptables/rules.v4', 'file:///etc/iptables/rules.v6'];
  const found = (): unknown[] =>
    service
      .diagnosticsSoFar(six)
      .filter(({ code }) => code === 'open-in-one-family')
      .map(({ message, relatedInformation }) => [String(message).slice(0, 42), relatedInformation?.map(({ location }) => location)]);
  const work = (): void => {
    for (let steps = service.analysis(six); steps !== undefined && steps.next().done !== true; );
  };
  service.open(six, input());
  work();
  assert.deepEqual(found(), []);
  service.setFileBeside(four, input('-A INPUT -p tcp --dport 443 -j ACCEPT'));
  work();
  const place = { uri: four, range: { start: { line: 3, character: 24 }, end: { line: 3, character: 27 } } };
  assert.deepEqual(found(), [['`rules.v4` lets everybody in to TCP 443 (l', [place]]]);
  assert.deepEqual(service.comparedWith(six), []);
  // The editor's text counts, not what is on disk.
  service.open(four, input('-A INPUT -p tcp --dport 80 -j ACCEPT'));
  assert.deepEqual(service.comparedWith(four), [six]);
  work();
  assert.match(JSON.stringify(found()), /TCP 80/);
  // Until the other file is analysed anew, what was found stays.
  service.change(four, [{ range: { start: { line: 3, character: 24 }, end: { line: 3, character: 26 } }, newText: '25' }]);
  assert.match(JSON.stringify(found()), /TCP 80/);
  work();
  assert.match(JSON.stringify(found()), /TCP 25/);
  service.close(four);
  service.setFileBeside(four, undefined);
  assert.deepEqual(found(), []);
  // Large files are not compared.
  service.open(four, `${input('-A INPUT -p tcp --dport 80 -j ACCEPT')}${'#\n'.repeat(5000)}`);
  work();
  assert.deepEqual([found(), service.comparedWith(four)], [[], []]);
});

test('real iptables takes the mended files', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases: OracleCase[] = [];
  const keep = (text: string | undefined, family: Family): void => {
    if (text !== undefined) cases.push({ name: `${cases.length}`, text, family });
  };
  for (const [nat, filter] of forwardCases) keep(fixOf('nat-without-forward', router(nat, filter)), 'ipv4');
  for (const [nat, before] of inputCases) keep(fixOf('dnat-local-input', redirected(nat, before)), 'ipv4');
  for (const [other] of siblingCases) keep(fixOf('open-in-one-family', input(), 'ipv6', input(other)), 'ipv6');
  assert.ok(cases.length > 12);
  const verdicts = await load(cases);
  for (const { name, text } of cases)
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.ok(verdicts.get(name)![backEnd].accepted, `${backEnd}: ${verdicts.get(name)![backEnd].words}\n${String(text)}`);
});

function found(code: RuleCode, text: string, family?: Family, sibling?: string): readonly Finding[] {
  return findingsIn(text, family, sibling).filter((finding) => finding.code === code);
}

/** The lines, from 0, at which a code is found. */
function linesOf(code: RuleCode, text: string | undefined, family?: Family, sibling?: string): number[] {
  return found(code, text ?? '', family, sibling).map(({ line }) => line);
}

/** The text after the only fix of the first finding of a code; `undefined` where there is none. */
function fixOf(code: RuleCode, text: string, family: Family = 'ipv4', sibling?: string): string | undefined {
  const [finding] = found(code, text, family, sibling);
  assert.ok(finding !== undefined, `no ${code} in\n${text}`);
  const [fix, ...more] = ruleOf(code)?.fixes?.(finding, fileWithSibling(text, family, sibling)) ?? [];
  assert.deepEqual(more, []);
  return fix === undefined ? undefined : applyEdits(text, fix.edits);
}

/** What the only finding of a code refers to: lines, from 1, and words. */
function relatedOf(code: RuleCode, text: string): string[] {
  const [finding, ...more] = found(code, text);
  assert.ok(finding !== undefined && more.length === 0);
  const lines = text.split('\n');
  return (ruleOf(code)?.related?.(finding, fileWithSibling(text, 'ipv4', undefined)) ?? []).map(
    ({ line, span }) => `${line + 1} ${(lines[line] ?? '').slice(span?.start, span?.end)}`,
  );
}

function messageOf(code: RuleCode, text: string): string {
  const [finding] = found(code, text);
  return (finding && ruleOf(code)?.message(finding).en) ?? '';
}

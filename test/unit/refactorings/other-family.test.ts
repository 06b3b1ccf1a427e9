// The counterpart of rules in the file of the other family: beside it, or in a new file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesFileOptions } from '../../../server/src/model/rules-file';
import { RulesFile } from '../../../server/src/model/rules-file';
import { otherFamily } from '../../../server/src/refactorings/other-family';
import { inOtherFamily } from '../../../server/src/refactorings/support/other-family-rule';
import { applyEdits } from '../../../server/src/text/lines';
import { rulesets } from '../../fixtures/rulesets';
import type { Family, OracleCase } from '../../support/oracle';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';
import { theOne, titlesIn } from '../../support/refactorings';
import { refusalsOf } from '../../support/refusals';
import { section } from '../../support/rules';

const other = (family: Family): Family => (family === 'ipv4' ? 'ipv6' : 'ipv4');
const create = /^Create .*counterpart/;

/** Table, IPv4 rule, IPv6 rules; a pair with `ipv6` is read the other way. */
const conversions: readonly (readonly [table: string, rule: string, counterparts: readonly string[] | undefined, family?: Family])[] = [
  ['filter', '[1:2] -A INPUT -i eth0 -p tcp --dport 22 -j ACCEPT', ['-A INPUT -i eth0 -p tcp --dport 22 -j ACCEPT']],
  ['filter', '-A INPUT -4 -s 0.0.0.0/0 -d 127.0.0.0/8 -j DROP', ['-A INPUT -d ::1 -j DROP']],
  ['filter', '-A INPUT ! -s 127.0.0.1 -i lo -j DROP', ['-A INPUT ! -s ::1 -i lo -j DROP']],
  ['filter', '-A INPUT -d 224.0.0.0/4 -j ACCEPT', ['-A INPUT -d ff00::/8 -j ACCEPT']],
  ['filter', '-A INPUT -p icmp -j ACCEPT', ['-A INPUT -p ipv6-icmp -j ACCEPT']],
  ['filter', '-A INPUT -p 1 --icmp-type 8 -j ACCEPT', ['-A INPUT -p ipv6-icmp --icmpv6-type echo-request -j ACCEPT']],
  [
    'filter',
    '-A INPUT -p icmp -m icmp --icmp-type destination-unreachable -j ACCEPT',
    [
      '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type destination-unreachable -j ACCEPT',
      '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type packet-too-big -j ACCEPT',
    ],
  ],
  ['filter', '-A INPUT -p icmp -m icmp --icmp-type any -j ACCEPT', ['-A INPUT -p ipv6-icmp -j ACCEPT']],
  ['filter', '-A INPUT -p icmp --icmp-type timestamp-request -j DROP', undefined],
  ['filter', '-A INPUT -p all -j REJECT --reject-with icmp-port-unreachable', ['-A INPUT -j REJECT --reject-with icmp6-port-unreachable']],
  ['filter', '-A INPUT -j REJECT --reject-with icmp-host-prohibited', ['-A INPUT -j REJECT --reject-with icmp6-adm-prohibited']],
  ['filter', '-A INPUT -p tcp -j REJECT --reject-with tcp-reset', ['-A INPUT -p tcp -j REJECT --reject-with tcp-reset']],
  ['filter', '-A INPUT -j REJECT --reject-with icmp-proto-unreachable', undefined],
  ['mangle', '-A FORWARD -m ttl --ttl-lt 3 -j TTL --ttl-set=4', ['-A FORWARD -m hl --hl-lt 3 -j HL --hl-set=4']],
  [
    'filter',
    '-A INPUT -m recent --set --name x --mask 255.255.255.255 --rsource -j DROP',
    ['-A INPUT -m recent --set --name x --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource -j DROP'],
  ],
  [
    'filter',
    '-A INPUT -p tcp -m connlimit --connlimit-above 9 --connlimit-mask 32 --connlimit-saddr -j DROP',
    ['-A INPUT -p tcp -m connlimit --connlimit-above 9 --connlimit-mask 128 --connlimit-saddr -j DROP'],
  ],
  ['filter', '-A INPUT -p tcp -m connlimit --connlimit-above 9 --connlimit-mask 24 -j DROP', undefined],
  [
    'filter',
    '-A INPUT -m comment --comment "心拍😀" -m addrtype --dst-type LOCAL -j ACCEPT',
    ['-A INPUT -m comment --comment "心拍😀" -m addrtype --dst-type LOCAL -j ACCEPT'],
  ],
  ['filter', '-A INPUT -m addrtype --dst-type BROADCAST -j ACCEPT', undefined],
  ['filter', '-A INPUT -m pkttype --pkt-type broadcast -j DROP', undefined],
  ['filter', '-A INPUT -s 192.0.2.1 -j ACCEPT', undefined],
  ['filter', '-A INPUT -s 127.0.0.1,192.0.2.1 -j ACCEPT', undefined],
  ['filter', '-A INPUT ! -s 0.0.0.0/0 -j ACCEPT', undefined],
  ['filter', '-A INPUT -s example.com -j ACCEPT', undefined],
  ['filter', '-A INPUT -m iprange --src-range 192.0.2.1-192.0.2.9 -j ACCEPT', undefined],
  ['filter', '-A INPUT -m conntrack --ctorigsrc 192.0.2.1 -j ACCEPT', undefined],
  ['filter', '-A INPUT -m set --match-set hosts src -j ACCEPT', undefined],
  ['filter', '-A INPUT -f -j DROP', undefined],
  ['filter', '-A INPUT -p igmp -j ACCEPT', undefined],
  ['filter', '-A INPUT -p udp --sport 67 --dport 68 -j ACCEPT', undefined],
  ['filter', '-A INPUT -j ULOG', undefined],
  ['filter', '-A INPUT -p tcp --dprot 22 -j ACCEPT', undefined],
  ['filter', '-A INPUT -6 -p tcp -j ACCEPT', undefined],
  ['nat', '-A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 192.0.2.1', undefined],
  ['nat', '-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080', ['-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 8080']],
  ['raw', '-A PREROUTING -p udp --dport 694 -j NOTRACK', ['-A PREROUTING -p udp --dport 694 -j NOTRACK']],
  // And back.
  [
    'filter',
    '-A INPUT -p ipv6-icmp -m icmpv6 --icmpv6-type packet-too-big -j ACCEPT',
    ['-A INPUT -p icmp -m icmp --icmp-type fragmentation-needed -j ACCEPT'],
    'ipv6',
  ],
  ['filter', '-A INPUT -p icmpv6 --icmpv6-type 128 -j ACCEPT', ['-A INPUT -p icmp --icmp-type echo-request -j ACCEPT'], 'ipv6'],
  ['filter', '-A INPUT -p ipv6-icmp --icmpv6-type 135 -j ACCEPT', undefined, 'ipv6'],
  [
    'filter',
    '-A INPUT -s ::/0 -d ::1/128 -j REJECT --reject-with icmp6-adm-prohibited',
    ['-A INPUT -d 127.0.0.0/8 -j REJECT --reject-with icmp-admin-prohibited'],
    'ipv6',
  ],
  ['filter', '-A INPUT -m rt --rt-type 0 -j DROP', undefined, 'ipv6'],
  ['filter', '-A INPUT -p udp --dport 546 -j ACCEPT', undefined, 'ipv6'],
  ['mangle', '-A FORWARD -m hl --hl-eq 1 -j DROP', ['-A FORWARD -m ttl --ttl-eq 1 -j DROP'], 'ipv6'],
];

test('a rule in the words of the other family, which loads there', async (context) => {
  const cases: OracleCase[] = [];
  for (const [table, rule, counterparts, family = 'ipv4'] of conversions) {
    const file = new RulesFile(section(table, '', rule), { family });
    assert.deepEqual(
      inOtherFamily(file, file.bound(1)!, 1, () => false),
      counterparts,
      rule,
    );
    if (counterparts !== undefined) cases.push({ name: rule, text: section(table, '', ...counterparts), family: other(family) });
  }
  if (!(await requireOracle(context))) return;
  for (const [name, verdict] of await load(cases))
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.ok(verdict[backEnd].accepted, `${backEnd}: ${name}: ${verdict[backEnd].words}`);
});

/** What is offered beside a file, and what that file is then. */
function beside(fixture: string, sibling: string, pattern = create, family: Family = 'ipv4') {
  const file = new RulesFile(sibling, { family: other(family) });
  const uri = `file:///etc/iptables/rules.${family === 'ipv4' ? 'v6' : 'v4'}`;
  const options: RulesFileOptions = { family, sibling: () => ({ uri, file }) };
  const titles = titlesIn(fixture, pattern, options);
  if (titles.length === 0) return { titles, text: undefined };
  const { elsewhere, edits, kind, title } = theOne(fixture, pattern, options);
  assert.deepEqual([edits, kind, elsewhere?.uri, elsewhere?.text], [[], 'refactor.rewrite', uri, undefined]);
  return { titles, ja: title.ja, text: applyEdits(sibling, elsewhere?.edits ?? []) };
}

const there = section('filter', 'INPUT=DROP', '-A INPUT -i lo -j ACCEPT', '# the rest', '-A INPUT -j LOG', '-A INPUT -j DROP');

test('in the file that is there: at the right place of the right chain, once', () => {
  const found = beside(section('filter', 'INPUT=DROP', '<|>-A INPUT -p tcp --dport 22 -j ACCEPT'), there.replaceAll('\n', '\r\n'));
  assert.deepEqual(found, {
    titles: ['Create the IPv6 counterpart in `rules.v6`: `-A INPUT -p tcp --dport 22 -j ACCEPT`'],
    ja: '`rules.v6` に IPv6 版のルールを作成する: `-A INPUT -p tcp --dport 22 -j ACCEPT`',
    text: there.replace('# the rest', '-A INPUT -p tcp --dport 22 -j ACCEPT\n# the rest').replaceAll('\n', '\r\n'),
  });
  for (const rule of [
    '-A INPUT -i lo -j ACCEPT',
    '-A INPUT -s 0.0.0.0/0 -j LOG',
    '-A INPUT -s 192.0.2.1 -j ACCEPT',
    '-A INPUT -j user',
    '-A user -j LOG',
  ])
    assert.deepEqual(beside(section('filter', 'INPUT=DROP user', `<|>${rule}`), there).titles, [], rule);
  const back = beside(section('filter', 'INPUT=DROP', '<|>-A INPUT -p ipv6-icmp -j ACCEPT'), there, create, 'ipv6');
  assert.match(back.text ?? '', /-A INPUT -p icmp -j ACCEPT\n# the rest/);
  assert.match(back.titles[0] ?? '', /^Create the IPv4 counterpart in `rules.v4`/);
});

test('a table that is not there yet', () => {
  assert.equal(
    beside(section('raw', 'PREROUTING=ACCEPT OUTPUT=ACCEPT', '<|>-A OUTPUT -p udp --dport 694 -j NOTRACK'), there).text,
    section('raw', 'PREROUTING=ACCEPT OUTPUT=ACCEPT', '-A OUTPUT -p udp --dport 694 -j NOTRACK') + there,
  );
  assert.equal(
    beside(
      '<|>*raw\n:OUTPUT ACCEPT [5:6]\n:u - [0:0]\n-A OUTPUT -j u\n[1:2] -A u -p udp -j NOTRACK\n-A u -s 192.0.2.1 -j NOTRACK\nCOMMIT\n',
      there,
    ).text,
    `*raw\n:OUTPUT ACCEPT [0:0]\n:u - [0:0]\n-A OUTPUT -j u\n[0:0] -A u -p udp -j NOTRACK\n# IPv4 only: -A u -s 192.0.2.1 -j NOTRACK\nCOMMIT\n${there}`,
  );
});

const whole = section(
  'filter',
  'INPUT=DROP web',
  '-A INPUT -i lo -j ACCEPT',
  '-A INPUT -p tcp -j web',
  '-A INPUT -s 192.0.2.1 -j ACCEPT',
  '-A web -p tcp --dport 80 -j ACCEPT',
  '-A web -p tcp --dport 443 -j ACCEPT',
);

test('several rules, a chain, a table', () => {
  const selected = whole.replace('-A web -p tcp --dport 80', '-A ‹web -p tcp --dport 80').replace('443 -j ACCEPT', '443› -j ACCEPT');
  const withChain = there.replace(':INPUT DROP [0:0]\n', ':INPUT DROP [0:0]\n:web - [0:0]\n');
  const found = beside(selected, withChain);
  assert.deepEqual(
    [found.titles, found.ja],
    [['Create 2 IPv6 counterparts of these 2 rules in `rules.v6`'], '`rules.v6` に、これら 2 個のルールの IPv6 版を 2 個作成する'],
  );
  assert.equal(found.text, withChain.replace('COMMIT', '-A web -p tcp --dport 80 -j ACCEPT\n-A web -p tcp --dport 443 -j ACCEPT\nCOMMIT'));
  assert.equal(beside(whole.replace(':web', '<|>:web'), there).text, found.text);
  const table = beside(`<|>${whole}`, there);
  assert.deepEqual(table.titles, ['Create 3 IPv6 counterparts of these 5 rules in `rules.v6`']);
  assert.equal(table.text, found.text?.replace('# the rest', '-A INPUT -p tcp -j web\n# the rest'));
  assert.deepEqual(beside(`<|>${whole}`, `${table.text}`).titles, [], 'a second time');
});

const place = 'file:///etc/iptables/rules%20a.v6';
const missing: RulesFileOptions = { family: 'ipv4', siblingPlace: () => place };

test('a new file: shut where this one is shut, and with what a host cannot do without', async (context) => {
  const rule = section('filter', 'INPUT=DROP FORWARD=DROP OUTPUT=ACCEPT', '<|>-A INPUT -p tcp --dport 22 -j ACCEPT');
  const { title, elsewhere } = theOne(rule, create, missing);
  assert.equal(title.en, 'Create the IPv6 counterpart in `rules a.v6`: `-A INPUT -p tcp --dport 22 -j ACCEPT`');
  const text = section(
    'filter',
    'INPUT=DROP FORWARD=DROP OUTPUT=ACCEPT',
    '-A INPUT -i lo -j ACCEPT',
    '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type router-advertisement -j ACCEPT',
    '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type neighbour-solicitation -j ACCEPT',
    '-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type neighbour-advertisement -j ACCEPT',
    '-A INPUT -p tcp --dport 22 -j ACCEPT',
  );
  assert.deepEqual(elsewhere, { uri: place, text, edits: [] });
  assert.equal(theOne(rule.replaceAll('\n', '\r\n'), create, missing).elsewhere?.text, text.replaceAll('\n', '\r\n'));
  for (const words of [rule.replace('=DROP', '=ACCEPT'), rule])
    assert.deepEqual(titlesIn(words, create, { family: 'ipv4', name: 'x' }), [], 'nobody knows where');
  assert.deepEqual(titlesIn(rule.replace('-p tcp', '-s 192.0.2.1 -p tcp'), create, missing), []);

  const all = theOne(
    `# Generated by iptables-save v1.8.11\n# ours\n<|>${whole.replace('INPUT DROP [0:0]', 'INPUT DROP [1:2]')}# Completed on Sunday\n`,
    create,
    missing,
  );
  assert.deepEqual(all.title, {
    en: 'Create `rules a.v6`, the IPv6 counterpart of this file',
    ja: 'このファイルの IPv6 版として `rules a.v6` を作成する',
  });
  assert.equal(
    all.elsewhere?.text,
    `# ours\n${whole
      .replace(/^(?=-A INPUT -i lo)/m, `${text.match(/.*icmpv6-type.*\n/g)?.join('') ?? ''}`)
      .replace('-A INPUT -s 192.0.2.1', '# IPv4 only: -A INPUT -s 192.0.2.1')}`,
  );
  if (!(await requireOracle(context))) return;
  const cases = [text, all.elsewhere?.text ?? ''].map((one, index) => ({ name: `${index}`, text: one, family: 'ipv6' as const }));
  for (const [, verdict] of await load(cases))
    for (const backEnd of ['legacy', 'nft'] as const) assert.ok(verdict[backEnd].accepted, `${backEnd}: ${verdict[backEnd].words}`);
});

test('a long file is converted as well, and neighbours are let in where its policy drops', () => {
  const rules = Array.from({ length: 1000 }, (_, index) => `-A INPUT -p tcp -m tcp --dport ${index} -j ACCEPT`);
  const text = theOne(`<|>${section('filter', 'INPUT=DROP OUTPUT=ACCEPT', ...rules)}`, create, missing).elsewhere?.text ?? '';
  assert.deepEqual(
    text.split('\n').slice(3, 7),
    ['router-advertisement', 'neighbour-solicitation', 'neighbour-advertisement']
      .map((type) => `-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j ACCEPT`)
      .concat(rules[0] ?? ''),
  );
  assert.equal(text.match(/ipv6-icmp/g)?.length, 3);
  assert.deepEqual(titlesIn(`<|>${section('filter', 'INPUT=DROP', ...rules, ...rules)}`, create, missing), [], 'a longer one');
});

test('whole files as real programs write them, converted, load in the other family', async (context) => {
  const cases: OracleCase[] = [];
  for (const { name, text, family, needs } of rulesets()) {
    if (needs !== undefined || name.startsWith('ufw') || /^-\w \S+ \d/m.test(text)) continue;
    const file = new RulesFile(text, { family, siblingPlace: () => place });
    const line = text.split('\n').findIndex((one) => one.startsWith('*'));
    const at = { line, character: 0 };
    const [found] = otherFamily({ file, range: { start: at, end: at } });
    const converted = found?.elsewhere?.text;
    assert.ok(converted !== undefined, name);
    assert.deepEqual(refusalsOf(new RulesFile(converted, { family: other(family) })), refusalsOf(file), name);
    cases.push({ name, text: converted, family: other(family) });
  }
  assert.ok(cases.length > 20, `${cases.length} files`);
  if (!(await requireOracle(context))) return;
  for (const [name, verdict] of await load(cases))
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.ok(verdict[backEnd].accepted, `${backEnd}: ${name}: ${verdict[backEnd].words}`);
});

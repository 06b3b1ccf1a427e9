// What the fixes of the findings about the structure of rulesets make of a file, to the letter, and the merging and splitting of rules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RulesFile } from '../../../server/src/model/rules-file';
import { refactorings } from '../../../server/src/refactorings';
import type { Selection } from '../../../server/src/refactorings/refactoring';
import { findingsOf, ruleOf } from '../../../server/src/rules/findings';
import type { Fix } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { rangeOf } from '../../../server/src/text/position';
import type { OracleCase } from '../../support/oracle';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';

/** Code, text before, title of the fix, text after. */
type Case = readonly [code: string, before: string, title: string, after: string];

const inFilter = (lines: string): string => `*filter\n:INPUT DROP [0:0]\n${lines}\nCOMMIT\n`;

const lineCases: readonly Case[] = [
  [
    'unused-chain',
    ':A - [0:0]\n:B - [0:0]\n-A INPUT -j B\n# of A\n-A A -s 192.0.2.1 -j B\n-A A -j DROP\n-A B -j ACCEPT\n-A A -j LOG',
    'Remove the chain `A` and its 3 rules',
    ':B - [0:0]\n-A INPUT -j B\n# of A\n-A B -j ACCEPT',
  ],
  ['unused-chain', '-N A\n-A INPUT -j LOG\n-A A -j DROP', 'Remove the chain `A` and its rule', '-A INPUT -j LOG'],
  ['unused-chain', ':A - [0:0]\n-A INPUT -j DROP', 'Remove the chain `A`', '-A INPUT -j DROP'],
  ['unused-chain', ':A - [0:0]\n-F A\n-A A -j A\n-A INPUT -j DROP', 'Remove the chain `A` and its rule', '-A INPUT -j DROP'],
  ['empty-chain-jump', ':A - [0:0]\n-A INPUT -p tcp -j A\n-I INPUT -j DROP', 'Remove the rule', ':A - [0:0]\n-I INPUT -j DROP'],
  [
    'return-in-builtin',
    '-A INPUT -i eth1 -j RETURN\n-A INPUT -j ACCEPT',
    'Replace by `DROP`',
    '-A INPUT -i eth1 -j DROP\n-A INPUT -j ACCEPT',
  ],
  [
    'return-in-builtin',
    ':FORWARD ACCEPT [0:0]\n-A FORWARD -i eth1 -j RETURN\n-A FORWARD -j DROP',
    'Replace by `ACCEPT`',
    ':FORWARD ACCEPT [0:0]\n-A FORWARD -i eth1 -j ACCEPT\n-A FORWARD -j DROP',
  ],
  [
    'deprecated-state-match',
    '[1:2] -A INPUT -m state --state NEW -j ACCEPT',
    'Write it with `-m conntrack --ctstate`',
    '[1:2] -A INPUT -m conntrack --ctstate NEW -j ACCEPT',
  ],
  [
    'deprecated-state-match',
    '-A INPUT -mstate ! --sta="NEW,inv" -m tcp -p tcp -j ACCEPT',
    'Write it with `-m conntrack --ctstate`',
    '-A INPUT -mconntrack ! --ctstate="NEW,inv" -m tcp -p tcp -j ACCEPT',
  ],
  [
    'deprecated-state-match',
    '-A INPUT -m conntrack --ctstate NEW -m state --state U -j ACCEPT',
    'Write it with `-m conntrack --ctstate`',
    '-A INPUT -m conntrack --ctstate NEW -m conntrack --ctstate U -j ACCEPT',
  ],
  ['multiport-single', '-A INPUT -p tcp -m multiport --dports 22 -j ACCEPT', 'Write `--dport 22`', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  [
    'multiport-single',
    '-A INPUT -p 17 --match multiport ! --source-ports=domain -j ACCEPT',
    'Write `! --sport domain`',
    '-A INPUT -p 17 ! --sport=domain -j ACCEPT',
  ],
  [
    'multiport-single',
    '-A INPUT -p tcp -m multiport --sports 1,2 -m multiport --dports 22 -j ACCEPT',
    'Write `--dport 22`',
    '-A INPUT -p tcp -m multiport --sports 1,2 -m tcp --dport 22 -j ACCEPT',
  ],
  [
    'multiport-single',
    '-A INPUT -p tcp -m multiport --dports 22 -m multiport --sports 1,2 -j ACCEPT',
    'Write `--dport 22`',
    '-A INPUT -p tcp --dport 22 -m multiport --sports 1,2 -j ACCEPT',
  ],
  [
    'multiport-single',
    '-A INPUT -p tcp -m tcp --syn -m multiport --dports 22 -j ACCEPT',
    'Write `--dport 22`',
    '-A INPUT -p tcp -m tcp --syn --dport 22 -j ACCEPT',
  ],
  [
    'log-without-limit',
    '[1:2] -A INPUT -p tcp -j LOG --log-prefix "x "',
    'Insert `-m limit --limit 5/min`',
    '[1:2] -A INPUT -p tcp -m limit --limit 5/min -j LOG --log-prefix "x "',
  ],
  [
    'log-without-limit',
    '-A INPUT --jump LOG --log-level 4 -p tcp --dport 22',
    'Insert `-m limit --limit 5/min`',
    '-A INPUT -m limit --limit 5/min --jump LOG --log-level 4 -p tcp --dport 22',
  ],
];

for (const [code, before, title, after] of lineCases)
  test(`${code}: ${title}: ${before}`, () => assert.equal(fixed(code, inFilter(before), title), inFilter(after)));

const inNat = (lines: string): string => `*nat\n${lines}\nCOMMIT\n`;

const natCases: readonly Case[] = [
  [
    'masquerade-without-out-interface',
    '-A PREROUTING -i ppp0 -j DNAT --to-destination 10.0.0.1\n-A POSTROUTING -j MASQUERADE --random',
    'Insert `-o ppp0`',
    '-A PREROUTING -i ppp0 -j DNAT --to-destination 10.0.0.1\n-A POSTROUTING -o ppp0 -j MASQUERADE --random',
  ],
  [
    'masquerade-without-out-interface',
    ':M - [0:0]\n-A POSTROUTING -s 10.0.0.0/8 -o eth+ -j SNAT --to-source 192.0.2.1\n-A POSTROUTING -j M\n-A M -j MASQUERADE',
    'Insert `-o eth+`',
    ':M - [0:0]\n-A POSTROUTING -s 10.0.0.0/8 -o eth+ -j SNAT --to-source 192.0.2.1\n-A POSTROUTING -j M\n-A M -o eth+ -j MASQUERADE',
  ],
];

for (const [code, before, title, after] of natCases)
  test(`${code}: ${title}: ${before}`, () => assert.equal(fixed(code, inNat(before), title), inNat(after)));

test('no fix where it could break something', () => {
  const cases: readonly (readonly [code: string, text: string])[] = [
    // Another chain refers to it, by a jump or by the words of a rule that is deleted.
    ['unused-chain', inFilter(':A - [0:0]\n:B - [0:0]\n-A A -j B\n-A B -j A')],
    ['unused-chain', inFilter(':A - [0:0]\n-A INPUT -j A\n-D INPUT -j A')],
    // The -g keeps packets from the rules behind it.
    ['empty-chain-jump', inFilter(':A - [0:0]\n-A INPUT -p tcp -g A\n-A INPUT -j ACCEPT')],
    // Rules of the chain go by their numbers or words.
    ['empty-chain-jump', inFilter(':A - [0:0]\n-A INPUT -p tcp -j A\n-I INPUT 2 -j ACCEPT')],
    ['empty-chain-jump', inFilter(':A - [0:0]\n-A INPUT -p tcp -j A\n-A INPUT -j LOG\n-D INPUT -j LOG')],
    // The match remembers who was there.
    ['empty-chain-jump', inFilter(':A - [0:0]\n-A INPUT -m recent --name seen --set -j A')],
    // nat takes no DROP.
    ['return-in-builtin', '*nat\n:OUTPUT DROP [0:0]\n-A OUTPUT -o lo -j RETURN\n-A OUTPUT -j ACCEPT\nCOMMIT\n'],
    // No outer interface is named, or two are, or one that is translated already.
    ['masquerade-without-out-interface', inNat('-A POSTROUTING -j MASQUERADE')],
    [
      'masquerade-without-out-interface',
      inNat(
        '-A PREROUTING -i eth0 -j DNAT --to-destination 10.0.0.1\n-A PREROUTING -i eth1 -j DNAT --to-destination 10.0.0.1\n-A POSTROUTING -j MASQUERADE',
      ),
    ],
    ['masquerade-without-out-interface', inNat('-A POSTROUTING -o eth0 -j MASQUERADE\n-A POSTROUTING -j MASQUERADE')],
    ['masquerade-without-out-interface', inNat('-A PREROUTING ! -i eth0 -j DNAT --to-destination 10.0.0.1\n-A POSTROUTING -j MASQUERADE')],
    [
      'masquerade-without-out-interface',
      inNat('-A PREROUTING -i eth0 -j DNAT --to-destination 10.0.0.1\n-A POSTROUTING -o + -j MASQUERADE'),
    ],
  ];
  for (const [code, text] of cases)
    assert.deepEqual(
      fixesOf(code, text).map(({ title }) => title.en),
      [],
      `${code}: ${text}`,
    );
});

test('nothing is taken unasked', () => {
  for (const [code, before] of lineCases) assert.ok(!fixesOf(code, inFilter(before)).some((fix) => fix.automatic === true), code);
  assert.ok(!fixesOf('empty-chain-jump', inFilter(':A - [0:0]\n-A INPUT -j A')).some((fix) => fix.preferred === true));
  assert.ok(!fixesOf('unused-chain', inFilter(':A - [0:0]')).some((fix) => fix.preferred === true));
});

test('files that ufw loads on top of its chains have no unused chains and no empty ones', () => {
  const text = '*filter\n:INPUT ACCEPT [0:0]\n:MINE - [0:0]\n-A INPUT -p tcp -j MINE\n:OTHER - [0:0]\nCOMMIT\n';
  const codes = (name: string): string[] => findingsOf(new RulesFile(text, { name, family: 'ipv4' })).map(({ code }) => code);
  assert.deepEqual(codes('/etc/ufw/before.rules'), []);
  assert.deepEqual(codes('/etc/iptables/rules.v4'), ['empty-chain-jump', 'unused-chain']);
});

test('what is said of a chain depends on who calls it', () => {
  const said = (lines: string): string[] => {
    const file = new RulesFile(inFilter(lines), { family: 'ipv4' });
    const rule = ruleOf('unused-chain');
    return findingsOf(file).flatMap((finding) => (finding.code === 'unused-chain' ? [rule?.message(finding).en ?? ''] : []));
  };
  assert.match(said(':A - [0:0]')[0] ?? '', /^No rule jumps to the chain `A`, and it has no rules\./);
  assert.match(said(':A - [0:0]\n-A A -j A')[0] ?? '', /^No rule jumps to the chain `A`, so its rules never run\./);
  assert.match(said(':A - [0:0]\n:B - [0:0]\n-A A -j B')[1] ?? '', /`B`: only `A` jumps to it, and no built-in chain leads there\./);
  assert.match(said(':A - [0:0]\n:B - [0:0]\n:C - [0:0]\n-A A -j B\n-A C -j B')[1] ?? '', /only `A` and `C` jump to it/);
});

test('the places that a finding refers to', () => {
  assert.deepEqual(related('unused-chain', inFilter(':A - [0:0]\n:B - [0:0]\n-A A -j B\n-A B -j LOG')), [[], [4]]);
  assert.deepEqual(related('empty-chain-jump', inFilter(':A - [0:0]\n-A INPUT -j A')), [[2]]);
  assert.deepEqual(related('return-in-builtin', inFilter('-A INPUT -i eth1 -j RETURN\n-A INPUT -j LOG\n-A INPUT -j ACCEPT')), [[1, 4]]);
  assert.deepEqual(related('log-without-limit', inFilter(':A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j LOG')), [[4, 5]]);
  assert.deepEqual(related('masquerade-without-out-interface', inNat(':A - [0:0]\n-A POSTROUTING -j A\n-A A -j MASQUERADE')), [[2]]);
});

/** The lines before, the line from 0 of which is asked, the title, the lines after. */
type Rewriting = readonly [before: string, at: number, title: RegExp, after: string];

const rewritings: readonly Rewriting[] = [
  [
    '-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -p tcp --dport 8000:8080 -j ACCEPT\n-A INPUT -p udp --dport 53 -j ACCEPT',
    1,
    /^Merge 3 rules into one with `-m multiport --dports 22,80,8000:8080`$/,
    '-A INPUT -p tcp -m multiport --dports 22,80,8000:8080 -j ACCEPT\n-A INPUT -p udp --dport 53 -j ACCEPT',
  ],
  // Comments stay above, counters are added up, and `-m tcp` goes with its only option.
  [
    '# ssh\n[1:60] -A INPUT -p tcp -m tcp --dport ssh -j ACCEPT\n\n# web\n[2:120] -A INPUT -p tcp  -m tcp --dport 1024: -j ACCEPT',
    4,
    /^Merge 2 rules into one with `-m multiport --dports ssh,1024:65535`$/,
    '# ssh\n\n# web\n[3:180] -A INPUT -p tcp -m multiport --dports ssh,1024:65535 -j ACCEPT',
  ],
  // A list takes in single ports, and the other way round.
  [
    '-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT',
    0,
    /^Merge 2/,
    '-A INPUT -p tcp -m multiport --dports 22,80,443 -j ACCEPT',
  ],
  [
    '-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT',
    0,
    /^Merge 2/,
    '-A INPUT -p tcp -m multiport --dports 80,443,22 -j ACCEPT',
  ],
  // Behind multiport a --sport would be taken for its --sports.
  [
    '-A INPUT -p tcp --dport 22 --sport 1024: -j ACCEPT\n-A INPUT -p tcp --dport 80 --sport 1024: -j ACCEPT',
    0,
    /^Merge 2/,
    '-A INPUT -p tcp --sport 1024: -m multiport --dports 22,80 -j ACCEPT',
  ],
  [
    '-A OUTPUT -p udp -m udp --sport 53 -j LOG --log-prefix "a b"\n-A OUTPUT -p udp -m udp --sport 123 -j LOG --log-prefix "a b"',
    0,
    /^Merge 2 rules into one with `-m multiport --sports 53,123`$/,
    '-A OUTPUT -p udp -m multiport --sports 53,123 -j LOG --log-prefix "a b"',
  ],
  // Fifteen places, of which a range takes two.
  [
    Array.from({ length: 17 }, (_, index) => `-A INPUT -p tcp --dport ${index + 1} -j ACCEPT`).join('\n'),
    3,
    /^Merge 15/,
    '-A INPUT -p tcp -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15 -j ACCEPT\n-A INPUT -p tcp --dport 16 -j ACCEPT\n-A INPUT -p tcp --dport 17 -j ACCEPT',
  ],
  [
    Array.from({ length: 17 }, (_, index) => `-A INPUT -p tcp --dport ${index + 1} -j ACCEPT`).join('\n'),
    16,
    /^Merge 2 /,
    `${Array.from({ length: 15 }, (_, index) => `-A INPUT -p tcp --dport ${index + 1} -j ACCEPT`).join('\n')}\n-A INPUT -p tcp -m multiport --dports 16,17 -j ACCEPT`,
  ],
  // Addresses.
  [
    '[0:0] -A INPUT -s 192.0.2.1 -m limit --limit 1/s -j ACCEPT\n# two\n[0:0] -A INPUT -s 192.0.2.2,192.0.2.3 -m limit --limit 1/s -j ACCEPT',
    0,
    /^Merge 2 rules into one with `-s 192.0.2.1,192.0.2.2,192.0.2.3`$/,
    '# two\n[0:0] -A INPUT -s 192.0.2.1,192.0.2.2,192.0.2.3 -m limit --limit 1/s -j ACCEPT',
  ],
  [
    '[1:2] -A INPUT -d 192.0.2.1 -j ACCEPT\n[3:4] -A INPUT -d 192.0.2.2 -j ACCEPT',
    0,
    /^Merge 2 rules into one with `-d 192.0.2.1,192.0.2.2`$/,
    '-A INPUT -d 192.0.2.1,192.0.2.2 -j ACCEPT',
  ],
  // And apart again.
  [
    '-A INPUT -p tcp -m multiport --dports 22,8000:8080,ftp -m comment --comment "a  b" -j ACCEPT',
    0,
    /^Split into 3 rules, one for each port$/,
    '-A INPUT -p tcp --dport 22 -m comment --comment "a  b" -j ACCEPT\n-A INPUT -p tcp --dport 8000:8080 -m comment --comment "a  b" -j ACCEPT\n-A INPUT -p tcp --dport ftp -m comment --comment "a  b" -j ACCEPT',
  ],
  [
    '[5:300] -A INPUT -p tcp -m multiport --sports 1,2 -m multiport --dports 22,80 -j ACCEPT',
    0,
    /^Split into 2 rules/,
    '[0:0] -A INPUT -p tcp --sport 1 -m multiport --dports 22,80 -j ACCEPT\n[0:0] -A INPUT -p tcp --sport 2 -m multiport --dports 22,80 -j ACCEPT',
  ],
  [
    '[5:300] -A INPUT -s 192.0.2.1,192.0.2.2 -j ACCEPT',
    0,
    /^Split into 2 rules, one for each address$/,
    '[5:300] -A INPUT -s 192.0.2.1 -j ACCEPT\n[5:300] -A INPUT -s 192.0.2.2 -j ACCEPT',
  ],
];

for (const [before, at, title, after] of rewritings)
  test(`${title.source}: ${before}`, () => assert.equal(rewrittenAt(inFilter(before), at + 2, title), inFilter(after)));

test('a merge that is split again gives the rules it was made of', () => {
  const rules = '-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -p tcp --dport 443 -j ACCEPT';
  const merged = rewrittenAt(inFilter(rules), 3, /^Merge/);
  assert.equal(rewrittenAt(merged, 2, /^Split/), inFilter(rules));
});

test('the last line of a file without a line end', () => {
  const text = '*filter\n-A INPUT -s 192.0.2.1 -j DROP\n-A INPUT -s 192.0.2.2 -j DROP';
  assert.equal(rewrittenAt(text, 1, /^Merge/), '*filter\n-A INPUT -s 192.0.2.1,192.0.2.2 -j DROP');
});

test('rules that are not merged', () => {
  const pairs: readonly (readonly [string, string])[] = [
    // Another protocol, target, chain, comment.
    ['-A INPUT -p tcp --dport 53 -j ACCEPT', '-A INPUT -p udp --dport 80 -j ACCEPT'],
    ['-A INPUT -p tcp --dport 53 -j ACCEPT', '-A INPUT -p tcp --dport 80 -j DROP'],
    ['-A INPUT -p tcp --dport 53 -j ACCEPT', '-A OUTPUT -p tcp --dport 80 -j ACCEPT'],
    ['-A INPUT -p tcp --dport 53 -m comment --comment a -j ACCEPT', '-A INPUT -p tcp --dport 80 -m comment --comment b -j ACCEPT'],
    // Both sides differ, or the sides do; one is what the other is not.
    ['-A FORWARD -s 192.0.2.1 -j DROP', '-A FORWARD -d 192.0.2.2 -j DROP'],
    ['-A INPUT -p tcp --dport 53 -j ACCEPT', '-A INPUT -p tcp --sport 80 -j ACCEPT'],
    ['-A INPUT -p tcp --dport 53 --sport 1 -j ACCEPT', '-A INPUT -p tcp --dport 80 --sport 2 -j ACCEPT'],
    ['-A INPUT -p tcp ! --dport 53 -j ACCEPT', '-A INPUT -p tcp ! --dport 80 -j ACCEPT'],
    ['-A INPUT ! -s 192.0.2.1 -j ACCEPT', '-A INPUT ! -s 192.0.2.2 -j ACCEPT'],
    // In a list that would be port 8, not 10.
    ['-A INPUT -p udp --dport 010 -j ACCEPT', '-A INPUT -p udp --dport 53 -j ACCEPT'],
    // Each has a bucket of its own; a packet to port 1500 is logged twice.
    ['-A INPUT -p tcp --dport 53 -m limit --limit 1/s -j ACCEPT', '-A INPUT -p tcp --dport 80 -m limit --limit 1/s -j ACCEPT'],
    ['-A INPUT -p tcp --dport 1000:2000 -j LOG', '-A INPUT -p tcp --dport 1500 -j LOG'],
    // Inserted rules come in the reverse order.
    ['-I INPUT -p tcp --dport 53 -j ACCEPT', '-I INPUT -p tcp --dport 80 -j ACCEPT'],
    // Each gets other addresses.
    ['-A INPUT -s 192.0.2.1,192.0.2.2 -d 192.0.2.3 -j ACCEPT', '-A INPUT -s 192.0.2.1,192.0.2.2 -d 192.0.2.4 -j ACCEPT'],
    ['-A INPUT -p tcp -c 1 2 --dport 53 -j ACCEPT', '-A INPUT -p tcp -c 1 2 --dport 80 -j ACCEPT'],
  ];
  for (const pair of pairs) assert.deepEqual(merges(inFilter(pair.join('\n'))), [], pair.join('\n'));
  const first = '-A INPUT -p tcp --dport 53 -j ACCEPT';
  const second = '-A INPUT -p tcp --dport 80 -j ACCEPT';
  assert.deepEqual(merges(inFilter(`${first}\n-A INPUT -j LOG\n${second}`)), []);
  assert.deepEqual(merges(inFilter(`${first}\n${second}\n-I INPUT 2 -j DROP`)), []);
  assert.deepEqual(merges(`*filter\n${first}\nCOMMIT\n*filter\n${second}\nCOMMIT\n`), []);
  assert.equal(merges(inFilter(`${first}\n${second}`)).length, 2);
});

test('lists that are not split', () => {
  for (const rule of [
    '-A INPUT -p tcp -m multiport ! --dports 22,80 -j ACCEPT',
    '-A INPUT -p tcp -m multiport --ports 22,80 -j ACCEPT',
    '-A INPUT -p udplite -m multiport --dports 22,80 -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 22,80 -m hashlimit --hashlimit-upto 5/s --hashlimit-name x -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 1000:2000,1500 -j LOG',
    '-I INPUT -s 192.0.2.1,192.0.2.2 -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports="22,80" -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT\n-I INPUT 2 -j DROP',
  ])
    assert.deepEqual(
      titlesAt(inFilter(rule), 2).filter((title) => /^Split/.test(title)),
      [],
      rule,
    );
});

test('a blocklist of thousands of rules is merged by parts that one word has room for', () => {
  const rules = Array.from({ length: 5000 }, (_, index) => `-A INPUT -s 198.51.${index >> 8}.${index & 255}/32 -j DROP`);
  const merged = rewrittenAt(inFilter(rules.join('\n')), 2502, /^Merge \d+ rules into one with `-s 198[^…]*,…`$/);
  const lists = merged.split('\n').filter((line) => line.includes(','));
  assert.equal(lists.length, 1);
  assert.ok((lists[0] ?? '').length < 1100);
});

test('real iptables takes both forms', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases: OracleCase[] = rewritings.flatMap(([before, , title, after]) =>
    [before, after].map((rules, index) => ({ name: `${index} ${title.source} ${before}`, text: inFilter(rules), family: 'ipv4' as const })),
  );
  for (const [code, before, , after] of lineCases) cases.push({ name: `${code} ${before}`, text: inFilter(after), family: 'ipv4' });
  for (const [code, before, , after] of natCases) cases.push({ name: `${code} ${before}`, text: inNat(after), family: 'ipv4' });
  const verdicts = await load(cases, { save: true });
  for (const { name } of cases)
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.ok(verdicts.get(name)![backEnd].accepted, `${backEnd} ${name}: ${verdicts.get(name)![backEnd].words}`);
  // Lists of addresses become the very same rules.
  for (const [before, , title] of rewritings.filter(([, , { source }]) => /`-[sd] |address/.test(source)))
    for (const backEnd of ['legacy', 'nft'] as const)
      assert.equal(
        verdicts.get(`1 ${title.source} ${before}`)![backEnd].saved,
        verdicts.get(`0 ${title.source} ${before}`)![backEnd].saved,
        `${backEnd} ${title.source}`,
      );
});

/** The text after the fix of a title, offered for some finding of a code. */
function fixed(code: string, text: string, title: string): string {
  const fixes = fixesOf(code, text);
  const fix = fixes.filter((one) => one.title.en === title).at(-1);
  assert.ok(fix !== undefined, `offered is: ${fixes.map((one) => one.title.en).join(' | ')}`);
  return applyEdits(text, fix.edits);
}

function fixesOf(code: string, text: string): readonly Fix[] {
  const file = new RulesFile(text, { family: 'ipv4' });
  const findings = findingsOf(file).filter((finding) => finding.code === code);
  assert.ok(findings.length > 0, `no ${code} in ${text}`);
  return findings.flatMap((finding) => ruleOf(code)?.fixes?.(finding, file) ?? []);
}

/** For each finding of a code the lines that it refers to. */
function related(code: string, text: string): number[][] {
  const file = new RulesFile(text, { family: 'ipv4' });
  const findings = findingsOf(file).filter((finding) => finding.code === code);
  return findings.map((finding) => (ruleOf(code)?.related?.(finding, file) ?? []).map(({ line }) => line));
}

function rewrittenAt(text: string, line: number, title: RegExp): string {
  const fix = refactorings(at(text, line)).find((one) => title.test(one.title.en));
  assert.ok(fix !== undefined, `offered is: ${titlesAt(text, line).join(' | ')}`);
  return applyEdits(text, fix.edits);
}

function titlesAt(text: string, line: number): string[] {
  return refactorings(at(text, line)).map(({ title }) => title.en);
}

/** The titles of the merges offered anywhere in a file. */
function merges(text: string): string[] {
  return text.split('\n').flatMap((_, line) => titlesAt(text, line).filter((title) => title.startsWith('Merge')));
}

/** The cursor at the beginning of a line. */
function at(text: string, line: number): Selection {
  return { file: new RulesFile(text, { family: 'ipv4' }), range: rangeOf(line, { start: 0, end: 0 }) };
}

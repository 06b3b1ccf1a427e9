// What each fix makes of a file, to the letter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family } from '../../../server/src/catalogue/schema';
import { RulesFile } from '../../../server/src/model/rules-file';
import { ruleOf } from '../../../server/src/rules/findings';
import type { Fix } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { findingsIn } from '../../support/carets';

/** Code, text before, title of the fix, text after. */
type Case = readonly [code: string, before: string, title: string, after: string];

const inFilter = (lines: string): string => `*filter\n:INPUT DROP [0:0]\n${lines}\nCOMMIT\n`;

const turnTitle = 'Turn this iptables command into a rule of this file';

/** One fix of the lines of a filter section. */
const lineCases: readonly Case[] = [
  [
    'typographic-quote',
    '-A INPUT -m comment --comment “say \\ "hi"” -j ACCEPT',
    'Use plain quotes',
    '-A INPUT -m comment --comment "say \\\\ \\"hi\\"" -j ACCEPT',
  ],
  ['no-break-space', '-A INPUT -p tcp\u00a0--dport 22 -j ACCEPT', 'Replace by a plain space', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  [
    'no-break-space',
    '-A INPUT -p tcp \u200b--dport 22 -j ACCEPT',
    'Remove the invisible character',
    '-A INPUT -p tcp --dport 22 -j ACCEPT',
  ],
  [
    'unclosed-quote',
    '-A INPUT -m comment --comment "no telnet ! -s 192.0.2.1 -j DROP',
    'Close the quote before `-s`',
    '-A INPUT -m comment --comment "no telnet" ! -s 192.0.2.1 -j DROP',
  ],
  [
    'unclosed-quote',
    '-A INPUT -m comment --comment "no telnet -j DROP',
    "Close the quote at the line's end",
    '-A INPUT -m comment --comment "no telnet -j DROP"',
  ],
  ['indented-comment', '\t# admins', 'Move the comment to column 1', '# admins'],
  ['trailing-comment', '-A INPUT -j ACCEPT   # all  ', 'Move the comment to a line of its own', '# all\n-A INPUT -j ACCEPT'],
  [
    'trailing-comment',
    '-A INPUT -i lo -j ACCEPT # the "lo" one',
    'Turn it into a `-m comment` match',
    '-A INPUT -i lo -m comment --comment "the \\"lo\\" one" -j ACCEPT',
  ],
  [
    'trailing-comment',
    '-A INPUT -i lo # just count',
    'Turn it into a `-m comment` match',
    '-A INPUT -i lo -m comment --comment "just count"',
  ],
  ['blank-with-spaces', '-A INPUT -j ACCEPT\n \t \n-A INPUT -j DROP', 'Empty the line', '-A INPUT -j ACCEPT\n\n-A INPUT -j DROP'],
  [
    'undeclared-chain',
    ':FORWARD DROP [0:0]\n# rules\n-A ADMINS -j ACCEPT',
    'Declare the chain `ADMINS`',
    ':FORWARD DROP [0:0]\n:ADMINS - [0:0]\n# rules\n-A ADMINS -j ACCEPT',
  ],
  ['undeclared-chain', '-A INPTU -j ACCEPT', 'Replace by `INPUT`', '-A INPUT -j ACCEPT'],
  ['unknown-target', '-A INPUT -j ADMINS', 'Declare the chain `ADMINS`', ':ADMINS - [0:0]\n-A INPUT -j ADMINS'],
  ['unknown-target', '-A INPUT -j reject', 'Replace by `REJECT`', '-A INPUT -j REJECT'],
  [
    'unknown-chain',
    '-A INPUT -j LATER\n-A LATER -j DROP\n:LATER - [0:0]',
    'Move the declaration up',
    ':LATER - [0:0]\n-A INPUT -j LATER\n-A LATER -j DROP',
  ],
  ['unknown-chain', '-A INPUT -p tcp --goto DROP', 'Replace by `-j`', '-A INPUT -p tcp -j DROP'],
  ['duplicate-chain', ':ADMINS - [0:0]\n-N ADMINS', 'Remove the second declaration', ':ADMINS - [0:0]'],
  ['invalid-policy', ':FORWARD drop [0:0]', 'Replace by `DROP`', ':FORWARD DROP [0:0]'],
  ['invalid-policy', ':ADMINS', 'Add `- [0:0]`', ':ADMINS - [0:0]'],
  ['invalid-counters', '[12:34 -A INPUT -j ACCEPT', 'Replace by `[12:34]`', '[12:34] -A INPUT -j ACCEPT'],
  ['invalid-counters', '[x:34] -A INPUT -j ACCEPT', 'Replace by `[0:34]`', '[0:34] -A INPUT -j ACCEPT'],
  [
    'conflicting-commands',
    '-A INPUT -i lo -j ACCEPT  -A INPUT -j DROP',
    'Put the second command on a line of its own',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP',
  ],
  ['unexpected-word', 'sudo /sbin/iptables -w 5 -t filter -A INPUT -j ACCEPT', turnTitle, '-A INPUT -j ACCEPT'],
  ['unexpected-word', 'iptables -A INPUT -t filter -i lo -j ACCEPT', turnTitle, '-A INPUT -i lo -j ACCEPT'],
  ['unexpected-word', '-A INPUT -p tcp \\\n\t--dport 22 -j ACCEPT', 'Join with the next line', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  ['unexpected-word', '-A INPUT -j ACCEPT \\\n-A INPUT -j DROP', 'Remove `\\`', '-A INPUT -j ACCEPT\n-A INPUT -j DROP'],
  [
    'unexpected-word',
    '-A INPUT -m comment --comment \'say "hi" now\' -j ACCEPT',
    'Use `"`',
    '-A INPUT -m comment --comment "say \\"hi\\" now" -j ACCEPT',
  ],
  ['unexpected-word', '-A INPUT -p tcp dport 22 -j ACCEPT', 'Replace by `--dport`', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  ['unexpected-word', '-A INPUT stray -j ACCEPT', 'Remove `stray`', '-A INPUT -j ACCEPT'],
  ['unexpected-word', '  :ADMINS - [0:0]', "Move it to the line's start", ':ADMINS - [0:0]'],
  ['dangling-negation', '-A INPUT -p tcp --dport ! 22 -j DROP', 'Write `! --dport`', '-A INPUT -p tcp ! --dport 22 -j DROP'],
  ['dangling-negation', '-A INPUT -j DROP !', 'Remove `!`', '-A INPUT -j DROP'],
  ['option-not-allowed', '-t filter -A INPUT -j ACCEPT', 'Remove `-t filter`', '-A INPUT -j ACCEPT'],
  ['option-not-allowed', '-P INPUT DROP ! -i eth0', 'Remove `! -i eth0`', '-P INPUT DROP'],
  [
    'invalid-value',
    '-A INPUT -m conntrack --ctstate NEW,ESTABLISED -j ACCEPT',
    'Replace by `ESTABLISHED`',
    '-A INPUT -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT',
  ],
  ['host-bits-set', '-A INPUT -s 10.1.2.3/8 -j ACCEPT', 'Replace by `10.0.0.0/8`', '-A INPUT -s 10.0.0.0/8 -j ACCEPT'],
  ['duplicate-option', '-A INPUT -s 192.0.2.1 -s 192.0.2.2 -j ACCEPT', 'Remove `-s 192.0.2.2`', '-A INPUT -s 192.0.2.1 -j ACCEPT'],
  ['duplicate-option', '-A INPUT -s 192.0.2.1 -s 192.0.2.2 -j ACCEPT', 'Remove `-s 192.0.2.1`', '-A INPUT -s 192.0.2.2 -j ACCEPT'],
  [
    'negation-not-allowed',
    '-A INPUT ! -m mark --mark 1 -j DROP',
    'Put the `!` before the option of the match',
    '-A INPUT -m mark ! --mark 1 -j DROP',
  ],
  ['negation-not-allowed', '-A INPUT -m limit ! --limit 5/s -j DROP', 'Remove `!`', '-A INPUT -m limit --limit 5/s -j DROP'],
  [
    'missing-option',
    '-A INPUT -m state -j ACCEPT',
    'Insert `--state RELATED,ESTABLISHED`',
    '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT',
  ],
  [
    'wrong-protocol',
    '-A INPUT -s 192.0.2.1 -m tcp --dport 22 -j ACCEPT',
    'Insert `-p tcp`',
    '-A INPUT -s 192.0.2.1 -p tcp -m tcp --dport 22 -j ACCEPT',
  ],
  ['wrong-protocol', '-A INPUT -p tcp -m udp --dport 53 -j ACCEPT', 'Write `-p udp`', '-A INPUT -p udp -m udp --dport 53 -j ACCEPT'],
  ['wrong-protocol', '-A INPUT -p tcp -m udp --dport 53 -j ACCEPT', 'Write `-m tcp`', '-A INPUT -p tcp -m tcp --dport 53 -j ACCEPT'],
  ['wrong-protocol', '-A INPUT ! -p tcp --dport 22 -j ACCEPT', 'Remove `!`', '-A INPUT -p tcp --dport 22 -j ACCEPT'],
  ['wrong-chain', '-A INPUT -o eth0 -j ACCEPT', 'Replace by `-i`', '-A INPUT -i eth0 -j ACCEPT'],
  [
    'unknown-lint-code',
    '# iptables-lint: disable=no-such-code, host-bits-set\n-A INPUT -i lo',
    'Remove `no-such-code`',
    '# iptables-lint: disable=host-bits-set\n-A INPUT -i lo',
  ],
  ['unknown-lint-code', '# iptables-lint: disable=no-such-code\n-A INPUT -i lo', 'Remove `no-such-code`', '-A INPUT -i lo'],
];

for (const [code, before, title, after] of lineCases)
  test(`${code}: ${title}: ${before}`, () => assert.equal(fixed(code, inFilter(before), title), inFilter(after)));

/** One fix of a whole file. */
const fileCases: readonly Case[] = [
  [
    'unexpected-word',
    '*filter\niptables -t raw -A OUTPUT -j ACCEPT\nCOMMIT\n',
    turnTitle,
    '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n*filter\nCOMMIT\n',
  ],
  ['byte-order-mark', '\ufeff# x\n*filter\nCOMMIT\n', 'Remove the byte order mark', '# x\n*filter\nCOMMIT\n'],
  ['crlf-line-ends', '*filter\r\n# x\r\nCOMMIT\r\n', 'Convert all line ends to LF', '*filter\n# x\nCOMMIT\n'],
  ['missing-final-newline', '*filter\nCOMMIT', 'End the line', '*filter\nCOMMIT\n'],
  ['missing-final-newline', '*filter\r\nCOMMIT', 'End the line', '*filter\r\nCOMMIT\r\n'],
  ['missing-commit', '*filter\n-A INPUT -j ACCEPT', 'Add `COMMIT`', '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n'],
  ['missing-commit', '*filter\r\n-A INPUT -j ACCEPT\r\n', 'Add `COMMIT`', '*filter\r\n-A INPUT -j ACCEPT\r\nCOMMIT\r\n'],
  ['missing-commit', '*filter\n-A INPUT -j ACCEPT\n\n# end\n', 'Add `COMMIT`', '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n\n# end\n'],
  [
    'missing-commit',
    '*filter\n-A INPUT -j ACCEPT\n\n# nat\n*nat\nCOMMIT\n',
    'Add `COMMIT`',
    '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n\n# nat\n*nat\nCOMMIT\n',
  ],
  ['missing-commit', '*filter', 'Add `COMMIT`', '*filter\nCOMMIT\n'],
  ['text-after-commit', '*filter\ncommit # done\n', 'Put `COMMIT` on a line of its own', '*filter\n# done\nCOMMIT\n'],
  ['text-after-commit', '*filter\r\n COMMIT\r\n', 'Write just `COMMIT`', '*filter\r\nCOMMIT\r\n'],
  ['text-after-commit', '*filter\nCOMMIT *nat\nCOMMIT\n', 'Put `COMMIT` on a line of its own', '*filter\nCOMMIT\n*nat\nCOMMIT\n'],
  [
    'duplicate-table',
    '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n-A A -j DROP\nCOMMIT\n*nat\nCOMMIT\n*filter\n:INPUT DROP [5:6]\n:OUTPUT DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n# b\n-A B -j DROP\nCOMMIT\n',
    'Merge into the section from line 1',
    '*filter\n:INPUT DROP [0:0]\n:A - [0:0]\n-A A -j DROP\n:OUTPUT DROP [0:0]\n:B - [0:0]\n# b\n-A B -j DROP\nCOMMIT\n*nat\nCOMMIT\n',
  ],
  [
    'rule-outside-table',
    '# mine\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\n\n-A ADMINS -j DROP\n',
    'Wrap in `*filter` and `COMMIT`',
    '# mine\n*filter\n:ADMINS - [0:0]\n-A INPUT -j ADMINS\n\n-A ADMINS -j DROP\nCOMMIT\n',
  ],
  ['rule-outside-table', '-A INPUT -j ACCEPT', 'Wrap in `*filter` and `COMMIT`', '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n'],
  ['rule-outside-table', '-A INPUT -j ACCEPT\nCOMMIT\n', 'Add `*filter` above', '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n'],
  ['rule-outside-table', '*filter\nCOMMIT\nCOMMIT\n', 'Remove the line', '*filter\nCOMMIT\n'],
  [
    'rule-outside-table',
    '*filter\nCOMMIT\n-A PREROUTING -j NOTRACK\n-A INPUT -j ACCEPT\n',
    'Wrap in `*raw` and `COMMIT`',
    '*filter\nCOMMIT\n*raw\n-A PREROUTING -j NOTRACK\nCOMMIT\n-A INPUT -j ACCEPT\n',
  ],
  [
    'rule-outside-table',
    '*filter\n:INPUT DROP [0:0]\nCOMMIT\n# more\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP\n',
    'Move into the filter table from line 1',
    '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n# more\n',
  ],
  ['unknown-table', '*FILTER\nCOMMIT\n', 'Replace by `filter`', '*filter\nCOMMIT\n'],
  ['unknown-chain', '*filter\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n', 'Remove the declaration', '*filter\nCOMMIT\n'],
];

for (const [code, before, title, after] of fileCases)
  test(`${code}: ${title}: ${JSON.stringify(before)}`, () => assert.equal(fixed(code, before, title), after));

test('sections with different policies are not merged', () => {
  const text = '*filter\n:INPUT DROP [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n';
  assert.deepEqual(titlesOf('duplicate-table', text), []);
});

test('a rule for another table keeps its -t, which the section does not say', () => {
  assert.deepEqual(titlesOf('option-not-allowed', inFilter('-t nat -A INPUT -j ACCEPT')), []);
});

test('ip6tables in an IPv4 file is not taken away unasked', () => {
  const fixes = fixesOf('unexpected-word', inFilter('ip6tables -A INPUT -j ACCEPT'));
  assert.deepEqual(
    fixes.map((fix) => fix.automatic ?? false),
    [false],
  );
});

test('what fix-all takes unasked', () => {
  const cases: readonly (readonly [code: string, lines: string, automatic: boolean])[] = [
    ['host-bits-set', '-A INPUT -s 10.1.2.3/8 -j ACCEPT', true],
    ['invalid-value', '-A INPUT -m state --state ESTABLISED -j ACCEPT', false],
    ['unknown-target', '-A INPUT -j accept', true],
    ['unknown-target', '-A INPUT -j ACEPT', false],
    ['wrong-protocol', '-A INPUT -m tcp --dport 22 -j ACCEPT', true],
    ['wrong-protocol', '-A INPUT -m multiport --dports 22 -j ACCEPT', false],
    ['duplicate-option', '-A INPUT -i lo -i lo -j ACCEPT', true],
    ['duplicate-option', '-A INPUT -i lo -i eth0 -j ACCEPT', false],
    ['negation-not-allowed', '-A INPUT ! -j ACCEPT', false],
    ['unclosed-quote', '-A INPUT -m comment --comment "x -j ACCEPT', false],
  ];
  for (const [code, lines, automatic] of cases)
    assert.equal(
      fixesOf(code, inFilter(lines)).some((fix) => fix.automatic === true),
      automatic,
      `${code}: ${lines}`,
    );
});

test('-f is not taken out of an IPv6 rule, which would then match everything', () => {
  assert.deepEqual(titlesOf('option-not-allowed', inFilter('-A INPUT -f -j DROP'), 'ipv6'), []);
});

/** The text after the fix of a title, offered for some finding of a code. */
function fixed(code: string, text: string, title: string): string {
  const fix = fixesOf(code, text).find((one) => one.title.en === title);
  assert.ok(fix !== undefined, `offered is: ${titlesOf(code, text).join(' | ')}`);
  return applyEdits(text, fix.edits);
}

function titlesOf(code: string, text: string, family: Family = 'ipv4'): readonly string[] {
  return fixesOf(code, text, family).map((fix) => fix.title.en);
}

function fixesOf(code: string, text: string, family: Family = 'ipv4'): readonly Fix[] {
  const file = new RulesFile(text, { family });
  const findings = findingsIn(text, family).filter((finding) => finding.code === code);
  assert.ok(findings.length > 0, `no ${code} in ${text}`);
  return findings.flatMap((finding) => ruleOf(code)?.fixes?.(finding, file) ?? []);
}

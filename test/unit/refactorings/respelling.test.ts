// `state` and conntrack, NOTRACK and `CT --notrack`, the order of declarations: the same said in other words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OracleCase } from '../../support/oracle';
import { load } from '../../support/oracle';
import { requireOracle } from '../../support/oracle-test';
import { refactored, theOne, titlesIn } from '../../support/refactorings';
import { section } from '../../support/rules';

const inInput = (rule: string): string => section('filter', 'INPUT=DROP', rule);
const toConntrack = /^Write `-m state --state` as/;
const toState = /^Write `-m conntrack --ctstate` as/;

/** The rule, and what it becomes; `undefined`: it is not offered. */
const states: readonly (readonly [before: string, title: RegExp, after: string | undefined])[] = [
  ['-A INPUT -m <|>state --state NEW -j ACCEPT', toConntrack, '-A INPUT -m conntrack --ctstate NEW -j ACCEPT'],
  ['<|>-A INPUT -m conntrack --ctstate NEW -j ACCEPT', toState, '-A INPUT -m state --state NEW -j ACCEPT'],
  [
    '[1:2] -A INPUT -p tcp -m conntrack ! --ctstate=INV,est -m tcp --dport 22<|> -j ACCEPT',
    toState,
    '[1:2] -A INPUT -p tcp -m state ! --state=INV,est -m tcp --dport 22 -j ACCEPT',
  ],
  ['-A INPUT -mconntrack<|> --ctstate="NEW,UNTRACKED" -j ACCEPT', toState, '-A INPUT -mstate --state="NEW,UNTRACKED" -j ACCEPT'],
  ['<|>-A INPUT -m conntrack --ctstate NEW,DNAT -j ACCEPT', toState, undefined],
  ['<|>-A INPUT -m conntrack --ctstate NEW --ctdir ORIGINAL -j ACCEPT', toState, undefined],
  ['<|>-A INPUT -m conntrack --ctproto 6 -j ACCEPT', toState, undefined],
  // The option that is left over would go to the other match.
  ['<|>-A INPUT -m conntrack --ctproto 6 -m conntrack --ctstate NEW --ctdir ORIGINAL -j ACCEPT', toState, undefined],
  ['<|>-A INPUT -m state --state NEWS -j ACCEPT', toConntrack, undefined],
  ['<|>-A INPUT -m state --state NEW -j ACCEPT', toState, undefined],
  ['<|>-A INPUT -m comment --comment "-m state --state NEW" -j ACCEPT', toConntrack, undefined],
];

test('state and conntrack are written as the other, where that says the same', () => {
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const [before, title, after] of states) {
      if (after === undefined) assert.deepEqual(titlesIn(inInput(before), title, { family }), [], before);
      else assert.equal(refactored(inInput(before), title, { family }), inInput(after));
    }
  }
  assert.deepEqual(theOne(inInput('<|>-A INPUT -m state --state NEW -j ACCEPT'), toConntrack).title, {
    en: 'Write `-m state --state` as `-m conntrack --ctstate`',
    ja: '`-m state --state` を `-m conntrack --ctstate` に書き換える',
  });
});

test('all rules of a selection at once, in a file with CRLF', () => {
  const rules = ['-A INPUT -m ‹state --state NEW -j ACCEPT', '-A INPUT -j LOG', '-A INPUT -m state --state INVALID› -j DROP'];
  assert.equal(
    refactored(
      section('filter', 'INPUT=DROP', ...rules, '-A INPUT -m state --state UNTRACKED -j DROP').replaceAll('\n', '\r\n'),
      toConntrack,
    ),
    section(
      'filter',
      'INPUT=DROP',
      '-A INPUT -m conntrack --ctstate NEW -j ACCEPT',
      '-A INPUT -j LOG',
      '-A INPUT -m conntrack --ctstate INVALID -j DROP',
      '-A INPUT -m state --state UNTRACKED -j DROP',
    ).replaceAll('\n', '\r\n'),
  );
});

const inRaw = (rule: string): string => section('raw', 'PREROUTING=ACCEPT OUTPUT=ACCEPT', rule);

test('NOTRACK and CT --notrack are written as the other', () => {
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const [before, title, after] of [
      ['-A OUTPUT -j <|>NOTRACK', 'Write it as `CT --notrack`', '-A OUTPUT -j CT --notrack'],
      ['-A OUTPUT <|>--jump=NOTRACK -p udp', 'Write it as `CT --notrack`', '-A OUTPUT --jump=CT --notrack -p udp'],
      ['-A OUTPUT -p udp -j CT <|>--notrack', 'Write it as NOTRACK', '-A OUTPUT -p udp -j NOTRACK'],
      ['-A OUTPUT -j CT -p udp --notrack <|>-o eth0', 'Write it as NOTRACK', '-A OUTPUT -j NOTRACK -p udp -o eth0'],
    ] as const)
      assert.equal(refactored(inRaw(before), new RegExp(`^${title}$`), { family }), inRaw(after));
    for (const rule of ['-A OUTPUT -j CT --zone 1<|>', '-A OUTPUT -j CT --notrack --zone 1<|>', '-A OUTPUT -p udp -j ACCEPT<|>'])
      assert.deepEqual(titlesIn(inRaw(rule), /^Write it as/, { family }), [], rule);
  }
});

const sort = /^Sort the chain declarations/;

test('declarations are sorted as iptables-save prints them, comments stay with their lines', () => {
  const before = `<|>*filter
# ours
# 心拍😀
:zeta - [0:0]
:OUTPUT ACCEPT [1:2]

:a_b - [0:0]
:Beta - [0:0]
# stands apart

:a10 - [0:0]
:a9 - [0:0]
# what comes in
:INPUT DROP [0:0]
# rules
-A INPUT -j zeta
COMMIT
`;
  const after = `*filter
# what comes in
:INPUT DROP [0:0]
:OUTPUT ACCEPT [1:2]

:Beta - [0:0]
:a10 - [0:0]
# stands apart

:a9 - [0:0]
:a_b - [0:0]
# ours
# 心拍😀
:zeta - [0:0]
# rules
-A INPUT -j zeta
COMMIT
`;
  assert.equal(refactored(before, sort), after);
  assert.equal(refactored(before.replaceAll('\n', '\r\n'), sort), after.replaceAll('\n', '\r\n'));
  assert.equal(refactored(before.replace('<|>', '').replace(':a9', ':<|>a9'), sort, { family: 'ipv6' }), after);
  assert.equal(theOne(before, sort).title.ja, 'チェインの宣言を iptables-save の順に並べ替える');
});

test('declarations are left as they are where they are sorted, or where their order says something', () => {
  for (const text of [
    '<|>*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n:a - [0:0]\n:b - [0:0]\nCOMMIT\n',
    '<|>*filter\n:b - [0:0]\n-A b -j DROP\n:a - [0:0]\nCOMMIT\n',
    '<|>*filter\n:b - [0:0]\n-N c\n:a - [0:0]\nCOMMIT\n',
    '<|>*filter\n:b - [0:0]\n:a - [0:0]\n:b - [0:0]\nCOMMIT\n',
    '<|>*filter\n:\n:a - [0:0]\n:INPUT DROP [0:0]\nCOMMIT\n',
    '*filter\n:b - [0:0]\n:a - [0:0]\n<|>-A a -j DROP\nCOMMIT\n',
    ':b<|> - [0:0]\n:a - [0:0]\n',
  ])
    assert.deepEqual(titlesIn(text, sort), [], text);
});

test('what iptables-save prints is the same before and after, in both families and back ends', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases: OracleCase[] = [];
  for (const family of ['ipv4', 'ipv6'] as const) {
    const keep = (name: string, before: string, title: RegExp): void => {
      const text = before.replace('<|>', '');
      cases.push({ name: `${family} ${name} before`, text, family });
      cases.push({ name: `${family} ${name} after`, text: refactored(before, title, { family }), family });
    };
    for (const [before, title, after] of states) if (after !== undefined) keep(before, inInput(before), title);
    keep('notrack', inRaw('-A OUTPUT -p udp -j <|>NOTRACK'), /^Write it as `CT/);
    keep('ct', inRaw('-A OUTPUT -j CT -p udp --notrack<|>'), /^Write it as NOTRACK/);
    const chains = ['zeta', 'a_b', 'A', 'a-b', 'a10', 'a9', 'OUTPUT DROP', 'Beta', 'FORWARD DROP', 'b'];
    const declared = chains.map((name) => `:${name}${name.includes(' ') ? '' : ' -'} [0:0]`).join('\n');
    keep('sort', `<|>*filter\n${declared}\n-A OUTPUT -j zeta\n-A zeta -j a9\nCOMMIT\n`, sort);
  }
  const verdicts = await load(cases, { save: true });
  const saved = (name: string, backEnd: 'legacy' | 'nft'): string => {
    const { accepted, words, saved: text = '' } = verdicts.get(name)![backEnd];
    assert.ok(accepted, `${backEnd} refuses ${name}: ${words}`);
    return text
      .replace(/-m state --state/g, '-m conntrack --ctstate')
      .replace(/-j NOTRACK/g, '-j CT --notrack')
      .replace(/-m conntrack ! --state/g, '-m conntrack ! --ctstate')
      .replace(/-m state ! --state/g, '-m conntrack ! --ctstate');
  };
  for (const { name, text } of cases.filter((one) => one.name.endsWith(' after'))) {
    for (const backEnd of ['legacy', 'nft'] as const) {
      assert.equal(saved(name, backEnd), saved(name.replace(/after$/, 'before'), backEnd), name);
      if (!name.includes('sort')) continue;
      const declarations = (of: string): string[] => of.split('\n').filter((line) => line.startsWith(':'));
      // Built-in chains that the file does not declare are printed as well.
      const printed = declarations(verdicts.get(name)![backEnd].saved ?? '').filter((line) => !/^:INPUT/.test(line));
      assert.deepEqual(printed, declarations(String(text)));
    }
  }
});

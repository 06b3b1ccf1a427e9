// The findings about marks, states in raw, half loads and open services: what each fix makes of a file, to the letter; what
// keeps each quiet; which of them the settings let through.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownFindings } from '../../../server/src/features/diagnostics';
import { rulePage } from '../../../server/src/features/rule-page';
import type { Settings } from '../../../server/src/features/settings';
import { defaultSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { ruleOf } from '../../../server/src/rules/findings';
import type { Finding, Fix, RuleCode } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { findingsIn } from '../../support/carets';

/** Code, text before, titles of its fixes, text after the first of them. */
type Case = readonly [code: RuleCode, before: string, titles: readonly string[], after: string];

const filter = '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\nCOMMIT\n';

const fixCases: readonly Case[] = [
  [
    'mark-never-tested',
    `*mangle\n-A INPUT -p tcp -j MARK --set-mark 7\nCOMMIT\n${filter}`,
    ['Set it in PREROUTING, also for what is forwarded', 'Remove the rule'],
    `*mangle\n-A PREROUTING -p tcp -j MARK --set-mark 7\nCOMMIT\n${filter}`,
  ],
  // In the filter table there is no PREROUTING.
  [
    'mark-never-tested',
    '*filter\n-A INPUT -p tcp -j MARK --set-mark 7\n-A INPUT -j ACCEPT\nCOMMIT\n',
    ['Remove the rule'],
    '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n',
  ],
  // A number counts on the rule.
  ['mark-never-tested', '*filter\n-A INPUT -p tcp -j MARK --set-mark 7\n-A INPUT -j ACCEPT\n-D INPUT 2\nCOMMIT\n', [], ''],
  [
    'mark-tested-never-set',
    '*mangle\n-A PREROUTING -i eth1 -j MARK --set-mark 16\n-A FORWARD -m mark --mark 0x16/0xff -j DROP\nCOMMIT\n',
    ['Replace by `16/0xff`'],
    '*mangle\n-A PREROUTING -i eth1 -j MARK --set-mark 16\n-A FORWARD -m mark --mark 16/0xff -j DROP\nCOMMIT\n',
  ],
  [
    'mark-tested-never-set',
    '*mangle\n-A PREROUTING -i eth1 -j MARK --set-mark 0x10/0xf0\n-A FORWARD -m mark ! --mark 0x1 -j DROP\nCOMMIT\n',
    ['Replace by `0x10/0xf0`'],
    '*mangle\n-A PREROUTING -i eth1 -j MARK --set-mark 0x10/0xf0\n-A FORWARD -m mark ! --mark 0x10/0xf0 -j DROP\nCOMMIT\n',
  ],
  [
    'mark-tested-never-set',
    '*mangle\n-A PREROUTING -j MARK --or-mark 4\n-A FORWARD -m mark --mark 0x8/0x8 -j DROP\nCOMMIT\n',
    ['Replace by `4/0x4`'],
    '*mangle\n-A PREROUTING -j MARK --or-mark 4\n-A FORWARD -m mark --mark 4/0x4 -j DROP\nCOMMIT\n',
  ],
  // Of two marks that nothing asks for either could be meant; one that is asked for is not.
  [
    'mark-tested-never-set',
    '*mangle\n-A PREROUTING -i a -j MARK --set-mark 1\n-A PREROUTING -i b -j MARK --set-mark 2\n-A FORWARD -m mark --mark 3 -j DROP\nCOMMIT\n',
    [],
    '',
  ],
  [
    'mark-tested-never-set',
    '*mangle\n-A PREROUTING -i a -j MARK --set-mark 1\n-A FORWARD -m mark --mark 1 -j ACCEPT\n-A FORWARD -m mark --mark 3 -j DROP\nCOMMIT\n',
    [],
    '',
  ],
  [
    'state-in-raw',
    '*raw\n-A PREROUTING -m state --state INVALID -j DROP\nCOMMIT\n*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i lo -j ACCEPT\nCOMMIT\n',
    ['Move it to the mangle table'],
    '*raw\nCOMMIT\n*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i lo -j ACCEPT\n-A PREROUTING -m state --state INVALID -j DROP\nCOMMIT\n',
  ],
  [
    'state-in-raw',
    '*raw\n[1:2] -A OUTPUT -p tcp -m conntrack --ctstate NEW -m tcp ! --syn -j DROP\nCOMMIT\n*filter\nCOMMIT\n',
    ['Move it to the mangle table', 'Remove the rule, which does nothing here'],
    '*raw\nCOMMIT\n*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n[1:2] -A OUTPUT -p tcp -m conntrack --ctstate NEW -m tcp ! --syn -j DROP\nCOMMIT\n*filter\nCOMMIT\n',
  ],
  [
    'state-in-raw',
    '*raw\n-A PREROUTING -m state -p tcp ! --state NEW --dport 80 -j ACCEPT\nCOMMIT\n',
    ['Remove `-m state ! --state NEW`, which every packet meets here'],
    '*raw\n-A PREROUTING -p tcp --dport 80 -j ACCEPT\nCOMMIT\n',
  ],
  ['state-in-raw', '*raw\n-A PREROUTING -m conntrack --ctstate INVALID --ctproto 6 -j ACCEPT\nCOMMIT\n', [], ''],
  ['state-in-raw', '*raw\n-A PREROUTING -m conntrack --ctstate INVALID -j NOTRACK\nCOMMIT\n', [], ''],
  ['state-in-raw', '*raw\n-A PREROUTING -p udp -j NOTRACK\n-A PREROUTING -m conntrack --ctstate INVALID -j ACCEPT\nCOMMIT\n', [], ''],
  [
    'state-in-raw',
    '*raw\n-A PREROUTING -p udp -m conntrack --ctstate NEW -j NOTRACK\n-A PREROUTING -p tcp -j ACCEPT\nCOMMIT\n',
    ['Remove the rule, which does nothing here'],
    '*raw\n-A PREROUTING -p tcp -j ACCEPT\nCOMMIT\n',
  ],
];

for (const [code, before, titles, after] of fixCases) {
  test(`${code}: ${titles[0] ?? 'no fix'}: ${before}`, () => {
    const fixes = fixesOf(code, before);
    assert.deepEqual(
      fixes.map((fix) => fix.title.en),
      titles,
    );
    if (fixes[0] !== undefined) assert.equal(applyEdits(before, fixes[0].edits), after);
    for (const fix of fixes) {
      const text = applyEdits(before, fix.edits);
      assert.deepEqual(linesOf(code, text), [], text);
    }
  });
}

/** What keeps a finding away that the same file would have without it: the code, what is added where `…` stands, the file. */
const silences: readonly (readonly [code: RuleCode, added: string, file: string])[] = [
  ...[
    '-A INPUT -p tcp -m mark --mark 0x2 -j ACCEPT',
    '-A INPUT -m mark ! --mark 0/0x2 -j ACCEPT',
    '-A INPUT -p tcp -j CONNMARK --save-mark',
    '-A INPUT -j NFLOG --nflog-group 1',
    '-A INPUT -j NFQUEUE --queue-num 1',
    '-A INPUT -m ipvs --ipvs -j ACCEPT',
    '-A INPUT -j ELSEWHERE',
    '-A ADMINS -m mark --mark 0x2 -j ACCEPT',
    '-A FORWARD -j LOCAL',
  ].map((added): (typeof silences)[number] => [
    'mark-never-tested',
    added,
    '*filter\n:ADMINS - [0:0]\n:LOCAL - [0:0]\n-A INPUT -p tcp -j LOCAL\n-A LOCAL -p tcp -j MARK --set-mark 0x2\n…COMMIT\n',
  ]),
  ...[
    '-A INPUT -j MARK --set-mark 0x10',
    '-A POSTROUTING -j MARK --xor-mark 0x11',
    '-A PREROUTING -j HMARK --hmark-tuple src --hmark-mod 10 --hmark-rnd 1',
    '-A PREROUTING -j NFQUEUE --queue-num 1',
    '-A PREROUTING -j SET --map-set marks src --map-mark',
    '-A PREROUTING -m socket --restore-skmark -j ACCEPT',
    '-A PREROUTING -p tcp -j TPROXY --on-port 1 --tproxy-mark 0x10',
    '-A PREROUTING -j CONNMARK --set-mark 0x100\n-A PREROUTING -j CONNMARK --restore-mark --right-shift-mark 4',
    '-A PREROUTING -j CONNMARK --restore-mark\n-A POSTROUTING -j CONNMARK --save-mark',
    '-A PREROUTING -j ELSEWHERE',
  ].map((added): (typeof silences)[number] => [
    'mark-tested-never-set',
    added,
    '*mangle\n-A PREROUTING -i eth1 -j MARK --set-mark 0x1\n-A FORWARD -m mark --mark 0x10 -j ACCEPT\n…COMMIT\n',
  ]),
  ['state-in-raw', '-A PREROUTING -j CT --zone 1', '*raw\n…-A PREROUTING -m state --state NEW -j LOG\nCOMMIT\n'],
  ['state-in-raw', '-A PREROUTING -p udp -j NOTRACK', '*raw\n…-A PREROUTING -m state --state UNTRACKED -j ACCEPT\nCOMMIT\n'],
  ['partial-load', '-A INPUT --nonsense', '*raw\n…COMMIT\n*filter\n-A INPUT --nonsense\nCOMMIT\n'],
  ...[
    '-A INPUT ! -s 10.0.0.0/8 -p tcp -j DROP',
    '-A INPUT -i eth0 -j DROP',
    '-A INPUT -p tcp --syn -j DROP',
    '-A INPUT -m set ! --match-set friends src -j DROP',
    '-A INPUT -m mac ! --mac-source 00:00:5e:00:53:01 -j REJECT',
    '-A INPUT -p tcp -j ACCEPT',
    '-A INPUT -p tcp -j LOCAL',
    '-A INPUT -i eth0 -g LOCAL',
    '-A INPUT -m length --length 40 -j RETURN',
    '-A SIZED -m length --length 40 -j RETURN\n-A SIZED -j DROP\n-A INPUT -p tcp -j SIZED',
  ].map((added): (typeof silences)[number] => [
    'public-service-open',
    added,
    '*filter\n:INPUT DROP [0:0]\n:LOCAL - [0:0]\n:SIZED - [0:0]\n-A LOCAL ! -i eth1 -j DROP\n…-A INPUT -p tcp --dport 23 -j ACCEPT\nCOMMIT\n',
  ]),
];

for (const [code, added, text] of silences) {
  test(`${code}: not with ${added}`, () => {
    assert.notDeepEqual(linesOf(code, text.replace('…', '')), []);
    assert.deepEqual(linesOf(code, text.replace('…', `${added}\n`)), []);
  });
}

test('what turns no honest stranger away leaves a service open', () => {
  const lines = [
    '-A INPUT -i lo -j ACCEPT',
    '-A INPUT -i eth1 -j ACCEPT',
    '-A INPUT -s 10.0.0.0/8 -j DROP',
    '-A INPUT -m set --match-set unwelcome src -j DROP',
    '-A INPUT -m conntrack --ctstate INVALID -j DROP',
    '-A INPUT -p tcp ! --syn -m conntrack --ctstate NEW -j DROP',
    '-A INPUT -p tcp --tcp-flags ALL NONE -j DROP',
    '-A INPUT -p tcp --tcp-flags SYN,FIN SYN,FIN -j DROP',
    '-A INPUT -f -j DROP',
    '-A INPUT -p tcp -m recent --update --seconds 60 --hitcount 9 -j DROP',
    '-A INPUT -p tcp -j WATCHED',
    '-A WATCHED -j LOG',
    '-A WATCHED -j RETURN',
    '-A WATCHED -j DROP',
  ];
  const text = `*filter\n:INPUT DROP [0:0]\n:WATCHED - [0:0]\n${lines.join('\n')}\n-A INPUT -p tcp --dport 23 -j ACCEPT\nCOMMIT\n`;
  assert.deepEqual(linesOf('public-service-open', text), [3 + lines.length]);
});

test('marks are judged only where the file has all that sets or reads them', () => {
  const tested = '-A PREROUTING -i eth1 -j MARK --set-mark 0x1\n-A FORWARD -m mark --mark 0x10 -j ACCEPT\n';
  assert.deepEqual(linesOf('mark-tested-never-set', `*mangle\n${tested}COMMIT\n`), [2]);
  assert.deepEqual(
    linesOf('mark-tested-never-set', '*filter\n-A FORWARD -j MARK --set-mark 1\n-A FORWARD -m mark --mark 2 -j DROP\nCOMMIT\n'),
    [],
  );
  assert.deepEqual(linesOf('mark-tested-never-set', `*mangle\n${tested}COMMIT\n`, '/etc/ufw/before.rules'), []);
  const read = '-A INPUT -p tcp -j MARK --set-mark 0x1\n';
  assert.deepEqual(linesOf('mark-never-tested', `*mangle\n${read}COMMIT\n${filter}`), [1]);
  assert.deepEqual(linesOf('mark-never-tested', `*mangle\n${read}COMMIT\n`), []);
  assert.deepEqual(linesOf('mark-never-tested', `*mangle\n${read}COMMIT\n${filter}`, '/etc/ufw/before.rules'), []);
});

test('more marks than can be followed are unknown', () => {
  const setters = (count: number): string =>
    Array.from({ length: count }, (_, bit) => `-A PREROUTING -i eth${bit} -j MARK --or-mark ${2 ** bit}\n`).join('');
  const text = (count: number): string => `*mangle\n${setters(count)}-A FORWARD -m mark --mark 0x10000000 -j DROP\nCOMMIT\n`;
  assert.deepEqual(linesOf('mark-tested-never-set', text(8)), [9]);
  assert.deepEqual(linesOf('mark-tested-never-set', text(20)), []);
});

test('a half load names the tables that are loaded by then, and where', () => {
  const text = '*raw\nCOMMIT\n*mangle\nCOMMIT\n*filter\n-A INPUT --nonsense\nCOMMIT\n*nat\n-A INPUT --nonsense\nCOMMIT\n';
  const [found, ...more] = findingsIn(text).filter((finding): finding is Finding<'partial-load'> => finding.code === 'partial-load');
  assert.ok(found !== undefined && more.length === 0);
  assert.match(ruleOf('partial-load')?.message(found).en ?? '', /`raw` and `mangle` tables are .* nothing from `filter` on/);
  const related = ruleOf('partial-load')?.related?.(found, new RulesFile(text)) ?? [];
  assert.deepEqual(
    related.map(({ line }) => line),
    [1, 3],
  );
});

test('a half load is told only beside an error that is shown', () => {
  const text = '*raw\nCOMMIT\n*filter\n# iptables-lint: disable=unknown-option\n-A INPUT --nonsense\nCOMMIT\n';
  assert.deepEqual(linesOf('partial-load', text), [4]);
  assert.deepEqual(shown(text), []);
  const loud = text.replace(/#.*\n/, '');
  assert.deepEqual(shown(loud), ['unknown-option', 'partial-load']);
  assert.deepEqual(shown(loud, { rules: { 'unknown-option': 'off' } }), []);
  assert.deepEqual(shown(loud, { rules: { 'partial-load': 'off' } }), ['unknown-option']);
  // An error of the other back end does not stop this one.
  const legacyOnly = '*raw\nCOMMIT\n*filter\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n';
  assert.deepEqual(shown(legacyOnly, { backend: 'legacy' }), ['unknown-chain', 'partial-load']);
  assert.deepEqual(shown(legacyOnly, { backend: 'nft' }), []);
});

test('a question of policy is asked only where a severity is set for it', () => {
  const text = '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 6379 -j ACCEPT\nCOMMIT\n';
  const code = 'public-service-open';
  const among = (rules: Settings['rules']): boolean => shown(text, { rules }).includes(code);
  assert.equal(among({}), false);
  assert.equal(among({ [code]: 'off' }), false);
  assert.equal(among({ [code]: 'hint' }), true);
  for (const language of ['en', 'ja'] as const)
    assert.ok(rulePage(code, language)?.includes(`"iptables.rules": { "${code}": "information" }`));
  assert.match(rulePage(code, 'en') ?? '', /off by default/);
});

function fixesOf(code: RuleCode, text: string): readonly Fix[] {
  const file = new RulesFile(text, { family: 'ipv4' });
  const [found, ...more] = findingsIn(text).filter((finding) => finding.code === code);
  assert.ok(found !== undefined && more.length === 0, `not one ${code} in ${text}`);
  return ruleOf(code)?.fixes?.(found, file) ?? [];
}

/** The lines of a code's findings; they count from 0. */
function linesOf(code: RuleCode, text: string, name?: string): readonly number[] {
  const file = new RulesFile(text, { family: 'ipv4', name });
  const settings: Settings = { ...defaultSettings, rules: { [code]: 'warning' } };
  const all = name === undefined ? findingsIn(text) : shownFindings(file, settings);
  return all.filter((finding) => finding.code === code).map(({ line }) => line);
}

/** The codes that settings let through of a file. */
function shown(text: string, settings: Partial<Settings> = {}): readonly string[] {
  return shownFindings(new RulesFile(text, { family: 'ipv4' }), { ...defaultSettings, ...settings }).map(({ code }) => code);
}

// What the extension writes is held against the real iptables: examples of the diagnostics, files after a quick fix and
// after fix-all, snippets, and the story of the article from end to end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family } from '../../server/src/catalogue/schema';
import { fixAll, fixesOf } from '../../server/src/features/code-actions';
import { severityOf, shownFindings } from '../../server/src/features/diagnostics';
import { exemptService } from '../../server/src/features/exempt-service';
import { defaultSettings } from '../../server/src/features/settings';
import { fileWith, rulesSnippets } from '../../server/src/features/snippets';
import { RulesFile } from '../../server/src/model/rules-file';
import { refactorings } from '../../server/src/refactorings';
import { allRules } from '../../server/src/rules/all';
import { applyEdits } from '../../server/src/text/lines';
import { rangeOf } from '../../server/src/text/position';
import { fileWithSibling } from '../support/carets';
import type { OracleCase } from '../support/oracle';
import { load } from '../support/oracle';
import { isAtLeast } from '../support/oracle-probe';
import { requireOracle } from '../support/oracle-test';
import { open } from '../support/rules';

const setup = 'ipset create blocklist hash:ip 2>/dev/null; ipset create blocklsit hash:ip 2>/dev/null; true';

/** The sets that the examples of some diagnostics name, right and misspelt. */
function needs(code: string | undefined): { setup?: string } {
  return code === 'unknown-set' || code === 'accept-before-drop-same-set' ? { setup } : {};
}

/** What is an error although it loads: it loads as something other than what is written. */
const loadsAsSomethingElse: ReadonlySet<string> = new Set([
  ...['duplicate-table', 'unclosed-quote', 'invalid-value', 'unknown-chain'],
  ...['control-character', 'option-not-allowed', 'unreliable-command'],
]);

test('the examples of the diagnostics: good ones load, and what is called an error is refused or loads as something else', async (context) => {
  const oracle = await requireOracle(context);
  if (!oracle) return;
  const cases = allRules.flatMap((rule) =>
    rule.examples.flatMap((example, index) => [
      { name: `${rule.code} ${index} good`, text: example.good, family: example.family ?? 'ipv4', ...needs(rule.code) },
      { name: `${rule.code} ${index} bad`, text: example.bad, family: example.family ?? 'ipv4', ...needs(rule.code) },
    ]),
  );
  const verdicts = await load(cases, { save: true });
  const current = isAtLeast(oracle.version ?? '', '1.8.11');
  for (const { name, text, family } of cases) {
    await context.test(name, (each) => {
      for (const backEnd of ['legacy', 'nft'] as const) {
        const verdict = verdicts.get(name)![backEnd];
        const settings = { ...defaultSettings, backend: backEnd };
        const errors = shownFindings(open(text, family), settings).filter((finding) => severityOf(finding, settings) === 'error');
        if (/can't find|not found/.test(verdict.words) && rulesOf(text).has('host-name-in-rule'))
          each.diagnostic('a host name, which this machine cannot look up');
        else if (!current && !verdict.accepted && [...rulesOf(text)].some((code) => older.has(code)))
          each.diagnostic(`${backEnd}: only older releases refuse it`);
        else if (errors.length === 0) assert.ok(verdict.accepted, `${backEnd} refuses it: ${verdict.words}`);
        else if (!current && verdict.accepted && errors.every((finding) => newer.has(finding.code)))
          each.diagnostic(`${backEnd}: only newer releases refuse it`);
        else if (!errors.some((finding) => loadsAsSomethingElse.has(finding.code))) assert.ok(!verdict.accepted, `${backEnd} loads it`);
      }
    });
  }
});

/** The codes of what is found in a text. */
function rulesOf(text: string): ReadonlySet<string> {
  return new Set(shownFindings(open(text), defaultSettings).map((finding) => finding.code));
}

/** What older releases refuse and 1.8.11 loads, so that it is only warned of. */
const older: ReadonlySet<string> = new Set(['attached-value']);

/** What 1.8.11 refuses and older releases load. */
const newer: ReadonlySet<string> = new Set(['invalid-counters']);

test('a file after a quick fix, or after fix-all, loads when the checker has nothing against it any more', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases: OracleCase[] = [];
  const keep = (name: string, text: string, family: Family): void => {
    const errors = shownFindings(open(text, family), defaultSettings).filter((finding) => severityOf(finding, defaultSettings) === 'error');
    const resolves = shownFindings(open(text, family), defaultSettings).every((finding) => finding.code !== 'host-name-in-rule');
    if (errors.length === 0 && resolves) cases.push({ name, text, family, ...needs(name.split(' ')[0]) });
  };
  for (const rule of allRules) {
    for (const [index, { bad, family = 'ipv4', sibling }] of rule.examples.entries()) {
      const file = fileWithSibling(bad, family, sibling);
      keep(`${rule.code} ${index} fix-all`, applyEdits(bad, fixAll(file, defaultSettings)), family);
      for (const finding of shownFindings(file, defaultSettings)) {
        for (const fix of fixesOf(finding, file))
          keep(`${rule.code} ${index} ${finding.line}:${finding.start} ${fix.title.en}`, applyEdits(bad, fix.edits), family);
      }
    }
  }
  assert.ok(cases.length > allRules.length, `${cases.length} mended files`);
  const verdicts = await load(uniqueByName(cases));
  for (const { name, text } of cases) {
    for (const backEnd of ['legacy', 'nft'] as const) {
      const verdict = verdicts.get(name)![backEnd];
      assert.ok(verdict.accepted, `${backEnd} refuses ${name}: ${verdict.words}\n${String(text)}`);
    }
  }
});

test('every snippet loads with its defaults', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases: OracleCase[] = [];
  for (const snippet of rulesSnippets) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      const text = fileWith(snippet, family);
      if (text !== undefined) cases.push({ name: `${snippet.prefix} ${family}`, text: text.endsWith('\n') ? text : `${text}\n`, family });
    }
  }
  for (const snippet of rulesSnippets)
    assert.ok(
      cases.some(({ name }) => name.startsWith(`${snippet.prefix} `)),
      snippet.prefix,
    );
  const verdicts = await load(cases);
  for (const { name } of cases) {
    for (const backEnd of ['legacy', 'nft'] as const) {
      const verdict = verdicts.get(name)![backEnd];
      assert.ok(verdict.accepted, `${backEnd} refuses ${name}: ${verdict.words}`);
    }
  }
});

const notrackIn = '-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j';
const notrackOut = '-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j';
const listing = `*raw
:PREROUTING ACCEPT
:OUTPUT ACCEPT
-A PREROUTING -i eth0 -p udp -m udp –dport 694 -j NOTRACK
-A OUTPUT -o eth0 -p udp -m udp –dport 694 -j NOTRACK
`;

test('the article’s listing, pasted as it is, ends as a file that exempts UDP 694 both ways and accepts it', async (context) => {
  const mended = applyEdits(listing, fixAll(open(listing), defaultSettings));
  const file = open(mended);
  const line = mended.split('\n').findIndex((text) => /PREROUTING.*NOTRACK/.test(text));
  const accept = refactorings({ file, range: rangeOf(line, { start: 0, end: 0 }) }).find((fix) => /^Accept it in INPUT/.test(fix.title.en));
  assert.ok(accept);
  await holds(context, applyEdits(mended, accept.edits));
});

test('both listings of the article, one under the other', () => {
  const text = `-A INPUT -m state –state RELATED,ESTABLISHED -j ACCEPT\n${listing}`;
  let mended = applyEdits(text, fixAll(open(text), defaultSettings));
  const file = open(mended);
  const outside = shownFindings(file, defaultSettings).find((finding) => finding.code === 'rule-outside-table');
  assert.ok(outside);
  const wrap = fixesOf(outside, file)[0];
  assert.ok(wrap);
  mended = applyEdits(mended, wrap.edits);
  mended = applyEdits(mended, fixAll(open(mended), defaultSettings));
  assert.deepEqual(
    shownFindings(open(mended), defaultSettings).filter((finding) => severityOf(finding, defaultSettings) === 'error'),
    [],
    mended,
  );
});

test('NOTRACK in INPUT, mended by the one fix that does it all', async (context) => {
  const text =
    '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i eth0 -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n';
  const file = open(text);
  const finding = shownFindings(file, defaultSettings).find((one) => one.code === 'wrong-table');
  const fix = finding && fixesOf(finding, file).find((one) => /everywhere/.test(one.title.en));
  assert.ok(fix);
  await holds(context, applyEdits(text, fix.edits), '-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j ACCEPT');
});

test('the command puts every rule in its place', async (context) => {
  const text = '*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n';
  const edits = exemptService(open(text), { port: 694, interface: 'eth0' });
  assert.ok(edits);
  await holds(context, applyEdits(text, edits));
  const peers = exemptService(open(text), { port: 'domain', peers: ['192.0.2.1', '198.51.100.0/28'], form: 'server' });
  assert.ok(peers);
  const result = applyEdits(text, peers);
  for (const rule of [
    '-A PREROUTING -s 192.0.2.1 -p udp -m udp --dport domain -j NOTRACK',
    '-A OUTPUT -d 192.0.2.1 -p udp -m udp --sport domain -j NOTRACK',
    '-A PREROUTING -s 198.51.100.0/28 -p udp -m udp --dport domain -j NOTRACK',
    '-A INPUT -s 198.51.100.0/28 -p udp -m udp --dport domain -j ACCEPT',
  ]) {
    assert.ok(result.split('\n').includes(rule), `${rule} in\n${result}`);
  }
  if (!(await requireOracle(context))) return;
  const verdict = (await load([{ name: 'peers', text: result }])).get('peers')!;
  assert.ok(verdict.legacy.accepted && verdict.nft.accepted, verdict.legacy.words);
  assert.deepEqual(
    exemptService(open(result), { port: 'domain', peers: ['192.0.2.1', '198.51.100.0/28'], form: 'server' }),
    [],
    'a second time changes nothing',
  );
});

/** The file has no error and no finding about exempted packets left, both back ends load it, and what they save has the rules that were meant. */
async function holds(context: Parameters<typeof requireOracle>[0], text: string, ...more: string[]): Promise<void> {
  // The excerpt is no whole firewall, which is said as well: that nothing lets replies in, for example.
  const about = shownFindings(new RulesFile(text), defaultSettings).filter(
    (finding) => severityOf(finding, defaultSettings) === 'error' || /notrack|untracked|invalid/.test(finding.code),
  );
  assert.deepEqual(about, [], text);
  if (!(await requireOracle(context))) return;
  const verdict = (await load([{ name: 'it', text }], { save: true })).get('it')!;
  for (const backEnd of ['legacy', 'nft'] as const) {
    const { accepted, words, saved = '' } = verdict[backEnd];
    assert.ok(accepted, `${backEnd}: ${words}\n${text}`);
    const lines = saved.split('\n');
    for (const rule of [notrackIn, notrackOut])
      assert.ok(lines.includes(`${rule} NOTRACK`) || lines.includes(`${rule} CT --notrack`), `${rule} in\n${saved}`);
    for (const rule of ['-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT', ...more])
      assert.ok(lines.includes(rule), `${rule} in\n${saved}`);
  }
}

function uniqueByName(cases: readonly OracleCase[]): OracleCase[] {
  return [...new Map(cases.map((one) => [one.name, one])).values()];
}

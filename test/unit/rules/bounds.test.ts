// What is left out of far too large or too strange a file, and what is not left out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RulesFile } from '../../../server/src/model/rules-file';
import { allRules } from '../../../server/src/rules/all';
import { findingsOf, ruleOf } from '../../../server/src/rules/findings';
import type { Finding } from '../../../server/src/rules/rule';
import { complete, completeExemption, Draft } from '../../../server/src/rules/support/exempt-everywhere';
import { createLanguageService } from '../../../server/src/service';
import { readScript } from '../../../server/src/shell/script';
import { applyEdits } from '../../../server/src/text/lines';
import { fileOfSeed } from '../../fuzz/files';
import { randomHostile } from '../../fuzz/hostile';
import { randomOf } from '../../support/cases/random';

const uri = 'file:///etc/iptables/rules.v4';

function served(text: string): ReturnType<typeof createLanguageService> {
  const service = createLanguageService({});
  service.open(uri, text);
  return service;
}

test('every rule with an automatic fix says so: a file is mended without asking the others', () => {
  const seen = new Set<string>();
  const look = (text: string, family?: 'ipv4' | 'ipv6'): void => {
    const file = new RulesFile(text, { name: 'rules', family });
    for (const finding of findingsOf(file, { withoutAnalysis: true }).slice(0, 200)) {
      const rule = ruleOf(finding.code);
      if (rule?.fixes?.(finding as Finding, file).some(({ automatic }) => automatic === true) !== true) continue;
      assert.equal(rule.hasAutomaticFix, true, `${finding.code}: ${text}`);
      seen.add(finding.code);
    }
  };
  for (const rule of allRules) for (const { bad, family } of rule.examples) look(bad, family);
  for (let seed = 1; seed <= 300; seed++) look(fileOfSeed(seed).text, fileOfSeed(seed).family);
  for (let seed = 1; seed <= 300; seed++) look(randomHostile(randomOf(seed)).text);
  for (const [, line] of Object.entries(mended)) look(`*filter\n:INPUT DROP [0:0]\n${line}\nCOMMIT\n`);
  const said = allRules.filter(({ hasAutomaticFix }) => hasAutomaticFix === true).map(({ code }) => code);
  assert.deepEqual(
    said.filter((code) => !seen.has(code)),
    [],
  );
});

/** Lines that have an automatic fix where no example and no random text has one. */
const mended: Readonly<Record<string, string>> = {
  'host-name-in-rule': '-A INPUT -s ｗｗｗ.example.com -j ACCEPT',
  'invalid-value': '-A INPUT -p tcp --dport ２２ -j ACCEPT',
  'unknown-match': '-A INPUT -m Conntrack --ctstate NEW -j ACCEPT',
  'unknown-protocol': '-A INPUT -p ｔｃｐ -j ACCEPT',
};

test('the words of a long circle of chains leave its middle out, and so do the places', () => {
  const circle = (count: number): string => {
    const names = Array.from({ length: count }, (_, index) => index);
    const rules = names.map((index) => `-A C${index} -j C${(index + 1) % count}\n`).join('');
    return `*filter\n${names.map((index) => `:C${index} - [0:0]\n`).join('')}-A INPUT -j C0\n${rules}COMMIT\n`;
  };
  const loop = (count: number) =>
    served(circle(count))
      .diagnosticsSoFar(uri)
      .find(({ code }) => code === 'chain-loop');
  assert.match(String(loop(19)?.message), /: (`C\d+` → ){19}`C0`\./);
  assert.equal(loop(19)?.relatedInformation?.length, 18);
  assert.match(String(loop(3000)?.message), /: `C0` → .* → `C17` → … → `C2999` → `C0`\./);
  assert.equal(loop(3000)?.relatedInformation?.length, 20);
});

test('each unknown code of thousands is told; the first ones with a suggestion', () => {
  const text = `*filter\n${Array.from({ length: 600 }, () => `# iptables-lint: disable=unknown-optoin\n`).join('')}COMMIT\n`;
  const found = findingsOf(new RulesFile(text, { name: 'rules' }), { withoutAnalysis: true });
  assert.deepEqual(found, []);
  const diagnostics = served(text).diagnostics(uri);
  assert.equal(diagnostics.filter(({ code }) => code === 'unknown-lint-code').length, 600);
  assert.equal(diagnostics.filter(({ message }) => String(message).includes('unknown-option')).length, 500);
});

test('variables that are made of each other are filled in as long as a rule can hold them', () => {
  const doubled = Array.from({ length: 60 }, (_, index) => `A${index + 1}="$A${index}$A${index}"\n`).join('');
  const valueIn = (name: string): string => {
    const rule = `iptables -A INPUT -m comment --comment "$${name}" -j DROP`;
    const commands = readScript(`A0=aaaaaaaa\n${doubled}${rule}\n`).items.filter((item) => item.kind === 'command');
    return commands[0]?.kind === 'command' ? commands[0].command.rule : '';
  };
  assert.equal(valueIn('A4'), `-m comment --comment ${'a'.repeat(128)} -j DROP`);
  assert.equal(valueIn('A60'), '-m comment --comment $A60 -j DROP');
});

test('of single commands between thousands of rules some are turned into rules, and the others the next time', () => {
  const text = `*filter\n${'iptables -A INPUT -s 192.0.2.1 -j ACCEPT\n-A INPUT -j DROP\n'.repeat(1000)}COMMIT\n`;
  const left = (of: string): number => of.split('\n').filter((line) => line.startsWith('iptables')).length;
  const once = applyEdits(text, served(text).fixAll(uri));
  assert.ok(left(once) > 0 && left(once) < 1000, String(left(once)));
  assert.ok(left(applyEdits(once, served(once).fixAll(uri))) < left(once));
  const few = `*filter\n${'iptables -A INPUT -s 192.0.2.1 -j ACCEPT\n-A INPUT -j DROP\n'.repeat(30)}COMMIT\n`;
  assert.equal(left(applyEdits(few, served(few).fixAll(uri))), 0);
});

test('a draft that is edited on comes to the same as files made anew', () => {
  const text =
    '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 694 -j NOTRACK\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:OUTPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n';
  const file = new RulesFile(text, { name: 'rules.v4' });
  const result = completeExemption(file, 3).text();
  assert.equal(file.text(), text);
  for (const line of ['-A OUTPUT -p udp -m udp --dport 694 -j NOTRACK', '-A INPUT -p udp -m udp --dport 694 -j ACCEPT'])
    assert.ok(result.includes(`\n${line}\n`), result);
  const draft = new Draft(file);
  complete(draft, 3);
  assert.equal(draft.file.text(), result);
  // A second time there is nothing left to do, and what the draft knows of itself is right.
  const before = draft.file;
  complete(draft, 3);
  assert.equal(draft.file, before);
  assert.equal(draft.file.text(), result);
});

test('a list of fixes for a large selection analyses the ruleset for some findings only', () => {
  const titles = (rules: number): number => {
    const text = `*raw\n${Array.from({ length: rules }, (_, index) => `-A PREROUTING -p udp --dport ${index + 1} -j NOTRACK\n`).join('')}COMMIT\n`;
    const range = { start: { line: 0, character: 0 }, end: { line: rules, character: 0 } };
    const request = { uri, version: 1, range, only: ['quickfix'], canShowPages: false, canConvertLineEnds: false, canCreateFiles: false };
    return served(text)
      .codeActions(request)
      .filter(({ title }) => title.includes('everywhere')).length;
  };
  assert.ok(titles(40) >= 10, String(titles(40)));
  assert.ok(titles(1500) < titles(40) && titles(1500) > 0, String(titles(1500)));
});

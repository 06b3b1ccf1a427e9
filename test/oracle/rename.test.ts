// A chain under another name: the real iptables loads the file as before, and prints the same rules with the name replaced.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Family } from '../../server/src/catalogue/schema';
import { rename } from '../../server/src/features/rename';
import { RulesFile } from '../../server/src/model/rules-file';
import { applyEdits } from '../../server/src/text/lines';
import type { OracleCase } from '../support/oracle';
import { load } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';

/** Files with a chain SSH in filter, in every place that both back ends take. `SSH-2`, `nat`'s SSH and comments keep their names. */
const files: readonly { readonly name: string; readonly family: Family; readonly text: string }[] = [
  {
    name: 'declared by a line',
    family: 'ipv4',
    text: '*nat\n:SSH - [0:0]\n-A PREROUTING -p tcp -j SSH\nCOMMIT\n# SSH\n*filter\n:INPUT DROP [0:0]\n:SSH - [0:0]\n:SSH-2 - [0:0]\n-A INPUT -p tcp --dport 22 -m comment --comment SSH -j SSH\n-A INPUT -i SSH -g SSH\n-A FORWARD -gSSH\n-A FORWARD -i lo --goto=SSH\n-A SSH -s 192.0.2.0/24 -j SSH-2\n-A "SSH" -j LOG --log-prefix "SSH "\n--append=SSH -j DROP\n-I SSH 2 -p udp -j RETURN\n-D SSH 2\n-A SSH-2 -j ACCEPT\nCOMMIT\n',
  },
  {
    name: 'made by -N, filled, emptied and deleted',
    family: 'ipv4',
    text: '*filter\n-N SSH\n-A SSH -j DROP\n-F SSH\n-X SSH\n-N SSH\n-A SSH -p tcp -j ACCEPT\n-A INPUT -j SSH\nCOMMIT\n',
  },
  {
    name: 'hides a target',
    family: 'ipv4',
    text: '*filter\n:SSH - [0:0]\n:LOG - [0:0]\n-A SSH -j LOG\n-A LOG -j DROP\n-A INPUT -g SSH\nCOMMIT\n',
  },
  {
    name: 'in a file for both families',
    family: 'ipv6',
    text: '*filter\n:SSH - [0:0]\n-A INPUT -4 -s 192.0.2.1 -j SSH\n-6 -A INPUT -s 2001:db8::/32 -j SSH\n-A INPUT -6 -p ipv6-icmp -j SSH\n-A SSH -j ACCEPT\nCOMMIT\n',
  },
];

const newNames = ['ADMINS', 'a'.repeat(28), '管理者:ssh', "it's#1\\"];

test('a renamed chain loads as before, under its new name', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases: OracleCase[] = [];
  for (const { name, family, text } of files) {
    cases.push({ name, family, text });
    for (const newName of newNames) cases.push({ name: `${name} → ${newName}`, family, text: renamed(text, family, newName) });
  }
  const verdicts = await load(cases, { save: true });
  for (const { name } of files) {
    for (const newName of newNames) {
      for (const backEnd of ['legacy', 'nft'] as const) {
        await context.test(`${name} → ${newName}, ${backEnd}`, () => {
          const before = verdicts.get(name)![backEnd];
          const after = verdicts.get(`${name} → ${newName}`)![backEnd];
          assert.ok(before.accepted, before.words);
          assert.ok(after.accepted, after.words);
          const expected = before.saved!.replace(/^\*filter$[\s\S]*?^COMMIT$/m, (table) => underName(table, newName));
          assert.notDeepEqual(byChain(after.saved!), byChain(before.saved!));
          assert.deepEqual(byChain(after.saved!), byChain(expected));
        });
      }
    }
  }
});

test('the names that rename refuses are refused by a back end, or do not reach the rules', async (context) => {
  if (!(await requireOracle(context))) return;
  const text = '*filter\n:SSH - [0:0]\n:TAKEN - [0:0]\n-A SSH -p tcp -j ACCEPT\n-A TAKEN -p udp -j ACCEPT\n-A INPUT -j SSH\nCOMMIT\n';
  const names = ['a'.repeat(29), '-SSH', '!SSH', 'MY SSH', 'MY"SSH', '"SSH"', 'ACCEPT', 'RETURN', 'INPUT', 'TAKEN', 'standard'];
  const cases = names.map((name) => ({ name, text: text.replaceAll('SSH', name) }));
  const verdicts = await load(cases, { save: true });
  for (const name of names) {
    await context.test(name, () => {
      const file = new RulesFile(text, { family: 'ipv4' });
      const found = rename(file, { line: 1, character: 2 }, name, 'en');
      assert.ok(found !== undefined && 'refusal' in found, 'rename refuses it');
      const both = Object.values(verdicts.get(name)!);
      const jump = `-A INPUT -j ${name}`;
      const harmless = both.every(({ accepted, saved }) => accepted && saved?.split('\n').filter((line) => line === jump).length === 1);
      assert.ok(!harmless || name === 'TAKEN', 'it would load');
    });
  }
});

/** A comment's new text, and how iptables-save prints it. */
const labels: readonly (readonly [string, string])[] = [
  ['mail', 'mail'],
  ['mail and web', '"mail and web"'],
  ['a "b" \\c', '"a \\"b\\" \\\\c"'],
  ['-x', '-x'],
  ['! x', '"! x"'],
  ['!', '"!"'],
  ['#日本語😀', '"#日本語😀"'],
  ['漢'.repeat(85), `"${'漢'.repeat(85)}"`],
];

test('a renamed comment loads as it is written, in every rule that has it', async (context) => {
  if (!(await requireOracle(context))) return;
  const text =
    '*nat\n-A PREROUTING -m comment --comment web -j RETURN\nCOMMIT\n*filter\n-A INPUT -m comment --comment "web" -j LOG --log-prefix web\n-A INPUT -m comment --comment website\nCOMMIT\n';
  const file = new RulesFile(text, { family: 'ipv4' });
  const cases = labels.map(([label]) => {
    const edits = rename(file, { line: 1, character: text.split('\n')[1]!.indexOf('web') }, label, 'en');
    assert.ok(edits !== undefined && !('refusal' in edits), JSON.stringify(edits));
    return { name: label, text: applyEdits(text, edits) };
  });
  const verdicts = await load([{ name: 'before', text }, ...cases], { save: true });
  for (const [label, printed] of labels) {
    for (const backEnd of ['legacy', 'nft'] as const) {
      await context.test(`${label}, ${backEnd}`, () => {
        const after = verdicts.get(label)![backEnd];
        assert.ok(after.accepted, after.words);
        const before = verdicts.get('before')![backEnd].saved!;
        assert.deepEqual(byChain(after.saved!), byChain(before.replace(/--comment web /g, () => `--comment ${printed} `)));
      });
    }
  }
});

/** The text after the chain that filter's first `:SSH` or `-N SSH` makes has got a name. */
function renamed(text: string, family: Family, newName: string): string {
  const file = new RulesFile(text, { family });
  const line = file.records.findIndex(
    ({ table, kind, command }, index) =>
      table === 'filter' && (kind === 'chain' || command === 'new-chain') && /SSH(?: |$)/.test(file.lineText(index)),
  );
  const edits = rename(file, { line, character: file.records[line]!.chainStart }, newName, 'en');
  assert.ok(edits !== undefined && !('refusal' in edits), JSON.stringify(edits));
  return applyEdits(text, edits);
}

/** What iptables-save prints of filter, with the chain SSH under another name: by itself, not by the code under test. */
function underName(table: string, newName: string): string {
  return table
    .replace(/^:SSH /gm, () => `:${newName} `)
    .replace(/^-A SSH /gm, () => `-A ${newName} `)
    .replace(/ (-[jg]) SSH$/gm, (_, option: string) => ` ${option} ${newName}`);
}

/** The lines by their table and chain: the programs order chains by name. The order of the rules of each chain stays. */
function byChain(saved: string): Record<string, string[]> {
  const chains: Record<string, string[]> = {};
  let table = '';
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) table = line;
    const chain = /^(?:-A |:)(\S+)/.exec(line)?.[1] ?? '';
    const lines = chains[`${table} ${chain}`];
    if (lines === undefined) chains[`${table} ${chain}`] = [line];
    else lines.push(line);
  }
  return chains;
}

// Formatting is held against the real iptables: a file loads the same before and after, in both styles and both back ends; a rule in
// the canonical style is the line that iptables-save prints.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinChains } from '../../server/src/catalogue';
import type { Family } from '../../server/src/catalogue/schema';
import { formatFile } from '../../server/src/features/formatting';
import type { FormatSettings } from '../../server/src/features/settings';
import { RulesFile } from '../../server/src/model/rules-file';
import { parseLine } from '../../server/src/syntax/line';
import { applyEdits } from '../../server/src/text/lines';
import { rulesets } from '../fixtures/rulesets';
import { fileOfSeed } from '../fuzz/files';
import { allExtensions, fileWith } from '../support/cases/draft';
import { randomOf } from '../support/cases/random';
import type { BackEnd, OracleCase } from '../support/oracle';
import { load } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';

const backEnds: readonly BackEnd[] = ['legacy', 'nft'];
const styles: readonly FormatSettings[] = [
  { style: 'tidy', align: true },
  { style: 'canonical', align: false },
];

interface Case {
  readonly name: string;
  readonly text: string;
  readonly family: Family;
  readonly setup?: string;
  readonly arguments?: readonly string[];
  readonly fileName?: string;
}

const sets = 'ipset create blocklist hash:ip 2>/dev/null; ipset create allowed hash:ip 2>/dev/null; true';

test('the catalogue’s examples load the same when they are formatted', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases = allExtensions.flatMap((spec) =>
    spec.examples.flatMap((example, index) =>
      spec.families
        .filter((family) => example.family === undefined || example.family === family)
        .map((family): Case => {
          const declared = new Set(example.rules.flatMap((line) => /^(?::|-N )(\S+)/.exec(line)?.[1] ?? []));
          const named = example.rules.flatMap((line) => /^-[AI] (\S+)/.exec(line)?.[1] ?? []);
          const missing = [...new Set(named)].filter((name) => !declared.has(name) && !builtinChains.some((chain) => chain.name === name));
          const text = fileWith(example.table, [...missing.map((name) => `:${name} - [0:0]`), ...example.rules]);
          return { name: `${spec.kind} ${spec.name} ${index} ${family}`, text, family, setup: sets };
        }),
    ),
  );
  const accepted = await holdTheSame(cases);
  assert.ok(accepted > cases.length * 0.7, `${accepted} of ${cases.length} examples load here`);
});

test('the rulesets load the same when they are formatted', async (context) => {
  if (!(await requireOracle(context))) return;
  const all = rulesets();
  const cases = all.map((one): Case => {
    const restore = one.family === 'ipv6' ? 'ip6tables' : 'iptables';
    const chains = `${restore}-legacy-restore < ${one.needs?.path}; ${restore}-nft-restore < ${one.needs?.path}`;
    return {
      name: one.name,
      text: one.text,
      family: one.family,
      ...(one.needs?.kind === 'sets' ? { setup: `ipset restore < ${one.needs.path}` } : {}),
      ...(one.needs?.kind === 'chains' ? { setup: chains, arguments: ['--noflush'], fileName: '/etc/ufw/before.rules' } : {}),
    };
  });
  assert.ok(cases.every(({ text }) => text.length > 0));
  assert.equal(await holdTheSame(cases), cases.length);
});

test('random files load the same when they are formatted', async (context) => {
  if (!(await requireOracle(context))) return;
  const count = Number(process.env['FORMAT_FILES'] ?? 250);
  const first = Number(process.env['FORMAT_SEED'] ?? 1);
  const cases = Array.from({ length: count }, (_, index): Case => {
    const { text, family } = fileOfSeed(first + index);
    return { name: `seed ${first + index}`, text, family, setup: sets };
  });
  const accepted = await holdTheSame(cases);
  assert.ok(accepted > count / 5, `${accepted} of ${count} random files load`);
});

/** General options and the extensions that nearly all rulesets are made of, as administrators write them. */
const everyday: readonly (readonly [table: string, chain: string, rule: string, family?: Family])[] = [
  ['filter', 'INPUT', '--protocol tcp --destination-port ssh --in-interface eth0 --source 192.0.2.1 --jump ACCEPT'],
  ['filter', 'INPUT', '-p udp --dport domain:http -s 192.0.2.7/255.255.255.0 -j ACCEPT'],
  ['filter', 'INPUT', '-j ACCEPT -d 0.0.0.0/0 -s 0/0 -p all'],
  ['filter', 'INPUT', '-p 6 --syn ! --dport 22 -j DROP'],
  ['filter', 'INPUT', '-p tcp --tcp-flags SYN,ACK,FIN ALL -j DROP'],
  ['filter', 'INPUT', '-p icmp --icmp-type echo-request -j ACCEPT'],
  ['filter', 'INPUT', '-p ipv6-icmp --icmpv6-type neighbour-solicitation -j ACCEPT', 'ipv6'],
  ['filter', 'INPUT', '-s 2001:DB8:0::1 ! -d 2001:db8::/32 -j ACCEPT', 'ipv6'],
  ['filter', 'FORWARD', '-f -o eth1 -i eth0+ -j DROP'],
  ['filter', 'INPUT', '-m multiport -p tcp --destination-ports http,https,8000:8080 -j ACCEPT'],
  ['filter', 'INPUT', '-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT'],
  ['filter', 'INPUT', '-m state --state ESTABLISHED,NEW -j ACCEPT'],
  ['filter', 'INPUT', '-m limit --limit 5/minute --limit-burst 7 -j LOG --log-prefix "in: " --log-level info'],
  ['filter', 'INPUT', '-m limit -j LOG --log-prefix in'],
  ['filter', 'INPUT', "-m comment --comment 'x -j ACCEPT"],
  ['filter', 'INPUT', '-m comment --comment "a \\"b\\" c" -j ACCEPT'],
  ['filter', 'INPUT', '-m mark --mark 10 -j ACCEPT'],
  ['filter', 'INPUT', '-m mac --mac-source 00:00:5E:00:53:0a -j ACCEPT'],
  ['filter', 'INPUT', '-m iprange --dst-range 192.0.2.1-192.0.2.9 --src-range 10.0.0.1-10.0.0.3 -j ACCEPT'],
  ['filter', 'INPUT', '-m addrtype --dst-type broadcast,LOCAL -j DROP'],
  ['filter', 'INPUT', '-m set --match-set blocklist src -j DROP'],
  ['filter', 'INPUT', '-j REJECT'],
  ['filter', 'INPUT', '-j REJECT', 'ipv6'],
  ['filter', 'INPUT', '-p tcp -j REJECT --reject-with tcp-rst'],
  ['nat', 'PREROUTING', '-p tcp --dport http -j DNAT --to 192.0.2.10:8080'],
  ['nat', 'POSTROUTING', '-o eth0 -j SNAT --persistent --to-source 203.0.113.5'],
  ['nat', 'POSTROUTING', '-o eth0 -j MASQUERADE --random'],
  ['mangle', 'PREROUTING', '-j MARK --set-mark 7'],
  ['mangle', 'PREROUTING', '-j MARK --or-mark 0x10'],
  ['raw', 'PREROUTING', '-p udp --dport 694 -j NOTRACK'],
  ['raw', 'PREROUTING', '-p udp --dport 694 -j CT --zone 2 --ctevents destroy,new'],
];

test('a rule in the canonical style is the line that iptables-save prints', async (context) => {
  if (!(await requireOracle(context))) return;
  const cases = everyday.map(([table, chain, rule, family = 'ipv4'], index) => ({
    name: String(index),
    family,
    text: fileWith(table, [`-A ${chain} ${rule}`]),
    setup: sets,
  }));
  const verdicts = await load(cases, { save: true });
  for (const { name, text, family } of cases) {
    const line = formatted(text, family, { style: 'canonical', align: false }).split('\n')[1] ?? '';
    for (const backEnd of backEnds) {
      const { accepted, words, saved = '' } = verdicts.get(name)![backEnd];
      assert.ok(accepted, `${backEnd}: ${words}\n${text}`);
      const rules = saved.split('\n').filter((one) => one.startsWith('-A'));
      if (backEnd === 'legacy') assert.deepEqual([line], rules, text);
    }
  }
});

/** Loads each case as it is and formatted, from a text whose blanks are in disorder; gives how many of them load at all. */
async function holdTheSame(cases: readonly Case[]): Promise<number> {
  const loads: (OracleCase & { readonly of: number; readonly options: readonly string[] })[] = [];
  for (const [index, one] of cases.entries()) {
    const variants = [one.text, ...styles.map((settings) => formatted(disordered(one.text, index), one.family, settings, one.fileName))];
    for (const [variant, text] of variants.entries()) {
      const { family, setup, arguments: options = [] } = one;
      loads.push({ name: `${index}/${variant}`, text, family, of: index, options, ...(setup === undefined ? {} : { setup }) });
      keepsLines(one, text);
    }
    for (const settings of styles) {
      const once = formatted(disordered(one.text, index), one.family, settings, one.fileName);
      assert.equal(formatted(once, one.family, settings, one.fileName), once, `${one.name} is formatted twice, ${settings.style}`);
    }
  }
  const verdicts = new Map<string, Awaited<ReturnType<typeof load>> extends Map<string, infer V> ? V : never>();
  for (const noflush of [false, true]) {
    const some = loads.filter(({ options }) => options.includes('--noflush') === noflush);
    const found = await load(some, { save: true, timeout: 600_000, ...(noflush ? { arguments: ['--noflush'] } : {}) });
    for (const [name, verdict] of found) verdicts.set(name, verdict);
  }
  let accepted = 0;
  for (const [index, one] of cases.entries()) {
    const before = verdicts.get(`${index}/0`)!;
    if (before.legacy.accepted || before.nft.accepted) accepted++;
    for (const variant of [1, 2]) {
      const after = verdicts.get(`${index}/${variant}`)!;
      // The label of an IDLETIMER is one for the whole machine, and cases are loaded at the same time.
      if (one.text.includes('IDLETIMER')) continue;
      for (const backEnd of backEnds) {
        const what = `${one.name}, ${backEnd}, ${styles[variant - 1]?.style}\n${one.text}\n→\n${loads.find(({ name }) => name === `${index}/${variant}`)?.text}\n${before[backEnd].words}\n${after[backEnd].words}`;
        assert.equal(after[backEnd].accepted, before[backEnd].accepted, what);
        assert.equal(after[backEnd].saved, before[backEnd].saved, what);
      }
    }
  }
  return accepted;
}

function formatted(text: string, family: Family, settings: FormatSettings, name?: string): string {
  const file = new RulesFile(text, { family, ...(name === undefined ? {} : { name }) });
  return applyEdits(text, formatFile(file, settings));
}

/** No comment and no blank line is lost, and no line of another kind comes or goes. */
function keepsLines(one: Case, text: string): void {
  const kinds = (all: string): string[] =>
    all.split('\n').flatMap((line) => (line === '' ? [] : [parseLine(line).kind === 'comment' ? line.trimEnd() : 'line']));
  assert.deepEqual(kinds(text), kinds(one.text), one.name);
  const blanks = (all: string): number => all.split('\n').filter((line) => line === '').length;
  assert.ok(blanks(text) >= blanks(one.text), one.name);
}

/** A text whose words in command lines have more blanks between them, and some behind them; their meaning is the same. */
function disordered(text: string, seed: number): string {
  const random = randomOf(seed + 77);
  return text
    .split('\n')
    .map((line) => {
      const tree = parseLine(line);
      if (tree.kind !== 'command' || tree.words.length === 0 || tree.words.some(({ unclosed }) => unclosed) || !line.startsWith('-'))
        return line;
      const words = tree.words.map(({ start, end }) => line.slice(start, end));
      return random.percent(40) ? line : words.join(random.pick([' ', '  ', '\t'])) + random.pick(['', ' ', '\t ']);
    })
    .join('\n');
}

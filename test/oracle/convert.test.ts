// Conversion is held against the real iptables: a shell script that is run and the rules file it is turned into leave the same ruleset
// behind, and so do a rules file that is loaded and the commands it is turned into; with both back ends.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's variables are meant.

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { builtinChains } from '../../server/src/catalogue';
import type { Family } from '../../server/src/catalogue/schema';
import { convertScript, copyAsCommands, pasteAsRules } from '../../server/src/features/convert';
import { RulesFile } from '../../server/src/model/rules-file';
import { parseLine } from '../../server/src/syntax/line';
import { applyEdits } from '../../server/src/text/lines';
import { rulesets } from '../fixtures/rulesets';
import { fileOfSeed } from '../fuzz/files';
import { allExtensions, fileWith } from '../support/cases/draft';
import { randomOf } from '../support/cases/random';
import type { BackEnd, OracleCase } from '../support/oracle';
import { load, probe } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';
import { quoted } from '../support/oracle-worker';
import { scripts } from './scripts';

const backEnds: readonly BackEnd[] = ['legacy', 'nft'];
const sets = 'ipset create blocklist hash:ip 2>/dev/null; ipset create allowed hash:ip 2>/dev/null; true';

/** A shell script and the rules file that is to leave the same behind. */
interface Pair {
  readonly name: string;
  readonly script: string;
  readonly file: string;
  readonly family: Family;
  readonly setup?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'iptables-convert-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('scripts that administrators write load the same when they are rules files', async (context) => {
  if (!(await requireOracle(context))) return;
  const pairs = scripts.flatMap(({ name, text }) =>
    (['ipv4', 'ipv6'] as const).flatMap((family): Pair[] => {
      const converted = convertScript(text, family);
      return converted === undefined ? [] : [{ name: `${name} ${family}`, script: text, file: converted.text, family }];
    }),
  );
  assert.ok(pairs.length >= scripts.length);
  assert.equal(await holdTheSame(pairs), pairs.length * backEnds.length);
});

test('the catalogue’s examples as shell commands load the same when they are rules files', async (context) => {
  if (!(await requireOracle(context))) return;
  const pairs = examples().map(({ name, table, lines, family }, index): Pair => {
    const random = randomOf(index + 1);
    const script = lines
      .map((line) =>
        commandOf(
          random,
          family,
          table,
          parseLine(line).words.map((word) => word.value),
        ),
      )
      .join('');
    const converted = convertScript(script, family);
    assert.ok(converted, script);
    return { name, script, file: converted.text, family, setup: sets };
  });
  const same = await holdTheSame(pairs);
  assert.ok(same > pairs.length * 1.4, `${same} of ${pairs.length * 2} examples load here`);
});

test('random scripts that add, insert, replace, delete and flush load the same when they are rules files', async (context) => {
  if (!(await requireOracle(context))) return;
  const count = Number(process.env['CONVERT_SCRIPTS'] ?? 120);
  const first = Number(process.env['CONVERT_SEED'] ?? 1);
  const pairs = Array.from({ length: count }, (_, index): Pair => {
    const script = randomScript(randomOf(first + index));
    const converted = convertScript(script, 'ipv4');
    assert.ok(converted, script);
    return { name: `seed ${first + index}`, script, file: converted.text, family: 'ipv4' };
  });
  assert.equal(await holdTheSame(pairs), pairs.length * backEnds.length);
});

test('scripts pasted into a file load the same as the file with the script run behind it', async (context) => {
  if (!(await requireOracle(context))) return;
  const base = `*filter
:INPUT ACCEPT [0:0]
:ONE - [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp --dport 22 -j ACCEPT
-A INPUT -j ONE
-A OUTPUT -o lo -j ACCEPT
COMMIT
`;
  const pairs = Array.from({ length: 80 }, (_, index): Pair => {
    // What is flushed or renamed in the file itself stays the author's business.
    const lines = randomScript(randomOf(1000 + index)).split('\n');
    const script = [...lines.filter((line) => !/ -[FXE]\b/.test(line)), 'iptables -t raw -A OUTPUT -o lo -j NOTRACK', ''].join('\n');
    const at = { line: base.split('\n').indexOf('COMMIT'), character: 0 };
    const range = { start: at, end: at };
    const answer = pasteAsRules(new RulesFile(base, { family: 'ipv4' }), { range, text: script }, 'en');
    assert.ok(answer, script);
    const file = applyEdits(base, [...answer.edits, { range, newText: answer.insertText }]);
    return { name: `pasted ${index}`, script: `iptables-restore <<'EOF'\n${base}EOF\n${script}`, file, family: 'ipv4' };
  });
  assert.equal(await holdTheSame(pairs), pairs.length * backEnds.length);
});

test('rules files load the same when they are shell commands', async (context) => {
  if (!(await requireOracle(context))) return;
  const files = [
    // Each of their lines is a process: every second one tells as much, the others are asked for.
    ...examples()
      .filter((_, index) => index % 2 === 0 || process.env['CONVERT_EXAMPLES'] === 'all')
      .map(({ name, table, lines, family }) => ({ name, family, text: fileWith(table, lines), setup: sets })),
    ...rulesets()
      // What iptables-nft-restore makes of `-F` and `-X` in a file is its own affair.
      .filter((one) => one.needs === undefined && one.text.length < 30_000 && !/^-[FX]$/m.test(one.text))
      .map(({ name, family, text }) => ({ name, family, text, setup: sets })),
    ...Array.from({ length: 60 }, (_, index) => ({ name: `seed ${index + 1}`, setup: sets, ...fileOfSeed(index + 1) }))
      // iptables-restore declares chains of names that `iptables -N` refuses.
      .filter(({ text }) => !/^:[-!]/m.test(text)),
  ];
  const pairs = files.map(
    ({ name, family, text, setup }): Pair => ({ name, family, setup, file: text, script: copyAsCommands(new RulesFile(text, { family })) }),
  );
  const same = await holdTheSame(pairs, 'accepted');
  assert.ok(same > pairs.length, `${same} of ${pairs.length * 2} files load`);
});

/** The examples with the chains that they count on. */
function examples(): { name: string; table: string; lines: readonly string[]; family: Family }[] {
  return allExtensions.flatMap((spec) =>
    spec.examples.flatMap((example, index) =>
      spec.families
        .filter((family) => example.family === undefined || example.family === family)
        .map((family) => {
          const rules = example.rules.map((line) => line.replace(/^:(\S+) -.*/, '-N $1').replace(/^:(\S+) ([A-Z]+).*/, '-P $1 $2'));
          const made = new Set(rules.flatMap((line) => /^-N (\S+)/.exec(line)?.[1] ?? []));
          const named = rules.flatMap((line) => /^-[AI] (\S+)/.exec(line)?.[1] ?? []);
          const missing = [...new Set(named)].filter((name) => !made.has(name) && !builtinChains.some((chain) => chain.name === name));
          const lines = [...missing.map((name) => `-N ${name}`), ...rules.filter((line) => line.startsWith('-'))];
          return { name: `${spec.kind} ${spec.name} ${index} ${family}`, table: example.table, lines, family };
        }),
    ),
  );
}

/** One command in one of the many ways to write it. */
function commandOf(random: ReturnType<typeof randomOf>, family: Family, table: string, words: readonly string[]): string {
  const program = random.pick(['', '', 'sudo ', 'sudo -n ', 'command ']) + (family === 'ipv6' ? 'ip6tables' : 'iptables');
  const tableWords = random.pick([
    ['-t', table],
    [`--table=${table}`],
    ['--table', table],
    [`-t${table}`],
    ...(table === 'filter' ? [[]] : []),
  ]);
  const wait = random.pick([[], [], ['-w'], ['-w', '5'], ['--wait']]);
  const shown = words.map((word) => inQuotes(random, word));
  // A number would be taken for the seconds behind -w.
  const all = random.percent(70) ? [...wait, ...tableWords, ...shown] : [...tableWords, ...shown, ...wait];
  const separators = all.map(() => (random.percent(12) ? ' \\\n    ' : random.percent(8) ? '  ' : ' '));
  const end = random.pick(['\n', '\n', '\n', ' # why\n', ' >/dev/null\n', ';\n', '\r\n'.slice(1)]);
  return program + all.map((word, index) => separators[index] + word).join('') + end;
}

function inQuotes(random: ReturnType<typeof randomOf>, word: string): string {
  const plain = /^[\w@%+=:,./!-]+$/.test(word);
  switch (plain && random.percent(80) ? 'none' : random.pick(['single', 'double', 'backslash', 'ansi', 'pieces'] as const)) {
    case 'none':
      return word;
    case 'single':
      return quoted(word);
    case 'double':
      return `"${word.replace(/[$`"\\]/g, '\\$&')}"`;
    case 'backslash':
      return word === '' ? '""' : word.replace(/[^\w]/g, '\\$&');
    case 'ansi':
      return `$'${word.replace(/['\\]/g, '\\$&')}'`;
    case 'pieces':
      return word === ''
        ? "''"
        : [...word].map((letter, index) => (index % 2 === 0 ? quoted(letter) : `"${letter.replace(/[$`"\\]/g, '\\$&')}"`)).join('');
  }
}

const rules = [
  '-s 192.0.2.0/24 -j ACCEPT',
  '-s 192.0.2.1,192.0.2.2 -j ACCEPT',
  '-p tcp --dport 22 -j ACCEPT',
  '-p udp -m multiport --dports 53,123 -j ACCEPT',
  '-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
  "-j LOG --log-prefix 'it'\\''s \"odd\": '",
  '-m comment --comment a\\ \\\\\\ b -j DROP',
  '-m comment --comment "$HOME_PAGE" -j DROP',
  '! -s 198.51.100.0/24 -j DROP',
];

/** A script as it grows over the years. Some of its commands fail, as they do in life. */
function randomScript(random: ReturnType<typeof randomOf>): string {
  const lines = ['#!/bin/bash', '# generated', "HOME_PAGE='a b'", ...(random.percent(50) ? ['IPT="iptables -w"'] : ['IPT=iptables'])];
  const program = (): string => random.pick(['iptables', '$IPT', '${IPT}']);
  const chain = (): string => random.pick(['INPUT', 'INPUT', 'OUTPUT', 'ONE', 'TWO']);
  lines.push(random.pick(['iptables -F; iptables -X', '$IPT -F && $IPT -X', '']), 'iptables -N ONE', 'iptables -N TWO 2>/dev/null || true');
  for (let count = 3 + random.below(9); count > 0; count--) {
    const rule = random.pick(rules);
    const command = random.pick([
      `-A ${chain()} ${rule}`,
      `-A ${chain()} ${rule}`,
      `-A ${chain()} ${rule}`,
      `-A INPUT -j ONE`,
      `-I ${chain()} ${rule}`,
      `-I ${chain()} ${1 + random.below(4)} ${rule}`,
      `-R ${chain()} ${1 + random.below(3)} -p icmp -j ACCEPT`,
      `-D ${chain()} ${1 + random.below(3)}`,
      `-D ${chain()} ${rule}`,
      `-P ${random.pick(['INPUT', 'OUTPUT'])} ${random.pick(['DROP', 'ACCEPT'])}`,
      `-F ${chain()}`,
      ...(random.percent(30) ? ['-F', '-X TWO', '-E TWO THREE', '-F && iptables -X', '-Z', '-N TWO'] : []),
    ]);
    lines.push(
      random.percent(15) ? `${program()} -C INPUT ${rule} 2>/dev/null || ${program()} -A INPUT ${rule}` : `${program()} ${command}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Runs each script and loads its file; gives how often, over both back ends, both were taken. */
async function holdTheSame(pairs: readonly Pair[], only: 'all' | 'accepted' = 'all'): Promise<number> {
  let same = 0;
  const { programs } = await probe();
  for (const backEnd of backEnds) {
    const bin = binFor(backEnd, (family) => programs[backEnd][family]?.restore.replace(/-restore$/, '') ?? '');
    const cases = pairs.flatMap(({ name, script, file, family, setup = 'true' }, index): OracleCase[] => {
      const path = join(folder, `${backEnd}-${index}.sh`);
      writeFileSync(path, script);
      const run = `${setup}; PATH=${quoted(bin)}:$PATH bash ${quoted(path)}; true`;
      return [
        { name: `${name} run`, text: '', family, setup: run },
        { name: `${name} loaded`, text: file, family, setup },
      ];
    });
    const ran = await load(
      cases.filter(({ name }) => name.endsWith(' run')),
      { backEnds: [backEnd], save: true, arguments: ['--noflush'] },
    );
    const loaded = await load(
      cases.filter(({ name }) => name.endsWith(' loaded')),
      { backEnds: [backEnd], save: true },
    );
    for (const { name, script, file } of pairs) {
      const one = ran.get(`${name} run`)?.[backEnd];
      const other = loaded.get(`${name} loaded`)?.[backEnd];
      // A rule that this machine does not take at all says nothing of how it was converted.
      if (other?.accepted !== true && (only === 'accepted' || /^(match|target) /.test(name))) continue;
      assert.ok(other?.accepted, `${backEnd} refuses ${name}: ${other?.words}\n${script}\n${file}`);
      assert.equal(essence(other.saved ?? ''), essence(one?.saved ?? ''), `${backEnd}: ${name}\n${script}\n${file}`);
      same++;
    }
  }
  return same;
}

/** A folder with programs of the plain names that call one back end, and a sudo that only calls. */
function binFor(backEnd: BackEnd, programOf: (family: Family) => string): string {
  const bin = join(folder, backEnd);
  mkdirSync(bin, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  write('iptables', `exec ${quoted(programOf('ipv4'))} "$@"`);
  write('ip6tables', `exec ${quoted(programOf('ipv6'))} "$@"`);
  write('iptables-restore', `exec ${quoted(`${programOf('ipv4')}-restore`)} "$@"`);
  write('sudo', '[ "$1" = -n ] && shift; exec "$@"');
  return bin;
}

/** What a ruleset does: without counters, and without the built-in chains and tables that only let everything through. */
function essence(saved: string): string {
  const sections = saved
    .split('COMMIT\n')
    .map((section) =>
      section
        .split('\n')
        .filter((line) => line !== '' && !/^:\S+ ACCEPT /.test(line))
        .map((line) => line.replace(/ \[\d+:\d+\]$/, ''))
        .join('\n'),
    )
    .filter((section) => section.includes('\n'));
  return sections.sort().join('\n');
}

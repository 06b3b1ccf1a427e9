// Random rules files, right and nearly right, made from the catalogue. The same seed makes the same file.

import { builtinChains, commands, tables } from '../../server/src/catalogue';
import type { Family, TableName } from '../../server/src/catalogue/schema';
import type { JudgedFile } from '../support/cases/differences';
import { allExtensions, baseFor, optionsIn, textOf, withUse } from '../support/cases/draft';
import type { Random } from '../support/cases/random';
import { randomOf } from '../support/cases/random';
import { mutated, withOtherCharacters, wordsOfLine } from './mutations';
import { ruleOf, wordFor } from './rules';

/** A random file. */
export interface FuzzFile extends JudgedFile {
  readonly seed: number;
}

/** The file of a seed. */
export function fileOfSeed(seed: number): FuzzFile {
  const random = randomOf(seed * 2654435761);
  const family: Family = random.percent(60) ? 'ipv4' : 'ipv6';
  const kind = random.below(100);
  if (kind < 10) return { seed, family, text: exampleFile(random, family) };
  if (kind < 40) return { seed, family, text: valueFile(random, family) };
  if (kind < 80) return { seed, family, text: ruleFile(random, family) };
  return { seed, family, text: wholeFile(random, family) };
}

/** A file of one rule, in a chain of its table. */
function ruleFile(random: Random, family: Family): string {
  const made = ruleOf(random, family);
  const words = mutated(random, family, ['-A', made.chain, ...made.words]);
  const user = random.percent(8) ? [':MINE - [0:0]', `-A ${made.chain} -j MINE`] : [];
  if (user.length > 0) words[1] = 'MINE';
  return `*${made.table}\n${[...user, words.join(' ')].map((line) => `${line}\n`).join('')}COMMIT\n`;
}

/** A right rule in which one value has some characters changed. */
function valueFile(random: Random, family: Family): string {
  const spec = random.pick(allExtensions.filter(({ families, options }) => families.includes(family) && options.length > 0));
  const withValues = optionsIn(spec, family).filter((option) => option.values.length > 0);
  const option = withValues.length > 0 ? random.pick(withValues) : undefined;
  const base = baseFor(spec, family, option);
  if (base === undefined || option === undefined) return ruleFile(random, family);
  const place = random.below(option.values.length);
  const inverted = random.percent(option.invertible ? 20 : 0);
  const changed = withUse(base, (use) => ({
    ...use,
    options: use.options.map((one) => {
      const slot = option.values[place];
      if (one.spec !== option || slot === undefined) return one;
      const right = wordFor(random, slot, { family, protocol: undefined, inverted });
      const value = withOtherCharacters(random, right);
      return { ...one, inverted, values: one.values.map((old, index) => (index === place ? value : old)) };
    }),
  }));
  return textOf(changed);
}

/** One of the catalogue's examples with a change. */
function exampleFile(random: Random, family: Family): string {
  const examples = allExtensions
    .filter((spec) => spec.families.includes(family))
    .flatMap((spec) => spec.examples)
    .filter((example) => example.family === undefined || example.family === family);
  const example = random.pick(examples);
  const lines = [...example.rules];
  const place = random.below(lines.length);
  lines[place] = mutated(random, family, wordsOfLine(lines[place] ?? ''), 1).join(' ');
  const declared = new Set(lines.flatMap((line) => (/^-[AI] (\S+)/.exec(line)?.[1] ?? '').split(' ')));
  const user = [...declared].filter(
    (name) => name !== '' && !builtinChains.some((chain) => chain.name === name) && !lines.some((line) => line.startsWith(`:${name} `)),
  );
  return `*${example.table}\n${user.map((name) => `:${name} - [0:0]\n`).join('')}${lines.map((line) => `${line}\n`).join('')}COMMIT\n`;
}

/** One to three tables with declarations, commands and now and then something that does not belong there. */
function wholeFile(random: Random, family: Family): string {
  const lines: string[] = [];
  const sections = random.percent(80) ? 1 : 2;
  for (let section = 0; section < sections; section++) {
    const table = random.pick(tables);
    lines.push(
      random.percent(97)
        ? `*${table.name}`
        : random.pick(['*', `* ${table.name}`, '*FILTER', '*nosuch', `*${table.name} x`, ` *${table.name}`, `${table.name}`]),
    );
    const chains: string[] = [];
    for (const chain of table.chains) {
      if (random.percent(50)) continue;
      const counters = random.percent(90)
        ? random.pick(['[0:0]', '[12:3456]'])
        : random.pick(['', '[0:x]', '[0]', '0:0', '[1:2', '[1:2]x', '[:]']);
      lines.push(
        `:${chain} ${random.percent(95) ? random.pick(['ACCEPT', 'ACCEPT', 'DROP', '-']) : random.pick(['REJECT', 'accept', 'RETURN', 'QUEUE', ''])} ${counters}`,
      );
    }
    for (let count = random.below(4); count > 0; count--) {
      const name = random.percent(85) ? random.pick(chainNames.slice(0, 9)) : random.pick(chainNames);
      if (chains.includes(name) && random.percent(90)) continue;
      chains.push(name);
      lines.push(
        random.percent(90)
          ? `:${name} - [0:0]`
          : random.pick([`:${name}`, `:${name} ACCEPT [0:0]`, `: ${name} - [0:0]`, `:${name} -`, `:${name} - x y`, `:${name} RETURN`]),
      );
    }
    for (let count = 1 + random.below(6); count > 0; count--) lines.push(commandLine(random, family, table.name, chains));
    if (random.percent(6)) lines.splice(random.below(lines.length + 1), 0, random.pick(oddLines));
    if (random.percent(97)) lines.push('COMMIT');
  }
  if (random.percent(4)) lines.push(random.pick(oddLines));
  const text = `${lines.join('\n')}\n`;
  return random.percent(2) ? text.slice(0, -1) : text;
}

const chainNames: readonly string[] = [
  'A B C MINE LOGDROP x in-eth0 a:b ufw-before-input aaaaaaaaaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'ACCEPT LOG REJECT MARK log INPUT PREROUTING FORWARD -x !x é a"b tcp conntrack CONTINUE input 0 1 #x',
].flatMap((line) => line.split(' '));

const oddLines: readonly string[] = [
  '',
  ' ',
  '\t',
  '# a comment',
  ' # a comment',
  '#',
  'COMMIT',
  'COMMIT ',
  ' COMMIT',
  'commit',
  '*filter',
  '*nat',
  ':INPUT ACCEPT [0:0]',
  ':INPUT',
  ':',
  '-A INPUT',
  'iptables -A INPUT -j ACCEPT',
  '-A INPUT -j ACCEPT # x',
  '-A INPUT -j ACCEPT \\',
  'exit 0',
  '[0:0]',
  '[1:2] -A INPUT -j ACCEPT',
  '[1:2]-A INPUT -j ACCEPT',
  '[x:y] -A INPUT -j ACCEPT',
  '[1:2',
  '[:] -A INPUT',
  '[1] -A INPUT',
  '-4 -A INPUT -s 192.0.2.1',
  '-6 -A INPUT -s 2001:db8::1',
  '-L',
  '-S INPUT',
  '-V',
  '-h',
  '-t filter -A INPUT -j ACCEPT',
  '-A INPUT -m comment --comment "a b" -j ACCEPT',
  '-A INPUT -m comment --comment "a b -j ACCEPT',
  "-A INPUT -m comment --comment 'a b' -j ACCEPT",
  '-A "INPUT" -j "ACCEPT"',
  '-A INPUT -j ACC"EPT"',
  '-A INPUT -m comment --comment "" -j ACCEPT',
];

/** A command of any kind on a chain of any kind. */
function commandLine(random: Random, family: Family, table: TableName, declared: readonly string[]): string {
  const builtin = tables.find((each) => each.name === table)?.chains ?? [];
  const chain = (): string => {
    const kind = random.below(100);
    if (kind < 55 && declared.length > 0) return random.pick(declared);
    if (kind < 97 || declared.length === 0) return random.pick(builtin);
    return random.pick([...chainNames, ...builtinChains.map(({ name }) => name)]);
  };
  const rule = (): string => {
    if (random.percent(45))
      return random.pick([
        '-j ACCEPT',
        '-j DROP',
        '-j RETURN',
        `-j ${chain()}`,
        `-g ${chain()}`,
        '-s 192.0.2.1,192.0.2.2 -j ACCEPT',
        '-p tcp -j ACCEPT',
        '-j LOG',
        '',
      ]);
    return ruleOf(random, family, table).words.join(' ');
  };
  const number = (): string =>
    random.percent(85)
      ? random.pick(['1', '1', '1', '2', '2', '3'])
      : random.pick(['9', '0', '-1', '01', '1x', '2147483647', '2147483648', '1:2', '0x1', '+1', '010']);
  const kind = random.below(100);
  let line: string;
  if (kind < 50) line = `-A ${chain()} ${rule()}`;
  else if (kind < 58) line = `-I ${chain()} ${rule()}`;
  else if (kind < 64) line = `-I ${chain()} ${number()} ${rule()}`;
  else if (kind < 68) line = `-D ${chain()} ${number()}`;
  else if (kind < 73) line = `-D ${chain()} ${rule()}`;
  else if (kind < 77) line = `-R ${chain()} ${number()} ${rule()}`;
  else if (kind < 81) line = `-N ${random.pick(chainNames)}`;
  else if (kind < 85) line = `-X ${random.percent(70) ? chain() : ''}`;
  else if (kind < 88) line = `-F ${random.percent(70) ? chain() : ''}`;
  else if (kind < 91)
    line = `-P ${chain()} ${random.percent(80) ? random.pick(['ACCEPT', 'DROP']) : random.pick(['REJECT', 'accept', '-', 'RETURN', 'QUEUE'])}`;
  else if (kind < 94) line = `-E ${chain()} ${random.pick(chainNames)}`;
  else if (kind < 96) line = `-Z ${random.percent(70) ? chain() : ''} ${random.percent(20) ? number() : ''}`;
  else if (kind < 97) line = `-C ${chain()} ${rule()}`;
  else if (kind < 98) line = `${random.pick(['-L', '-S'])} ${random.percent(60) ? chain() : ''} ${random.percent(20) ? number() : ''}`;
  else line = `-${random.pick(commands).short} ${chain()} -${random.pick(commands).short} ${chain()}`;
  line = line.trim().replaceAll(/ {2,}/g, ' ');
  if (random.percent(5)) line = `${random.pick(['[0:0]', '[1:2]', '[1:2', '[x:2]', '[:]', '[1:2:3]', '[-1:2]'])} ${line}`;
  return random.percent(8) ? mutated(random, family, wordsOfLine(line), 1).join(' ') : line;
}

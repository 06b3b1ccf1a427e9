// Random rulesets over the matches and targets that the packet engine models. Every one of them loads, in both back ends.

import type { Random } from '../../support/cases/random';
import { randomOf } from '../../support/cases/random';
import type { Family } from '../../support/oracle';
import type { Place } from './random-conditions';
import { conditionsOf } from './random-conditions';
import { marks } from './universe';

/** The ruleset of a seed: filter always, raw and mangle often. */
export function rulesetOf(seed: number, family: Family): string {
  const random = randomOf(seed);
  const tables = ['raw', 'mangle', 'filter'].filter((table) => table === 'filter' || random.percent(55));
  // Without a match that needs it there is no connection tracking: fragments go about whole, and NOTRACK has nothing to do.
  const stateful = random.percent(75);
  return tables.map((table) => tableOf(random, family, table, stateful)).join('');
}

/** The built-in chains of a table, as the kernel has them. */
export const builtIns: Readonly<Record<string, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** Chains that only received packets meet. The kernel refuses `-m mac` where a packet of the host's own could come by. */
const receiving: readonly string[] = ['PREROUTING', 'INPUT', 'FORWARD'];

interface UserChain {
  readonly name: string;
  readonly received: boolean;
}

function tableOf(random: Random, family: Family, table: string, stateful: boolean): string {
  const builtIn = builtIns[table] ?? [];
  const userChains = Array.from(
    { length: random.pick([0, 1, 2, 3, 4]) },
    (_, index): UserChain => ({ name: `user${index}`, received: random.percent(40) }),
  );
  const lines = [`*${table}`];
  for (const chain of builtIn) lines.push(`:${chain} ${random.percent(table === 'filter' ? 35 : 5) ? 'DROP' : 'ACCEPT'} [0:0]`);
  for (const chain of userChains) lines.push(`:${chain.name} - [0:0]`);
  for (const chain of builtIn) {
    const callable = userChains.filter((each) => !each.received || receiving.includes(chain));
    const place: Place = { table, chain, family, stateful, received: receiving.includes(chain) };
    for (let count = random.below(6); count > 0; count--) lines.push(`-A ${chain} ${ruleOf(random, place, callable)}`);
  }
  for (const [index, { name, received }] of userChains.entries()) {
    // A chain calls only those behind it, so there is no loop.
    const callable = userChains.slice(index + 1).filter((each) => !each.received || received);
    const place: Place = { table, chain: undefined, family, stateful, received };
    for (let count = 1 + random.below(5); count > 0; count--) lines.push(`-A ${name} ${ruleOf(random, place, callable)}`);
  }
  return `${lines.join('\n')}\nCOMMIT\n`;
}

function ruleOf(random: Random, place: Place, callable: readonly UserChain[]): string {
  const { words, protocol } = conditionsOf(random, place);
  const target = targetOf(random, place, callable, protocol);
  // A rule that ends everything for everybody leaves nothing to compare behind it: one in four of them is enough.
  const endsAll = words.length === 0 && ['ACCEPT', 'DROP', 'REJECT'].includes(target[1] ?? '');
  return [...words, ...(endsAll && random.percent(75) ? [] : target)].join(' ');
}

function targetOf(random: Random, place: Place, callable: readonly UserChain[], protocol: string | undefined): string[] {
  const chain = callable.length > 0 ? random.pick(callable).name : undefined;
  const choices: (readonly [weight: number, words: () => string[]])[] = [
    [20, () => ['-j', 'ACCEPT']],
    [10, () => ['-j', 'DROP']],
    [25, () => []],
    [8, () => ['-j', 'RETURN']],
    [12, () => ['-j', 'MARK', ...markWords(random)]],
    ...(chain === undefined
      ? []
      : ([
          [30, () => ['-j', chain]],
          [10, () => ['-g', chain]],
        ] as const)),
    ...(place.table === 'filter' ? ([[8, () => ['-j', 'REJECT', ...rejectWords(random, place.family, protocol)]]] as const) : []),
    ...(place.table === 'raw'
      ? ([
          [
            25,
            () =>
              random.pick([
                ['-j', 'NOTRACK'],
                ['-j', 'CT', '--notrack'],
              ]),
          ],
        ] as const)
      : []),
  ];
  return weighted(random, choices);
}

function markWords(random: Random): string[] {
  const option = random.pick(['--set-mark', '--set-mark', '--set-xmark', '--or-mark', '--and-mark', '--xor-mark']);
  const value = `0x${random.pick(marks).toString(16)}`;
  const masked = option.startsWith('--set') && random.percent(50);
  return [option, masked ? `${value}/0x${random.pick([...marks, 0xff, 0xffffffff]).toString(16)}` : value];
}

function rejectWords(random: Random, family: Family, protocol: string | undefined): string[] {
  if (random.percent(40)) return [];
  if (protocol === 'tcp' && random.percent(60)) return ['--reject-with', 'tcp-reset'];
  return ['--reject-with', family === 'ipv4' ? 'icmp-admin-prohibited' : 'icmp6-adm-prohibited'];
}

function weighted<T>(random: Random, choices: readonly (readonly [weight: number, make: () => T])[]): T {
  let left = random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of choices) {
    if (left < weight) return make();
    left -= weight;
  }
  throw new Error('There is nothing to choose from.');
}

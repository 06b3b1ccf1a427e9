// What takes time in proportion to the square of a file's lines, or worse, is found by a file of four times as many.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLanguageService } from '../../../server/src/service';

/** A name that tells no family: the lines do. */
const uri = 'file:///etc/host.rules';

type Service = ReturnType<typeof createLanguageService>;

const asked: Readonly<Record<string, (service: Service) => unknown>> = {
  open: (service) => service.open(uri, service.text(uri) ?? ''),
  diagnosticsSoFar: (service) => service.diagnosticsSoFar(uri),
  fixAll: (service) => service.fixAll(uri),
  copyAsCommands: (service) => service.copyAsCommands(uri),
  analysis(service) {
    const steps = service.analysis(uri);
    while (steps !== undefined && steps.next().done !== true);
  },
};

/** The text of so many lines, and what is asked of it. */
const cases: readonly (readonly [about: string, method: string, text: (count: number) => string, few?: number])[] = [
  [
    'rules, and their deletions',
    'diagnosticsSoFar',
    half(
      (index) => `-A INPUT -p tcp --dport ${index}`,
      (index, count) => `-D INPUT -p tcp --dport ${count - index - 1}`,
    ),
    500,
  ],
  [
    'deletions of what is not there',
    'diagnosticsSoFar',
    half(
      () => '-A INPUT -s 192.0.2.1',
      (index) => `-D INPUT -p tcp --dport ${index}`,
    ),
    500,
  ],
  [
    'deletions by number',
    'diagnosticsSoFar',
    half(
      (index) => `-A INPUT -p tcp --dport ${index} -j ACCEPT`,
      () => '-D INPUT 1',
    ),
    4000,
  ],
  [
    'renamings of a chain in use',
    'diagnosticsSoFar',
    half(
      () => '-A INPUT -j C0',
      (index) => `-E C${index} C${index + 1}`,
      ':C0 - [0:0]\n',
    ),
    2000,
  ],
  ['rules outside of a table', 'fixAll', (count) => '-A INPUT -j ACCEPT\n'.repeat(count), 1000],
  [
    'single commands between rules',
    'fixAll',
    half(
      () => 'iptables -A INPUT -j ACCEPT\n-A INPUT -j DROP',
      () => '# end',
    ),
    250,
  ],
  ['open blocks of a template in one line', 'open', (count) => `*filter\n-A INPUT ${'{% if a %}'.repeat(count)}\nCOMMIT\n`, 200],
  ['stray backslashes', 'fixAll', (count) => `iptables ${'\\\n'.repeat(count)}`, 20_000],
  ['ends of tables', 'fixAll', (count) => `*filter\n${'COMMIT\n'.repeat(count)}`, 2000],
  ['blank lines', 'copyAsCommands', (count) => '\n'.repeat(count), 30_000],
  [
    'networks of IPv6',
    'analysis',
    (count) => `*filter\n${lines(count, (index) => `-A INPUT -s 2001:db8:${index.toString(16)}::/64 -j ACCEPT`)}COMMIT\n`,
    2000,
  ],
  ['a circle of chains', 'diagnosticsSoFar', (count) => circle(count), 2000],
  [
    'sources translated',
    'diagnosticsSoFar',
    (count) => `*nat\n${'-A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE\n'.repeat(count)}COMMIT\n`,
    4000,
  ],
];

for (const [about, method, textOf, few = 1000] of cases)
  test(`${method} takes time in proportion to the lines: ${about}`, () => {
    const time = (count: number): number => {
      const text = textOf(count);
      // The least of some runs: the machine has other things to do as well.
      const runs = Array.from({ length: 3 }, () => {
        const service = createLanguageService({});
        service.open(uri, text);
        const { user } = process.cpuUsage();
        asked[method]?.(service);
        return (process.cpuUsage().user - user) / 1000;
      });
      return Math.min(...runs);
    };
    time(Math.ceil(few / 4));
    const [small, large] = [time(few), time(few * 4)];
    // Four times as many lines take four times as long, and sixteen times where each is held against all. Below some milliseconds nothing is told.
    assert.ok(large < Math.max(small, 15) * 9, `${few} lines took ${small.toFixed(0)} ms, ${few * 4} lines ${large.toFixed(0)} ms`);
  });

function lines(count: number, of: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${of(index)}\n`).join('');
}

function half(first: (index: number) => string, second: (index: number, count: number) => string, head = ''): (count: number) => string {
  return (count) => `*filter\n${head}${lines(count / 2, first)}${lines(count / 2, (index) => second(index, count / 2))}COMMIT\n`;
}

function circle(count: number): string {
  const declared = lines(count, (index) => `:C${index} - [0:0]`);
  return `*filter\n${declared}-A INPUT -j C0\n${lines(count, (index) => `-A C${index} -j C${(index + 1) % count}`)}COMMIT\n`;
}

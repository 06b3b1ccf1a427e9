// A line of a known shape is not bound word by word: its record has to be the same as if it were.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allMatches, allTargets } from '../../../server/src/catalogue/index';
import type { Family } from '../../../server/src/catalogue/schema';
import { LineShapes } from '../../../server/src/model/line-shapes';
import { Names } from '../../../server/src/model/names';
import { recordOf } from '../../../server/src/model/record';
import { rulesets } from '../../fixtures/rulesets';
import type { Random } from '../../support/cases/random';
import { hashOf, randomOf } from '../../support/cases/random';
import { kubeProxyRuleset } from '../../support/kube-proxy';

const made = new Set(['web', 'ssh-in', 'LOG', 'KUBE-MARK-MASQ', 'ufw-user-input']);

test('lines of rulesets, and lines like them', () => {
  let known = 0;
  for (const { name, text } of [...rulesets(), { name: 'kube-proxy', text: kubeProxyRuleset(20) }]) {
    const family = text.includes('::/') || name.includes('v6') ? 'ipv6' : 'ipv4';
    known += compareLines(trialOf(family, randomOf(hashOf(name))), text, 2);
  }
  assert.ok(known > 1500, `${known} lines had a known shape`);
});

test('lines of every extension, and lines like them', () => {
  let known = 0;
  for (const family of ['ipv4', 'ipv6'] as const) {
    const trial = trialOf(family, randomOf(family === 'ipv4' ? 4 : 6));
    for (const { examples } of [...allMatches, ...allTargets])
      for (const { table, rules } of examples) known += compareLines(trial, `*${table}\n${rules.join('\n')}`, 8);
  }
  assert.ok(known > 500, `${known} lines had a known shape`);
});

/** Compares each line of a file, and some lines like it; gives how many had a known shape. */
function compareLines(trial: ReturnType<typeof trialOf>, text: string, others: number): number {
  let table = '';
  let known = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1);
    else for (const one of [line, ...trial.like(line, others)]) if (trial.compare(one, table)) known++;
  }
  return known;
}

/** Compares the records that lines have with shapes and without. */
function trialOf(family: Family, random: Random) {
  const names = new Names();
  const shapes = new LineShapes(family, names, (id) => made.has(names.text(id)));
  const context = { family, names, hiddenTargets: new Set(['LOG']), isMade: (name: string) => made.has(name) };
  return {
    /** Gives whether the line had a known shape. */
    compare(line: string, table: string): boolean {
      const known = shapes.recordOf(line, table) !== undefined;
      assert.deepEqual(recordOf(line, table, { ...context, shapes }), recordOf(line, table, context), `${family} ${table}: ${line}`);
      return known;
    },
    like: (line: string, count: number): string[] => Array.from({ length: count }, () => changed(line, random)),
  };
}

/** A line like another: with other numbers, names, letters. */
function changed(line: string, random: Random): string {
  const numbers = ['0', '1', '22', '255', '256', '300', '65535', '65536', '4294967296', '007'];
  const words = [
    'web',
    'ACCEPT',
    'LOG',
    'INPUT',
    'OUTPUT',
    'nosuch',
    'a,b',
    '10.0.0.1,10.0.0.2',
    '0.0.0.0/0',
    '::/0',
    '-x',
    '!',
    '"a b"',
    'été',
    '',
  ];
  switch (random.below(5)) {
    case 0:
      return line.replace(/\d+/g, (digits) => (random.percent(40) ? random.pick(numbers) : digits));
    case 1:
      return line.replace(/[\w.:/-]+/g, (word) => (random.percent(15) ? random.pick(words) : word));
    case 2: {
      const at = random.below(line.length + 1);
      return line.slice(0, at) + random.pick([' ', '"', '\\', ',', '-', '/0', '\t', '\u00a0', 'x']) + line.slice(at + random.below(2));
    }
    case 3:
      return `[${random.pick(['0:0', '12:345', '5', 'x:1'])}] ${line}`;
    default:
      return line.replace(/(?<=[\w"])[a-z](?=[a-z])/g, (letter) => (random.percent(10) ? 'z' : letter));
  }
}

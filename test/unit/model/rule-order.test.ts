// Rules that lines insert, delete and look for: the quick structures against the plain way to do it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindText } from '../../../server/src/model/bind';
import { OrderedList } from '../../../server/src/model/ordered-list';
import type { Placed } from '../../../server/src/model/rule-index';
import { RuleIndex } from '../../../server/src/model/rule-index';
import { RulesFile } from '../../../server/src/model/rules-file';
import type { RuleCopy } from '../../../server/src/model/same-rule';
import { likeness } from '../../../server/src/model/same-rule';
import { ruleOf } from '../../fuzz/rules';
import type { Random } from '../../support/cases/random';
import { randomOf } from '../../support/cases/random';

test('an ordered list holds what an array holds after the same insertions and removals', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = randomOf(seed);
    const list = new OrderedList<number>();
    const array: number[] = [];
    for (let item = 0; item < 4000; item++) {
      const place = random.below(array.length + 2);
      if (random.percent(seed)) {
        const [removed] = array.splice(place, 1);
        assert.equal(list.remove(place), removed);
      } else {
        list.insert(place, item);
        array.splice(place, 0, item);
      }
      if (item % 97 === 0) assert.equal(list.at(place), array[place]);
    }
    assert.deepEqual(list.toArray(), array);
    assert.equal(list.length, array.length);
    assert.equal(list.at(-1), undefined);
    assert.equal(list.remove(array.length), undefined);
  }
});

test('an ordered list finds the place of an item by an order', () => {
  const list = new OrderedList<number>();
  for (let item = 0; item < 5000; item++) list.push(item * 2);
  for (const wanted of [-1, 0, 1, 2047, 2048, 5001, 9998, 9999]) {
    const place = list.placeOf((item) => item < wanted);
    assert.equal(place, Array.from({ length: 5000 }, (_, item) => item * 2).filter((item) => item < wanted).length);
  }
});

const few = [
  ...[
    '',
    '-j ACCEPT',
    '-j DROP',
    '-j RETURN',
    '-j A',
    '-g A',
    '-j REJECT',
    '-j REJECT --reject-with tcp-reset',
    '-j LOG',
    '-j LOG --log-level 4',
  ],
  ...[
    '-p tcp --dport 22 -j ACCEPT',
    '-p tcp --dport ssh -j DROP',
    '-p tcp --dport 22 --sport 1 -j DROP',
    '-p tcp --syn -j DROP',
    '-p 6 -m tcp -j ACCEPT',
  ],
  ...[
    '-s 192.0.2.1,192.0.2.2 -j ACCEPT',
    '-s 192.0.2.2 -j DROP',
    '-s host -j DROP',
    '-s host.example -j DROP',
    '! -s 192.0.2.2/32 -j DROP',
  ],
  ...[
    '-m limit -j ACCEPT',
    '-m limit --limit 3/hour -j ACCEPT',
    '-m limit --limit 3/hour --limit-burst 5 -j ACCEPT',
    '-m limit --limit 4/hour -j DROP',
  ],
  ...[
    '-m string --algo bm --string a -j DROP',
    '-m string --algo bm --string b -j DROP',
    '-m comment --comment a -j DROP',
    '-i eth0 -j DROP',
  ],
  ...['-p tcp --dport 1 -m string --algo bm --string a -j A', '-p tcp --dport 2 -m string --algo bm --string a -j A'],
];

function ruleFrom(random: Random): RuleCopy {
  const words = random.percent(70) ? random.pick(few) : ruleOf(random, 'ipv4', 'filter').words.join(' ');
  const rule = bindText(`-A INPUT ${words}`, { family: 'ipv4', table: 'filter', isChain: (name) => name === 'A' });
  return { rule, copy: words.includes(',') && random.percent(50) ? 1 : 0 };
}

test('a rule is found as if it were held against each that stands', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomOf(seed);
    const index = new RuleIndex<Placed & { readonly of: RuleCopy }>('ipv4');
    let items: (Placed & { readonly of: RuleCopy })[] = [];
    for (let step = 0; step < 60; step++) {
      const kind = random.below(10);
      if (kind < 5) {
        const item = { of: ruleFrom(random), place: random.below(1000) + step / 100 };
        items = [...items, item].sort((a, b) => a.place - b.place);
        index.add(item, item.of);
      } else if (kind < 6 && items.length > 0) {
        const [removed] = items.splice(random.below(items.length), 1);
        if (removed !== undefined) index.remove(removed);
      } else {
        const wanted = ruleFrom(random);
        for (const backEnd of ['legacy', 'nft'] as const) {
          const likely = items.map((item) => likeness(item.of, wanted, 'ipv4', backEnd));
          const expected = items[likely.indexOf('same')] ?? (likely.includes('unknown') ? 'unknown' : undefined);
          assert.equal(index.find(wanted, backEnd), expected, `${seed}: ${wanted.rule.tree.text} (${backEnd})`);
        }
      }
    }
  }
});

test('looking for a rule among thousands takes no more steps than among hundreds', () => {
  const bound = (words: string): RuleCopy => ({
    rule: bindText(`-A INPUT ${words}`, { family: 'ipv4', table: 'filter', isChain: () => false }),
    copy: 0,
  });
  const stepsFor = (count: number, words: (index: number) => string, other: (index: number) => string): number => {
    const index = new RuleIndex<Placed>('ipv4');
    for (let place = 0; place < count; place++) index.add({ place }, bound(words(place)));
    index.find(bound(other(0)), 'legacy');
    const before = index.steps;
    for (let at = 0; at < 100; at++) index.find(bound(other(at)), 'legacy');
    return index.steps - before;
  };
  const port = (index: number): string => `-p tcp --dport ${index} -j ACCEPT`;
  const text = (index: number): string => `-p tcp --dport ${index} -m string --algo bm --string a${index} -j DROP`;
  for (const [words, other] of [
    [port, port],
    [port, (index: number) => port(index + 50_000)],
    [() => '-j ACCEPT', () => '-j DROP'],
    [text, (index: number) => text(index + 50_000)],
  ] as const)
    assert.equal(stepsFor(3000, words, other), stepsFor(300, words, other));
});

const chain = (lines: readonly string[]) => {
  const file = new RulesFile(`*filter\n:A - [0:0]\n${lines.join('\n')}\nCOMMIT\n`, { name: 'rules.v4' });
  const [section] = file.resolution().sections;
  const found = [...(section?.chains.values() ?? [])];
  return {
    faults: [...file.resolution().faults].map(([line, faults]) => `${line + 1} ${faults.map(({ code }) => code).join(' ')}`),
    rules: Object.fromEntries(found.filter(({ count }) => count !== 0).map(({ name, rules, standing }) => [name, standing ?? rules])),
    jumps: section?.jumps.map(({ line, from, to }) => `${line + 1} ${file.nameText(from)} ${file.nameText(to)}`),
  };
};

test('rules that lines take out again leave no rule and no jump', () => {
  const { rules, jumps, faults } = chain(['-A INPUT -j A', '-I INPUT -s 192.0.2.1,192.0.2.2 -j A', '-D INPUT 1', '-D INPUT -j A', '-X A']);
  assert.deepEqual(rules, { INPUT: [{ line: 3, copy: 0 }] });
  assert.deepEqual(jumps, ['4 INPUT A']);
  assert.deepEqual(faults, ['7 chain-in-use']);
});

test('a renamed chain keeps its rules and what jumps to it, as often as it is renamed', () => {
  const { rules, jumps, faults } = chain([
    '-A INPUT -j A',
    '-A A -j ACCEPT',
    '-D A 1',
    '-A A -j DROP',
    '-E A B',
    '-E B C',
    '-A C -j A',
    '-X B',
  ]);
  assert.deepEqual(rules.INPUT, [2]);
  assert.deepEqual(rules.C, [
    { line: 5, copy: 0 },
    { line: 8, copy: 0 },
  ]);
  assert.deepEqual(jumps, ['3 INPUT C']);
  assert.deepEqual(faults, ['7 unreliable-command', '8 unreliable-command', '9 unknown-target', '10 undeclared-chain']);
});

test('a second flush of everything empties what was added since', () => {
  const { rules, jumps, faults } = chain(['-A INPUT -j A', '-F', '-F', '-A A -j ACCEPT', '-F', '-X']);
  assert.deepEqual(rules, {});
  assert.deepEqual(jumps, []);
  assert.deepEqual(faults, ['4 unreliable-command', '7 unreliable-command']);
});

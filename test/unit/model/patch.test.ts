// An edit inside one line brings what was resolved up to date instead of resolving the whole file: the same has to come out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hooksOfChain } from '../../../server/src/model/hooks';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf } from '../../../server/src/rules/findings';
import type { Edit } from '../../../server/src/text/position';
import { replaceSpan } from '../../../server/src/text/position';
import { rulesets } from '../../fixtures/rulesets';
import type { Random } from '../../support/cases/random';
import { randomOf } from '../../support/cases/random';
import { kubeProxyRuleset } from '../../support/kube-proxy';

const files = [...rulesets(), { name: 'kube-proxy', text: kubeProxyRuleset(12) }].filter(({ text }) => text.length < 40_000);

test('after random edits inside lines a file means what a newly opened one means', () => {
  const random = randomOf(156);
  let patched = 0;
  let edits = 0;
  for (const { name, text } of files) {
    const file = new RulesFile(text, { name });
    for (let count = 0; count < 10; count++) {
      const before = file.resolution();
      const edit = editOf(file, random);
      file.apply([edit]);
      edits++;
      if (file.resolution() === before) patched++;
      assert.deepEqual(meaningOf(file), meaningOf(file.withText(file.text())), `${name}: ${JSON.stringify(edit)}`);
    }
  }
  // Many edits inside a line are simple; if none were, this would test nothing.
  assert.ok(patched > edits / 3, `${patched} of ${edits}`);
});

test('several lines that change together are brought up to date together', () => {
  const text = kubeProxyRuleset(4);
  const file = new RulesFile(text, { name: 'rules.v4' });
  const before = file.resolution();
  const chain = /:(KUBE-SVC-\w+)/.exec(text)?.[1] ?? '';
  const edits = [...text.matchAll(new RegExp(chain, 'g'))].map(({ index }) => {
    const line = text.slice(0, index).split('\n').length - 1;
    const start = index - (text.lastIndexOf('\n', index) + 1);
    return replaceSpan(line, { start, end: start + chain.length }, 'KUBE-SVC-RENAMED');
  });
  assert.ok(edits.length > 3);
  file.apply(edits);
  assert.equal(file.resolution(), before);
  assert.deepEqual(meaningOf(file), meaningOf(file.withText(file.text())));
  assert.deepEqual(file.resolution().faults.size, 0);
});

test('a byte order mark before a rule is found, as in a file that is opened with it', () => {
  const file = new RulesFile('*filter\n:INPUT ACCEPT [0:0]\n:A - [0:0]\n-A INPUT -j A\nCOMMIT\n', { name: 'rules.v4' });
  file.resolution();
  file.apply([replaceSpan(3, { start: 0, end: 0 }, '\ufeff')]);
  assert.ok(
    file
      .resolution()
      .faults.get(3)
      ?.some(({ code }) => code === 'byte-order-mark'),
  );
  assert.deepEqual(meaningOf(file), meaningOf(file.withText(file.text())));
});

/** Everything that was resolved, in a form that can be compared. */
function meaningOf(file: RulesFile): unknown {
  const { sections, hiddenTargets, comparesRules } = file.resolution();
  return {
    findings: findingsOf(file, { withoutAnalysis: true }),
    hiddenTargets,
    comparesRules,
    sections: sections.map((whole) => {
      const { names: _, ...section } = whole;
      const hooksOf = hooksOfChain(whole);
      return {
        ...section,
        chains: [...section.chains.values()].map(({ id, standing: _, ...chain }) => ({ ...chain, comeFrom: hooksOf(id) })),
        jumps: section.jumps.map(({ from, to, ...jump }) => ({ ...jump, from: file.nameText(from), to: file.nameText(to) })),
      };
    }),
  };
}

/** A letter typed, a word taken out, a line commented out, a name put in the place of another. */
function editOf(file: RulesFile, random: Random): Edit {
  const line = random.below(file.lineCount);
  const text = file.lineText(line);
  const at = random.below(text.length + 1);
  switch (random.below(5)) {
    case 0:
      return replaceSpan(line, { start: at, end: at }, random.pick([' ', 'x', '-', '!', '"', ',', '1', 'LOG']));
    case 1:
      return replaceSpan(line, { start: at, end: Math.min(text.length, at + 1 + random.below(3)) }, '');
    case 2:
      return replaceSpan(line, { start: 0, end: text.startsWith('#') ? 1 : 0 }, text.startsWith('#') ? '' : '#');
    default: {
      const names = file.resolution().sections.flatMap(({ chains }) => [...chains.values()].map((chain) => chain.name));
      const spots = [...text.matchAll(/[\w-]+/g)].filter(({ 0: word }) => names.includes(word) || word === 'ACCEPT');
      const spot = spots[random.below(Math.max(1, spots.length))];
      if (spot === undefined) return replaceSpan(line, { start: 0, end: text.length }, `-A ${random.pick(['INPUT', ...names])} -j DROP`);
      return replaceSpan(line, { start: spot.index, end: spot.index + spot[0].length }, random.pick([...names, 'ACCEPT', 'fresh-chain']));
    }
  }
}

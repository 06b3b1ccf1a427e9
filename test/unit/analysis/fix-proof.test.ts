// What fixes do to packets: those that no edited rule asks for fare as before. The finding is gone, and nothing new is wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PacketSet } from '../../../server/src/analysis/diagram';
import { allPackets, nothing } from '../../../server/src/analysis/diagram';
import { RulesFile } from '../../../server/src/model/rules-file';
import { allRules } from '../../../server/src/rules/all';
import { findingsOf } from '../../../server/src/rules/findings';
import type { Finding, Fix, Rule } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { rulesets } from '../../fixtures/rulesets';
import { severityOf } from '../../support/carets';
import type { Compared } from '../../support/same-fates';
import { differentFates } from '../../support/same-fates';

/** Rules that look at the whole ruleset. The others mend a line's words, which is tested word by word. */
const rules = allRules.filter((rule) => rule.analyse !== undefined || rule.check !== undefined);

interface Text {
  readonly name: string;
  readonly text: string;
  readonly family: 'ipv4' | 'ipv6';
}

const texts: readonly Text[] = [
  ...rules.flatMap((rule) =>
    rule.examples.map(({ bad, family = 'ipv4' }, index): Text => ({ name: `${rule.code} ${index + 1}`, text: bad, family })),
  ),
  ...rulesets().map(({ name, text }): Text => ({ name, text, family: name.endsWith('6') ? 'ipv6' : 'ipv4' })),
];

/** Of findings of one code in one file only the first few: they are mended alike. */
const mostOfOneCode = 3;

for (const { name, text, family } of texts) {
  test(`the fixes of ${name}`, () => {
    const file = new RulesFile(text, { family, name });
    const findings = findingsOf(file);
    const counts = new Map<string, number>();
    for (const finding of findings) {
      const rule = rules.find(({ code }) => code === finding.code);
      const count = counts.get(finding.code) ?? 0;
      if (rule === undefined || count >= mostOfOneCode) continue;
      counts.set(finding.code, count + 1);
      for (const fix of rule.fixes?.(finding, file) ?? []) prove(file, findings, finding, rule, fix);
    }
  });
}

function prove(file: RulesFile, findings: readonly Finding[], finding: Finding, rule: Rule, fix: Fix): void {
  const after = new RulesFile(applyEdits(file.text(), fix.edits), { family: file.family });
  const about = `${rule.code}, line ${finding.line + 1}: ${fix.title.en}\n${after.text()}`;
  const left = findingsOf(after);
  const count = (list: readonly Finding[]): number => list.filter(({ code }) => code === rule.code).length;
  assert.ok(count(left) < count(findings), `the finding stays: ${about}`);
  const grave = (list: readonly Finding[]): string[] =>
    list.filter((one) => ['error', 'warning'].includes(severityOf(one))).map(({ code }) => code);
  const known = grave(findings);
  const brought = grave(left).filter((code) => {
    const at = known.indexOf(code);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
  assert.deepEqual(brought, [], `the fix brings findings: ${about}`);
  if (file.text().length < 20_000) assert.deepEqual(differences(file, after), [], `other packets fare differently: ${about}`);
}

/** The chains in which packets fare differently that no line asks for which one of the texts has and the other has not, or elsewhere. */
function differences(before: RulesFile, after: RulesFile): readonly string[] {
  const touched = touchedLines(before, after);
  return differentFates(before, after, (diagram, one, other) =>
    [...touched.before.map((line) => packetsOf(one, line)), ...touched.after.map((line) => packetsOf(other, line))].reduce(
      (all, packets) => diagram.unite(all, packets),
      nothing,
    ),
  );
}

/** A rule's packets; of any other line all, where it sets a policy, and none where it does not. */
function packetsOf({ file, analysis, toCommon }: Compared, line: number): PacketSet {
  return toCommon(analysis.rule(line)?.upper ?? (/^:\S+ (ACCEPT|DROP)/.test(file.lineText(line)) ? allPackets : nothing));
}

/** The lines that are not in both texts, or not at the same place among those that are. */
function touchedLines(before: RulesFile, after: RulesFile): { before: readonly number[]; after: readonly number[] } {
  const [x, y] = [before.text().split('\n'), after.text().split('\n')];
  let head = 0;
  while (head < x.length && head < y.length && x[head] === y[head]) head++;
  let tail = 0;
  while (tail < x.length - head && tail < y.length - head && x[x.length - 1 - tail] === y[y.length - 1 - tail]) tail++;
  const inside = (count: number): number[] => Array.from({ length: count - head - tail }, (_, index) => head + index);
  const kept = new Set(
    longestCommon(x.slice(head, x.length - tail), y.slice(head, y.length - tail)).flatMap(([i, j]) => [`x${i}`, `y${j}`]),
  );
  return {
    before: inside(x.length).filter((line) => !kept.has(`x${line - head}`)),
    after: inside(y.length).filter((line) => !kept.has(`y${line - head}`)),
  };
}

/** Pairs of equal lines in the same order in both lists, as many as possible. */
function longestCommon(x: readonly string[], y: readonly string[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: x.length + 1 }, () => new Array<number>(y.length + 1).fill(0));
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      lengths[i]![j] = x[i] === y[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    if (x[i] === y[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}

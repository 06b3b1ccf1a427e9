// What fixes do to packets: those that no edited rule asks for fare as before. The finding is gone, and nothing new is wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../server/src/analysis/decide';
import type { Diagram, PacketSet } from '../../../server/src/analysis/diagram';
import { allPackets, nothing } from '../../../server/src/analysis/diagram';
import type { RulesetAnalysis } from '../../../server/src/analysis/ruleset';
import { analyseRuleset, finish } from '../../../server/src/analysis/ruleset';
import { universeOf } from '../../../server/src/analysis/universe';
import { RulesFile } from '../../../server/src/model/rules-file';
import { allRules } from '../../../server/src/rules/all';
import { findingsOf } from '../../../server/src/rules/findings';
import type { Finding, Fix, Rule } from '../../../server/src/rules/rule';
import { applyEdits } from '../../../server/src/text/lines';
import { rulesets } from '../../fixtures/rulesets';
import { severityOf } from '../../support/carets';

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
  const alike = [before, after];
  const [a, b] = [finish(analyseRuleset(before, { alike })), finish(analyseRuleset(after, { alike }))];
  const touched = touchedLines(before, after);
  let own = nothing;
  for (const line of touched.before) own = a.space.diagram.unite(own, packetsOf(a, before, line));
  for (const line of touched.after) own = a.space.diagram.unite(own, copied(b.space.diagram, a.space.diagram, packetsOf(b, after, line)));
  const [x, y] = [fates(a), fates(b)];
  const different: string[] = [];
  for (const key of new Set([...x.keys(), ...y.keys()])) {
    const mine = a.space.diagram.subtract(x.get(key) ?? nothing, own);
    const theirs = a.space.diagram.subtract(copied(b.space.diagram, a.space.diagram, y.get(key) ?? nothing), own);
    if (mine !== theirs) different.push(key);
  }
  return different;
}

/** A rule's packets; of any other line all, where it sets a policy, and none where it does not. */
function packetsOf(analysis: RulesetAnalysis, file: RulesFile, line: number): PacketSet {
  return analysis.rule(line)?.upper ?? (/^:\S+ (ACCEPT|DROP)/.test(file.lineText(line)) ? allPackets : nothing);
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

function fates(analysis: RulesetAnalysis): ReadonlyMap<string, PacketSet> {
  const { space, changes } = analysis;
  const result = new Map<string, PacketSet>();
  for (const [table, { chains }] of analysis.tables) {
    for (const { chain } of chains.values()) {
      if (!chain.builtin) continue;
      for (const { verdict, change, packets } of decide(analysis, table, chain.name, universeOf(space, table, chain.name)) ?? []) {
        const bits = [...changes.bits(change)].map(([bit, to]) => `${bit}${to}`).sort();
        const key = `${table} ${chain.name} ${verdict} ${bits.join(' ')}`;
        result.set(key, space.diagram.unite(result.get(key) ?? nothing, packets));
      }
    }
  }
  return result;
}

/** A set of one diagram as a set of another whose bits mean the same. */
function copied(from: Diagram, to: Diagram, set: PacketSet): PacketSet {
  const done = new Map<PacketSet, PacketSet>();
  const copy = (at: PacketSet): PacketSet => {
    if (at === nothing || at === allPackets) return at;
    let result = done.get(at);
    if (result === undefined) {
      result = to.node(from.firstBit(at), copy(from.low(at)), copy(from.high(at)));
      done.set(at, result);
    }
    return result;
  };
  return copy(set);
}

// Every rule's examples: the bad file has the finding, the good one does not, and each fix mends what it says it mends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesFile } from '../../../server/src/model/rules-file';
import { allRules } from '../../../server/src/rules/all';
import { findingsOf } from '../../../server/src/rules/findings';
import type { Finding, Fix, Rule, RuleExample } from '../../../server/src/rules/rule';
import { silenceOf } from '../../../server/src/rules/silence';
import { applyEdits } from '../../../server/src/text/lines';
import { fileWithSibling, severityOf } from '../../support/carets';

/** The sets that exist where the examples are loaded. */
const sets: ReadonlySet<string> = new Set(['blocklist']);

function exampleFile(text: string, { family = 'ipv4', sibling }: Omit<RuleExample, 'bad' | 'good'>): RulesFile {
  const file = fileWithSibling(text, family, sibling);
  const beside = file.sibling;
  file.setOptions({ family, sets, sibling: () => beside });
  return file;
}

function findingsIn(file: RulesFile): readonly Finding[] {
  return [...findingsOf(file), ...silenceOf(file).unknown];
}

for (const rule of allRules) {
  test(rule.code, async (context) => {
    await context.test('has words in both languages, and examples', () => {
      assert.ok(rule.examples.length > 0);
      for (const text of [rule.title, rule.page]) for (const words of [text.en, text.ja]) assert.match(words, /\S/);
      assert.notEqual(rule.page.en, rule.page.ja);
    });
    for (const [index, example] of rule.examples.entries()) {
      await context.test(`example ${index + 1}`, () => {
        const bad = of(rule, findingsIn(exampleFile(example.bad, example)));
        assert.ok(bad.length > 0, 'the bad example lacks the finding');
        const good = findingsIn(exampleFile(example.good, example));
        assert.deepEqual(of(rule, good), [], 'the good example has the finding');
        assert.deepEqual(errors(good), [], 'the good example has errors');
      });
      const file = exampleFile(example.bad, example);
      for (const finding of of(rule, findingsIn(file))) {
        await context.test(`message ${index + 1}, line ${finding.line + 1}`, () => speaks(rule, finding, file));
        for (const fix of rule.fixes?.(finding, file) ?? []) {
          await context.test(`fix ${index + 1}, line ${finding.line + 1}: ${fix.title.en}`, () => mends(rule, finding, fix, file));
        }
      }
    }
  });
}

/** Applying the fix takes this finding away and brings no error that was not there. */
function mends(rule: Rule, finding: Finding, fix: Fix, file: RulesFile): void {
  assert.ok(fix.edits.length > 0);
  assert.match(fix.title.ja, /\S/);
  const before = findingsIn(file);
  const text = applyEdits(file.text(), fix.edits);
  assert.notEqual(text, file.text());
  const after = findingsIn(file.withText(text));
  assert.ok(of(rule, after).length < of(rule, before).length, `the finding stays:\n${text}`);
  const known = new Set(errors(before).map(({ code }) => code));
  const brought = errors(after).filter(({ code }) => !known.has(code));
  assert.deepEqual(brought, [], `the fix brings errors:\n${text}`);
  assert.equal(finding.code, rule.code);
}

function speaks(rule: Rule, finding: Finding, file: RulesFile): void {
  const message = rule.message(finding);
  assert.match(message.en, /[.?…]$/);
  assert.match(message.ja, /[。）]$/);
  assert.notEqual(message.en, message.ja);
  assert.doesNotMatch(message.en + message.ja, /undefined|NaN|\[object/);
  assert.doesNotMatch(rule.refusal?.(finding) ?? '', /undefined|NaN|\[object/);
  assert.ok(
    finding.start < finding.end && finding.end <= Math.max(1, file.lineText(finding.line).length),
    'the span is empty or outside the line',
  );
  for (const related of rule.related?.(finding, file) ?? []) {
    const where = related.sibling === true ? file.sibling?.file : file;
    assert.ok(where !== undefined && related.line >= 0 && related.line < where.lineCount);
    assert.notEqual(related.message.en, related.message.ja);
  }
  const fixes = rule.fixes?.(finding, file) ?? [];
  assert.ok(fixes.filter((fix) => fix.preferred === true).length <= 1, 'several fixes are preferred');
  assert.ok(fixes.filter((fix) => fix.automatic === true).length <= 1, 'several fixes are automatic');
}

function of(rule: Rule, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ code }) => code === rule.code);
}

function errors(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => severityOf(finding) === 'error');
}

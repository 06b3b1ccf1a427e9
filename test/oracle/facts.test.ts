// The facts that the checker is built on, held against the iptables of this machine.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackEnd, Verdict } from '../support/oracle';
import { load } from '../support/oracle';
import { isAtLeast } from '../support/oracle-probe';
import { requireOracle } from '../support/oracle-test';
import type { Fact, Outcome } from './facts/fact';
import { formatFacts } from './facts/format';
import { placementFacts } from './facts/placement';
import { ruleFacts } from './facts/rules';

test('what the real iptables does', async (context) => {
  const oracle = await requireOracle(context);
  if (!oracle) return;
  const facts = [...formatFacts, ...ruleFacts, ...placementFacts];
  const verdicts = await load(facts, { save: true });
  for (const fact of facts) {
    await context.test(fact.name, (each) => {
      const outcome = outcomeFor(fact, oracle.version ?? '');
      if (outcome === undefined) return each.skip(`nothing is said of iptables ${oracle.version}`);
      for (const backEnd of ['legacy', 'nft'] as const) hold(fact, outcome, backEnd, verdicts.get(fact.name)![backEnd]);
    });
  }
});

function outcomeFor(fact: Fact, version: string): Outcome | undefined {
  if (fact.newer === undefined || isAtLeast('1.8.9', version)) return fact.outcome;
  return isAtLeast(version, '1.8.11') ? fact.newer : undefined;
}

function hold(fact: Fact, outcome: Outcome, backEnd: BackEnd, verdict: Verdict): void {
  const expected = typeof outcome === 'string' ? outcome : outcome[backEnd];
  assert.equal(verdict.accepted ? 'loads' : 'refused', expected, `${backEnd}: ${verdict.words}`);
  const says = typeof fact.says === 'object' ? fact.says[backEnd] : fact.says;
  if (says !== undefined) assert.ok(verdict.words.includes(says), `${backEnd} says: ${verdict.words}`);
  const lines = verdict.saved?.split('\n') ?? [];
  const saves = isPerBackEnd(fact.saves) ? fact.saves[backEnd] : fact.saves;
  for (const line of saves ?? []) assert.ok(lines.includes(line), `${backEnd} saves:\n${verdict.saved}`);
  for (const line of fact.loses ?? []) assert.ok(!lines.includes(line), `${backEnd} saves:\n${verdict.saved}`);
}

function isPerBackEnd(saves: Fact['saves']): saves is Partial<Readonly<Record<BackEnd, readonly string[]>>> {
  return saves !== undefined && !Array.isArray(saves);
}

// The checker against the real iptables: what it calls an error is refused, or loads as something else; what it does not
// call an error is loaded.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { BackEnd, Family } from '../../server/src/catalogue/schema';
import { severityOf, shownFindings } from '../../server/src/features/diagnostics';
import { defaultSettings } from '../../server/src/features/settings';
import { RulesFile } from '../../server/src/model/rules-file';
import type { Fact } from './facts/fact';
import { formatFacts } from './facts/format';
import { placementFacts } from './facts/placement';
import { ruleFacts } from './facts/rules';

/** What depends on the machine is never an error. */
const ofTheMachine: ReadonlySet<string> = new Set(['a set that is not there']);

describe('the checker’s verdict on the facts', () => {
  for (const fact of [...formatFacts, ...ruleFacts, ...placementFacts].filter(({ name }) => !ofTheMachine.has(name))) {
    test(fact.name, () => {
      for (const backEnd of ['legacy', 'nft'] as const) hold(fact, backEnd);
    });
  }
});

function hold(fact: Fact, backEnd: BackEnd): void {
  // 1.8.11 is the release that the checker follows.
  const outcome = fact.newer ?? fact.outcome;
  const refused = (typeof outcome === 'string' ? outcome : outcome[backEnd]) === 'refused';
  const errors = errorsOf(fact.text, fact.family ?? 'ipv4', backEnd);
  if (refused) assert.ok(errors.length > 0, `${backEnd} refuses it, the checker finds no error`);
  else if (fact.saves === undefined && fact.loses === undefined) assert.deepEqual(errors, [], `${backEnd} loads it`);
}

describe('rulesets as real programs write them raise no error and no warning', () => {
  const folder = join('test', 'fixtures', 'rulesets');
  for (const name of readdirSync(folder).filter((file) => /\.rules\.v[46]$/.test(file))) {
    test(name, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const file = new RulesFile(text, {
        name: name.startsWith('ufw-') ? `/etc/ufw/${name}.rules` : name,
        family: name.endsWith('6') ? 'ipv6' : 'ipv4',
      });
      const told = shownFindings(file, defaultSettings)
        .filter((finding) => ['error', 'warning'].includes(severityOf(finding, defaultSettings) ?? ''))
        .map(
          (finding) =>
            `${finding.line + 1}:${finding.code} ${file.lineText(finding.line).slice(finding.start, finding.end)} in ${file.lineText(finding.line)}`,
        );
      assert.deepEqual(told, []);
    });
  }
});

/** The errors that count for a back end. */
function errorsOf(text: string, family: Family, backEnd: BackEnd): string[] {
  const settings = { ...defaultSettings, backend: backEnd };
  const file = new RulesFile(text, { family });
  return shownFindings(file, settings)
    .filter((finding) => severityOf(finding, settings) === 'error')
    .map((finding) => `${finding.line + 1}:${finding.code} ${file.lineText(finding.line).slice(finding.start, finding.end)}`);
}

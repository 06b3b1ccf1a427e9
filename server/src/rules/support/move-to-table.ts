import { whereAnalysed } from '../../analysis/current';
import { exemptionsOf } from '../../analysis/notrack';
import { builtinChainNamed, tableNamed, targetNamed } from '../../catalogue/index';
import type { Hook, TableName } from '../../catalogue/schema';
import { forBackEnd } from '../../catalogue/schema';
import type { BoundRule } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import { hooksOfChain } from '../../model/hooks';
import type { RulesFile } from '../../model/rules-file';
import { chainNamed, sectionAt } from '../../model/sections';
import { diffLines } from '../../text/diff';
import type { Finding, Fix } from '../rule';
import { completeExemption, edited, everywhereTitle } from './exempt-everywhere';
import { addRules } from './sections';
import { isOfState } from './state-list';

/**
 * "Move the rule to the raw table": out of its line, into the chain of the other table that the same packets pass, before
 * that section's COMMIT or in a new section. For NOTRACK also the way to do all at once.
 */
export function moveToTable(finding: Finding<'wrong-table'>, file: RulesFile): readonly Fix[] {
  const rule = file.bound(finding.line);
  if (rule === undefined) return [];
  const fixes: Fix[] = [];
  for (const table of finding.tables) {
    const chain = chainFor(file, finding, table);
    const words = chain === undefined ? undefined : movedRule(rule, chain, table);
    if (chain === undefined || words === undefined) continue;
    const moved = edited(file, [
      { range: { start: { line: finding.line, character: 0 }, end: { line: finding.line + 1, character: 0 } }, newText: '' },
      addRules(file, table, chain, [words]),
    ]);
    fixes.push({
      title: {
        en: `Move it to the ${table} table: \`${words}\``,
        ja: `${table} テーブルに移動する: \`${words}\``,
      },
      edits: diffLines(file.text(), moved.text()),
      preferred: fixes.length === 0 && finding.tables.length === 1,
    });
    const whole = table === 'raw' ? everywhere(file, moved, words) : undefined;
    if (whole !== undefined) fixes.push(whole);
  }
  return fixes;
}

function everywhere(file: RulesFile, moved: RulesFile, words: string): Fix | undefined {
  const exemption = exemptionsOf(moved).find((one) => moved.lineText(one.line) === words && one.chain === one.hook);
  if (exemption === undefined) return undefined;
  const whole = whereAnalysed(() => completeExemption(moved, exemption.line).text());
  if (whole === undefined || whole === moved.text()) return undefined;
  return { title: everywhereTitle(exemption.packets), edits: diffLines(file.text(), whole) };
}

/** The chain of another table that sees the same packets; `undefined` when none surely does. */
function chainFor(file: RulesFile, finding: Finding<'wrong-table'>, table: TableName): Hook | undefined {
  const allowed = allowedHooks(file, finding, table);
  const hooks = hooksOfLine(file, finding.line);
  const place = (hook: Hook): Hook | undefined => [hook, ...(builtinChainNamed(hook)?.standIns ?? [])].find((one) => allowed.includes(one));
  const wanted = new Set(hooks.map(place));
  const [chain] = wanted;
  return wanted.size === 1 ? chain : undefined;
}

/** The chains of a table in which the extension is taken. */
function allowedHooks(file: RulesFile, finding: Finding<'wrong-table'>, table: TableName): readonly Hook[] {
  const chains = tableNamed(table)?.chains ?? [];
  const spec = targetNamed(finding.extension, file.family);
  const hooks = forBackEnd(spec?.chains, 'legacy');
  return hooks === undefined ? chains : chains.filter((chain) => hooks.includes(chain));
}

function hooksOfLine(file: RulesFile, line: number): readonly Hook[] {
  const record = file.records[line];
  const section = sectionAt(file, line);
  if (record === undefined || section === undefined) return [];
  const name = file.nameText(record.chain);
  const chain = chainNamed(section, name);
  if (chain !== undefined) return hooksOfChain(section)(chain.id);
  const builtin = builtinChainNamed(name);
  return builtin === undefined ? [] : [builtin.name];
}

/** The rule in its new place. State matches are left out in raw, where no state is known; `undefined` where an interface cannot be asked for. */
function movedRule(rule: BoundRule, chain: Hook, table: TableName): string | undefined {
  if (rule.options.some(({ owner, spec }) => owner === undefined && forBackEnd(spec.chains, 'legacy')?.includes(chain) === false))
    return undefined;
  const text = rule.tree.text;
  const parts = [`-A ${chain}`];
  for (const option of rule.options) {
    if (option.owner === undefined && option.spec.name === 'table') continue;
    if (table === 'raw' && isOfState(rule, option)) continue;
    const span = optionSpan(option);
    parts.push(text.slice(span.start, span.end));
  }
  return parts.join(' ');
}

import { whereAnalysed } from '../analysis/current';
import { exemptionsOf, isNotrack } from '../analysis/notrack';
import type { BoundRule } from '../model/bound';
import { optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import type { Fix } from '../rules/rule';
import { acceptEdit, acceptRule, exemptEverywhere } from '../rules/support/exempt-everywhere';
import { removeWords } from '../rules/support/fix';
import { rewritten } from '../rules/support/rewritten';
import { replaceSpan } from '../text/position';
import type { Refactoring, Selection } from './refactoring';

/** What a NOTRACK rule offers: its other spelling, the accept in INPUT that it calls for, and the whole exemption. */
export function exemption({ file, range }: Selection): readonly Refactoring[] {
  const { line } = range.start;
  const record = file.records[line];
  if (record?.target !== 'NOTRACK' && record?.target !== 'CT') return [];
  const rule = file.bound(line);
  if (rule === undefined || !isNotrack(rule)) return [];
  return [respell(file, rule, line), acceptInInput(file, rule, line), exemptEverywhere(file, line)]
    .filter((fix) => fix !== undefined)
    .map((fix) => ({ ...fix, kind: 'refactor.rewrite' }));
}

/** NOTRACK and `CT --notrack` are two spellings of one thing. */
function respell(file: RulesFile, rule: BoundRule, line: number): Fix | undefined {
  const { target, jump } = rule;
  if (target === undefined || jump === undefined) return undefined;
  if (target.spec.name === 'NOTRACK') {
    return {
      title: { en: 'Write it as `CT --notrack`', ja: '`CT --notrack` と書き換える' },
      edits: [replaceSpan(line, jump.name, 'CT --notrack')],
    };
  }
  const [only, ...more] = target.options;
  if (only === undefined || more.length > 0) return undefined;
  const edits = [replaceSpan(line, jump.name, 'NOTRACK'), removeWords(file, line, optionSpan(only))];
  if (rewritten(file, rule, line, edits)?.target?.spec.name !== 'NOTRACK') return undefined;
  return { title: { en: 'Write it as NOTRACK', ja: 'NOTRACK と書き換える' }, edits };
}

/** Where the file has no filter table, nothing drops the packets in it; the accept is offered all the same. */
function acceptInInput(file: RulesFile, rule: BoundRule, line: number): Fix | undefined {
  const exemption = exemptionsOf(file).find((one) => one.line === line && one.hook === 'PREROUTING');
  if (exemption === undefined) return undefined;
  const accept = acceptRule(rule, 'INPUT');
  const edit = whereAnalysed(() => acceptEdit(file, 'INPUT', accept, true));
  return edit && { title: { en: `Accept it in INPUT: \`${accept}\``, ja: `INPUT で許可する: \`${accept}\`` }, edits: [edit] };
}

import type { LineRecord } from '../../model/record';
import type { RulesFile } from '../../model/rules-file';
import { isPlain } from '../../syntax/template-line';

/** Rules of one chain that stand one behind the other, with the comments and blank lines between them. */
export interface RuleRun {
  /** The number of the chain's name. */
  readonly chain: number;
  readonly first: number;
  last: number;
  /** The lines of its rules. */
  readonly rules: number[];
}

/**
 * The runs of rules between two lines, the last one included. A marker of a region ends a run, so that a run never crosses
 * the bounds of one.
 */
export function ruleRuns(file: RulesFile, first: number, last: number): readonly RuleRun[] {
  const runs: RuleRun[] = [];
  let run: RuleRun | undefined;
  for (let line = first; line <= last; line++) {
    const record = file.records[line];
    if (record === undefined || record.kind === 'blank') continue;
    if (record.kind === 'comment') {
      if (run !== undefined && endsRun(file, line)) run = undefined;
    } else if (!isRuleLine(record)) run = undefined;
    else if (run?.chain === record.chain) {
      run.last = line;
      run.rules.push(line);
    } else {
      run = { chain: record.chain, first: line, last: line, rules: [line] };
      runs.push(run);
    }
  }
  return runs;
}

/** The run that a line stands in, itself a rule or between two of one chain; `undefined` for any other line. */
export function ruleRunAt(file: RulesFile, line: number): { readonly first: number; readonly last: number } | undefined {
  const record = file.records[line];
  const isRule = record !== undefined && isRuleLine(record);
  let first = isRule ? line : neighbour(file, line + 1, -1);
  let last = isRule ? line : neighbour(file, line - 1, 1);
  if (first === undefined || last === undefined) return undefined;
  const chain = file.records[first]?.chain;
  if (chain === undefined || chain !== file.records[last]?.chain) return undefined;
  for (let at: number | undefined = first; at !== undefined && file.records[at]?.chain === chain; at = neighbour(file, at, -1)) first = at;
  for (let at: number | undefined = last; at !== undefined && file.records[at]?.chain === chain; at = neighbour(file, at, 1)) last = at;
  return { first, last };
}

/** The next rule before or behind a line, with nothing but comments and blank lines between. */
function neighbour(file: RulesFile, line: number, step: 1 | -1): number | undefined {
  for (let at = line + step; ; at += step) {
    const record = file.records[at];
    if (record === undefined) return undefined;
    if (record.kind === 'blank' || (record.kind === 'comment' && !endsRun(file, at))) continue;
    return isRuleLine(record) ? at : undefined;
  }
}

/** The marker of a region, or a line that only the program reads which fills a template in: a block may begin or end there. */
function endsRun(file: RulesFile, line: number): boolean {
  return regionMarker(file.lineText(line)) !== undefined || isTemplateLine(file.records[line]);
}

/** A line of a template that holds no rule and no comment of iptables: control tags, a placeholder for whole lines. */
export function isTemplateLine(record: LineRecord | undefined): boolean {
  const template = record?.template;
  return template !== undefined && !isPlain(template) && record?.kind === 'comment' && template.masked.charCodeAt(template.first) !== 35;
}

/** What a comment begins or ends: `# region NAME` or `#endregion`; `undefined` for any other text. */
export function regionMarker(text: string): 'begins' | 'ends' | undefined {
  const match = /^#\s*(end)?region\b/i.exec(text);
  return match === null ? undefined : match[1] === undefined ? 'begins' : 'ends';
}

/** A line with a rule of a chain, also one that iptables-restore passes over because it is the other family's. */
export function isRuleLine(record: LineRecord): boolean {
  if (record.kind !== 'command' || record.chain < 0) return false;
  switch (record.command) {
    case 'append':
    case 'insert':
    case 'replace':
    case 'delete':
    case 'check':
    case undefined:
      return true;
    default:
      return false;
  }
}

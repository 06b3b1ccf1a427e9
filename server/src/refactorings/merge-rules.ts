import type { RulesFile } from '../model/rules-file';
import { removeLines } from '../rules/support/fix';
import { isCountedOn } from '../rules/support/remove-rule';
import type { Edit } from '../text/position';
import { replaceSpan } from '../text/position';
import type { Refactoring, Selection } from './refactoring';
import type { Variation } from './support/variations';
import { variationsOf } from './support/variations';

/** How far neighbours are looked for on each side. */
const most = 60;

/** "Merge 3 rules into one": neighbours that differ only in a port, or in an address, with the rule of a line among them. */
export function mergeRules({ file, range }: Selection): readonly Refactoring[] {
  const { line } = range.start;
  const fixes: Refactoring[] = [];
  for (const variation of variationsOf(file, line)) {
    const run = chunkWith(line, runAround(file, line, variation));
    const last = run[run.length - 1];
    if (last === undefined || run.length < 2 || isCountedOn(file, line)) continue;
    const entries = run.flatMap((member) => member.variation.entries);
    const text = last.variation.write(entries);
    if (text === undefined) continue;
    const shown = entries.length > mostShown ? [...entries.slice(0, mostShown - 1), '…'] : entries;
    const words = `${variation.listName} ${shown.join(',')}`;
    fixes.push({
      kind: 'refactor.rewrite',
      title: { en: `Merge ${run.length} rules into one with \`${words}\``, ja: `${run.length} 個のルールを \`${words}\` の一つにまとめる` },
      edits: mergedInto(file, last.line, run, text),
    });
  }
  return fixes;
}

/** How many entries a title has room for. */
const mostShown = 15;

interface Member {
  readonly line: number;
  readonly variation: Variation;
}

/** The neighbours that differ from a rule in one thing only, in the order of the file, the rule among them. */
function runAround(file: RulesFile, line: number, variation: Variation): readonly Member[] {
  const run: Member[] = [{ line, variation }];
  for (const step of [-1, 1]) {
    for (let at = neighbour(file, line, step), count = 0; at !== undefined && count < most; at = neighbour(file, at, step), count++) {
      const same = variationsOf(file, at).find((one) => one.kind === variation.kind && one.rest === variation.rest);
      if (same === undefined) break;
      if (step < 0) run.unshift({ line: at, variation: same });
      else run.push({ line: at, variation: same });
    }
  }
  return run;
}

/** The next rule above or below, when only comments and blank lines stand between. */
function neighbour(file: RulesFile, line: number, step: number): number | undefined {
  for (let at = line + step; ; at += step) {
    const kind = file.records[at]?.kind;
    if (kind === 'command') return at;
    if (kind !== 'comment' && kind !== 'blank') return undefined;
  }
}

/** The part of a run with a line in it that one list has room for: the run is cut from its beginning, where a list is full. */
function chunkWith(line: number, run: readonly Member[]): readonly Member[] {
  let chunk: Member[] = [];
  for (const member of run) {
    const [first, ...others] = chunk;
    if (first === undefined || first.variation.takes([...others, member].map((one) => one.variation))) chunk.push(member);
    else if (chunk.some((one) => one.line === line)) return chunk;
    else chunk = [member];
  }
  return chunk.some((one) => one.line === line) ? chunk : [];
}

/** The merged rule takes the place of the last one, so that the comments about the others stay above it. */
function mergedInto(file: RulesFile, line: number, run: readonly Member[], text: string): readonly Edit[] {
  const counters = countersOf(file, run);
  const others = run.filter((member) => member.line !== line).map((member) => removeLines(member.line, member.line));
  const whole = { start: 0, end: file.lineText(line).length };
  return [...others, replaceSpan(line, whole, counters === undefined ? text : `${counters} ${text}`)];
}

/**
 * `[packets:bytes]` of all rules together; `undefined` when one has none. A list of addresses becomes rules again that would each
 * get the sum, so it keeps counters only where all are the same.
 */
function countersOf(file: RulesFile, run: readonly Member[]): string | undefined {
  const all = run.map(({ line }) => /^\[(\d+):(\d+)\]/.exec(file.lineText(line)));
  if (run[0]?.variation.expands === true) return all.every((one) => one?.[0] === all[0]?.[0]) ? all[0]?.[0] : undefined;
  if (all.includes(null)) return undefined;
  const sum = (part: 1 | 2): bigint => all.reduce((total, one) => total + BigInt(one?.[part] ?? 0), 0n);
  return `[${sum(1)}:${sum(2)}]`;
}

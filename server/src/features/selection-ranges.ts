import type { SelectionRange } from 'vscode-languageserver-types';
import type { BoundExtension, BoundOption, BoundRule } from '../model/bound';
import { optionSpan } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import type { Position, Range, Span } from '../text/position';
import { comparePositions, rangeOf } from '../text/position';
import { ruleRunAt } from './support/rule-runs';

/**
 * What a selection grows to, step by step: word, option with its values, match or target with its options, rule, the run of
 * its chain's rules, table, file. Every step is larger than the one before. One answer for each position.
 */
export function selectionRanges(file: RulesFile, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    let range: SelectionRange | undefined;
    for (const step of stepsAt(file, position).reverse()) {
      // From the largest to the smallest: what does not lie inside the one around it is no step.
      if (range === undefined || isInside(step, range.range))
        range = range === undefined ? { range: step } : { range: step, parent: range };
    }
    return range ?? { range: { start: position, end: position } };
  });
}

/** From the smallest to the largest; some may be equal or cross. */
function stepsAt(file: RulesFile, position: Position): Range[] {
  const { line, character } = position;
  const text = file.lineText(line);
  const inLine = spansAt(file, line, character).filter(({ start, end }) => start <= character && character <= end && start < end);
  const lines: Range[] = [];
  const section = sectionAt(file, line);
  for (const block of [blockAt(file, line), ruleRunAt(file, line), section])
    if (block !== undefined) lines.push(linesOf(file, block.first, block.last));
  lines.push(linesOf(file, 0, Math.max(0, file.records.length - 1)));
  return [...inLine.map((span) => rangeOf(line, span)), rangeOf(line, { start: 0, end: text.length }), ...lines];
}

/** The lines of the same kind around one: comments, declarations. */
function blockAt(file: RulesFile, line: number): { readonly first: number; readonly last: number } {
  const kind = file.records[line]?.kind;
  let first = line;
  let last = line;
  if (kind !== 'comment' && kind !== 'chain') return { first, last };
  while (file.records[first - 1]?.kind === kind) first--;
  while (file.records[last + 1]?.kind === kind) last++;
  return { first, last };
}

function spansAt(file: RulesFile, line: number, character: number): Span[] {
  const tree = file.tree(line);
  if (tree.kind === 'comment') {
    return touching(
      Array.from(tree.text.matchAll(/\S+/g), (match) => ({ start: match.index, end: match.index + match[0].length })),
      character,
    );
  }
  const word = touching(tree.words, character);
  const rule = tree.kind === 'command' ? file.bound(line) : undefined;
  if (rule === undefined) return word;
  return [...valuesAt(rule, character), ...word, ...optionsAt(rule, character), ...extensionsAt(rule, character), ...ruleSpan(rule)];
}

/** The word at an offset; of two that touch it the one that begins there. */
function touching<T extends Span>(spans: readonly T[], character: number): Span[] {
  const found = spans.filter(({ start, end }) => start <= character && character <= end);
  return found.slice(-1).map(({ start, end }) => ({ start, end }));
}

/** The value, where it is only a part of its word: `--dport=22`. */
function valuesAt(rule: BoundRule, character: number): Span[] {
  return touching(
    rule.options.flatMap(({ values }) => values),
    character,
  );
}

function optionsAt(rule: BoundRule, character: number): Span[] {
  const { command } = rule;
  const last = command?.newName ?? command?.policy ?? command?.number ?? command?.chain;
  const commandSpan = command === undefined ? [] : [{ start: command.name.start, end: Math.max(command.name.end, last?.end ?? 0) }];
  return touching([...commandSpan, ...rule.options.map(optionSpan)], character);
}

/** From `-m NAME` or `-j NAME` to the last of its options that follow without another's between them; or those options alone. */
function extensionsAt(rule: BoundRule, character: number): Span[] {
  const stretches: Span[] = [];
  let owner: BoundExtension | undefined;
  let start = 0;
  let end = 0;
  const close = (): void => {
    if (owner !== undefined) stretches.push({ start, end });
  };
  for (const option of rule.options) {
    const span = optionSpan(option);
    const of = ownerOf(rule, option);
    if (of === undefined || of !== owner) {
      close();
      owner = of;
      start = span.start;
    }
    end = span.end;
  }
  close();
  return touching(stretches, character);
}

/** The extension that an option belongs to or, as `-m`, `-j` or `-p`, brings. */
function ownerOf(rule: BoundRule, option: BoundOption): BoundExtension | undefined {
  if (option.owner !== undefined) return option.owner;
  const brought = [...rule.matches, ...(rule.target === undefined ? [] : [rule.target])];
  return brought.find(({ name }) => option.values.some((value) => value.start === name.start));
}

/** The rule without its counters. */
function ruleSpan(rule: BoundRule): Span[] {
  const { words, counters, text } = rule.tree;
  const first = words[0];
  if (first === undefined) return [];
  const span = { start: first.start, end: text.trimEnd().length };
  return counters === undefined ? [span] : [span, { start: counters.start, end: span.end }];
}

function linesOf(file: RulesFile, first: number, last: number): Range {
  return { start: { line: first, character: 0 }, end: { line: last, character: file.lineText(last).length } };
}

/** It lies inside the other and is smaller. */
function isInside(inner: Range, outer: Range): boolean {
  const start = comparePositions(outer.start, inner.start);
  const end = comparePositions(inner.end, outer.end);
  return start <= 0 && end <= 0 && (start < 0 || end < 0);
}

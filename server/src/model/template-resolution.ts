import { holeCharacter, isPlain, mayBecome } from '../syntax/template-line';
import type { Fault } from './faults';
import type { LineRecord } from './record';
import type { Resolution } from './resolve-types';

/**
 * The resolution of a template with those faults only that the file has whatever is filled in. Lines are resolved in the order in
 * which they stand, as if each block were there once. What that finds is certain where nothing that it rests on is: no line in a
 * block, no placeholder that may hold lines, no name that is filled in. Whatever else may be so is not said.
 */
export function certainResolution(resolution: Resolution, records: readonly LineRecord[]): Resolution {
  const facts = factsOf(records);
  const faults = new Map<number, readonly Fault[]>();
  for (const [line, list] of resolution.faults) {
    const certain = list.filter((fault) => isCertain(fault, line, records, facts));
    if (certain.length > 0) faults.set(line, certain);
  }
  return { sections: resolution.sections, hiddenTargets: resolution.hiddenTargets, comparesRules: resolution.comparesRules, faults };
}

/** Whether any line, comments aside, has something of a template in it. */
export function isUncertain(records: readonly LineRecord[]): boolean {
  return records.some(({ template }) => template !== undefined && !isPlain(template) && !isPlainComment(template));
}

type Template = NonNullable<LineRecord['template']>;

/** A comment with placeholders in it: all that is filled in is a comment. */
function isPlainComment({ masked, role, tags }: Template): boolean {
  return role === 'text' && masked.charCodeAt(0) === 35 && tags.every((tag) => tag.kind === 'placeholder' && !tag.unclosed);
}

/** What is asked of a file again and again. */
interface Facts {
  /** Lines that may hold any lines, in order. */
  readonly opaque: readonly number[];
  /** Some line stands in a block. */
  readonly hasBlocks: boolean;
  /** Lines that make a chain of a name that is filled in, and what of the name they show. */
  readonly namelessChains: readonly { readonly line: number; readonly masked: string }[];
  readonly tables: readonly number[];
}

function factsOf(records: readonly LineRecord[]): Facts {
  const opaque: number[] = [];
  const namelessChains: { line: number; masked: string }[] = [];
  const tables: number[] = [];
  let hasBlocks = false;
  for (const [line, { template, kind, command, chainStart, chainEnd }] of records.entries()) {
    if (kind === 'table') tables.push(line);
    if (template === undefined) continue;
    if (template.conditional) hasBlocks = true;
    if (template.role === 'opaque' || template.tags.some((tag) => tag.flow === 'include')) opaque.push(line);
    if ((kind === 'chain' || command === 'new-chain' || command === 'rename-chain') && touchesHole(template, chainStart, chainEnd))
      namelessChains.push({ line, masked: command === 'rename-chain' ? holeCharacter : template.masked.slice(chainStart, chainEnd) });
  }
  return { opaque, hasBlocks, namelessChains, tables };
}

function touchesHole(template: Template | undefined, start: number, end: number): boolean {
  return template?.holes.some((hole) => hole.start < end && start < hole.end) === true;
}

function isCertain(fault: Fault, line: number, records: readonly LineRecord[], facts: Facts): boolean {
  const record = records[line];
  const template = record?.template;
  const isConditional = (at: number): boolean => records[at]?.template?.conditional === true;
  if (fault.code !== 'rule-outside-table' && touchesHole(template, fault.start, fault.end)) return false;
  switch (fault.code) {
    // The program that fills the file in may write the end of the file, and lines of another length.
    case 'missing-final-newline':
      return false;
    case 'line-too-long':
      return template === undefined || isPlain(template);
    case 'duplicate-table':
      return !isConditional(line) && !isConditional(fault.firstLine);
    case 'missing-commit':
      return !isConditional(line) && !isConditional(fault.firstLine) && !mayEnd(fault.firstLine, line, facts);
    case 'rule-outside-table':
      // A template without a table of its own, or before its first, is a part of another one.
      return (
        template?.outside === true &&
        !template.conditional &&
        (facts.tables[0] ?? line) < line &&
        !facts.opaque.some((at) => isBetween(at, lastCommit(records, line), line))
      );
    case 'undeclared-chain':
    case 'unknown-target':
      return mayNotBeMade(fault.name, line, template, facts);
    case 'unknown-chain':
      return fault.reason === 'not-in-table' ? template?.tableUnsure !== true : mayNotBeMade(fault.name, line, template, facts);
    case 'duplicate-chain':
      return !isConditional(line) && !isConditional(fault.firstLine) && template?.tableUnsure !== true;
    case 'invalid-policy':
    case 'invalid-counters':
      return template?.tableUnsure !== true && !touchesHole(template, record?.chainStart ?? 0, record?.chainEnd ?? 0);
    case 'chain-in-use':
      return fault.reason === 'builtin' && template?.tableUnsure !== true;
    case 'wrong-chain':
      return template?.tableUnsure !== true && (fault.jumpLine === undefined || (!facts.hasBlocks && facts.opaque.length === 0));
    case 'chain-loop':
    case 'jump-too-deep':
      return !facts.hasBlocks && facts.opaque.length === 0;
    // Which rules stand in a chain depends on the template.
    case 'invalid-rule-number':
    case 'missing-rule':
    case 'unreliable-command':
      return false;
    default:
      return true;
  }
}

/** A placeholder between a table's line and the next one, or the end of the file, may hold a COMMIT. */
function mayEnd(first: number, line: number, { opaque, tables }: Facts): boolean {
  const next = tables.find((at) => at >= line && at > first) ?? Number.POSITIVE_INFINITY;
  return opaque.some((at) => at > first && at <= next);
}

/** No line before can have made a chain of a name. */
function mayNotBeMade(name: string, line: number, template: Template | undefined, { opaque, namelessChains }: Facts): boolean {
  if (template?.tableUnsure === true) return false;
  return !opaque.some((at) => at < line) && !namelessChains.some((made) => made.line < line && mayBecome(made.masked, name));
}

function isBetween(at: number, first: number, last: number): boolean {
  return first < at && at < last;
}

function lastCommit(records: readonly LineRecord[], line: number): number {
  for (let at = line - 1; at >= 0; at--) if (records[at]?.kind === 'commit') return at;
  return -1;
}

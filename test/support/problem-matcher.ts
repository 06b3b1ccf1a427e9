// Problem matchers as VS Code applies them to a task's output: the patterns of a matcher to lines that follow each other.

import { readFileSync } from 'node:fs';

/** A pattern, and which of its groups is what. */
interface Pattern {
  readonly regexp: string;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity?: number;
  readonly code?: number;
  readonly message?: number;
  readonly loop?: boolean;
}

interface Matcher {
  readonly name: string;
  readonly severity?: string;
  readonly pattern: Pattern | readonly Pattern[];
}

/** A problem that a matcher found. */
export interface Problem {
  readonly matcher: string;
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
  readonly severity: string;
  readonly code: string | undefined;
  readonly message: string;
}

/** The problem matchers that the extension contributes. */
export function contributedMatchers(): readonly Matcher[] {
  return JSON.parse(readFileSync('package.json', 'utf8')).contributes.problemMatchers;
}

/** The problems in an output. As in VS Code, lines that a matcher took are not given to another one. */
export function problemsIn(output: string, matchers = contributedMatchers()): Problem[] {
  const problems: Problem[] = [];
  let buffer: string[] = [];
  let looping: { matcher: Matcher; before: Record<string, string> } | undefined;
  for (const line of output.split('\n')) {
    const more = looping && groups(patternsOf(looping.matcher).at(-1)!, line);
    if (looping && more) {
      problems.push(problem(looping.matcher, { ...looping.before, ...more }));
      continue;
    }
    looping = undefined;
    buffer.push(line);
    for (let start = 0; start < buffer.length; start++) {
      const found = matchers
        .filter((matcher) => patternsOf(matcher).length === buffer.length - start)
        .map((matcher) => ({ matcher, values: apply(matcher, buffer.slice(start)) }))
        .find(({ values }) => values !== undefined);
      if (!found?.values) continue;
      problems.push(problem(found.matcher, found.values.all));
      if (patternsOf(found.matcher).at(-1)?.loop) looping = { matcher: found.matcher, before: found.values.before };
      buffer = [];
      break;
    }
  }
  return problems;
}

function patternsOf({ pattern }: Matcher): readonly Pattern[] {
  return Array.isArray(pattern) ? pattern : [pattern as Pattern];
}

function apply(matcher: Matcher, lines: readonly string[]): { all: Record<string, string>; before: Record<string, string> } | undefined {
  let before: Record<string, string> = {};
  let all: Record<string, string> = {};
  for (const [index, pattern] of patternsOf(matcher).entries()) {
    const found = groups(pattern, lines[index] ?? '');
    if (found === undefined) return undefined;
    before = all;
    all = { ...all, ...found };
  }
  return { all, before };
}

function groups({ regexp, loop: _, ...which }: Pattern, line: string): Record<string, string> | undefined {
  const match = new RegExp(regexp).exec(line);
  if (match === null) return undefined;
  const named = Object.entries(which).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(named.map(([name, index]) => [name, match[index] ?? '']));
}

function problem(matcher: Matcher, values: Record<string, string>): Problem {
  return {
    matcher: matcher.name,
    file: values['file'] ?? '',
    line: Number(values['line']),
    column: values['column'] === undefined ? undefined : Number(values['column']),
    severity: values['severity'] ?? matcher.severity ?? 'error',
    code: values['code'] || undefined,
    message: values['message'] ?? '',
  };
}

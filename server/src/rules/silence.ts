import type { RulesFile } from '../model/rules-file';
import { parseLine } from '../syntax/line';
import { similarAmong } from '../text/similar';
import { allRules } from './all';
import type { Finding } from './rule';

/** What the comments `# iptables-lint: disable=CODE` silence in a file. */
export interface Silence {
  /** Whether a finding of a code at a line is silenced. */
  covers(code: string, line: number): boolean;
  /** What is silenced in the whole file, as its comments say it: codes, or `all`. */
  readonly wholeFile: ReadonlySet<string>;
  /** Codes in such comments that no rule has. */
  readonly unknown: readonly Finding<'unknown-lint-code'>[];
}

/** A comment to the checker: what it silences, and where each code stands in the line. */
interface Directive {
  readonly wholeFile: boolean;
  readonly codes: readonly { readonly name: string; readonly start: number }[];
}

/** The word that begins a comment to the checker. */
export const directiveWord = 'iptables-lint:';

const everything = 'all';
const silent: Silence = { covers: () => false, wholeFile: new Set(), unknown: [] };

/** Reads the comments to the checker of a file. */
export function silenceOf(file: RulesFile): Silence {
  let wholeFile: Set<string> | undefined;
  let byLine: Map<number, Set<string>> | undefined;
  const unknown: Finding<'unknown-lint-code'>[] = [];
  let target = -1;
  for (const line of file.commentLines) {
    const directive = parseDirective(file.lineText(line));
    if (directive === undefined) continue;
    for (const { name, start } of directive.codes) {
      if (name !== everything && !codes.has(name)) {
        const suggestion = unknown.length < mostSuggestions ? similarCode(name) : undefined;
        unknown.push({ code: 'unknown-lint-code', line, start, end: start + name.length, name, suggestion });
      }
      if (directive.wholeFile) {
        wholeFile ??= new Set();
        wholeFile.add(name);
      } else {
        byLine ??= new Map();
        // Comments one below the other are all about the same line.
        if (target <= line) target = nextCodeLine(file, line);
        const names = byLine.get(target) ?? new Set<string>();
        byLine.set(target, names.add(name));
      }
    }
  }
  if (wholeFile === undefined && byLine === undefined && unknown.length === 0) return silent;
  const has = (set: ReadonlySet<string> | undefined, code: string): boolean => set !== undefined && (set.has(code) || set.has(everything));
  return {
    covers: (code, line) => has(wholeFile, code) || has(byLine?.get(line), code),
    wholeFile: wholeFile ?? new Set(),
    unknown,
  };
}

const codes: ReadonlySet<string> = new Set(allRules.map((rule) => rule.code));
const similarCode = similarAmong(() => codes);

/** Each name is held against all codes: suggestions are for people who look at a line, and of thousands nobody looks at each. */
const mostSuggestions = 500;

/** More codes than there are rules say nothing more. */
const mostCodes = 200;

/** The comment to the checker in a line; `undefined` when the line holds none. */
export function parseDirective(text: string): Directive | undefined {
  if (parseLine(text).kind !== 'comment' || !text.includes(directiveWord)) return undefined;
  const match = /^#\s*iptables-lint:\s*(disable(?:-file)?)\s*=\s*/.exec(text);
  if (match === null) return undefined;
  const found: { name: string; start: number }[] = [];
  const list = /^[^\s#]+(?:\s*,\s*[^\s#]+)*/.exec(text.slice(match[0].length))?.[0] ?? '';
  for (const name of list.matchAll(/[^\s,]+/g)) {
    if (found.length === mostCodes) break;
    found.push({ name: name[0], start: match[0].length + name.index });
  }
  return { wholeFile: match[1] === 'disable-file', codes: found };
}

/** The next line that is not a comment. */
function nextCodeLine(file: RulesFile, line: number): number {
  let next = line + 1;
  while (file.records[next]?.kind === 'comment') next++;
  return next;
}

/** The parts of a TextMate grammar that this one uses: see https://macromates.com/manual/en/language_grammars. */
export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly comment: string;
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>>;
}

/** A rule: a pattern within one word or line, a stretch between two patterns, or the name of rules in the repository. */
export type Pattern = Match | Stretch | LineStretch | Include;

export interface Match {
  readonly match: string;
  readonly name?: string;
  readonly captures?: Captures;
}

export interface Stretch {
  readonly begin: string;
  readonly end: string;
  readonly name?: string;
  readonly contentName?: string;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Pattern[];
}

/** A stretch that goes on as long as its lines begin in a certain way. */
export interface LineStretch {
  readonly begin: string;
  readonly while: string;
  readonly contentName?: string;
  readonly patterns?: readonly Pattern[];
}

export interface Include {
  readonly include: string;
}

/** What the groups of a pattern are, by their number. `patterns` colours a group's text by itself. */
export type Captures = Readonly<Record<number, { readonly name?: string; readonly patterns?: readonly Pattern[] }>>;

/** A scope of this language. */
export function scope(name: string): string {
  return name
    .split(' ')
    .map((part) => `${part}.iptables`)
    .join(' ');
}

/** A reference to rules of the repository. */
export function include(name: string): Include {
  return { include: `#${name}` };
}

/** Captures from scope names, the first for group 1; an empty name leaves a group as it is. */
export function captures(...names: readonly string[]): Captures {
  return Object.fromEntries(names.flatMap((name, index) => (name === '' ? [] : [[index + 1, { name: scope(name) }]])));
}

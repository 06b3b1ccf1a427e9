// The grammar as an editor runs it: vscode-textmate over Oniguruma, on the file that is shipped.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import type { IGrammar, StateStack } from 'vscode-textmate';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { root } from '../fixtures/rulesets/root';

/** A piece of a line, with its scopes from the outermost in. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** A line and its tokens. They cover it without a gap. */
export interface ColouredLine {
  readonly number: number;
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Something is still open at the line's end, and would colour the next line. */
  readonly spills: boolean;
}

let loading: Promise<IGrammar> | undefined;

/** The shipped grammar, loaded once. */
export function loadGrammar(): Promise<IGrammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<IGrammar> {
  const path = join(root, 'syntaxes/iptables.tmLanguage.json');
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm);
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scopeName) => (scopeName === 'source.iptables' ? parseRawGrammar(readFileSync(path, 'utf8'), path) : null),
  });
  const grammar = await registry.loadGrammar('source.iptables');
  if (grammar === null) throw new Error(`${path} cannot be loaded`);
  return grammar;
}

/** Colours a text, line by line as an editor does: line ends are no part of a line, a carriage return before one is left in. */
export function colour(grammar: IGrammar, text: string): ColouredLine[] {
  const resting = grammar.tokenizeLine('', INITIAL).ruleStack;
  let state: StateStack = INITIAL;
  return text.split('\n').map((line, index) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    const tokens = result.tokens.map(({ startIndex, endIndex, scopes }) => {
      const end = Math.min(endIndex, line.length);
      return { text: line.slice(startIndex, end), start: startIndex, end, scopes: scopes.map((name) => name.replace(/\.iptables$/, '')) };
    });
    return { number: index + 1, text: line, tokens: tokens.filter((token) => token.end > token.start), spills: !state.equals(resting) };
  });
}

/** Whether a token has a scope, or one below it: `constant.numeric` is one of `constant.numeric.port`'s. */
export function hasScope(token: Token, scope: string): boolean {
  return token.scopes.some((name) => name === scope || name.startsWith(`${scope}.`));
}

/** The tokens whose text is exactly this. */
export function tokensOf(line: ColouredLine, text: string): Token[] {
  return line.tokens.filter((token) => token.text === text);
}

/** The tokens of a line as one can read them in a failure. */
export function describe(line: ColouredLine): string {
  const width = Math.max(...line.tokens.map((token) => token.text.length));
  const rows = line.tokens.map((token) => `  ${token.text.padEnd(width)}  ${token.scopes.slice(1).join(' ')}`);
  return [`line ${line.number}: ${line.text}`, ...rows].join('\n');
}

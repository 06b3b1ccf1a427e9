// The shell's and Markdown's grammars as VS Code has them, with and without the grammars that this extension adds to them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import type { IGrammar } from 'vscode-textmate';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { root } from '../fixtures/rulesets/root';

/** A language that has places for iptables. */
export type Host = 'source.shell' | 'text.html.markdown';

/** The host's grammar as it is, and as it is with the extension installed. */
export interface Pair {
  readonly plain: IGrammar;
  readonly embedded: IGrammar;
}

interface Contributed {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

const manifest: { contributes: { grammars: readonly Contributed[] } } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { grammars } = manifest.contributes;

/** The hosts' grammars are those of VS Code, as the package tm-grammars carries them. */
const hosts = new Map(
  ['shellscript', 'markdown'].map((name) => {
    const path = require.resolve(`tm-grammars/grammars/${name}.json`);
    const text = readFileSync(path, 'utf8');
    return [JSON.parse(text).scopeName as string, { text, path }];
  }),
);

let library: Promise<unknown> | undefined;

/** Loads a host's grammar twice. */
export async function loadPair(host: Host): Promise<Pair> {
  library ??= loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  await library;
  return { plain: await load(host, false), embedded: await load(host, true) };
}

async function load(host: Host, injected: boolean): Promise<IGrammar> {
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scopeName) => {
      const own = grammars.find((one) => one.scopeName === scopeName);
      const found = own ? { path: own.path, text: readFileSync(join(root, own.path), 'utf8') } : hosts.get(scopeName);
      return found ? parseRawGrammar(found.text, found.path) : null;
    },
    getInjections: (scopeName) =>
      injected ? grammars.filter(({ injectTo }) => injectTo?.includes(scopeName)).map((one) => one.scopeName) : [],
  });
  const grammar = await registry.loadGrammar(host);
  if (grammar === null) throw new Error(`${host} cannot be loaded`);
  return grammar;
}

/** A character, and its scopes from the outermost in, without that of the file. */
export interface Character {
  readonly line: number;
  readonly character: string;
  readonly scopes: readonly string[];
}

/** Colours a text and gives all its characters but the line ends. */
export function characters(grammar: IGrammar, text: string): Character[] {
  let state = INITIAL;
  return text.split('\n').flatMap((content, index) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(content, state);
    state = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) =>
      [...content.slice(startIndex, endIndex)].map((character) => ({ line: index + 1, character, scopes: scopes.slice(1) })),
    );
  });
}

/** The innermost scopes of a piece of text: where it stands for the first time behind another piece, if one is named. */
export function scopesOf(all: readonly Character[], piece: string, behind = ''): readonly string[] {
  const text = all.map(({ character }) => character).join('');
  const from = behind === '' ? 0 : text.indexOf(behind) + behind.length;
  const start = text.indexOf(piece, from);
  if (start < 0) throw new Error(`${piece} does not stand in the text`);
  const own = all.slice(start, start + piece.length).map(({ scopes }) => scopes);
  // What all its characters have in common: a dash before an option has a scope of its own.
  return own.reduce((common, scopes) => common.filter((scope) => scopes.includes(scope)));
}

/** Whether a character belongs to iptables, be it a command's words or a block of lines. */
export function isEmbedded({ scopes }: Character): boolean {
  return scopes.some((scope) => scope === 'meta.command.iptables' || scope === 'meta.embedded.block.iptables');
}

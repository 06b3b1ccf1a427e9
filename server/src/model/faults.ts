import type { BackEnd, Hook, TableName } from '../catalogue/schema';
import type { Text } from '../l10n/text';
import type { Span } from '../text/position';

/**
 * What can be wrong with a line, code by code, and what is known of it. A code is the name of a file under `rules/`,
 * which turns the fault into words. Faults are kept with their line, so their offsets count from its start.
 */
export interface FaultData {
  // The line as text.
  'typographic-dash': { readonly replacement: string };
  /** `refused`: it breaks the words apart; otherwise it is only taken for a letter. */
  'typographic-quote': { readonly refused: boolean };
  /** `character`: its code point. */
  'no-break-space': { readonly character: number };
  'unclosed-quote': { readonly swallowed: string };
  'indented-comment': Record<never, never>;
  'trailing-comment': Record<never, never>;
  'blank-with-spaces': Record<never, never>;
  'text-after-commit': { readonly commit: boolean };
  'byte-order-mark': Record<never, never>;
  'crlf-line-ends': { readonly lines: number };
  'missing-final-newline': Record<never, never>;
  /** `line`, `word`: `size` is in bytes; `words`: their number. */
  'line-too-long': { readonly limit: 'line' | 'word' | 'words'; readonly size: number };
  'control-character': { readonly character: number };
  // Tables and chains.
  'unknown-table': { readonly name: string; readonly suggestion: TableName | undefined };
  'duplicate-table': { readonly name: string; readonly firstLine: number };
  'missing-commit': { readonly table: string; readonly firstLine: number };
  'rule-outside-table': { readonly kind: 'rule' | 'chain' | 'commit' | 'text'; readonly table: TableName };
  'unknown-chain': {
    readonly name: string;
    readonly table: string;
    readonly reason: 'not-in-table' | 'declared-later' | 'missing' | 'goto-target';
    readonly suggestion?: string | undefined;
    /** The line further down that declares it. */
    readonly declaredLine?: number | undefined;
  };
  'undeclared-chain': { readonly name: string; readonly table: string; readonly suggestion?: string | undefined };
  'duplicate-chain': { readonly name: string; readonly firstLine: number };
  'invalid-policy': {
    readonly policy: string | undefined;
    readonly chain: string;
    readonly userChain: boolean;
    readonly suggestion?: string | undefined;
  };
  /** `chain`: whose declaration they stand in. `refused`: also by a load that does not restore counters. */
  'invalid-counters': { readonly counters: string; readonly chain: string | undefined; readonly refused: boolean };
  'invalid-chain-name': {
    readonly name: string;
    readonly reason: 'too-long' | 'first-character' | 'white-space' | 'target-name' | 'missing';
  };
  'invalid-rule-number': { readonly chain: string; readonly number: number; readonly count: number; readonly refusal: string };
  /** `-D` of a rule that the chain does not have. */
  /** `check`: of `-C`, which only looks for it. */
  'missing-rule': { readonly chain: string; readonly empty: boolean; readonly check: boolean };
  /** `-X` of a chain that cannot be deleted, or `-E` of a built-in one. `otherLine`: a rule in it, or one that jumps to it. */
  'chain-in-use': {
    readonly chain: string;
    readonly reason: 'builtin' | 'rules' | 'jumps' | 'renamed';
    readonly otherLine: number | undefined;
  };
  /** A command that a back end refuses, or does not carry out, on what the same file has made. */
  'unreliable-command': { readonly command: 'replace' | 'zero' | 'rename-chain' | 'flush' };
  'chain-loop': { readonly chains: readonly string[] };
  'jump-too-deep': { readonly chain: string };
  'jump-to-builtin-chain': { readonly name: string };
  // Commands and words.
  'missing-command': { readonly shell: boolean };
  'conflicting-commands': { readonly first: string; readonly second: string };
  'unexpected-word': {
    readonly word: string;
    readonly reason:
      | 'plain'
      | 'shell'
      | 'continuation'
      | 'single-quote'
      | 'table'
      | 'commit'
      | 'after-negation'
      | 'template'
      | 'list-space';
    readonly suggestion?: string | undefined;
  };
  /** `option`: the option that the `!` stands behind, where it should stand before it. */
  'dangling-negation': { readonly option?: string | undefined };
  'option-not-allowed': { readonly option: string; readonly reason: 'restore' | 'command' | 'family'; readonly command: string };
  // Options.
  'unknown-match': { readonly name: string; readonly suggestion: string | undefined; readonly otherFamily: boolean };
  'unknown-target': {
    readonly name: string;
    readonly suggestion: string | undefined;
    readonly suggestionIsChain: boolean;
    readonly otherFamily: boolean;
  };
  'unknown-option': {
    readonly option: string;
    readonly suggestion: string | undefined;
    /** What would bring it: `-p udp`, `-m state`, `-j LOG`. */
    readonly broughtBy: readonly string[];
    /** It stands behind the option, where it has to stand before it. */
    readonly behind: boolean;
    readonly ambiguous: readonly string[];
  };
  'unknown-protocol': { readonly name: string; readonly suggestion: string | undefined };
  /** A value in the option's own word, which some release reads otherwise; `word` is the whole. */
  'attached-value': {
    readonly option: string;
    readonly value: string;
    readonly word: string;
    readonly misreadBy: string;
    readonly isName: boolean;
  };
  'missing-value': { readonly option: string; readonly label: string };
  'invalid-value': ValueFaultData;
  'host-bits-set': ValueFaultData;
  'host-name-in-rule': ValueFaultData;
  'value-truncated': ValueFaultData;
  'never-matching-interface': ValueFaultData;
  'never-matching-value': ValueFaultData;
  'duplicate-option': { readonly option: string; readonly extension: string | undefined; readonly first: Span };
  'negation-not-allowed': { readonly option: string; readonly extension: string | undefined };
  'missing-option': { readonly extension: string; readonly options: readonly string[]; readonly refusal: string | undefined };
  'conflicting-options': {
    readonly extension: string;
    readonly option: string;
    readonly other: string;
    readonly refusal: string | undefined;
  };
  'wrong-protocol': {
    readonly extension: string;
    readonly protocols: readonly string[];
    readonly has: string | undefined;
    readonly refusal: string | undefined;
  };
  'invalid-combination': { readonly extension: string; readonly message: Text; readonly refusal: string | undefined };
  'unlikely-combination': { readonly extension: string; readonly message: Text };
  // Places.
  'wrong-table': {
    readonly extension: string;
    readonly option: string | undefined;
    readonly table: string;
    readonly tables: readonly TableName[];
  };
  'wrong-chain': {
    readonly extension: string;
    readonly option: string | undefined;
    readonly chain: string;
    /** The built-in chain, reached through `chain`, that does not allow it. */
    readonly hook: Hook;
    readonly hooks: readonly Hook[];
    /** The line of the jump that leads there, for a user chain. */
    readonly jumpLine: number | undefined;
  };
  // Comments to the checker.
  'unknown-lint-code': { readonly name: string; readonly suggestion: string | undefined };
}

/** What is known of a value that is at fault; the value type has the words. */
export interface ValueFaultData {
  readonly option: string;
  readonly value: string;
  readonly message: Text;
  readonly refusal: string | undefined;
  readonly suggestion: string | undefined;
}

export type FaultCode = keyof FaultData;

/** One fault of a line. */
export type Fault<C extends FaultCode = FaultCode> = {
  [K in C]: Span & {
    readonly code: K;
    /** The back end that refuses it; both where it is left out. */
    readonly backEnd?: BackEnd | undefined;
  } & FaultData[K];
}[C];

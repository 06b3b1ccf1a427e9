import type { Family, OptionSpec } from '../catalogue/schema';
import type { Word } from '../syntax/words';
import type { BoundExtension, BoundRule, Part } from './bound';
import type { GeneralEntry } from './option-table';

/** What a line's meaning depends on beside its own text. */
export interface BindContext {
  readonly family: Family;
  /** The table the line stands in; `undefined` outside of one. */
  readonly table: string | undefined;
  /** A chain of this name has been declared. It hides a target of the same name (`xtables_announce_chain`). */
  isChain(name: string): boolean;
  /** Some line of the file makes a chain of this name, so that behind `-j` it can only be that. */
  isMade?(name: string): boolean;
}

/** The state of one walk over a line's words, as getopt and `do_parse` (iptables/xshared.c) keep it. */
export interface Walk {
  readonly rule: BoundRule;
  readonly context: BindContext;
  readonly words: readonly Word[];
  /** The word to read next. */
  next: number;
  /** The `!` that waits for its option. */
  negation: Word | undefined;
  /** Extensions in the order they were loaded; the last one's options come first. */
  readonly loaded: BoundExtension[];
  /** An extension of the line is unknown, so any option may be its. */
  unknownExtension: boolean;
  /** The protocol's own match has been tried (`load_proto`). */
  protocolTried: boolean;
  protocolPart: Part | undefined;
  /** Of a template: a placeholder may have brought extensions, so that any option that iptables has may be theirs. */
  anyOption: boolean;
}

/** Where an option was found. */
export type Found = { readonly entry: GeneralEntry } | { readonly option: OptionSpec; readonly owner: BoundExtension };

/** A value that stands in the option's own word. */
export interface Attached {
  readonly word: Word;
  readonly shift: number;
  readonly text: string;
}

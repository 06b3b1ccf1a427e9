import type { Text } from '../l10n/text';

/** What a value needs to know of the rule around it. */
export interface ValueContext {
  readonly family: 'ipv4' | 'ipv6';
  /** The rule's `-p` as a number; `undefined` without one. */
  readonly protocol: number | undefined;
  /** `!` stands before the option. */
  readonly inverted: boolean;
}

/**
 * What is wrong with a value. Offsets count UTF-16 units from the value's first one, in the value as iptables reads it.
 */
export interface ValueFault {
  /** The smallest part that is at fault. `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** What is wrong, why, and what to do, in one or two sentences. */
  readonly message: Text;
  /** iptables' own words for the refusal, where known. */
  readonly refusal?: string;
  /** The value that was probably meant, for the whole of `start`…`end`. */
  readonly suggestion?: string;
  /**
   * The diagnostic's code, where it is not `invalid-value` (refused, or loads as something else):
   * `host-bits-set`, `host-name`, `value-truncated`, `never-matching-interface`.
   */
  readonly code?: ValueFaultCode;
  /** The back end that refuses it; both where it is left out. */
  readonly backEnd?: 'legacy' | 'nft';
}

export type ValueFaultCode =
  | 'invalid-value'
  | 'host-bits-set'
  | 'host-name-in-rule'
  | 'value-truncated'
  | 'never-matching-interface'
  | 'never-matching-value';

/** One entry of a completion list for a value. */
export interface ValueSuggestion {
  /** What is inserted. */
  readonly value: string;
  /** A short note behind it: the port's number, the type's code. */
  readonly detail?: string;
  readonly doc?: Text;
}

/**
 * A kind of value: a port, an address with a mask, a list of states. One file each under `values/`.
 * All functions are total: any string gives an answer, none throws.
 */
export interface ValueType {
  /** A name for tests and reference pages: `port-range`. */
  readonly id: string;
  /** What the value is, for a hover and the reference: "A port number or service name, or a range of two". */
  readonly doc: Text;
  /**
   * What is wrong with it; `undefined` when nothing is. This runs for every value of a file on every check:
   * the path of a right value allocates nothing.
   */
  check(text: string, context: ValueContext): ValueFault | undefined;
  /** What this very value means (a port's service, a prefix's range); `undefined` when there is nothing to add. */
  describe?(text: string, context: ValueContext): Text | undefined;
  /** Values to offer. `text` is what already stands there: a list type offers what may follow its last comma. */
  suggest?(text: string, context: ValueContext): readonly ValueSuggestion[];
  /** The spelling that `iptables-save` prints; `undefined` when the text is not a right value. */
  canonical?(text: string, context: ValueContext): string | undefined;
}

import type { CommandSpec, ExtensionSpec, Hook, OptionSpec, PerBackEnd, TargetSpec, ValueSlot } from '../catalogue/schema';
import type { LineTree } from '../syntax/line';
import type { Word } from '../syntax/words';
import type { Span } from '../text/position';
import type { Fault } from './faults';

/** A word of a line, or a part of one, that has a role. `text` is what iptables reads there. */
export interface Part extends Span {
  readonly text: string;
  /** A template fills in the word, or a part of it: what iptables reads there is not known. */
  readonly maybe?: boolean | undefined;
}

/** A value of an option. */
export interface BoundValue extends Part {
  readonly slot: ValueSlot;
  readonly word: Word;
  /** Where the value begins in `word.value`: behind `--name=` where it stands in the option's own word. */
  readonly shift: number;
}

/** One use of an option. */
export interface BoundOption {
  readonly spec: OptionSpec;
  /** The extension that brings it; `undefined` for a general parameter. */
  readonly owner: BoundExtension | undefined;
  /** Its name as written, dashes included. */
  readonly name: Part;
  /** The `!` before it. */
  readonly negation: Word | undefined;
  readonly values: BoundValue[];
}

/** One use of a match or target. */
export interface BoundExtension {
  readonly spec: ExtensionSpec;
  /** The name behind `-m` or `-j`, or the protocol behind `-p` that brought it without one. */
  readonly name: Part;
  /** `-p` brought it, without `-m`. */
  readonly implicit: boolean;
  readonly options: BoundOption[];
}

/** `-j NAME` or `-g NAME`. */
export interface BoundJump {
  readonly goto: boolean;
  readonly option: BoundOption;
  readonly name: Part;
  /** The target of that name; `undefined` when the name can only be a chain's. */
  readonly target: TargetSpec | undefined;
  /** Neither a target nor a chain of the file has that name: it may be an extension's that is not known here. */
  unknown: boolean;
}

/** A command and its words. */
export interface BoundCommand {
  readonly spec: CommandSpec;
  /** `-A` or `--append`, as written. */
  readonly name: Part;
  readonly chain: Part | undefined;
  /** The rule number behind `-I`, `-R`, `-D`. */
  readonly number: Part | undefined;
  /** The new name behind `-E`. */
  readonly newName: Part | undefined;
  /** The policy behind `-P`. */
  readonly policy: Part | undefined;
}

/** Something that the kernel takes in some hooks only. */
export interface Placement extends Span {
  readonly extension: string;
  readonly option: string | undefined;
  readonly hooks: PerBackEnd<readonly Hook[]>;
}

/** A command line with every word's role. */
export interface BoundRule {
  readonly tree: LineTree;
  command: BoundCommand | undefined;
  /** Every option in the order of the line, general ones and extensions'. */
  readonly options: BoundOption[];
  /** Matches in the order they were loaded. */
  readonly matches: BoundExtension[];
  target: BoundExtension | undefined;
  jump: BoundJump | undefined;
  /** The number behind `-p`; `undefined` without one. */
  protocol: number | undefined;
  protocolInverted: boolean;
  /** `-6` in an IPv4 file or `-4` in an IPv6 one: iptables-restore passes over the line. */
  skipped: boolean;
  /** Of a template: further words, options among them, may come out of a placeholder. */
  maybe: boolean;
  readonly placements: Placement[];
  readonly faults: Fault[];
}

/** The general parameter of a name in a rule, for example `source`; `undefined` when the rule has none. */
export function generalOption(rule: BoundRule, name: string): BoundOption | undefined {
  for (const option of rule.options) if (option.owner === undefined && option.spec.name === name) return option;
  return undefined;
}

/** The span from the first to the last word of an option's use, its negation included. */
export function optionSpan(option: BoundOption): Span {
  const last = option.values[option.values.length - 1];
  return { start: option.negation?.start ?? option.name.start, end: Math.max(option.name.end, last?.end ?? 0) };
}

import type { BackEnd } from '../catalogue/schema';
import type { Text } from '../l10n/text';
import type { FaultData } from '../model/faults';
import type { RulesFile } from '../model/rules-file';
import type { Edit, Span } from '../text/position';

/**
 * `error`: a back end refuses the file, or loads something other than what is written. `warning`: it loads, and almost
 * certainly does not do what its author wants. `information`: worth knowing. `hint`: subtle, faded.
 */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * What the findings of rules with a check of their own know, by code. Each such rule adds its entry itself, in its own
 * file: `declare module './rule' { interface AnalysisData { 'its-code': { … } } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the rules' files fill it.
export interface AnalysisData {}

export type RuleData = FaultData & AnalysisData;
export type RuleCode = keyof RuleData;

/** Something found in a file: a fault of the model or the result of a rule's own check. */
export type Finding<C extends RuleCode = RuleCode> = {
  [K in C]: Span & { readonly code: K; readonly line: number; readonly backEnd?: BackEnd | undefined } & RuleData[K];
}[C];

/** Another place that a finding refers to. */
export interface Related {
  readonly line: number;
  /** Left out: the whole line. */
  readonly span?: Span;
  readonly message: Text;
}

/** A change that mends a finding. */
export interface Fix {
  /** What it does, in the imperative: "Replace by `--dport`". */
  readonly title: Text;
  /** All edits refer to the text as it stands. */
  readonly edits: readonly Edit[];
  /** The fix one would take without thinking: the editor's first choice. One per finding. */
  readonly preferred?: boolean;
  /** It keeps what the author plainly meant, so that `source.fixAll` may take it unasked. */
  readonly automatic?: boolean;
}

/** A rules file for a rule's page and for the test that runs it. */
export interface RuleExample {
  /** A whole file that has the finding. */
  readonly bad: string;
  /** The same file, mended: without any finding of the rule. */
  readonly good: string;
  /** The file's family; IPv4 where it is left out. */
  readonly family?: 'ipv4' | 'ipv6';
}

/**
 * One diagnostic: its words, its page, its examples, its fixes. A file each, named as its code; drop one in and
 * `npm run generate` registers it.
 */
export interface Rule<C extends RuleCode = RuleCode> {
  readonly code: C;
  readonly severity: Severity;
  /** The fault's name on its page and in the settings: "Typographic dash". */
  readonly title: Text;
  /** What it means and why it matters, in a paragraph or two. Markdown. */
  readonly page: Text;
  /** What iptables says, word for word, where it refuses such a file. */
  readonly refusals?: readonly string[];
  readonly examples: readonly RuleExample[];
  /** What is wrong, why, and what to do, in one or two sentences. Plain text; words of the file in backticks. */
  message(finding: RuleData[C] & { readonly backEnd?: BackEnd | undefined }): Text;
  /** What iptables says to this very finding; `undefined` where that is not known. */
  refusal?(finding: Finding<C>): string | undefined;
  /** A severity other than the rule's for this finding. */
  severityOf?(finding: RuleData[C]): Severity;
  related?(finding: Finding<C>, file: RulesFile): readonly Related[];
  fixes?(finding: Finding<C>, file: RulesFile): readonly Fix[];
  /** Finds what the model does not report by itself. */
  check?(file: RulesFile): readonly Finding<C>[];
  /** How an editor may show it: faded, or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** Declares a rule; only so that its data are typed by its code. */
export function defineRule<C extends RuleCode>(rule: Rule<C>): Rule<C> {
  return rule;
}

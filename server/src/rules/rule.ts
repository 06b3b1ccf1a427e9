import type { RulesetAnalysis } from '../analysis/ruleset';
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

/** A finding as the rules see it that speak of what others have found. */
export interface KnownFinding {
  readonly finding: Finding;
  /** The severity that its rule gives it, whatever the user has set. */
  readonly severity: Severity;
  /** iptables refuses the file for it; an error without that loads, but as something else than is written. */
  readonly refused: boolean;
}

/** Another place that a finding refers to. */
export interface Related {
  /** It is in the host's file of the other family. */
  readonly sibling?: boolean;
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
  /** The host's file of the other family, for rules that look at both. */
  readonly sibling?: string;
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
  /** Some of its fixes are `automatic`. The fixes of all other rules are not worked out when a whole file is mended unasked. */
  readonly hasAutomaticFix?: boolean;
  /** What it finds rests on one line alone, so that it holds in a template too; nothing is said there of a word that is filled in. */
  readonly ofOneLine?: boolean;
  /** Finds what the model does not report by itself. */
  check?(file: RulesFile): readonly Finding<C>[];
  /** Finds what only an analysis of the whole ruleset tells; asked once that is done, which may be later. */
  analyse?(analysis: RulesetAnalysis): readonly Finding<C>[];
  /**
   * Finds what only the host's file of the other family tells as well; asked once both are analysed.
   * @param other The analysis of that file.
   */
  compare?(analysis: RulesetAnalysis, other: RulesetAnalysis): readonly Finding<C>[];
  /**
   * Finds what follows from other findings of the file: those that the faults and every `check` give and that are shown. It is
   * asked last, so that what one rule's `follow` finds no other one sees.
   * @param known Line by line.
   */
  follow?(file: RulesFile, known: readonly KnownFinding[]): readonly Finding<C>[];
  /** Whether iptables refuses the file for an error; where it is left out, the rule's `refusals` say so for all its errors. */
  isRefused?(finding: Finding<C>, file: RulesFile): boolean;
  /** Only shown where the user sets a severity for it: a question of policy, not of right and wrong. */
  readonly offByDefault?: boolean;
  /** How an editor may show it: faded, or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** Declares a rule; only so that its data are typed by its code. */
export function defineRule<C extends RuleCode>(rule: Rule<C>): Rule<C> {
  return rule;
}

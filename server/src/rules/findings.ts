import { analysisOf } from '../analysis/current';
import { OverBudget } from '../analysis/diagram';
import type { RulesetAnalysis } from '../analysis/ruleset';
import type { FaultCode } from '../model/faults';
import type { RulesFile } from '../model/rules-file';
import { overlapsHole } from '../model/template-faults';
import { allRules } from './all';
import type { Finding, KnownFinding, Rule, Severity } from './rule';
import { isNftables } from './support/nftables';

const rulesByCode: ReadonlyMap<string, Rule> = new Map(allRules.map((rule) => [rule.code, rule]));
const checkingRules: readonly Rule[] = allRules.filter((rule) => rule.check !== undefined);
const analysingRules: readonly Rule[] = allRules.filter((rule) => rule.analyse !== undefined);
const comparingRules: readonly Rule[] = allRules.filter((rule) => rule.compare !== undefined);
const followingRules: readonly Rule[] = allRules.filter((rule) => rule.follow !== undefined);

/** The rule of a code; `undefined` for a code that no rule has. */
export function ruleOf(code: string): Rule | undefined {
  return rulesByCode.get(code);
}

/** Which findings are wanted. */
export interface FindingsFilter {
  /** Whether a rule's findings are wanted at all; it is not asked to look for them otherwise. */
  readonly runs?: (rule: Rule) => boolean;
  /** Whether a single finding is wanted. Rules that speak of other findings see only these. */
  readonly shows?: (finding: Finding) => boolean;
  /** What only an analysis of the whole ruleset tells is left out. */
  readonly withoutAnalysis?: boolean;
  /** What a look at all lines tells is left out: in a large file that takes longer than a key may. */
  readonly withoutChecks?: boolean;
}

/**
 * Everything found in a file, line by line: also by the rules that are off unless the user sets a severity. Silence comments and
 * settings count only as the filter says.
 */
export function findingsOf(file: RulesFile, filter: FindingsFilter = {}): Finding[] {
  const { runs = () => true, shows = () => true, withoutAnalysis = false, withoutChecks = false } = filter;
  const { faults } = file.resolution();
  const findings: Finding[] = [];
  const off = new Set(allRules.filter((rule) => !runs(rule)).map(({ code }) => code));
  const add = (finding: Finding): void => {
    if (!off.has(finding.code) && shows(finding)) findings.push(finding);
  };
  // Of what is another language each word is wrong, which is said once.
  const isForeign = (line: number): boolean => !off.has('nftables-syntax') && isNftables(file, line);
  for (const line of file.faultyLines) {
    if (isForeign(line)) continue;
    for (const fault of file.records[line]?.faults ?? [])
      if (!isMendedBelow(file, line, fault)) add({ ...fault, line } as Finding<FaultCode>);
  }
  for (const [line, list] of faults) if (!isForeign(line)) for (const fault of list) add({ ...fault, line } as Finding<FaultCode>);
  if (!withoutChecks) for (const rule of checkingRules) if (!off.has(rule.code)) for (const finding of checkOf(rule, file)) add(finding);
  sortByPlace(findings);
  const followers = file.isUncertain ? [] : followingRules.filter(({ code }) => !off.has(code));
  if (followers.length > 0 && findings.length > 0) {
    const known = findings.map((finding) => knownFinding(finding, file));
    for (const rule of followers) for (const finding of rule.follow?.(file, known) ?? []) add(finding);
  }
  // What a ruleset does is certain only where all of it is there to be read.
  if (!withoutAnalysis && !file.isUncertain) {
    const analysis = analysisOf(file);
    for (const finding of analysedFindings(analysis, filter)) findings.push(finding);
    const { sibling } = file;
    if (sibling !== undefined && !sibling.file.isUncertain)
      for (const finding of comparedFindings(analysis, analysisOf(sibling.file), filter)) findings.push(finding);
  }
  sortByPlace(findings);
  return findings;
}

/** A template takes the line end away (`{%-`) and goes on with the rule, so that what is missing may follow. */
function isMendedBelow(file: RulesFile, line: number, { code }: { readonly code: FaultCode }): boolean {
  const below = file.records[line + 1]?.template;
  return below?.role === 'opaque' && below.tags[0]?.trims === true && (code === 'missing-option' || code === 'missing-value');
}

/** What an analysis of the whole ruleset tells, in no particular order. Of a rule with an error it says nothing: it is not yet what is meant. */
export function analysedFindings(analysis: RulesetAnalysis, { runs = () => true, shows = () => true }: FindingsFilter = {}): Finding[] {
  const { file } = analysis;
  if (file.isUncertain) return [];
  const wanted = (finding: Finding): boolean => shows(finding) && !hasError(file, finding.line);
  return analysingRules.flatMap((rule) => (runs(rule) ? resultOf(rule, analysis).filter(wanted) : []));
}

/** What a look at all lines tells, in no particular order. */
export function checkedFindings(file: RulesFile, { runs = () => true, shows = () => true }: FindingsFilter = {}): Finding[] {
  return checkingRules.flatMap((rule) => (runs(rule) ? checkOf(rule, file).filter(shows) : []));
}

/** The same rule by rule, so that whoever drives it can look at the clock; `checkedFindings` then has them at once. */
export function* checkedSteps(file: RulesFile, runs: (rule: Rule) => boolean): Generator<void, void> {
  for (const rule of checkingRules) {
    if (!runs(rule)) continue;
    checkOf(rule, file);
    yield;
  }
}

const checks = new WeakMap<
  RulesFile,
  { readonly revision: number; readonly sets: unknown; readonly found: Map<string, readonly Finding[]> }
>();

/** What a rule's check finds in a file as it stands. */
function checkOf(rule: Rule, file: RulesFile): readonly Finding[] {
  let known = checks.get(file);
  if (known?.revision !== file.revision || known.sets !== file.sets) {
    known = { revision: file.revision, sets: file.sets, found: new Map() };
    checks.set(file, known);
  }
  const found = known.found.get(rule.code) ?? certainOnes(rule, file);
  known.found.set(rule.code, found);
  return found;
}

/**
 * What a rule's check finds. In a template nobody knows which rules there are: those in a block, those that a placeholder brings.
 * Nothing is said there that more than one line tells.
 */
function certainOnes(rule: Rule, file: RulesFile): readonly Finding[] {
  if (!file.isUncertain) return rule.check?.(file) ?? [];
  if (rule.ofOneLine !== true) return [];
  return (rule.check?.(file) ?? []).filter(({ line, start, end }) => !overlapsHole(file.tree(line), { start, end }));
}

/** The same rule by rule, so that whoever drives it can look at the clock; `analysedFindings` then has them at once. */
export function* analysedSteps(analysis: RulesetAnalysis, runs: (rule: Rule) => boolean): Generator<void, void> {
  for (const rule of analysingRules) {
    if (!runs(rule)) continue;
    resultOf(rule, analysis);
    yield;
  }
}

const results = new WeakMap<RulesetAnalysis, Map<string, readonly Finding[]>>();

function resultOf(rule: Rule, analysis: RulesetAnalysis): readonly Finding[] {
  const known = results.get(analysis) ?? new Map<string, readonly Finding[]>();
  results.set(analysis, known);
  let result = known.get(rule.code);
  if (result === undefined) {
    try {
      result = rule.analyse?.(analysis) ?? [];
    } catch (error) {
      // A question whose answer does not fit is not answered.
      if (!(error instanceof OverBudget)) throw error;
      result = [];
    }
    known.set(rule.code, result);
  }
  return result;
}

function hasError(file: RulesFile, line: number): boolean {
  const own = file.records[line]?.faults ?? [];
  const others = file.resolution().faults.get(line);
  if (own.length === 0 && others === undefined) return false;
  return [...own, ...(others ?? [])].some((fault) => severityByRule({ ...fault, line } as Finding) === 'error');
}

/** What only the analysis of the host's file of the other family tells as well, in no particular order. */
export function comparedFindings(
  analysis: RulesetAnalysis,
  other: RulesetAnalysis,
  { runs = () => true, shows = () => true }: FindingsFilter = {},
): Finding[] {
  if (analysis.file.isUncertain || other.file.isUncertain) return [];
  return comparingRules.flatMap((rule) => (runs(rule) ? (rule.compare?.(analysis, other) ?? []).filter(shows) : []));
}

function sortByPlace(findings: Finding[]): void {
  findings.sort((a, b) => a.line - b.line || a.start - b.start);
}

function knownFinding(finding: Finding, file: RulesFile): KnownFinding {
  const rule = ruleOf(finding.code);
  const severity = severityByRule(finding);
  const refused = severity === 'error' && (rule?.isRefused?.(finding, file) ?? rule?.refusals !== undefined);
  return { finding, severity, refused };
}

/** The severity that a finding's rule gives it, whatever the user has set. */
function severityByRule(finding: Finding): Severity {
  const rule = ruleOf(finding.code);
  return rule?.severityOf?.(finding) ?? rule?.severity ?? 'hint';
}

import type { Conditions } from '../../analysis/conditions';
import { analysisOf, whereAnalysed } from '../../analysis/current';
import { allEnd, decide, isDrop } from '../../analysis/decide';
import { asUntracked } from '../../analysis/exempt';
import { exemptionsOf } from '../../analysis/notrack';
import type { CounterpartForm } from '../../analysis/pairing';
import { sensibleForms, unpairedExemptions } from '../../analysis/pairing';
import { packetsOf } from '../../analysis/rule-packets';
import { bindText } from '../../model/bind';
import type { BoundRule } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import { chainNamed } from '../../model/sections';
import { diffLines } from '../../text/diff';
import { applyEdits } from '../../text/lines';
import type { Edit } from '../../text/position';
import { protocolName } from '../../values/index';
import type { Fix } from '../rule';
import { counterpartRule, sameRule } from './counterpart-rule';
import { networkPackets } from './network-packets';
import { portsInWords } from './ports-in-words';
import { addRules, insertLines } from './sections';

/**
 * "Exempt UDP 694 from connection tracking everywhere": the counterpart in raw, the accept in INPUT, and one in OUTPUT
 * where it would be dropped there.
 * @returns `undefined` when the line is no exemption in raw PREROUTING or OUTPUT, or nothing is missing.
 */
export function exemptEverywhere(file: RulesFile, line: number): Fix | undefined {
  const kept = fixes.get(file);
  const byLine = kept?.revision === file.revision ? kept.byLine : new Map<number, Fix | undefined>();
  if (byLine !== kept?.byLine) fixes.set(file, { revision: file.revision, byLine });
  if (byLine.has(line)) return byLine.get(line);
  const exemption = exemptionsOf(file).find((one) => one.line === line && one.chain === one.hook);
  if (exemption === undefined) return undefined;
  const edits = whereAnalysed(() => diffLines(file.text(), completeExemption(file, line).text()));
  // What is analysed elsewhere may be known the next time.
  if (edits === undefined) return undefined;
  const fix = edits.length === 0 ? undefined : { title: everywhereTitle(exemption.packets), edits };
  byLine.set(line, fix);
  return fix;
}

/** The fixes that were worked out, each by two analyses of the whole ruleset: an editor asks for them wherever the cursor comes to stand. */
const fixes = new WeakMap<RulesFile, { readonly revision: number; readonly byLine: Map<number, Fix | undefined> }>();

/** The title of the fix that does everything. */
export function everywhereTitle(packets: Conditions): Fix['title'] {
  const ports = portsInWords(packets);
  const [protocol, ...more] = packets.protocol;
  const name =
    more.length === 0 && protocol !== undefined && protocol[0] === protocol[1]
      ? (protocolName(protocol[0])?.toUpperCase() ?? `protocol ${protocol[0]}`)
      : undefined;
  const what = [name ?? 'this traffic', ports].filter((part) => part !== undefined).join(' ');
  const whatJa = [name ?? 'この通信', ports].filter((part) => part !== undefined).join(' ');
  return {
    en: `Exempt ${what} from connection tracking everywhere, and accept it`,
    ja: `${whatJa} を両方向ともコネクション追跡の対象外にし、許可する`,
  };
}

/** The file in which an exemption has its counterpart and its packets are accepted. */
export function completeExemption(file: RulesFile, line: number): RulesFile {
  const draft = new Draft(file);
  complete(draft, line);
  return draft.file;
}

/**
 * Gives an exemption of a draft its counterpart, and has its packets accepted.
 * @param line The line of a NOTRACK rule in raw PREROUTING or OUTPUT.
 * @param form The form of the counterpart; the sensible one where it is left out.
 */
export function complete(draft: Draft, line: number, form?: CounterpartForm): void {
  const { file } = draft;
  const found = exemptionsOf(file).find((one) => one.line === line && one.chain === one.hook);
  const rule = file.bound(line);
  if (found === undefined || rule === undefined) return;
  const { hook, packets } = found;
  const other = hook === 'PREROUTING' ? 'OUTPUT' : 'PREROUTING';
  const otherForm = form ?? sensibleForms(packets)[0] ?? 'peer';
  const opposite = counterpartRule(rule, other, otherForm);
  const inward = hook === 'PREROUTING' ? sameRule(rule, 'INPUT', 'ACCEPT') : counterpartRule(rule, 'INPUT', otherForm, 'ACCEPT');
  const outward = hook === 'OUTPUT' ? sameRule(rule, 'OUTPUT', 'ACCEPT') : counterpartRule(rule, 'OUTPUT', otherForm, 'ACCEPT');
  if (opposite !== undefined && unpairedExemptions(analysisOf(file)).some((one) => one.line === line))
    draft.edit(insertLines(file, line + 1, [opposite]));
  if (inward !== undefined) accept(draft, 'INPUT', inward, true);
  if (outward !== undefined) accept(draft, 'OUTPUT', outward, false);
}

/**
 * The edit that puts an accept of exempted packets into a chain of the filter table, before the first rule that would drop them;
 * `undefined` where some of them may come through without it.
 */
export function acceptEdit(file: RulesFile, chain: 'INPUT' | 'OUTPUT', accept: string, evenWithoutTable: boolean): Edit | undefined {
  const analysis = analysisOf(file);
  const table = analysis.tables.get('filter');
  if (table === undefined) return evenWithoutTable ? addRules(file, 'filter', chain, [accept]) : undefined;
  const rule = bindText(accept, { family: file.family, table: 'filter', isChain: () => false });
  const packets = analysis.space.diagram.intersect(packetsOf(analysis, rule), networkPackets(analysis.space, chain));
  const decisions = decide(analysis, 'filter', chain, asUntracked(analysis, packets));
  if (!allEnd(decisions, isDrop)) return undefined;
  const tops = new Set(decisions?.map(({ top }) => top));
  return addRules(
    file,
    'filter',
    chain,
    [accept],
    table.chains.get(chainNamed(table.section, chain)?.id ?? -1)?.lines?.find((line) => tops.has(line)),
  );
}

/** The rule that accepts in INPUT what a rule exempts, or in OUTPUT. */
export function acceptRule(rule: BoundRule, chain: 'INPUT' | 'OUTPUT'): string {
  return sameRule(rule, chain, 'ACCEPT');
}

function accept(draft: Draft, chain: 'INPUT' | 'OUTPUT', rule: string, evenWithoutTable: boolean): void {
  const edit = acceptEdit(draft.file, chain, rule, evenWithoutTable);
  if (edit !== undefined) draft.edit(edit);
}

/**
 * A file that is edited and analysed in turn. The first edit makes a copy, the others change that one: only the lines that they touch
 * are read again, and the analysis goes on from the last one.
 */
export class Draft {
  /** As it stands: another object behind the first edit. */
  file: RulesFile;
  private isCopy = false;

  constructor(file: RulesFile) {
    this.file = file;
  }

  edit(edit: Edit): void {
    if (this.isCopy) this.file.apply([edit]);
    else this.file = edited(this.file, [edit]);
    this.isCopy = true;
  }
}

/** The file after edits. */
export function edited(file: RulesFile, edits: readonly Edit[]): RulesFile {
  return file.withText(applyEdits(file.text(), edits));
}

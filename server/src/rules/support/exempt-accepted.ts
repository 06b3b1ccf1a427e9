import { exemptionsOf } from '../../analysis/notrack';
import type { RulesFile } from '../../model/rules-file';
import { diffLines } from '../../text/diff';
import type { Fix } from '../rule';
import { statelessRule } from './counterpart-rule';
import { completeExemption, edited, everywhereTitle } from './exempt-everywhere';
import { addRules } from './sections';
import { addUntracked, stateListOf } from './state-list';

/** Matches that ask for the same packets in raw PREROUTING as in INPUT, and leave no trace in either. */
const same: ReadonlySet<string> = new Set([
  'udp',
  'multiport',
  'comment',
  'state',
  'conntrack',
  'iprange',
  'set',
  'addrtype',
  'mac',
  'pkttype',
]);

/**
 * "Exempt UDP 694 from connection tracking everywhere" for what a rule of filter accepts: NOTRACK both ways, and the state
 * list of the rule, if it has one, with UNTRACKED. `undefined` where a condition could not be asked for in raw.
 */
export function exemptAccepted(file: RulesFile, line: number): Fix | undefined {
  const rule = file.bound(line);
  if (rule === undefined || rule.matches.some(({ spec }) => !same.has(spec.name))) return undefined;
  const words = statelessRule(rule, 'PREROUTING', 'NOTRACK');
  const list = stateListOf(file, line);
  const untracked = list === undefined || /\bU/i.test(list.text) ? undefined : addUntracked(file, line);
  const accepting = untracked === undefined ? file : edited(file, untracked.edits);
  const exempting = edited(accepting, [addRules(accepting, 'raw', 'PREROUTING', [words])]);
  const exemption = exemptionsOf(exempting).find((one) => exempting.lineText(one.line) === words && one.chain === one.hook);
  if (exemption === undefined) return undefined;
  return {
    title: everywhereTitle(exemption.packets),
    edits: diffLines(file.text(), completeExemption(exempting, exemption.line).text()),
  };
}

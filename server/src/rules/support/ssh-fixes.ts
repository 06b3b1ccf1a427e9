import { analysisOf } from '../../analysis/current';
import { allEnd, decide } from '../../analysis/decide';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { replaceSpan } from '../../text/position';
import type { Fix } from '../rule';
import { edited } from './exempt-everywhere';
import { removeLines } from './fix';
import { insertRules } from './insert-rules';
import type { NoSsh } from './ssh-reach';
import { establishedPackets, noSsh } from './ssh-reach';
import { stateListOf } from './state-list';

/** "Move line 7 up": puts a line of INPUT before the one that drops. */
export function moveUp(analysis: RulesetAnalysis, { chain }: NoSsh, line: number, top: number): readonly Fix[] {
  const { file } = analysis;
  const insertion = insertRules(analysis, chain, [file.lineText(line)], top);
  if (insertion === undefined) return [];
  return ifOpen(analysis, {
    title: { en: `Move line ${line + 1} above line ${top + 1}`, ja: `${line + 1} 行目を ${top + 1} 行目の前に移動する` },
    edits: [insertion, removeLines(line, line)],
    preferred: true,
  });
}

/** "Add NEW to the states in line 7". */
export function admitStates(analysis: RulesetAnalysis, line: number, states: readonly string[]): readonly Fix[] {
  const list = stateListOf(analysis.file, line);
  if (list === undefined) return [];
  return ifOpen(analysis, {
    title: {
      en: `Add ${states.join(',')} to \`${list.text}\` in line ${line + 1}`,
      ja: `${line + 1} 行目の \`${list.text}\` に ${states.join(',')} を追加する`,
    },
    edits: [replaceSpan(line, list, `${states.join(',')},${list.text}`)],
    preferred: true,
  });
}

/** "Accept ssh": adds a rule before the line that drops, or before the policy. */
export function acceptSsh(analysis: RulesetAnalysis, { chain }: NoSsh, top: number, preferred: boolean): readonly Fix[] {
  const { sshPorts } = analysis.file;
  const ports = sshPorts.length === 1 ? `-m tcp --dport ${sshPorts[0]}` : `-m multiport --dports ${sshPorts.slice(0, mostPorts).join(',')}`;
  const replies = decide(analysis, 'filter', 'INPUT', establishedPackets(analysis));
  const state = allEnd(replies, (verdict) => verdict === 'accept') ? ' -m conntrack --ctstate NEW' : '';
  const rule = `-A INPUT -p tcp ${ports}${state} -j ACCEPT`;
  const insertion = insertRules(analysis, chain, [rule], top);
  if (insertion === undefined) return [];
  return ifOpen(analysis, { title: { en: `Insert \`${rule}\``, ja: `\`${rule}\` を追加する` }, edits: [insertion], preferred });
}

/** As many as one multiport match takes. */
const mostPorts = 15;

/** The fix, where ssh can come in after it. */
function ifOpen({ file }: RulesetAnalysis, fix: Fix): readonly Fix[] {
  return noSsh(analysisOf(edited(file, fix.edits))) === undefined ? [fix] : [];
}

import { rulesInOrder } from '../../analysis/chain-order';
import type { Chain, Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { sectionAt } from '../../model/sections';
import type { Note } from './note';

/** The policy of a built-in chain, behind the last rule that its packets come to; `undefined` behind any other line. */
export function policyNote(file: RulesFile, line: number): Note | undefined {
  const section = sectionAt(file, line);
  const chain = section && lastRules(file, section).get(line);
  if (chain?.policy === undefined) return undefined;
  const reached = file.records[line]?.ends !== true;
  return {
    at: file.lineText(line).length,
    label: { en: `policy ${chain.policy}`, ja: `ポリシー ${chain.policy}` },
    tooltip: reached
      ? { en: `What no rule of ${chain.name} has decided.`, ja: `${chain.name} のどのルールでも決まらなかったパケットの扱いです。` }
      : {
          en: `Never reached: this rule decides every packet that is left in ${chain.name}.`,
          ja: `ここまで到達しません。${chain.name} に残ったパケットはすべてこのルールで決まります。`,
        },
  };
}

/** The resolution makes its sections anew whenever a rule comes, goes or moves. */
const known = new WeakMap<Section, ReadonlyMap<number, Chain>>();

/** The chains that have a policy, which are built-in ones, by the lines of their last rules. */
function lastRules(file: RulesFile, section: Section): ReadonlyMap<number, Chain> {
  const last = known.get(section);
  if (last !== undefined) return last;
  const found = new Map<number, Chain>();
  for (const chain of section.chains.values()) {
    const line = chain.policy === undefined ? undefined : rulesInOrder(file, chain)?.at(-1);
    if (line !== undefined) found.set(line, chain);
  }
  known.set(section, found);
  return found;
}

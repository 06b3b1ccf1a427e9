import { targetNamed } from '../catalogue/index';
import type { RulesFile } from '../model/rules-file';
import { ConnectionState } from '../values/index';
import { chainNamed, rulesInOrder, sectionOf } from './chain-order';
import type { Conditions } from './conditions';
import { allStates, relate } from './conditions';
import { lineConditions } from './fate';

/**
 * Whether a rule of FORWARD lets exempted packets through: it accepts them, or jumps for a protocol that they have or by a state
 * list that UNTRACKED is in. Then they are not for this host, so INPUT may drop them, and their replies come through PREROUTING as well.
 */
export function isForwarded(file: RulesFile, packets: Conditions): boolean {
  const chain = chainNamed(sectionOf(file, 'filter'), 'FORWARD');
  const lines = chain === undefined ? undefined : rulesInOrder(file, chain);
  const untracked = { ...packets, states: ConnectionState.UNTRACKED };
  return (lines ?? []).some((line) => {
    const record = file.records[line];
    const conditions = lineConditions(file, line);
    if (record === undefined || conditions === undefined || record.jump < 0 || record.target === 'DROP' || record.target === 'REJECT')
      return false;
    const [protocol, ...more] = conditions.protocol;
    const specific = conditions.states !== allStates || (more.length === 0 && protocol !== undefined && protocol[0] === protocol[1]);
    // A jump says little: hosts of containers send all of FORWARD through their chains.
    const accepts = record.target !== undefined && targetNamed(record.target, file.family)?.verdict === 'accept';
    return (specific || accepts) && relate(untracked, conditions) !== 'none';
  });
}

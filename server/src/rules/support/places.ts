import { sectionOf } from '../../analysis/chain-order';
import type { Conditions } from '../../analysis/conditions';
import type { Fate } from '../../analysis/fate';
import { fateInChain } from '../../analysis/fate';
import type { RulesFile } from '../../model/rules-file';
import { ConnectionState } from '../../values/index';

/** What the filter table does to packets that are out of connection tracking; `undefined` when the file has no filter table. */
export function filterFate(file: RulesFile, chain: 'INPUT' | 'FORWARD' | 'OUTPUT', packets: Conditions): Fate | undefined {
  const section = sectionOf(file, 'filter');
  if (section === undefined) return undefined;
  // Packets from and to other machines are meant: that loopback traffic is accepted says nothing of them.
  const network = { name: 'lo', inverted: true };
  return fateInChain(file, section, chain, {
    ...packets,
    input: chain === 'INPUT' ? (packets.input ?? network) : packets.input,
    output: chain === 'OUTPUT' ? (packets.output ?? network) : packets.output,
    states: ConnectionState.UNTRACKED,
  });
}

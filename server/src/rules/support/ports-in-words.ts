import type { Conditions } from '../../analysis/conditions';
import type { Ranges } from '../../analysis/ranges';

/** The ports of a rule for a message: `694`, `5404:5405`, `53,123`; `undefined` when it names none. */
export function portsInWords(packets: Conditions): string | undefined {
  return words(packets.destinationPort) ?? words(packets.sourcePort);
}

function words(ports: Ranges): string | undefined {
  if (ports.length === 1 && ports[0]?.[0] === 0 && ports[0][1] === 0xffff) return undefined;
  return ports.map(([low, high]) => (low === high ? String(low) : `${low}:${high}`)).join(',');
}

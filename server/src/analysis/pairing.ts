import type { RulesFile } from '../model/rules-file';
import type { Conditions } from './conditions';
import { relate } from './conditions';
import { isForwarded } from './forwarded';
import type { Exemption } from './notrack';
import { exemptionsOf } from './notrack';
import type { Ranges } from './ranges';
import { formOfPort } from './udp-services';

const udp = 17;

/**
 * What the other direction of exempted packets looks like. `peer`: the other side gets what it sends, to the same port.
 * `reply`: the answers, which come from the port that was asked.
 */
export type CounterpartForm = 'peer' | 'reply';

/** The packets of the other direction: interfaces and addresses change sides, with `reply` the ports as well. */
export function counterpart(packets: Conditions, form: CounterpartForm): Conditions {
  return {
    ...packets,
    input: packets.output,
    output: packets.input,
    source: packets.destination,
    destination: packets.source,
    sourcePort: form === 'reply' ? packets.destinationPort : packets.sourcePort,
    destinationPort: form === 'reply' ? packets.sourcePort : packets.destinationPort,
  };
}

/** The exemptions of UDP packets that have no counterpart in the other direction. */
export function unpairedExemptions(file: RulesFile): readonly Exemption[] {
  const all = exemptionsOf(file);
  return all.filter(
    (exemption) =>
      isOnlyUdp(exemption.packets) &&
      !isPaired(exemption, all) &&
      !(exemption.hook === 'PREROUTING' && isForwarded(file, exemption.packets)),
  );
}

/** The forms of counterpart that make sense for packets, the right one first. */
export function sensibleForms(packets: Conditions): readonly CounterpartForm[] {
  const forms = knownForms(packets);
  if (isAnyPort(packets.sourcePort) && isAnyPort(packets.destinationPort)) return ['peer'];
  if (forms === 'peer') return ['peer'];
  if (forms === 'server') return ['reply', 'peer'];
  return ['peer', 'reply'];
}

/** Whether an exemption's counterpart is there. A part of it is taken for the whole: nothing is said that is not sure. */
function isPaired(exemption: Exemption, all: readonly Exemption[]): boolean {
  const known = knownForms(exemption.packets);
  if (known === 'one-way') return true;
  const forms: readonly CounterpartForm[] = known === 'peer' ? ['peer'] : known === 'server' ? ['reply'] : ['peer', 'reply'];
  return all.some(
    (other) =>
      other.hook !== exemption.hook &&
      forms.some((form) => {
        const wanted = counterpart(exemption.packets, form);
        return relate(wanted, other.packets) !== 'none' && portsMeet(wanted, other.packets);
      }),
  );
}

/**
 * Two rules that each name one side's port only always have packets in common, those that carry both ports. They are a
 * pair only when they name the same side.
 */
function portsMeet(wanted: Conditions, other: Conditions): boolean {
  const apart = (a: Ranges, b: Ranges): boolean => isAnyPort(a) !== isAnyPort(b);
  if (isAnyPort(other.sourcePort) && isAnyPort(other.destinationPort)) return true;
  return !(apart(wanted.sourcePort, other.sourcePort) && apart(wanted.destinationPort, other.destinationPort));
}

/** What is known of a rule's ports; `undefined` when nothing is, or different things of different ports. */
function knownForms(packets: Conditions): 'peer' | 'server' | 'one-way' | undefined {
  const ports = isAnyPort(packets.destinationPort) ? packets.sourcePort : packets.destinationPort;
  const forms = new Set(ports.map(([low, high]) => (low === high ? formOfPort(low) : undefined)));
  if (forms.size !== 1) return undefined;
  const [form] = forms;
  return form === 'symmetric' ? undefined : form;
}

function isOnlyUdp(packets: Conditions): boolean {
  return packets.protocol.length === 1 && packets.protocol[0]?.[0] === udp && packets.protocol[0][1] === udp;
}

function isAnyPort(ports: Ranges): boolean {
  return ports.length === 1 && ports[0]?.[0] === 0 && ports[0][1] === 0xffff;
}

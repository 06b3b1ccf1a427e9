import { formOfPort } from '../catalogue/udp-services';
import { parseInterface } from '../values/index';
import type { Conditions } from './conditions';
import type { PacketSet } from './diagram';
import { exemptPackets } from './exempt';
import { isForwarded } from './forwarded';
import type { InterfaceSet } from './interfaces';
import type { Exemption } from './notrack';
import { exemptionsOf } from './notrack';
import type { Coordinate, Predicate } from './predicates';
import type { Ranges } from './ranges';
import { packetsAsked } from './rule-packets';
import type { RulesetAnalysis } from './ruleset';
import { exemptedByLine } from './tracking';

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

/** How many exemptions are followed through FORWARD. */
const mostFollowed = 50;

/** The exemptions of UDP packets that have no counterpart in the other direction. What stays on this host needs none. */
export function unpairedExemptions(analysis: RulesetAnalysis): readonly Exemption[] {
  const all = exemptionsOf(analysis.file).filter(({ packets }) => isOnlyUdp(packets));
  if (all.length === 0) return [];
  const taken = exemptedByLine(analysis);
  let left = mostFollowed;
  return all.filter((exemption) => {
    const packets = taken[exemption.hook].get(exemption.line);
    if (packets === undefined || isPaired(analysis, exemption)) return false;
    return exemption.hook === 'OUTPUT' || (--left >= 0 && !isForwarded(analysis, packets));
  });
}

/** The forms of counterpart that make sense for packets, the right one first. */
export function sensibleForms(packets: Conditions): readonly CounterpartForm[] {
  const forms = knownForms(packets);
  if (isAnyPort(packets.sourcePort) && isAnyPort(packets.destinationPort)) return ['peer'];
  if (forms === 'peer') return ['peer'];
  if (forms === 'server') return ['reply'];
  return ['peer', 'reply'];
}

/** Whether an exemption's counterpart is there. A part of it is taken for the whole: nothing is said that is not sure. */
function isPaired(analysis: RulesetAnalysis, { hook, packets }: Exemption): boolean {
  const known = knownForms(packets);
  if (known === 'one-way') return true;
  const forms: readonly CounterpartForm[] = known === 'peer' ? ['peer'] : known === 'server' ? ['reply'] : ['peer', 'reply'];
  const exempt = exemptPackets(analysis, hook === 'PREROUTING' ? 'OUTPUT' : 'PREROUTING').maybe;
  return forms.some((form) => analysis.space.diagram.meets(usual(analysis, counterpart(packets, form)), exempt));
}

/** The ports that Linux takes for what it asks (`net.ipv4.ip_local_port_range` as it comes). */
const ephemeral: Ranges = [[32768, 60999]];

/**
 * The packets of a box as they usually are: where it names the port of one side, that of the other is an ephemeral one. Two rules
 * that each name one side's port always have packets in common, those that carry both, and are no pair for that.
 */
function usual({ space, file }: RulesetAnalysis, box: Conditions): PacketSet {
  const [fromAny, toAny] = [isAnyPort(box.sourcePort), isAnyPort(box.destinationPort)];
  const address = (ranges: Ranges<bigint>): readonly (readonly [Coordinate, Coordinate])[] =>
    file.family === 'ipv6' ? ranges : ranges.map(([from, to]) => [Number(from), Number(to)]);
  const of: readonly Predicate[] = [
    onInterface('input', box.input),
    onInterface('output', box.output),
    { kind: 'in', field: 'source', ranges: address(box.source) },
    { kind: 'in', field: 'destination', ranges: address(box.destination) },
    { kind: 'in', field: 'protocol', ranges: box.protocol },
    { kind: 'in', field: 'sourcePort', ranges: fromAny && !toAny ? ephemeral : box.sourcePort },
    { kind: 'in', field: 'destinationPort', ranges: toAny && !fromAny ? ephemeral : box.destinationPort },
  ];
  return packetsAsked(space, { kind: 'all', of }, 'maybe');
}

function onInterface(field: 'input' | 'output', set: InterfaceSet): Predicate {
  const { name, wildcard } = parseInterface(set?.name ?? '+');
  if (wildcard && name === '') return { kind: 'all', of: [] };
  const named: Predicate = { kind: 'in', field, ranges: [[name, wildcard ? `${name}\uffff` : name]] };
  return set?.inverted === true ? { kind: 'not', of: named } : named;
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

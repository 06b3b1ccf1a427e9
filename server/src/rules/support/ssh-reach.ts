import type { Decision } from '../../analysis/decide';
import type { PacketSet } from '../../analysis/diagram';
import { nothing, Union } from '../../analysis/diagram';
import { packetsWith, stateNames } from '../../analysis/packets';
import type { RulesetAnalysis } from '../../analysis/ruleset';
import { regardlessOfState } from '../../analysis/tracking';
import type { RulesFile } from '../../model/rules-file';
import { parseMultiport, parsePortRange, serviceName } from '../../values/index';
import type { FilterChain } from './filter-chain';
import { filterChain, passing, reachedChains, surelyDropped } from './filter-chain';
import { asFirst, openingTcp } from './first-packets';
import { networkPackets } from './network-packets';

/** No new connection to sshd can come in from the network, for certain. */
export interface NoSsh {
  readonly chain: FilterChain;
  /** The packets that would begin one, and where they are dropped. */
  readonly packets: PacketSet;
  readonly decisions: readonly Decision[];
}

/** A rule that accepts ssh, and in vain. */
export interface VainAccept {
  /**
   * `late`: its packets are dropped before, in the same chain or before the jump to its own. `unreached`: they never come to its
   * chain. `state`: it asks for a state that no first packet has.
   */
  readonly why: 'late' | 'unreached' | 'state';
  readonly line: number;
  /** The line of INPUT that comes too late: its own, or the jump's. */
  readonly lateLine?: number;
}

/** What keeps new connections to sshd out of INPUT; `undefined` where one may come in, from wherever, by any interface but `lo`. */
export function noSsh(analysis: RulesetAnalysis): NoSsh | undefined {
  const chain = filterChain(analysis, 'INPUT');
  if (chain === undefined) return undefined;
  const packets = asFirst(analysis, 'INPUT', sshPackets(analysis));
  const decisions = surelyDropped(analysis, 'INPUT', packets);
  return decisions && { chain, packets, decisions };
}

/** TCP packets from the network that open a connection to a port of sshd, in whatever state. */
function sshPackets(analysis: RulesetAnalysis): PacketSet {
  const { space } = analysis;
  return space.diagram.intersect(networkPackets(space, 'INPUT'), space.diagram.intersect(openingTcp(space), sshPorts(analysis)));
}

function sshPorts({ space, file }: RulesetAnalysis): PacketSet {
  return file.sshPorts.reduce((all, destinationPort) => space.diagram.unite(all, packetsWith(space, { destinationPort })), nothing);
}

/** Later packets of connections to sshd. */
export function establishedPackets(analysis: RulesetAnalysis): PacketSet {
  const { space } = analysis;
  const ports = space.diagram.intersect(networkPackets(space, 'INPUT'), sshPorts(analysis));
  return space.diagram.intersect(ports, packetsWith(space, { protocol: 6, sourcePort: [1024, 65535], fragment: 0, state: 'ESTABLISHED' }));
}

/**
 * What new TCP connections the network may open: to `nothing`, to ports of known `services` only, or `elsewhere` too, where sshd
 * may listen for all that anybody knows.
 */
export function openPorts(analysis: RulesetAnalysis, chain: FilterChain): 'nothing' | 'services' | 'elsewhere' {
  const { space } = analysis;
  const { diagram } = space;
  const opening = asFirst(analysis, 'INPUT', diagram.intersect(networkPackets(space, 'INPUT'), openingTcp(space)));
  const open = passing(analysis, chain, opening);
  if (open === nothing) return 'nothing';
  const starts = analysis.ports;
  const services = new Union(diagram);
  for (const [index, from] of starts.entries()) {
    const to = (starts[index + 1] ?? 65536) - 1;
    if (areServices(from, to)) services.add(packetsWith(space, { destinationPort: [from, to] }));
  }
  return diagram.within(open, services.get()) ? 'services' : 'elsewhere';
}

function areServices(from: number, to: number): boolean {
  for (let port = from; port <= to; port++) if (serviceName(port, 6) === undefined) return false;
  return true;
}

/** The rule that would let ssh in, if it could; the one whose case is clearest where there are several. */
export function vainAccept(analysis: RulesetAnalysis, { chain, packets, decisions }: NoSsh): VainAccept | undefined {
  const { space, file } = analysis;
  const { diagram } = space;
  const anyState = regardlessOfState(space, packets);
  const found: VainAccept[] = [];
  for (const { id, lines } of reachedChains(chain)) {
    for (const line of lines) {
      const rule = analysis.rule(line);
      if (rule?.effect.kind !== 'verdict' || rule.effect.verdict !== 'accept' || !diagram.meets(rule.upper, anyState)) continue;
      const named = namesSsh(file, line);
      const meant = diagram.intersect(rule.upper, packets);
      if (meant === nothing) {
        if (named) found.push({ why: 'state', line });
        continue;
      }
      // A rule for ssh and more counts only where nothing has been said of ssh before.
      if (!named && decisions.some((decision) => asksForPorts(file, decision))) continue;
      const lateLine = id === chain.chain.chain.id ? line : jumpTo(analysis, chain, id, meant);
      if (lateLine !== undefined) found.push({ why: 'late', line, lateLine });
      else if (named) found.push({ why: 'unreached', line });
    }
  }
  const rank = ({ why, line }: VainAccept): number => ['late', 'unreached', 'state'].indexOf(why) * 2 + (namesSsh(file, line) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || a.line - b.line)[0];
}

/** Whether the rule that decides, or the jump to it, asks for ports: such packets are dropped on purpose. */
export function asksForPorts(file: RulesFile, { by, line, top }: Decision): boolean {
  return by === 'rule' && [line, top].some((one) => file.bound(one)?.options.some(({ spec }) => portOptions.has(spec.name)) === true);
}

const portOptions: ReadonlySet<string> = new Set(['destination-port', 'destination-ports', 'ports', 'source-port', 'source-ports']);

/** The states that packets of a set may have. */
export function statesOf({ space }: RulesetAnalysis, packets: PacketSet): readonly string[] {
  return stateNames.filter((state) => space.diagram.meets(packets, packetsWith(space, { state })));
}

/** Whether a rule names a port of sshd, by itself or among a few. */
function namesSsh(file: RulesFile, line: number): boolean {
  const rule = file.bound(line);
  if (rule?.protocol !== 6 || rule.protocolInverted) return false;
  return rule.options.some(({ spec, negation, values }) => {
    const text = values[0]?.text ?? '';
    if (negation !== undefined) return false;
    const range = spec.name === 'destination-port' ? parsePortRange(text, rule.protocol) : undefined;
    const list = spec.name === 'destination-ports' ? parseMultiport(text, rule.protocol) : range && [range];
    return list?.some(({ from, to }) => to - from < fewPorts && file.sshPorts.some((port) => from <= port && port <= to)) === true;
  });
}

const fewPorts = 16;

/** The first jump from INPUT to a chain that such packets would take. */
function jumpTo(analysis: RulesetAnalysis, { lines, table, chain }: FilterChain, to: number, packets: PacketSet): number | undefined {
  const jumps = new Set(table.section.jumps.filter((jump) => jump.from === chain.chain.id && jump.to === to).map(({ line }) => line));
  return lines.find((line) => jumps.has(line) && analysis.space.diagram.meets(packets, analysis.rule(line)?.upper ?? nothing));
}

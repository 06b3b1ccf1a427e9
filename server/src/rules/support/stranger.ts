import { rulesInOrder } from '../../analysis/chain-order';
import type { Conditions } from '../../analysis/conditions';
import { everything, meet, relate } from '../../analysis/conditions';
import { lineConditions } from '../../analysis/line-conditions';
import { targetNamed } from '../../catalogue/index';
import type { Family } from '../../catalogue/schema';
import type { BoundRule } from '../../model/bound';
import type { Chain, Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { chainNamed } from '../../model/sections';
import type { Ports } from '../../values/index';
import { ConnectionState, parseTcpFlags, TcpFlag } from '../../values/index';

/**
 * The line that accepts a new connection from a stranger to ports of this host: from anywhere in the internet, by any interface
 * but `lo`. `undefined` where no rule surely does. Lists of unwelcome addresses, limits, and rules against broken packets do not
 * count, since they turn no honest stranger away.
 */
export function letsStrangersIn(file: RulesFile, section: Section, protocol: number, ports: Ports): number | undefined {
  const lines = strangers[file.family].map((address) => {
    const fate = walk({ file, section, rulesLeft: mostRules }, chainNamed(section, 'INPUT'), {
      ...everything(file.family),
      source: [[address, address]],
      input: { name: 'lo', inverted: true },
      protocol: [[protocol, protocol]],
      destinationPort: [[ports.from, ports.to]],
      states: ConnectionState.NEW,
    });
    return typeof fate === 'number' ? fate : undefined;
  });
  return lines.every((line) => line === lines[0]) ? lines[0] : undefined;
}

/** Addresses of the public internet, far from each other, that no ruleset is likely to name: 45.79.11.13 and 185.17.100.9, and of IPv6. */
const strangers: Readonly<Record<Family, readonly bigint[]>> = {
  ipv4: [0x2d4f0b0dn, 0xb9116409n],
  ipv6: [0x26003c00_00000000_f03c91ff_fe000013n, 0x2a01_4f8_0000_0000_0000_0000_0000_0019n],
};

/** Jumps deeper than this are not followed, and no more rules are looked at: beyond that nothing is said. */
const deepest = 32;
const mostRules = 50_000;

interface Walk {
  readonly file: RulesFile;
  readonly section: Section;
  rulesLeft: number;
}

/** The line that accepts the packets; `through`: they come out at the end of the chain; `unknown`: dropped, or not known. */
function walk(state: Walk, chain: Chain | undefined, packets: Conditions, depth = 0): number | 'through' | 'unknown' {
  const { file, section } = state;
  const order = chain && rulesInOrder(file, chain);
  if (order === undefined || depth > deepest) return 'unknown';
  for (const line of order) {
    if (state.rulesLeft-- <= 0) return 'unknown';
    const record = file.records[line];
    const conditions = lineConditions(file, line);
    const relation = conditions === undefined ? 'none' : relate(packets, conditions);
    if (record === undefined || conditions === undefined || relation === 'none' || record.jump < 0) continue;
    if (record.target === undefined) {
      const inner = walk(state, section.chains.get(record.jump), meet(packets, conditions), depth + 1);
      if (inner === 'unknown') return inner;
      // What only a part of them meets here still meets the rules behind, but for those that a goto takes past them.
      if (relation === 'all' && (inner !== 'through' || record.goto)) return inner;
      if (inner === 'through' && record.goto) return 'unknown';
      continue;
    }
    switch (targetNamed(record.target, file.family)?.verdict) {
      case 'continue':
        continue;
      case 'accept':
        if (relation === 'all') return line;
        continue;
      case 'return':
        return relation === 'all' ? 'through' : 'unknown';
      case 'drop': {
        const rule = file.bound(line);
        if (relation === 'some' && rule !== undefined && !turnsAway(rule)) continue;
        return 'unknown';
      }
      default:
        return 'unknown';
    }
  }
  return 'through';
}

/** Matches of drop rules that no honest stranger meets for long. */
const passing: ReadonlySet<string> = new Set(['limit', 'hashlimit', 'connlimit', 'recent', 'set']);

/** Whether a rule that drops may turn away whoever opens a connection properly. */
function turnsAway(rule: BoundRule): boolean {
  for (const { owner, spec, negation, values } of rule.options) {
    if (owner === undefined) {
      if (spec.name === 'fragments' && negation === undefined) return false;
      continue;
    }
    if (passing.has(owner.spec.name) && owner.options.every((option) => option.negation === undefined)) return false;
    if (owner.spec.name !== 'tcp') continue;
    if (spec.name === 'syn' && negation !== undefined) return false;
    if (spec.name === 'tcp-flags' && !meetsSyn(values[0]?.text ?? '', values[1]?.text ?? '', negation !== undefined)) return false;
  }
  return true;
}

/** Whether a packet with SYN alone, the first of every connection, meets `--tcp-flags`. */
function meetsSyn(mask: string, set: string, inverted: boolean): boolean {
  const bits = parseTcpFlags(mask);
  const wanted = parseTcpFlags(set);
  if (bits === undefined || wanted === undefined) return true;
  return ((TcpFlag.SYN & bits) === wanted) !== inverted;
}

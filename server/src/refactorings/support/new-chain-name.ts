import { targetNamed } from '../../catalogue/index';
import { longestChainName } from '../../model/bind-command';
import { reservedNames } from '../../model/chain-name';
import { isHook } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { protocolName, serviceName } from '../../values/index';
import { byteLength } from '../../values/scan';
import type { Condition } from './rule-conditions';

/**
 * A name for a new chain that no line of the file uses: `ssh-in`, `from-eth0`, `INPUT-part`.
 * @param conditions What all packets that come into it have in common.
 */
export function newChainName(file: RulesFile, parent: string, conditions: readonly Condition[], protocol: number | undefined): string {
  const subject = subjectOf(conditions, protocol);
  const named = subject === undefined ? `${parent}-part` : inChain(parent, subject);
  const base = isPlain(named) ? named : isPlain(`${parent}-part`) ? `${parent}-part` : 'part';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base.slice(0, longestChainName - 1 - String(number).length)}-${number}`;
    if (isFree(file, name)) return name;
  }
}

interface Subject {
  readonly text: string;
  /** It says which way the packets go. */
  readonly directed: boolean;
}

const directions: Readonly<Record<string, string>> = { INPUT: 'in', OUTPUT: 'out', FORWARD: 'forward' };

function inChain(parent: string, { text, directed }: Subject): string {
  if (!isHook(parent)) return `${parent}-${text}`;
  return directed ? text : `${text}-${directions[parent] ?? parent.toLowerCase()}`;
}

/** What is most telling of conditions: a port, an interface, an address, a set, a state, or the protocol. */
function subjectOf(conditions: readonly Condition[], protocol: number | undefined): Subject | undefined {
  const value = (name: string): string | undefined => {
    const option = conditions.flatMap(({ options }) => options).find(({ spec, negation }) => spec.name === name && negation === undefined);
    return option?.values[0]?.text;
  };
  const port = value('destination-port') ?? value('destination-ports') ?? value('source-port') ?? value('source-ports');
  if (port !== undefined && /^\w[\w-]*$/.test(port)) {
    const service = /^\d+$/.test(port) ? serviceName(Number(port), protocol) : port;
    const words = protocol === undefined ? 'port' : (protocolName(protocol) ?? 'port');
    return { text: service ?? `${words}-${port}`, directed: false };
  }
  for (const [name, word] of directedNames) {
    const text = value(name);
    if (text !== undefined) return { text: `${word}-${text.replace(/\+$/, '').replaceAll('/', '-')}`, directed: true };
  }
  const set = value('match-set');
  if (set !== undefined) return { text: set, directed: false };
  const state = value('ctstate') ?? value('state');
  if (state !== undefined) return { text: state.toLowerCase().replaceAll(',', '-'), directed: false };
  const name = value('protocol') === undefined || protocol === undefined ? undefined : protocolName(protocol);
  return name === undefined ? undefined : { text: name, directed: false };
}

const directedNames: readonly (readonly [string, string])[] = [
  ['in-interface', 'from'],
  ['out-interface', 'to'],
  ['source', 'from'],
  ['destination', 'to'],
];

/** A name that iptables takes, of characters that need no thought. */
function isPlain(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/.test(name) && byteLength(name) <= longestChainName;
}

function isFree(file: RulesFile, name: string): boolean {
  if (isHook(name) || reservedNames.has(name)) return false;
  if (targetNamed(name, 'ipv4') !== undefined || targetNamed(name, 'ipv6') !== undefined) return false;
  const id = file.nameNumber(name);
  return id === undefined || !file.records.some((record) => record.chain === id || record.jump === id);
}

import { targetNamed } from '../../catalogue/index';
import type { Change, MatchSpec } from '../../catalogue/schema';
import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import type { Condition } from './rule-conditions';

/** How many rules are looked at; where there are more, anything may be changed. */
const most = 500;

const everything: ReadonlySet<Change> = new Set<Change>(['mark', 'connection', 'tracking', 'sets', 'header', 'source', 'destination']);

/** What rules can change in packets that go on behind them, the chains that they jump to included. */
export function changesOf(file: RulesFile, section: Section, lines: readonly number[]): ReadonlySet<Change> {
  const changes = new Set<Change>();
  const seen = new Set<number>();
  const todo = [...lines];
  for (let count = 0; todo.length > 0; count++) {
    const line = todo.pop() ?? -1;
    const record = file.records[line];
    if (count > most) return everything;
    if (record === undefined) continue;
    for (const change of byMatches(file.lineText(line))) changes.add(change);
    if (record.target === undefined) {
      if (record.jump < 0 || seen.has(record.jump)) continue;
      seen.add(record.jump);
      todo.push(...(section.chains.get(record.jump)?.rules ?? []));
      continue;
    }
    const target = targetNamed(record.target, file.family);
    if (target?.verdict !== 'continue') continue;
    for (const change of target.changes ?? []) changes.add(change);
    // `--map-set` copies a mark from the set's entry (`set_target_v3` in the kernel's xt_set.c).
    if (target.name === 'SET') changes.add('mark');
  }
  return changes;
}

/** Two matches change something while they are asked: `-m socket --restore-skmark` and `-m connlabel --set`. */
function byMatches(text: string): readonly Change[] {
  const changes: Change[] = [];
  if (/socket/.test(text)) changes.push('mark');
  if (/connlabel/.test(text)) changes.push('connection');
  return changes;
}

/** Whether what a condition says of a packet can be another after one of the changes. */
export function isTouched(condition: Condition, changes: ReadonlySet<Change>): boolean {
  for (const change of changes) if (reads(condition, change)) return true;
  return false;
}

/** Matches that look at what no target changes. */
const aloof: readonly string[] = ['mac', 'pkttype', 'physdev', 'devgroup', 'owner', 'cgroup', 'cpu'];

/** Matches that look at a mark; `set` at sets of the types `hash:ip,mark`, `rpfilter` for `--validmark`. */
const ofMark: ReadonlySet<string> = new Set(['mark', 'bpf', 'rpfilter', 'set', 'socket', 'u32']);

/** Matches that look at the connection's own data. */
const ofConnection: ReadonlySet<string> = new Set(['connmark', 'connlabel', 'conntrack', 'state', 'helper', 'connbytes', 'bpf']);

/** Matches to which it makes no difference what the TOS, TTL, DSCP, ECN and MSS targets write. */
const notOfHeader: ReadonlySet<string> = new Set([
  ...aloof,
  ...['multiport', 'iprange', 'addrtype', 'mark', 'connmark', 'connlabel', 'state', 'conntrack', 'set', 'policy', 'helper'],
]);

/** Matches to which it makes no difference which addresses a packet has. */
const notOfAddresses: ReadonlySet<string> = new Set([...aloof, 'mark', 'connmark', 'length', 'dscp', 'tos', 'ttl', 'hl', 'ecn']);

const portOptions: ReadonlySet<string> = new Set(['source-port', 'destination-port']);

function reads({ general, match, options }: Condition, change: Change): boolean {
  if (match === undefined) return general === change;
  const { name } = match.spec;
  switch (change) {
    case 'mark':
      return ofMark.has(name);
    case 'connection':
      return ofConnection.has(name);
    case 'tracking':
      return ofConnection.has(name) || (match.spec as MatchSpec).needsConnection === true;
    case 'sets':
      return name === 'set' || name === 'bpf';
    case 'header':
      return !notOfHeader.has(name) && !options.every((option) => portOptions.has(option.spec.name));
    case 'source':
    case 'destination':
      return !notOfAddresses.has(name);
  }
}

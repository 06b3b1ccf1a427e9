import type { BoundOption, BoundRule } from '../../model/bound';
import { optionSpan } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { PortEntry } from '../../rules/support/port-list';
import { mostPlaces, placesOf, portListsOf, withPorts } from '../../rules/support/port-list';
import { isAccepted, rewritten, textAfter } from '../../rules/support/rewritten';
import { replaceSpan } from '../../text/position';

/** Something that a rule lists, or names one of, and that neighbouring rules may have others of: ports of a side, addresses. */
export interface Variation {
  readonly kind: 'source-port' | 'destination-port' | 'source' | 'destination';
  /** The words of the list. */
  readonly entries: readonly string[];
  /** The rest of the rule, for comparison with others. */
  readonly rest: string;
  /** How a list is introduced: `-m multiport --dports`, `-s`. */
  readonly listName: string;
  /** Each entry becomes a rule of its own in the kernel anyway. */
  readonly expands: boolean;
  /** Other entries can join: the list has room, and no packet is in two of them. */
  readonly takes: (others: readonly Variation[]) => boolean;
  /** The rule's line, its counters left out, with another list; `undefined` where iptables would not take it. */
  readonly write: (entries: readonly string[]) => string | undefined;
}

/** What an `-A` rule lists or could list. */
export function variationsOf(file: RulesFile, line: number): readonly Variation[] {
  const rule = file.records[line]?.command === 'append' ? file.bound(line) : undefined;
  if (rule === undefined || !isAccepted(rule) || rule.options.some((option) => option.spec.name === 'set-counters')) return [];
  return [...portVariations(file, rule, line), ...addressVariations(file, rule, line)];
}

interface PortVariation extends Variation {
  readonly ports: readonly PortEntry[];
}

/** Matches of which each rule has its own state or count: one rule for all ports would share it. */
const ownState: ReadonlySet<string> = new Set(['limit', 'hashlimit', 'recent', 'statistic', 'quota', 'connlimit', 'nfacct']);

function portVariations(file: RulesFile, rule: BoundRule, line: number): readonly PortVariation[] {
  if (rule.matches.some((match) => ownState.has(match.spec.name))) return [];
  return portListsOf(rule).map((list): PortVariation => {
    const { side, option, match, entries: ports } = list;
    // A match that has nothing but the ports goes along with them.
    const cut = rule.options.filter(
      (one) => one.owner === undefined && match.options.length === 1 && one.values[0]?.start === match.name.start,
    );
    return {
      kind: `${side}-port`,
      entries: ports.map(({ text }) => text),
      ports,
      rest: restOf(rule, option, match.implicit ? [] : cut),
      listName: `-m multiport --${side === 'source' ? 's' : 'd'}ports`,
      expands: false,
      takes: (others) => {
        const all = [...ports, ...others.flatMap((other) => (other as PortVariation).ports)];
        return placesOf(all) <= mostPlaces && areDisjoint(all);
      },
      write: (entries) => {
        const edits = withPorts(file, rule, line, list, entries);
        return edits && withoutCounters(rule, textAfter(rule, edits));
      },
    };
  });
}

function areDisjoint(ports: readonly PortEntry[]): boolean {
  const sorted = [...ports].sort((a, b) => a.from - b.from);
  return sorted.every((entry, index) => index === 0 || (sorted[index - 1]?.to ?? 0) < entry.from);
}

/** iptables takes no word of 1024 bytes (`add_param_to_argv`); a few are left for whoever adds an address. */
const longestList = 1000;

/** Lists of addresses, which iptables takes apart into rules of their own, the sources outside, the destinations inside. */
function addressVariations(file: RulesFile, rule: BoundRule, line: number): readonly Variation[] {
  const variations: Variation[] = [];
  for (const kind of ['source', 'destination'] as const) {
    const option = rule.options.find((one) => one.owner === undefined && one.spec.name === kind);
    const other = rule.options.find((one) => one.owner === undefined && one.spec.name === (kind === 'source' ? 'destination' : 'source'));
    const value = option?.values[0];
    if (option === undefined || value === undefined || option.negation !== undefined || value.start < option.name.end) continue;
    // With two lists the rules would come in another order.
    if (other?.values[0]?.text.includes(',') === true) continue;
    variations.push({
      kind,
      entries: value.text.split(','),
      rest: restOf(rule, option, []),
      listName: option.name.text,
      expands: true,
      takes: (others) => [value.text, ...others.flatMap((one) => one.entries)].join(',').length <= longestList,
      write: (entries) => {
        const edits = [replaceSpan(line, value, entries.join(','))];
        return rewritten(file, rule, line, edits) === undefined ? undefined : withoutCounters(rule, textAfter(rule, edits));
      },
    });
  }
  return variations;
}

function withoutCounters(rule: BoundRule, text: string): string {
  return text.slice(rule.tree.counters?.end ?? 0).trimStart();
}

/** The words of a rule without an option, in whose place something stands that is no word, and without others. */
function restOf(rule: BoundRule, option: BoundOption, cut: readonly BoundOption[]): string {
  const place = optionSpan(option);
  const gone = cut.map(optionSpan);
  const words = rule.tree.words
    .filter((word) => !gone.some(({ start, end }) => start <= word.start && word.end <= end))
    .map((word) => (place.start <= word.start && word.end <= place.end ? '\0' : rule.tree.text.slice(word.start, word.end)));
  return words.filter((word, index) => word !== '\0' || words[index - 1] !== '\0').join(' ');
}

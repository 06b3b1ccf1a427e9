import type { ExtensionSpec } from '../../catalogue/schema';
import { forBackEnd } from '../../catalogue/schema';
import type { BoundRule } from '../../model/bound';
import { generalOption } from '../../model/bound';
import type { Fault } from '../../model/faults';
import { protocolNumber } from '../../values/index';
import { expandStops } from '../support/tab-stops';
import { glue } from './request';
import type { RuleSpot } from './spot';

/** Text that goes in elsewhere in the line. */
export interface Also {
  readonly at: number;
  readonly text: string;
}

/** What a trial passes over: nothing, warnings, or all that more options would mend. */
export type Leniency = 'strict' | 'lenient' | 'unfinished';

/** Tells of texts at the cursor whether the checker lets them pass. */
export interface Trial {
  passes(insert: string, also?: Also, leniency?: Leniency): boolean;
  /** Something is wrong with the text that no other words of the line could mend: the table, a word too many. */
  isHopeless(insert: string, also?: Also): boolean;
  /** The extensions of the line that lack an option. */
  readonly unfinished: ReadonlySet<string>;
}

/** What may be missing before an extension; what fits of it is put in. The two protocols that most rules are about come first. */
const preludes = ['-p tcp ', '-p udp ', '--tcp-flags SYN,RST SYN ', '-p tcp --tcp-flags SYN,RST SYN '];

/** A trial for the spot: each text is read as iptables would read it; faults that the line has anyway do not count. */
export function trialOf(spot: RuleSpot): Trial {
  const { request, place } = spot;
  const { text, word } = request;
  const read = (insert: string, also: Also | undefined): BoundRule => {
    const head = text.slice(0, word.start);
    const before = also === undefined ? head : head.slice(0, also.at) + also.text + head.slice(also.at);
    return spot.bind(before + insert + glue(request) + text.slice(word.end));
  };
  const counts = (fault: Fault): boolean =>
    !harmless.has(fault.code) && (fault.backEnd === undefined || place.backEnds.includes(fault.backEnd));
  const present = read('', undefined);
  const anyway = new Set([...present.faults.filter(counts).map(keyOf), ...misplaced(spot, present)]);
  // The same text is often tried with one leniency after the other; reading the line is what costs.
  const known = new Map<string, readonly string[]>();
  const objections = (insert: string, also: Also | undefined): readonly string[] => {
    const key = also === undefined ? insert : `${also.text}\n${insert}`;
    let found = known.get(key);
    if (found === undefined) {
      const rule = read(expandStops(insert), also);
      const faults = rule.faults.filter((fault) => counts(fault) && !anyway.has(keyOf(fault))).map((fault) => fault.code);
      found = [...faults, ...misplaced(spot, rule).filter((place) => !anyway.has(place))];
      known.set(key, found);
    }
    return found;
  };
  return {
    isHopeless: (insert, also) => objections(insert, also).some((objection) => final.has(objection) || objection.startsWith(misplacedSign)),
    passes: (insert, also, leniency = 'strict') => objections(insert, also).every((objection) => passedOver[leniency].has(objection)),
    unfinished: new Set(present.faults.flatMap((fault) => (fault.code === 'missing-option' ? [fault.extension] : []))),
  };
}

const passedOver: Readonly<Record<Leniency, ReadonlySet<string>>> = {
  strict: new Set(),
  lenient: new Set(['unlikely-combination']),
  unfinished: new Set(['unlikely-combination', 'invalid-combination', 'missing-option']),
};

/** What stays wrong whatever is put in beside it. */
const final: ReadonlySet<string> = new Set(['wrong-table', 'unexpected-word', 'option-not-allowed', 'invalid-value', 'missing-value']);

const misplacedSign = 'misplaced ';

/** What a rule has that a hook of its place does not take: `policy --dir in` in OUTPUT. */
export function misplaced(spot: RuleSpot, rule: BoundRule): readonly string[] {
  const { backEnds, hooks } = spot.place;
  return rule.placements
    .filter((placement) => backEnds.some((backEnd) => hooks.some((hook) => !forBackEnd(placement.hooks, backEnd)?.includes(hook))))
    .map((placement) => `${misplacedSign}${placement.extension} ${placement.option}`);
}

/**
 * What has to go in before an extension so that the line is taken: `''` where nothing is missing, several where there is a
 * choice, none where nothing helps.
 * @param isTaken Whether the line is taken with a prelude.
 * @param isHopeless Whether no prelude can help.
 */
export function preludesFor(
  spot: RuleSpot,
  spec: ExtensionSpec,
  isTaken: (prelude: string) => boolean,
  isHopeless: () => boolean,
): readonly string[] {
  if (isRuledOut(spot, spec)) return [];
  if (isTaken('')) return [''];
  if (isHopeless()) return [];
  const given = generalOption(spot.rule, 'protocol') !== undefined;
  const found: string[] = [];
  for (const prelude of given ? preludes.filter((words) => !words.startsWith('-p ')) : [...ownProtocols(spec), ...preludes]) {
    if (isTaken(prelude)) found.push(prelude);
    if (found.length === 2 || (found.length === 1 && prelude !== preludes[0])) break;
  }
  return found;
}

/** The rule's `-p` names a protocol that the extension does not take. */
export function isRuledOut(spot: RuleSpot, spec: ExtensionSpec): boolean {
  const { rule } = spot;
  if (spec.protocols === undefined || spec.deprecated !== undefined || generalOption(rule, 'protocol') === undefined) return false;
  return rule.protocolInverted || !spec.protocols.some((name) => protocolNumber(name) === rule.protocol);
}

/** The `-p` of a protocol that only this extension is about: `-p icmp `, `-p ah `. */
function ownProtocols(spec: ExtensionSpec): readonly string[] {
  const common = spec.protocols?.some((name) => name === 'tcp' || name === 'udp') ?? true;
  const needed = common ? [] : (spec.protocols?.slice(0, 1) ?? []);
  const named = protocolNumber(spec.name) === undefined ? [] : [spec.name];
  return [...new Set([...needed, ...named])].filter((name) => name !== 'tcp' && name !== 'udp').map((name) => `-p ${name} `);
}

/** Faults that do not refuse the file, and those of a text that is still being written. */
const harmless: ReadonlySet<string> = new Set([
  'missing-value',
  'dangling-negation',
  'attached-value',
  'host-bits-set',
  'host-name-in-rule',
  'value-truncated',
]);

function keyOf(fault: Fault): string {
  const option = 'option' in fault ? fault.option : '';
  const extension = 'extension' in fault ? fault.extension : '';
  return `${fault.code} ${extension} ${option}`;
}

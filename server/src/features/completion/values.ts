import type { ValueSlot } from '../../catalogue/schema';
import { words } from '../../l10n/words';
import type { BoundOption } from '../../model/bound';
import type { Span } from '../../text/position';
import type { ValueContext, ValueSuggestion } from '../../values/value-type';
import { chainEntries, jumpEntries, matchEntries } from './extensions';
import type { Entry } from './item';
import { kinds } from './item';
import { sampleFor } from './samples';
import { seenValues } from './seen';
import type { RuleSpot, Spot } from './spot';
import { misplaced } from './trial';

const rank = { seen: 10, suggested: 20, example: 30 };

type ValueSpot = Extract<Spot, { kind: 'value' }>;

/** What can stand as the value of an option. */
export function valueEntries(spot: RuleSpot, at: ValueSpot): Entry[] {
  const { option, index, span } = at;
  if (option.owner === undefined) {
    switch (option.spec.name) {
      case 'match':
        return matchEntries(spot, option.name);
      case 'jump':
        return jumpEntries(spot, option.name);
      case 'goto':
        return chainEntries(spot);
    }
  }
  const slot = option.spec.values[index];
  return slot === undefined ? [] : suggestions(spot, option, slot, span);
}

function suggestions(spot: RuleSpot, option: BoundOption, slot: ValueSlot, span: Span): Entry[] {
  const { request, rule } = spot;
  const context: ValueContext = {
    family: request.file.family,
    protocol: rule.protocol,
    inverted: option.negation !== undefined,
  };
  const { text, character } = request;
  const inside = insideQuotes(text, span);
  const written = text.slice(inside.start, inside.end);
  const cursor = character - inside.start;
  // Of a list only the item at the cursor is replaced; its type is asked what may stand beside all the others.
  const first = written.lastIndexOf(',', cursor - 1) + 1;
  const comma = written.indexOf(',', cursor);
  const last = comma < 0 ? written.length : comma;
  const others = [...written.slice(0, first).split(','), ...written.slice(last).split(',')].filter((item) => item !== '');
  const head = others.map((item) => `${item},`).join('');
  const typed = written.slice(first, cursor);
  const replace = { start: inside.start + first, end: inside.start + last };

  const offered = (slot.type.suggest?.(head + typed, context) ?? []).map((one) => entryOf(one, head, replace));
  const fitting = offered.filter((entry) => goesOnFrom(typed, entry.label) && isTaken(spot, entry.label, replace));
  if (head !== '') return fitting;
  const seen = option.spec.name === 'protocol' ? [] : seenValues(request, slot);
  const fromFile = seen
    .filter((value) => slot.type.check(unquoted(value), context) === undefined && goesOnFrom(typed, unquoted(value)))
    .map(
      (value): Entry => ({
        label: inside.start > span.start ? unquoted(value) : value,
        kind: kinds.seen,
        rank: rank.seen,
        replace,
        detail: words.seenHere[request.language],
      }),
    );
  const found = [...fromFile, ...fitting.filter((entry) => !seen.includes(entry.label))];
  if (found.length > 0 || typed !== '') return found;
  const whole = sampleFor(slot, request.file.family);
  const sample = inside.start > span.start ? unquoted(whole) : whole;
  return [{ label: sample, kind: kinds.value, rank: rank.example, replace, detail: words.exampleValue[request.language] }];
}

/** Numbers stay numbers: who has begun to type one is not offered names, which the Enter key would put in its place. */
function goesOnFrom(typed: string, value: string): boolean {
  return !/^\d/.test(typed) || /^\d/.test(value);
}

/** Whether the line takes a value, as the checker judges it: `tcp-reset` needs `-p tcp`. */
function isTaken(spot: RuleSpot, value: string, replace: Span): boolean {
  const { text } = spot.request;
  const rule = spot.bind(text.slice(0, replace.start) + value + text.slice(replace.end));
  const end = replace.start + value.length;
  if (misplaced(spot, rule).length > misplaced(spot, spot.rule).length) return false;
  return !rule.faults.some(({ code, start, end: last }) => refusals.has(code) && start < end && last > replace.start);
}

const refusals: ReadonlySet<string> = new Set(['invalid-value', 'invalid-combination', 'never-matching-value']);

function entryOf(suggestion: ValueSuggestion, head: string, replace: Span): Entry {
  return {
    label: suggestion.value.startsWith(head) ? suggestion.value.slice(head.length) : suggestion.value,
    kind: kinds.value,
    rank: rank.suggested,
    replace,
    detail: suggestion.detail,
    doc: suggestion.doc,
  };
}

/** What stands between the quotes of a quoted value; the whole of any other. */
function insideQuotes(text: string, span: Span): Span {
  if (span.end === span.start || text.charAt(span.start) !== '"') return span;
  const closed = span.end - span.start > 1 && text.charAt(span.end - 1) === '"';
  return { start: span.start + 1, end: closed ? span.end - 1 : span.end };
}

function unquoted(written: string): string {
  return /^"(.*)"$/.exec(written)?.[1] ?? written;
}

import type { ValueSlot } from '../../catalogue/schema';
import { words } from '../../l10n/words';
import type { BoundOption } from '../../model/bound';
import type { ValueContext, ValueSuggestion } from '../../values/value-type';
import { chainEntries, jumpEntries, matchEntries } from './extensions';
import type { Entry } from './item';
import { kinds } from './item';
import { seenValues } from './seen';
import type { RuleSpot, Spot } from './spot';

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

function suggestions(spot: RuleSpot, option: BoundOption, slot: ValueSlot, span: { start: number; end: number }): Entry[] {
  const { request, rule } = spot;
  const context: ValueContext = {
    family: request.file.family,
    protocol: rule.protocol,
    inverted: option.negation !== undefined,
  };
  const written = request.text.slice(span.start, span.end);
  const quote = written.startsWith('"') ? '"' : '';
  const cursor = request.character - span.start;
  // Of a list only the item at the cursor is replaced; its type is asked what may stand beside all the others.
  const first = quote === '' ? written.lastIndexOf(',', cursor - 1) + 1 : 0;
  const comma = quote === '' ? written.indexOf(',', cursor) : -1;
  const last = comma < 0 ? written.length : comma;
  const others = [...written.slice(0, first).split(','), ...written.slice(last).split(',')].filter((item) => item !== '');
  const head = first === 0 && comma < 0 ? '' : others.map((item) => `${item},`).join('');
  const typed = quote === '' ? written.slice(first, cursor) : '';
  const replace = { start: span.start + first, end: span.start + last };

  const offered = slot.type.suggest?.(head + typed, context) ?? [];
  const entries = offered.map((one): Entry => entryOf(one, head, quote, replace));
  if (head !== '') return entries;
  const seen =
    option.spec.name === 'protocol' ? [] : seenValues(request.file, request.line, slot).filter((value) => isRight(value, slot, context));
  const fromFile = seen.map(
    (value): Entry => ({
      label: value,
      kind: kinds.seen,
      rank: rank.seen,
      replace,
      detail: words.seenHere[request.language],
    }),
  );
  const sample = entries.length === 0 && !seen.includes(slot.sample) ? [exampleOf(slot, replace, words.example[request.language])] : [];
  return [...fromFile, ...entries.filter((entry) => !seen.includes(entry.label)), ...sample];
}

function entryOf(suggestion: ValueSuggestion, head: string, quote: string, replace: { start: number; end: number }): Entry {
  const value = suggestion.value.startsWith(head) ? suggestion.value.slice(head.length) : suggestion.value;
  return {
    label: quote + value + quote,
    kind: kinds.value,
    rank: rank.suggested,
    replace,
    detail: suggestion.detail,
    doc: suggestion.doc,
  };
}

function exampleOf(slot: ValueSlot, replace: { start: number; end: number }, detail: string): Entry {
  return { label: slot.sample, kind: kinds.value, rank: rank.example, replace, detail };
}

/** Values that are refused elsewhere are not spread further. */
function isRight(written: string, slot: ValueSlot, context: ValueContext): boolean {
  const value = /^"(.*)"$/.exec(written)?.[1] ?? written;
  return slot.type.check(value, context) === undefined;
}

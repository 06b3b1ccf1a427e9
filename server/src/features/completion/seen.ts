import { allMatches, allTargets, generalOptions } from '../../catalogue/index';
import type { ValueSlot } from '../../catalogue/schema';
import type { Word } from '../../syntax/words';
import { cutWords } from '../../syntax/words';
import { addressList, hostMask, interfaceName, mark, markMask, markSet, setName, singleAddress } from '../../values/index';
import type { ValueType } from '../../values/value-type';
import { optionSpellings } from '../support/describe';
import type { CompletionRequest } from './request';

/** How many lines before and behind the cursor are looked at: enough for what is near, and quick in a file of any size. */
const reach = 1000;
/** The most values that are offered. */
const most = 20;

/**
 * Values of one kind that stand elsewhere in the file or in the other open ones, as they are written, the most frequent
 * first; then sets that exist.
 */
export function seenValues({ file, line, options }: CompletionRequest, slot: ValueSlot): readonly string[] {
  const kind = kindOf(slot.type);
  const counts = new Map<string, number>();
  const end = Math.min(file.lineCount, line + reach);
  for (let at = Math.max(0, line - reach); at < end; at++) {
    if (at === line || file.records[at]?.kind !== 'command') continue;
    for (const value of valuesIn(file.lineText(at), kind)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const other of options.others ?? []) {
    if (other === file || other.family !== file.family) continue;
    for (let at = 0; at < Math.min(other.lineCount, reach); at++) {
      if (other.records[at]?.kind !== 'command') continue;
      for (const value of valuesIn(other.lineText(at), kind)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  if (kind === 'set') for (const name of file.sets ?? []) counts.set(name, counts.get(name) ?? 0);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([value]) => value);
}

function valuesIn(text: string, kind: string): readonly string[] {
  const slots = slotsByOption(kind);
  if (slots === undefined) return [];
  if (!hasPlainQuotes(text)) return valuesAmong(cutWords(text), text, slots);
  const found: string[] = [];
  for (let start = text.startsWith('-') ? 0 : nextOption(text, 0); start >= 0; start = nextOption(text, start)) {
    const end = text.indexOf(' ', start);
    if (end < 0) break;
    const places = slots.get(text.slice(start, end));
    if (places !== undefined && !isQuoted(text, start)) found.push(...wordsFrom(text, end, places));
  }
  return found;
}

/** The same of a line whose words take more to tell apart. */
function valuesAmong(words: readonly Word[], text: string, slots: ReadonlyMap<string, readonly number[]>): readonly string[] {
  return words.flatMap((option, index) =>
    (slots.get(text.slice(option.start, option.end)) ?? []).flatMap((place) => {
      const value = words[index + 1 + place];
      return value === undefined ? [] : [text.slice(value.start, value.end)];
    }),
  );
}

/** Whether quotes only stand around whole words, and nothing is escaped. */
function hasPlainQuotes(text: string): boolean {
  let open = text.indexOf('"');
  if (open < 0) return true;
  if (text.includes('\\')) return false;
  while (open >= 0) {
    const close = text.indexOf('"', open + 1);
    if (close < 0 || (open > 0 && text.charCodeAt(open - 1) !== 32)) return false;
    if (close + 1 < text.length && text.charCodeAt(close + 1) !== 32) return false;
    open = text.indexOf('"', close + 1);
  }
  return true;
}

/** Where the next word that begins with a dash begins; -1 where there is none. */
function nextOption(text: string, start: number): number {
  const space = text.indexOf(' -', start);
  return space < 0 ? -1 : space + 1;
}

/** Whether an odd number of quotes stands before an offset. */
function isQuoted(text: string, offset: number): boolean {
  let quoted = false;
  for (let at = text.indexOf('"'); at >= 0 && at < offset; at = text.indexOf('"', at + 1)) quoted = !quoted;
  return quoted;
}

/** Of the words that follow an offset those at some places, as they are written; an option's name is none of them. */
function wordsFrom(text: string, offset: number, places: readonly number[]): string[] {
  const found: string[] = [];
  const last = places[places.length - 1] ?? -1;
  let start = offset;
  for (let place = 0; place <= last; place++) {
    while (text.charCodeAt(start) === 32) start++;
    if (start >= text.length) break;
    const quote = text.charCodeAt(start) === 34 ? text.indexOf('"', start + 1) : -1;
    const space = text.indexOf(' ', quote < 0 ? start : quote);
    const end = space < 0 ? text.length : space;
    if (places.includes(place)) found.push(text.slice(start, end));
    start = end;
  }
  return found;
}

/** For each kind, by the spellings of options, which of their values are of it. */
const byKind = new Map<string, Map<string, readonly number[]>>();

/** The options of which some value is of a kind; `undefined` where there are none. Where two extensions share a spelling, the first counts. */
function slotsByOption(kind: string): ReadonlyMap<string, readonly number[]> | undefined {
  if (byKind.size === 0) {
    const met = new Set<string>();
    for (const option of [...generalOptions, ...[...allMatches, ...allTargets].flatMap((spec) => spec.options)]) {
      const kinds = option.values.map((slot) => kindOf(slot.type));
      for (const spelling of optionSpellings(option)) {
        if (met.has(spelling)) continue;
        met.add(spelling);
        for (const one of new Set(kinds)) {
          const options = byKind.get(one) ?? new Map<string, readonly number[]>();
          byKind.set(one, options);
          options.set(
            spelling,
            kinds.flatMap((other, place) => (other === one ? [place] : [])),
          );
        }
      }
    }
  }
  return byKind.get(kind);
}

const alike: readonly (readonly [string, readonly ValueType[]])[] = [
  ['interface', [interfaceName]],
  ['address', [addressList, hostMask, singleAddress]],
  ['mark', [mark, markMask, markSet]],
  ['set', [setName]],
];

/** Types whose values can stand for one another count as one kind. */
function kindOf(type: ValueType): string {
  return alike.find(([, types]) => types.includes(type))?.[0] ?? type.id;
}

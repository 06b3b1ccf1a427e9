import { allMatches, allTargets, generalOptions } from '../../catalogue/index';
import type { ValueSlot } from '../../catalogue/schema';
import { cutWords } from '../../syntax/words';
import { addressList, hostMask, interfaceName, mark, markMask, markSet, setName, singleAddress } from '../../values/index';
import type { ValueType } from '../../values/value-type';
import { optionSpellings } from '../support/describe';
import type { CompletionRequest } from './request';

/** How many lines before and behind the cursor are looked at: enough for what is near, and quick in a file of any size. */
const reach = 2000;
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
  const found: string[] = [];
  const words = text.includes('"') ? cutWords(text).map((word) => text.slice(word.start, word.end)) : text.split(' ');
  for (let index = 0; index + 1 < words.length; index++) {
    const word = words[index] ?? '';
    if (word.charCodeAt(0) !== 45) continue;
    const slots = kindsByOption().get(word);
    if (slots === undefined) continue;
    slots.forEach((slot, offset) => {
      const value = words[index + 1 + offset];
      if (slot === kind && value !== undefined && value !== '') found.push(value);
    });
  }
  return found;
}

let byOption: Map<string, readonly string[]> | undefined;

/** The kinds of the values of every option, by its spelling. Where two extensions share a spelling, the first counts. */
function kindsByOption(): ReadonlyMap<string, readonly string[]> {
  if (byOption !== undefined) return byOption;
  byOption = new Map();
  for (const option of [...generalOptions, ...[...allMatches, ...allTargets].flatMap((spec) => spec.options)]) {
    const slots = option.values.map((slot) => kindOf(slot.type));
    for (const spelling of optionSpellings(option)) if (!byOption.has(spelling)) byOption.set(spelling, slots);
  }
  return byOption;
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

import type { OptionSpec } from '../catalogue/schema';
import type { Word } from '../syntax/words';
import { interfaceName } from '../values/index';
import { longestInterfaceName } from '../values/interface-name';
import { byteLength } from '../values/scan';
import type { BoundExtension, BoundOption, BoundValue, Part } from './bound';
import { checkValue } from './check-value';
import { findExactLong } from './find-option';
import { generalShort } from './option-table';
import { report } from './report';
import type { Attached, Found, Walk } from './walk';

/** Reads an option's values and notes what is wrong with them. Public for options that iptables would not know here, but whose author plainly meant them. */
export function readOption(
  walk: Walk,
  name: Part,
  spec: OptionSpec,
  owner: BoundExtension | undefined,
  negation: Word | undefined,
  attached: Attached | undefined,
): BoundOption {
  const values: BoundValue[] = [];
  const option: BoundOption = { spec, owner, name, negation, values };
  walk.rule.options.push(option);
  if (attached === undefined && negation === undefined) skipNegationBehind(walk, name, spec);
  if (negation !== undefined && spec.invertible !== true && spec.name !== 'ipv4' && spec.name !== 'ipv6') {
    report(walk, {
      code: 'negation-not-allowed',
      start: negation.start,
      end: negation.end,
      option: name.text,
      extension: owner?.spec.name,
    });
  }
  if (attached !== undefined && owner === undefined) reportAttached(walk, name, spec, attached);
  for (let index = 0; index < spec.values.length; index++) {
    const slot = spec.values[index];
    if (slot === undefined) break;
    if (index === 0 && attached !== undefined) {
      values.push({
        slot,
        word: attached.word,
        shift: attached.shift,
        start: attached.word.quoted ? attached.word.start : attached.word.start + attached.shift,
        end: attached.word.end,
        text: attached.text,
        maybe: attached.word.holes !== undefined,
      });
      continue;
    }
    if (index === 0 && (spec.valueOptional === true || (spec.wordOptional === true && !hasWord(walk)))) break;
    if (index === 1 && spec.name === 'set-counters' && values[0]?.text.includes(',')) break;
    const word = walk.words[walk.next];
    const first = word?.value.charCodeAt(0);
    // getopt hands over the next word whatever it is; the words behind it are looked at first.
    if (word === undefined || (index > 0 && (first === 45 || word.value === '!')) || looksLikeNextOption(walk, word, index)) {
      report(walk, { code: 'missing-value', start: name.start, end: name.end, option: name.text, label: slot.label });
      break;
    }
    walk.next++;
    values.push({ slot, word, shift: 0, start: word.start, end: word.end, text: word.value, maybe: word.holes !== undefined });
  }
  if (attached !== undefined && (spec.values.length === 0 || spec.wordOptional === true)) {
    report(walk, {
      code: 'unexpected-word',
      start: attached.word.start + attached.shift - 1,
      end: attached.word.end,
      word: attached.text,
      reason: 'plain',
    });
  }
  const last = values[values.length - 1];
  const apart = last !== undefined && reportSpaceInList(walk, option, last);
  for (const value of values) if (!apart || value !== last) checkValue(walk, option, value);
  return option;
}

/** A release takes the whole word for the value: for the name of an interface, where it is short enough, and for nothing it knows otherwise. */
function reportAttached(walk: Walk, name: Part, spec: OptionSpec, { word, text }: Attached): void {
  const { attachedMisreadBy: misreadBy } = spec;
  if (misreadBy === undefined || word.holes !== undefined) return;
  const isName = spec.values[0]?.type === interfaceName && byteLength(word.value) <= longestInterfaceName;
  const { start, end } = word;
  report(walk, { code: 'attached-value', start, end, option: name.text, value: text, word: word.value, misreadBy, isName });
}

/** The next word is neither an option nor a `!` (`xs_has_arg` in iptables/xshared.c). */
function hasWord(walk: Walk): boolean {
  const first = walk.words[walk.next]?.value.charCodeAt(0);
  return first !== undefined && first !== 45 && first !== 33;
}

/** `-s ! 192.0.2.1`, as releases before 1.4 wrote it: the value follows, so the `!` cannot be the value. */
function skipNegationBehind(walk: Walk, name: Part, spec: OptionSpec): void {
  const word = walk.words[walk.next];
  const value = walk.words[walk.next + 1]?.value;
  if (spec.invertible !== true || spec.values.length === 0 || word?.value !== '!' || word.quoted) return;
  if (value === undefined || value.charCodeAt(0) === 45 || value === '!') return;
  report(walk, { code: 'dangling-negation', start: word.start, end: word.end, option: name.text });
  walk.next++;
}

/**
 * `80, 443`: a list with blanks is several words to iptables. It is told once, for the whole list, where the list without
 * blanks would be right.
 */
function reportSpaceInList(walk: Walk, option: BoundOption, value: BoundValue): boolean {
  if (value.word.quoted || value.maybe) return false;
  let end = value.end;
  let joined = value.text;
  let next = walk.next;
  for (let word = walk.words[next]; word !== undefined && !word.quoted; word = walk.words[next]) {
    const first = word.value.charCodeAt(0);
    if (first === 45 || first === 33 || !(joined.endsWith(',') || first === 44)) break;
    joined += word.value;
    end = word.end;
    next++;
  }
  if (next === walk.next) return false;
  const context = { family: walk.context.family, protocol: walk.rule.protocol, inverted: option.negation !== undefined };
  if (
    (value.slot.type.check(joined, context)?.code ?? 'invalid-value') === 'invalid-value' &&
    value.slot.type.check(joined, context) !== undefined
  )
    return false;
  const word = walk.words[walk.next]?.value ?? '';
  walk.next = next;
  report(walk, { code: 'unexpected-word', start: value.start, end, word, reason: 'list-space', suggestion: joined });
  return true;
}

/**
 * An option stands where a value should: iptables takes it for the value and fails on what follows. Only where that is
 * sure to be refused is it read as a missing value: the word is exactly a known option, and the value's type refuses it, or
 * it leaves the other option's value behind as a stray word.
 */
function looksLikeNextOption(walk: Walk, word: Word, index: number): boolean {
  if (index > 0 || word.quoted || word.holes !== undefined || word.value.charCodeAt(0) !== 45 || word.value.length < 2) return false;
  const value = word.value;
  const { family } = walk.context;
  const entry = value.length === 2 ? generalShort[family].get(value.slice(1)) : undefined;
  const found = entry !== undefined ? { entry } : value.startsWith('--') ? findExactLong(walk, value.slice(2)) : undefined;
  if (found === undefined || Array.isArray(found)) return false;
  const option = walk.rule.options[walk.rule.options.length - 1];
  const slot = option?.spec.values[0];
  if (slot === undefined || slot.type.id.startsWith('name:')) return true;
  if (slot.type.check(value, { family, protocol: walk.rule.protocol, inverted: false }) !== undefined) return true;
  const stray = walk.words[walk.next + 1]?.value.charCodeAt(0);
  return option?.spec.values.length === 1 && takesValue(found as Found) && stray !== undefined && stray !== 45 && stray !== 33;
}

function takesValue(found: Found): boolean {
  if (!('entry' in found)) return found.option.values.length > 0 && found.option.valueOptional !== true;
  const { entry } = found;
  return entry.command !== undefined
    ? entry.command.words.length > 0
    : entry.option.values.length > 0 && entry.option.valueOptional !== true;
}

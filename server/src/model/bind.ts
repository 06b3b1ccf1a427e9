import { matchNamed, targetNamed } from '../catalogue/index';
import type { ExtensionSpec, Family, OptionSpec } from '../catalogue/schema';
import type { LineTree } from '../syntax/line';
import { parseLine } from '../syntax/line';
import type { Word } from '../syntax/words';
import { cutWords, isForeignSpace, isTypographicDash, isTypographicQuote } from '../syntax/words';
import { interfaceName, protocolName, protocolNumber } from '../values/index';
import { byteLength } from '../values/scan';
import { bindCommand } from './bind-command';
import { optionAnywhere, reportUnexpectedWord, reportUnknownMatch, reportUnknownOption } from './bind-unknown';
import type { BoundExtension, BoundOption, BoundRule, BoundValue, Part } from './bound';
import { checkRule, checkSkipped } from './check-rule';
import { checkValue } from './check-value';
import type { Fault } from './faults';
import type { GeneralEntry } from './option-table';
import { extensionsWithOption, generalLong, generalShort, optionsOf } from './option-table';
import { report } from './report';
import { certainInLine } from './template-faults';

/** What a line's meaning depends on beside its own text. */
export interface BindContext {
  readonly family: Family;
  /** The table the line stands in; `undefined` outside of one. */
  readonly table: string | undefined;
  /** A chain of this name has been declared. It hides a target of the same name (`xtables_announce_chain`). */
  isChain(name: string): boolean;
  /** Some line of the file makes a chain of this name, so that behind `-j` it can only be that. */
  isMade?(name: string): boolean;
}

/** The state of one walk over a line's words, as getopt and `do_parse` (iptables/xshared.c) keep it. */
export interface Walk {
  readonly rule: BoundRule;
  readonly context: BindContext;
  readonly words: readonly Word[];
  /** The word to read next. */
  next: number;
  /** The `!` that waits for its option. */
  negation: Word | undefined;
  /** Extensions in the order they were loaded; the last one's options come first. */
  readonly loaded: BoundExtension[];
  /** An extension of the line is unknown, so any option may be its. */
  unknownExtension: boolean;
  /** The protocol's own match has been tried (`load_proto`). */
  protocolTried: boolean;
  protocolPart: Part | undefined;
  /** Of a template: a placeholder may have brought extensions, so that any option that iptables has may be theirs. */
  anyOption: boolean;
}

/** Where an option was found. */
export type Found = { readonly entry: GeneralEntry } | { readonly option: OptionSpec; readonly owner: BoundExtension };

/**
 * Gives each word of a command line its role. It always gives a rule; what is wrong stands in its `faults`.
 * A line with typographic spaces or quotes is first read as iptables reads it, and only if that fails as its author meant it.
 */
export function bindRule(tree: LineTree, context: BindContext): BoundRule {
  const odd = oddCharacter(tree);
  const strict = bindWords(tree, tree.words, context);
  // What stands in a placeholder is no word of the rule.
  if (odd === undefined || tree.template !== undefined) return strict;
  if (!strict.faults.some((fault) => isRefusal(fault)) && !namesHaveForeignSpace(strict)) {
    reportQuotes(strict, tree, false);
    const nul = tree.text.indexOf('\0');
    if (nul >= 0) strict.faults.push({ code: 'control-character', start: nul, end: nul + 1, character: 0 });
    return strict;
  }
  const words = cutWords(tree.text, tree.counters?.end ?? 0, true);
  if (words.length === tree.words.length && words.every((word, index) => word.value === tree.words[index]?.value)) return strict;
  const meant = bindWords({ ...tree, words }, words, context);
  reportSpaces(meant, words);
  reportQuotes(meant, tree, true);
  return meant;
}

/** Reads and binds a line of a plain file in one go. */
export function bindText(text: string, context: BindContext): BoundRule {
  return bindRule(parseLine(text), context);
}

function bindWords(tree: LineTree, words: readonly Word[], context: BindContext): BoundRule {
  const rule: BoundRule = {
    tree,
    command: undefined,
    options: [],
    matches: [],
    target: undefined,
    jump: undefined,
    protocol: undefined,
    protocolInverted: false,
    skipped: false,
    maybe: false,
    placements: [],
    faults: [],
  };
  const walk: Walk = {
    rule,
    context,
    words,
    next: 0,
    negation: undefined,
    loaded: [],
    unknownExtension: false,
    protocolTried: false,
    protocolPart: undefined,
    anyOption: false,
  };
  while (walk.next < words.length && !rule.skipped) step(walk);
  if (tree.template?.continues === true) rule.maybe = true;
  if (rule.skipped) checkSkipped(walk);
  else checkRule(walk);
  if (tree.template !== undefined) dropUncertain(rule);
  return rule;
}

/** Reads one option with its values, or one word that is none. */
function step(walk: Walk): void {
  const word = walk.words[walk.next++];
  if (word === undefined) return;
  const value = word.value;
  if (word.holes !== undefined && isPlaceholderOption(word)) {
    takePlaceholder(walk);
    return;
  }
  if (value.charCodeAt(0) === 45 && value.length > 1) {
    if (isTypographicDash(value.charCodeAt(1)) && !word.quoted) mendDash(walk, word);
    else if (value.charCodeAt(1) === 45) longOption(walk, word, value, 0);
    else shortOptions(walk, word, value);
    return;
  }
  if (value === '!') {
    if (walk.negation !== undefined) report(walk, { code: 'dangling-negation', start: word.start, end: word.end });
    walk.negation = word;
    return;
  }
  if (isTypographicDash(value.charCodeAt(0)) && !word.quoted) mendDash(walk, word);
  else reportUnexpectedWord(walk, word);
}

/**
 * Passes over a placeholder that stands where an option might. It may be nothing, an option, or several words; what follows
 * it up to the next option may be the value of its last one.
 */
function takePlaceholder(walk: Walk): void {
  walk.rule.maybe = true;
  walk.anyOption = true;
  walk.negation = undefined;
  for (let word = walk.words[walk.next]; word !== undefined; word = walk.words[++walk.next]) {
    const first = word.value.charCodeAt(0);
    if (first === 45 || first === 33 || first === 35 || isTypographicDash(first)) return;
  }
}

/** A word begins with a hole, or is an option with one in its name: `{{ extra }}`, `--{{ side }}port`, `-{{ letter }}`. */
function isPlaceholderOption(word: Word): boolean {
  const hole = word.holes?.[0];
  if (hole === undefined) return false;
  const { value } = word;
  const at = hole.start - word.start - (word.quoted ? 1 : 0);
  if (at <= 0 || value.startsWith('!')) return true;
  if (value.charCodeAt(0) !== 45) return false;
  if (value.charCodeAt(1) !== 45) return at <= 1;
  const equals = value.indexOf('=');
  return equals < 0 || equals >= at;
}

/** A word that begins with a typographic dash: iptables takes it for a stray word; it is read here as the option it was. */
function mendDash(walk: Walk, word: Word): void {
  let dashes = 0;
  while (dashes < word.value.length && (isTypographicDash(word.value.charCodeAt(dashes)) || word.value.charCodeAt(dashes) === 45)) dashes++;
  const rest = word.value.slice(dashes);
  if (!/^[A-Za-z]/.test(rest)) {
    reportUnexpectedWord(walk, word);
    return;
  }
  const long = rest.length > 1;
  const replacement = long ? '--' : '-';
  report(walk, { code: 'typographic-dash', start: word.start, end: word.end, replacement: replacement + rest });
  if (long) longOption(walk, word, replacement + rest, replacement.length - dashes);
  else shortOptions(walk, word, replacement + rest);
}

/** `--name` or `--name=value`. */
function longOption(walk: Walk, word: Word, value: string, shift: number): void {
  const equals = value.indexOf('=');
  const name = equals < 0 ? value.slice(2) : value.slice(2, equals);
  const part: Part = { start: word.start, end: equals < 0 || word.quoted ? word.end : word.start + equals - shift, text: `--${name}` };
  const attached = equals < 0 ? undefined : { word, shift: equals + 1 - shift, text: value.slice(equals + 1) };
  if (name.length === 0) {
    reportUnexpectedWord(walk, word);
    return;
  }
  const found = findLong(walk, name);
  if (found === undefined || Array.isArray(found)) {
    takeGuess(walk, part, name, found ?? [], attached);
    return;
  }
  takeOption(walk, part, found as Found, attached);
}

/** How many bundled letters are read: iptables has fewer. */
const mostLetters = 100;

/** `-x`, `-xyz`, `-xVALUE`: one-letter options, bundled as getopt has them. */
function shortOptions(walk: Walk, word: Word, value: string): void {
  if (value.length > 3 && !word.quoted && word.holes === undefined && longWithOneDash(walk, word, value)) return;
  for (let at = 1; at < Math.min(value.length, mostLetters); at++) {
    const letter = value.charAt(at);
    const entry = generalShort[walk.context.family].get(letter);
    const alone = at === 1 && value.length === 2;
    const part: Part = {
      start: alone || at === 1 ? word.start : word.start + at,
      end: alone || word.quoted ? word.end : word.start + at + 1,
      text: `-${letter}`,
    };
    if (entry === undefined) {
      takeGuess(walk, { start: word.start, end: word.end, text: value }, value.slice(at), [], undefined);
      return;
    }
    const takesValue = entry.command !== undefined ? entry.command.words.length > 0 : entry.option.values.length > 0;
    if (takesValue) {
      const rest = value.slice(at + 1);
      takeOption(walk, part, { entry }, rest.length > 0 ? { word, shift: at + 1, text: rest } : undefined);
      return;
    }
    takeOption(walk, part, { entry }, undefined);
    if (walk.rule.skipped) return;
  }
}

/**
 * `-dport 22`: getopt reads `-d port` and then a stray `22`. Where the letters are the name of a long option, that is what
 * was meant, and iptables refuses the line, or loads something else (`-ipv4` is the interface `pv4`).
 */
function longWithOneDash(walk: Walk, word: Word, value: string): boolean {
  const equals = value.indexOf('=');
  const name = equals < 0 ? value.slice(1) : value.slice(1, equals);
  const found = findExactLong(walk, name) ?? (loadsWithProtocol(walk, name) ? findLong(walk, name) : undefined);
  const part: Part = { start: word.start, end: equals < 0 ? word.end : word.start + equals, text: `-${name}` };
  const attached = equals < 0 ? undefined : { word, shift: equals + 1, text: value.slice(equals + 1) };
  if (found !== undefined && !Array.isArray(found)) {
    report(walk, {
      code: 'unknown-option',
      start: part.start,
      end: part.end,
      option: part.text,
      suggestion: `--${name}`,
      broughtBy: [],
      behind: false,
      ambiguous: [],
    });
    takeOption(walk, part, found as Found, attached);
    return true;
  }
  if (extensionsWithOption(name, walk.context.family).length === 0) return false;
  takeGuess(walk, part, name, [], attached);
  return true;
}

/** The match of the rule's protocol, which is not loaded yet, has the option. */
function loadsWithProtocol(walk: Walk, name: string): boolean {
  const spec = walk.protocolTried ? undefined : protocolMatch(walk);
  return spec !== undefined && optionsOf(spec, walk.context.family).has(name);
}

/** A value that stands in the option's own word. */
export interface Attached {
  readonly word: Word;
  readonly shift: number;
  readonly text: string;
}

/** An unknown option: it is read as the one that was probably meant, so that its values are not taken for stray words. */
function takeGuess(walk: Walk, name: Part, written: string, ambiguous: readonly string[], attached: Attached | undefined): void {
  const negation = walk.negation;
  walk.negation = undefined;
  // Beside an extension that is not known itself, any option may be its; behind a placeholder, any that iptables has.
  const amid = walk.anyOption ? optionAnywhere(walk, written) : undefined;
  const guess = amid ?? (walk.unknownExtension ? undefined : reportUnknownOption(walk, name, written, ambiguous));
  if (guess !== undefined) {
    readOption(walk, name, guess, undefined, negation, attached);
    return;
  }
  while (attached === undefined && walk.next < walk.words.length) {
    const first = walk.words[walk.next]?.value.charCodeAt(0);
    if (first === 45 || first === 33 || (first !== undefined && isTypographicDash(first))) return;
    walk.next++;
  }
}

function takeOption(walk: Walk, name: Part, found: Found, attached: Attached | undefined): void {
  const negation = walk.negation;
  walk.negation = undefined;
  if ('entry' in found) {
    if (found.entry.command !== undefined) bindCommand(walk, name, found.entry.command, negation, attached);
    else takeGeneral(walk, readOption(walk, name, found.entry.option, undefined, negation, attached));
    return;
  }
  const option = readOption(walk, name, found.option, found.owner, negation, attached);
  found.owner.options.push(option);
}

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
  const isName = spec.values[0]?.type === interfaceName && byteLength(word.value) <= longestInterface;
  const { start, end } = word;
  report(walk, { code: 'attached-value', start, end, option: name.text, value: text, word: word.value, misreadBy, isName });
}

/** `IFNAMSIZ` less its closing zero. */
const longestInterface = 15;

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

/** What the general parameters do beside standing there. */
function takeGeneral(walk: Walk, option: BoundOption): void {
  const { rule, context } = walk;
  const value = option.values[0];
  const spec = option.spec;
  if (spec.families !== undefined && !spec.families.includes(context.family)) {
    report(walk, { code: 'option-not-allowed', ...spanOf(option.name), option: option.name.text, reason: 'family', command: '' });
  }
  switch (spec.name) {
    case 'protocol':
      if (value === undefined) return;
      rule.protocol = protocolNumber(value.text);
      rule.protocolInverted = option.negation !== undefined;
      walk.protocolPart = value;
      if (value.maybe) {
        rule.protocol = undefined;
        walk.anyOption = true;
      }
      return;
    case 'match':
      if (value !== undefined) loadMatch(walk, value, option);
      return;
    case 'jump':
    case 'goto':
      if (value !== undefined) loadTarget(walk, value, option);
      return;
    case 'ipv4':
    case 'ipv6':
      rule.skipped = spec.name !== context.family;
      return;
    case 'table':
    case 'wait':
    case 'wait-interval':
    case 'version':
    case 'help':
      report(walk, { code: 'option-not-allowed', ...spanOf(option.name), option: option.name.text, reason: 'restore', command: '' });
      return;
  }
}

function loadMatch(walk: Walk, name: Part, option: BoundOption): void {
  if (name.maybe) {
    walk.anyOption = true;
    return;
  }
  const spec = matchNamed(name.text, walk.context.family);
  if (spec === undefined) {
    reportUnknownMatch(walk, name);
    return;
  }
  load(walk, spec, name, option.negation === undefined);
}

function loadTarget(walk: Walk, name: Part, option: BoundOption): void {
  const { rule, context } = walk;
  const goto = option.spec.name === 'goto';
  if (rule.jump !== undefined) return;
  const target = goto || name.maybe || context.isChain(name.text) ? undefined : targetNamed(name.text, context.family);
  rule.jump = { goto, option, name, target, unknown: false };
  if (target === undefined) {
    rule.jump.unknown = !goto && name.text !== 'CONTINUE' && !context.isChain(name.text) && context.isMade?.(name.text) !== true;
    if (name.maybe) walk.anyOption = true;
    else walk.unknownExtension ||= rule.jump.unknown;
    return;
  }
  rule.target = load(walk, target, name, true);
}

function load(walk: Walk, spec: ExtensionSpec, name: Part, explicit: boolean): BoundExtension {
  const extension: BoundExtension = { spec, name, implicit: !explicit, options: [] };
  walk.loaded.push(extension);
  if (spec.kind === 'match') walk.rule.matches.push(extension);
  return extension;
}

/**
 * The option of a long name: general parameters first, then the extensions', the last loaded first; then, if still
 * nothing, the protocol's own match is loaded and asked; then unique abbreviations. An array names the meanings of an
 * ambiguous one. (getopt_long; `command_default` and `load_proto` in iptables/xshared.c.)
 */
function findLong(walk: Walk, name: string): Found | readonly string[] | undefined {
  const exact = findExactLong(walk, name);
  if (exact !== undefined) return exact;
  if (walk.unknownExtension) return loadProtocolMatch(walk) ? findExactLong(walk, name) : undefined;
  const abbreviated = findAbbreviated(walk, name);
  if (abbreviated !== undefined && !Array.isArray(abbreviated)) return abbreviated;
  if (loadProtocolMatch(walk)) return findExactLong(walk, name) ?? findAbbreviated(walk, name);
  return abbreviated;
}

function findExactLong(walk: Walk, name: string): Found | undefined {
  for (let index = walk.loaded.length - 1; index >= 0; index--) {
    const owner = walk.loaded[index];
    const option = owner && optionsOf(owner.spec, walk.context.family).get(name);
    if (owner !== undefined && option !== undefined) {
      const entry = generalLong[walk.context.family].get(name);
      return entry !== undefined ? { entry } : { option, owner };
    }
  }
  const entry = generalLong[walk.context.family].get(name);
  return entry && { entry };
}

function findAbbreviated(walk: Walk, name: string): Found | readonly string[] | undefined {
  const meanings = new Map<object, { found: Found; spelling: string }>();
  for (const [spelling, entry] of generalLong[walk.context.family]) {
    if (spelling.startsWith(name)) meanings.set(entry.command ?? entry.option, { found: { entry }, spelling });
  }
  for (const owner of walk.loaded) {
    for (const [spelling, option] of optionsOf(owner.spec, walk.context.family)) {
      if (spelling.startsWith(name)) meanings.set(option, { found: { option, owner }, spelling });
    }
  }
  if (meanings.size > 1) return [...meanings.values()].map((meaning) => `--${meaning.spelling}`);
  for (const meaning of meanings.values()) return meaning.found;
  return undefined;
}

function loadProtocolMatch(walk: Walk): boolean {
  if (walk.protocolTried || walk.protocolPart === undefined) return false;
  walk.protocolTried = true;
  const spec = protocolMatch(walk);
  if (spec === undefined) return false;
  load(walk, spec, walk.protocolPart, false);
  return true;
}

/** The match that the rule's protocol brings (`find_proto` in iptables/xshared.c). */
function protocolMatch(walk: Walk): ExtensionSpec | undefined {
  const { rule, context } = walk;
  if (walk.protocolPart === undefined || walk.protocolPart.maybe) return undefined;
  const written = walk.protocolPart.text.toLowerCase();
  const name = /^(0x[0-9a-f]+|\d+)$/.test(written) && rule.protocol !== undefined ? protocolName(rule.protocol) : written;
  return name === undefined ? undefined : matchNamed(name, context.family);
}

function spanOf(part: Part): { start: number; end: number } {
  return { start: part.start, end: part.end };
}

/** Takes away what may be wrong or not, depending on what the template fills in. */
function dropUncertain(rule: BoundRule): void {
  const certain = certainInLine(rule.faults, rule.tree.template);
  if (certain.length === rule.faults.length) return;
  rule.faults.length = 0;
  rule.faults.push(...certain);
}

/** Some back end refuses it, or loads something else. */
export function isRefusal(found: Fault): boolean {
  switch (found.code) {
    case 'attached-value':
    case 'host-bits-set':
    case 'host-name-in-rule':
    case 'value-truncated':
    case 'never-matching-interface':
    case 'never-matching-value':
    case 'unlikely-combination':
      return false;
    default:
      return true;
  }
}

/** `-j ACCEPT` with a no-break space behind it: no fault of the line by itself, but no chain is called so. */
function namesHaveForeignSpace(rule: BoundRule): boolean {
  const names = [rule.command?.chain?.text, rule.jump?.target === undefined ? rule.jump?.name.text : undefined];
  return names.some((name) => name !== undefined && Array.from(name).some((character) => isForeignSpace(character.charCodeAt(0))));
}

/** The first character outside of quotes that looks like a space or a quote and is none to iptables. */
function oddCharacter(tree: LineTree): number | undefined {
  for (let at = 0; at < tree.text.length; at++) {
    const code = tree.text.charCodeAt(at);
    if (code > 31 && code < 127) continue;
    if (isForeignSpace(code) || isTypographicQuote(code) || code === 0) return at;
  }
  return undefined;
}

/** How many of them are marked: behind a hundred the next one says nothing new. */
const mostSpaces = 100;

/** Marks each foreign space, and each control character, between words. */
function reportSpaces(rule: BoundRule, words: readonly Word[]): void {
  const text = rule.tree.text;
  let at = Math.max(rule.tree.counters?.end ?? 0, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const most = rule.faults.length + mostSpaces;
  for (const word of [...words, { start: text.length, end: text.length }]) {
    for (; at < word.start && rule.faults.length < most; at++) {
      const fault = foreignSpaceFault(text, at);
      if (fault !== undefined) rule.faults.push(fault);
    }
    at = word.end;
  }
}

/** What is wrong with the character at an offset, if it stands where a space should; `undefined` for a space or a tab. */
export function foreignSpaceFault(text: string, at: number): Fault | undefined {
  const character = text.charCodeAt(at);
  if (!isForeignSpace(character)) return undefined;
  return character < 32 || character === 127
    ? { code: 'control-character', start: at, end: at + 1, character }
    : { code: 'no-break-space', start: at, end: at + 1, character };
}

/** Marks each typographic quote that opens or closes a word. */
function reportQuotes(rule: BoundRule, tree: LineTree, meant: boolean): void {
  for (const word of rule.tree.words) {
    const opens = isTypographicQuote(tree.text.charCodeAt(word.start));
    const closes = isTypographicQuote(tree.text.charCodeAt(word.end - 1));
    if (!opens && !(closes && meant)) continue;
    rule.faults.push({ code: 'typographic-quote', start: word.start, end: word.end, refused: meant });
  }
}

import { matchNamed, targetNamed } from '../catalogue/index';
import type { LineTree } from '../syntax/line';
import { parseLine } from '../syntax/line';
import type { Word } from '../syntax/words';
import { cutWords, isTypographicDash } from '../syntax/words';
import { protocolNumber } from '../values/index';
import { bindCommand } from './bind-command';
import { optionAnywhere, reportUnexpectedWord, reportUnknownMatch, reportUnknownOption } from './bind-unknown';
import type { BoundOption, BoundRule, Part } from './bound';
import { checkRule, checkSkipped } from './check-rule';
import { findExactLong, findLong, load, protocolMatch } from './find-option';
import { namesHaveForeignSpace, oddCharacter, reportQuotes, reportSpaces } from './odd-characters';
import { extensionsWithOption, generalShort, optionsOf } from './option-table';
import { readOption } from './read-option';
import { isRefusal } from './refusal';
import { report } from './report';
import { certainInLine } from './template-faults';
import type { Attached, BindContext, Found, Walk } from './walk';

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

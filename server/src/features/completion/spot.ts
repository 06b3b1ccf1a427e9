import { tableNamed } from '../../catalogue/index';
import type { BackEnd, Family, Hook, OptionSpec, TableName } from '../../catalogue/schema';
import { forBackEnd } from '../../catalogue/schema';
import { bindRule } from '../../model/bind';
import type { BoundCommand, BoundOption, BoundRule } from '../../model/bound';
import type { Chain, Section } from '../../model/resolve-types';
import { chainNamed, sectionAt } from '../../model/sections';
import type { Span } from '../../text/position';
import { hooksOf } from '../support/sections';
import type { Placed } from '../support/where';
import type { CompletionRequest } from './request';
import { glue } from './request';

/** Where a rule stands. */
export interface RulePlace {
  readonly family: Family;
  readonly table: string | undefined;
  readonly section: Section | undefined;
  readonly chain: Chain | undefined;
  /** The hooks whose packets come to the rule; empty where that is not known. */
  readonly hooks: readonly Hook[];
  /** The back ends that must take what is offered. */
  readonly backEnds: readonly BackEnd[];
}

/** What may stand at the cursor in a command line. */
export type Spot =
  | { readonly kind: 'option'; readonly negation: Span | undefined }
  | { readonly kind: 'value'; readonly option: BoundOption; readonly index: number; readonly span: Span }
  /** The value of an option that is not known. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'command-word'; readonly command: BoundCommand; readonly word: 'chain' | 'newName' | 'policy' | 'number' };

/** A command line with its cursor. */
export interface RuleSpot {
  readonly request: CompletionRequest;
  /** The line, a word of no meaning in the place of the one at the cursor. */
  readonly rule: BoundRule;
  /** Reads another line in the same place. */
  bind(line: string): BoundRule;
  readonly place: RulePlace;
  readonly spot: Spot;
}

/** A word that is no option, no extension and no value. */
const probe = '\uE000';

/** Finds out what may stand at the cursor: reads the line as iptables does, with a word of no meaning there, and looks which role it gets. */
export function spotAt(request: CompletionRequest): RuleSpot {
  const { file, line, text, word } = request;
  const head = /^--[^=\s"]+=/.exec(request.typed)?.[0] ?? '';
  const { hiddenTargets } = file.resolution();
  const table = file.records[line]?.table;
  const bind = (other: string): BoundRule =>
    bindRule(file.treeWith(line, other), { family: file.family, table, isChain: (name) => hiddenTargets.has(name) });
  const rule = bind(text.slice(0, word.start) + head + probe + glue(request) + text.slice(word.end));
  const section = sectionAt(file, line);
  const chain = rule.command?.chain === undefined ? undefined : chainNamed(section, rule.command.chain.text);
  const place: RulePlace = {
    family: file.family,
    table,
    section,
    chain,
    hooks: section === undefined || chain === undefined ? [] : hooksOf(section, chain),
    backEnds: request.options.backEnd === 'legacy' || request.options.backEnd === 'nft' ? [request.options.backEnd] : ['legacy', 'nft'],
  };
  return { request, rule, bind, place, spot: roleOfProbe(request, rule, { start: word.start + head.length, end: word.end }) };
}

/**
 * Whether the kernel takes something in a rule's place.
 * @param anyHook One of the hooks that lead to the rule is enough: for `-i` and `-o`, which iptables takes in every user chain.
 */
export function isTakenAt(place: RulePlace, spec: Placed, anyHook = false): boolean {
  if (spec.families !== undefined && !spec.families.includes(place.family)) return false;
  return place.backEnds.every((backEnd) => {
    const tables = forBackEnd(spec.tables, backEnd);
    if (tables !== undefined && place.table !== undefined && !tables.includes(place.table as TableName)) return false;
    const chains = forBackEnd(spec.chains, backEnd);
    if (chains === undefined) return true;
    if (place.hooks.length === 0) return tableNamed(place.table ?? '')?.chains.some((hook) => chains.includes(hook)) ?? true;
    return anyHook ? place.hooks.some((hook) => chains.includes(hook)) : place.hooks.every((hook) => chains.includes(hook));
  });
}

/** Whether an option of a rule stands before the cursor. */
export function isBefore(spot: RuleSpot, part: Span): boolean {
  return part.start < spot.request.word.start;
}

function roleOfProbe(request: CompletionRequest, rule: BoundRule, span: Span): Spot {
  const { command } = rule;
  if (command !== undefined) {
    for (const word of ['chain', 'newName', 'policy', 'number'] as const) {
      if (command[word]?.start === request.word.start && !(word === 'number' && isOptionalNumber(command))) {
        return { kind: 'command-word', command, word };
      }
    }
  }
  for (const option of rule.options) {
    const index = option.values.findIndex((value) => value.word.start === request.word.start);
    const value = option.values[index];
    if (
      value === undefined ||
      (request.typed.startsWith('-') && span.start === request.word.start && !mayBeginWithDash(option.spec, index, request))
    ) {
      continue;
    }
    return { kind: 'value', option, index, span };
  }
  const words = rule.tree.words;
  const before = words[words.findIndex((word) => word.start === request.word.start) - 1];
  if (before !== undefined && /^--?\w/.test(before.value) && !before.quoted && !request.typed.startsWith('-') && !isRead(rule, before)) {
    return { kind: 'unknown' };
  }
  const negated = before !== undefined && before.value === '!' && !before.quoted;
  return { kind: 'option', negation: negated ? { start: before.start, end: before.end } : undefined };
}

/** Whether a word is the name of an option or a command that was found, or a value. */
function isRead(rule: BoundRule, word: Span): boolean {
  const names = [...rule.options, ...(rule.command === undefined ? [] : [rule.command])].map((found) => found.name);
  const values = rule.options.flatMap((option) => option.values);
  return [...names, ...values].some((part) => part.start >= word.start && part.end <= word.end);
}

/** `-I INPUT …` and its like: the number may be left out, and what is typed may be an option. */
function isOptionalNumber(command: BoundCommand): boolean {
  return command.spec.words.some((word) => word.startsWith('[number'));
}

/** A dash at the beginning of a value: where the value's type refuses it, an option is being typed, and the value was forgotten. */
function mayBeginWithDash(spec: OptionSpec, index: number, request: CompletionRequest): boolean {
  const type = spec.values[index]?.type;
  return index === 0 && type?.check(request.typed, { family: request.file.family, protocol: undefined, inverted: false }) === undefined;
}

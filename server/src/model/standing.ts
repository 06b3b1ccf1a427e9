import type { LineTree } from '../syntax/line';
import { parseLine } from '../syntax/line';
import type { BoundRule } from './bound';
import { allowedHooks } from './placement';
import type { LineRecord } from './record';
import { bindIn } from './record';
import type { Chain, Resolver, Section } from './resolve-types';
import type { Likeness, RuleCopy } from './same-rule';
import { likeness } from './same-rule';

/** One rule that stands in a chain: its line, and which of the line's rules it is. */
export interface Standing {
  readonly line: number;
  readonly copy: number;
}

/** The rules of a chain at this point of the file, in order. Worked out when something first asks, and kept up from then on. */
export function standingIn(resolver: Resolver, chain: Chain): Standing[] {
  if (chain.standing === undefined) {
    chain.standing = [];
    for (const line of chain.rules) insert(chain.standing, line, resolver.records[line]);
  }
  return chain.standing;
}

/** Adds the rules of an `-A` or `-I` line. */
export function addRules(chain: Chain, line: number, record: LineRecord): void {
  chain.rules.push(line);
  noteRule(chain, record);
  chain.count += record.copies;
  if (chain.standing !== undefined) insert(chain.standing, line, record);
}

/** Keeps what is to be known of some rule of a chain. */
export function noteRule(chain: Chain, record: LineRecord | undefined): void {
  if (record?.ends === true) chain.ends = true;
  for (const placement of record?.placements ?? []) chain.hooks &= allowedHooks(placement);
}

/** Takes the rule at a place, counted from 0, out of a chain. */
export function removeRule(resolver: Resolver, section: Section, chain: Chain, place: number): void {
  const standing = standingIn(resolver, chain);
  const [removed] = standing.splice(place, 1);
  chain.count = standing.length;
  if (removed !== undefined) forgetLine(section, chain, removed.line);
}

/** Puts the rule of a line in the place, counted from 0, of another one. */
export function replaceRule(resolver: Resolver, section: Section, chain: Chain, place: number, line: number): void {
  const standing = standingIn(resolver, chain);
  const [removed] = standing.splice(place, 1, { line, copy: 0 });
  chain.rules.push(line);
  noteRule(chain, resolver.records[line]);
  if (removed !== undefined) forgetLine(section, chain, removed.line);
}

/** Takes all rules out of a chain. */
export function removeRules(section: Section, chain: Chain): void {
  const lines = new Set(chain.rules);
  chain.rules.length = 0;
  chain.count = 0;
  chain.standing = undefined;
  if (section.jumps.some((jump) => lines.has(jump.line))) keep(section.jumps, (jump) => !lines.has(jump.line));
}

/** For each rule that a `-D` or `-C` line means the place of one that stands there, by back end; -1: none, -2: that is not sure. */
export function placesOfRules(resolver: Resolver, chain: Chain, line: number, record: LineRecord): { legacy: number; nft: number }[] {
  resolver.comparesRules = true;
  const standing = standingIn(resolver, chain);
  const wanted = boundAt(resolver, line, record);
  return Array.from({ length: record.copies }, (_, copy) => {
    const compare = (place: number, backEnd: 'legacy' | 'nft'): Likeness => {
      const there = standing[place];
      const other = there && resolver.records[there.line];
      const rule = there && other && mayBeSame(other, record) ? boundAt(resolver, there.line, other) : undefined;
      if (rule === undefined || wanted === undefined || there === undefined) return 'different';
      const [a, b]: [RuleCopy, RuleCopy] = [
        { rule, copy: there.copy },
        { rule: wanted, copy },
      ];
      return likeness(a, b, resolver.family, backEnd);
    };
    const place = (backEnd: 'legacy' | 'nft'): number => {
      let unsure = false;
      for (let at = 0; at < standing.length; at++) {
        const found = compare(at, backEnd);
        if (found === 'same') return at;
        if (found === 'unknown') unsure = true;
      }
      return unsure ? -2 : -1;
    };
    return { legacy: place('legacy'), nft: place('nft') };
  });
}

/** The rules of one line with several addresses: each is inserted at the same number, so the last one comes first. */
function insert(standing: Standing[], line: number, record: LineRecord | undefined): void {
  if (record === undefined) return;
  for (let copy = 0; copy < record.copies; copy++) {
    if (record.command === 'insert') standing.splice(Math.max(0, (record.number || 1) - 1), 0, { line, copy });
    else standing.push({ line, copy });
  }
}

/** Forgets a line of which no rule stands any more, and its jump. */
function forgetLine(section: Section, chain: Chain, line: number): void {
  if (chain.standing?.some((rule) => rule.line === line)) return;
  keep(chain.rules, (other) => other !== line);
  if (section.jumps.some((jump) => jump.line === line)) keep(section.jumps, (jump) => jump.line !== line);
}

function keep<T>(list: T[], wanted: (item: T) => boolean): void {
  const kept = list.filter(wanted);
  list.length = 0;
  for (const item of kept) list.push(item);
}

/** A quick look at what the records tell, before lines are bound again. */
function mayBeSame(a: LineRecord, b: LineRecord): boolean {
  return a.goto === b.goto && (a.jump === b.jump || (a.target !== undefined && b.target !== undefined));
}

function boundAt(resolver: Resolver, line: number, record: LineRecord): BoundRule | undefined {
  const tree: LineTree = parseLine(resolver.lines.texts[line] ?? '', record.template);
  if (tree.kind !== 'command') return undefined;
  return bindIn(tree, record.table, { family: resolver.family, names: resolver.names, hiddenTargets: resolver.hiddenTargets });
}

import { allMatches, allTargets, generalOptions, tableNamed, targetNamed } from '../../catalogue/index';
import type { LineRecord } from '../../model/record';
import type { RulesFile } from '../../model/rules-file';
import type { Tag } from '../../syntax/template-tags';
import type { Word } from '../../syntax/words';
import type { Span } from '../../text/position';
import { isTemplateLine } from '../support/rule-runs';
import type { LineToken, TokenModifier } from './legend';
import { chainToken, ruleTokens, targetToken, token } from './rule-tokens';

/**
 * How much is coloured. `all`: every word. `names`: what only the file as a whole tells, and what iptables ships: chains, targets,
 * deprecated things. That is for an editor whose own grammar colours the rest, in finer pieces than tokens can.
 */
export type TokenDetail = 'names' | 'all';

/** The tokens of a line, in no particular order. */
export function tokensOfLine(file: RulesFile, line: number, detail: TokenDetail): readonly LineToken[] {
  const tags = file.records[line]?.template?.tags ?? [];
  const tokens = ownTokens(file, line, detail);
  if (tags.length === 0) return tokens;
  const shown = detail === 'all' ? tags : tags.filter((tag) => !isSeenAlone(tag, file.lineText(line)));
  return withTags(tokens, tags, shown);
}

/**
 * Tokens around the constructs of a template, and those of the constructs themselves: what is filled in is a macro, all else of the
 * template a comment.
 * @param shown The constructs that get tokens.
 */
function withTags(tokens: readonly LineToken[], tags: readonly Tag[], shown: readonly Tag[]): readonly LineToken[] {
  const parts: LineToken[] = [];
  let first = 0;
  for (const whole of [...tokens].sort((a, b) => a.start - b.start)) {
    // Both are in order: a construct that ends before a token ends before all that follow.
    while ((tags[first]?.end ?? Number.POSITIVE_INFINITY) <= whole.start) first++;
    let { start } = whole;
    for (let at = first; start < whole.end; at++) {
      const tag = tags[at];
      const end = Math.min(whole.end, tag?.start ?? whole.end);
      if (start < end) parts.push({ ...whole, start, end });
      if (tag === undefined || tag.start >= whole.end) break;
      start = tag.end;
    }
  }
  return [...parts, ...shown.map((tag) => token(tag, tag.kind === 'placeholder' ? 'macro' : 'comment'))];
}

/** A grammar, which looks at one line of any file, knows the construct too, and colours it in finer pieces. */
function isSeenAlone({ start, end, unclosed }: Tag, text: string): boolean {
  return !unclosed && /^(?:\{[{%#]|<%|\$\{|@[A-Z][\dA-Z_]*@$)/.test(text.slice(start, end));
}

function ownTokens(file: RulesFile, line: number, detail: TokenDetail): readonly LineToken[] {
  const record = file.records[line];
  if (record === undefined || record.kind === 'blank') return none;
  if (record.kind === 'command' || (record.kind === 'commit' && record.command !== undefined))
    return commandTokens(file, line, record, detail);
  if (detail === 'names') return record.kind === 'chain' ? declarationTokens(file, record) : none;
  const text = file.lineText(line);
  switch (record.kind) {
    case 'comment':
      return isTemplateLine(record) ? none : [token({ start: 0, end: text.length }, 'comment')];
    case 'commit':
      return [token({ start: 0, end: text.trimEnd().length }, 'keyword')];
    case 'table':
      return [token({ start: 0, end: record.chainEnd }, 'namespace', tableModifiers(record.table))];
    case 'chain':
      return [...declarationTokens(file, record), ...behindName(file.tree(line).words)];
  }
}

function commandTokens(file: RulesFile, line: number, record: LineRecord, detail: TokenDetail): readonly LineToken[] {
  if (detail === 'names' && isPlainRule(record, file.lineText(line))) return namesOfRule(file, record);
  const rule = file.bound(line);
  return rule === undefined ? none : ruleTokens(rule, record.table, file.family, detail);
}

/** What a record tells by itself: nearly all lines of a large file need no more. */
function namesOfRule(file: RulesFile, record: LineRecord): readonly LineToken[] {
  const tokens: LineToken[] = [];
  if (record.chain >= 0) tokens.push(chainToken(span(record, 'chain'), record.table, file.nameText(record.chain)));
  if (record.jump < 0) return tokens;
  const target = record.goto || record.target === undefined ? undefined : targetNamed(record.target, file.family);
  if (target !== undefined) tokens.push(targetToken(span(record, 'jump'), target));
  else if (!record.unknownJump) tokens.push(chainToken(span(record, 'jump'), record.table, file.nameText(record.jump)));
  return tokens;
}

/** A rule without anything deprecated, whose chains the record knows all. */
function isPlainRule(record: LineRecord, text: string): boolean {
  if (record.command === undefined || !ruleCommands.has(record.command)) return false;
  return !mayBeDeprecated.test(text);
}

const ruleCommands: ReadonlySet<string> = new Set(['append', 'insert', 'replace', 'delete', 'check']);

/** The words that deprecated matches and options are written with, wherever they stand. */
const mayBeDeprecated = new RegExp(
  `(?<![\\w])(?:${[
    ...allMatches.filter((match) => match.deprecated !== undefined).flatMap((match) => [match.name, ...(match.aliases ?? [])]),
    ...[...generalOptions, ...[...allMatches, ...allTargets].flatMap((extension) => extension.options)]
      .filter((option) => option.deprecated !== undefined)
      .flatMap((option) => [option.name, ...(option.aliases ?? [])]),
  ].join('|')})(?![\\w])`,
);

function declarationTokens(file: RulesFile, record: LineRecord): readonly LineToken[] {
  if (record.chain < 0) return none;
  return [chainToken(span(record, 'chain'), record.table, file.nameText(record.chain), ['declaration'])];
}

/** The policy and the counters of a chain's line. */
function behindName(words: readonly Word[]): readonly LineToken[] {
  return words.slice(1, 3).map((word, index) => token(word, index === 1 ? 'number' : word.value === '-' ? 'operator' : 'keyword'));
}

function tableModifiers(name: string | undefined): readonly TokenModifier[] {
  return tableNamed(name ?? '') === undefined ? ['declaration'] : ['declaration', 'defaultLibrary'];
}

function span(record: LineRecord, part: 'chain' | 'jump'): Span {
  return part === 'chain' ? { start: record.chainStart, end: record.chainEnd } : { start: record.jumpStart, end: record.jumpEnd };
}

const none: readonly LineToken[] = [];

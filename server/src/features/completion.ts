import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';
import type { Language } from '../l10n/text';
import type { RulesFile } from '../model/rules-file';
import { sectionAt } from '../model/sections';
import { lineKind } from '../syntax/line';
import type { Position } from '../text/position';
import { commandWordEntries } from './completion/command-words';
import type { Entry } from './completion/item';
import { itemsOf } from './completion/item';
import { commandEntries, declarationEntries, directiveEntries, lineEntries, tableEntries } from './completion/lines';
import type { CompletionOptions, CompletionRequest } from './completion/request';
import { requestAt } from './completion/request';
import { optionEntries } from './completion/rule-options';
import { spotAt } from './completion/spot';
import { hasManyChains, mostOfMany } from './completion/user-chains';
import { valueEntries } from './completion/values';
import { isInTag } from './support/template-tags';

export type { CompletionOptions } from './completion/request';
export { resolveCompletion } from './completion/subject';

/** The most items of one answer: a file of a large cluster has tens of thousands of chains. */
const most = 1000;

/** What can stand at a position, the likeliest first. */
export function complete(file: RulesFile, position: Position, language: Language, options: CompletionOptions = {}): CompletionItem[] {
  return completionList(file, position, language, options).items;
}

/**
 * The same as a list, which says whether the client has to ask again when more is typed: where there is more than one answer
 * holds, and where a number may be typed in the place of a name.
 */
export function completionList(file: RulesFile, position: Position, language: Language, options: CompletionOptions = {}): CompletionList {
  if (isInTag(file, position)) return { isIncomplete: false, items: [] };
  const request = requestAt(file, position, language, options);
  const { entries, open } = answer(request);
  const isCut = hasManyChains(sectionAt(file, position.line));
  if (entries.length <= most && !isCut) return { isIncomplete: open, items: itemsOf(request, entries) };
  const typed = request.typed.toLowerCase();
  const fitting = entries.filter((entry) => (entry.filter ?? entry.label).toLowerCase().includes(typed));
  fitting.sort((a, b) => a.rank - b.rank);
  return { isIncomplete: true, items: itemsOf(request, fitting.slice(0, isCut ? mostOfMany : most)) };
}

/** Entries, and whether what is typed next can change more about them than a filter does. */
interface Answer {
  readonly entries: readonly Entry[];
  readonly open: boolean;
}

function answer(request: CompletionRequest): Answer {
  const { text, character } = request;
  switch (lineKind(text)) {
    case 'comment':
      return closed(directiveEntries(request));
    case 'table':
      return closed(character === 0 ? [] : tableEntries(request));
    case 'chain':
      return closed(character === 0 ? [] : declarationEntries(request));
    case 'blank':
      return closed(lineEntries(request));
    default:
      return answerInRule(request);
  }
}

function answerInRule(request: CompletionRequest): Answer {
  const { text, word, character, file, line } = request;
  const counters = file.tree(line).counters;
  if (counters !== undefined && character <= counters.end) return closed([]);
  if (text.slice(0, word.start).trim() === '') return closed(lineEntries(request));
  const spot = spotAt(request);
  switch (spot.spot.kind) {
    case 'command-word':
      return closed(commandWordEntries(spot, spot.spot));
    case 'unknown':
      return closed([]);
    case 'value':
      return { entries: valueEntries(spot, spot.spot), open: true };
    case 'option':
      if (spot.rule.command === undefined) return closed(commandEntries(request));
      // Behind dashes alone there is every option; of those that have letters only what they could mean.
      return { entries: optionEntries(spot, spot.spot), open: /[^-]/.test(request.typed) };
  }
}

function closed(entries: readonly Entry[]): Answer {
  return { entries, open: false };
}

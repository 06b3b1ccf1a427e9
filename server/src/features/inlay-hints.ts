import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { Language, Text } from '../l10n/text';
import type { BoundRule } from '../model/bound';
import type { RulesFile } from '../model/rules-file';
import { parseCounters } from '../syntax/line';
import { counterNote } from './inlay-hints/counters';
import type { Note } from './inlay-hints/note';
import { policyNote } from './inlay-hints/policy';
import { ruleNumberNote } from './inlay-hints/rule-number';
import { valueNotes } from './inlay-hints/values';
import type { InlayHintSettings } from './settings';

/** Editors ask for what they show. Who asks for more lines than these at once, of a large file, gets none. */
const mostLines = 10_000;

/** The notes between a file's words that say what is not written: services, ranges, marks, policies, counters, rule numbers. */
export function inlayHints(file: RulesFile, range: Range, shown: InlayHintSettings, language: Language): InlayHint[] {
  const hints: InlayHint[] = [];
  const end = Math.min(file.lineCount - 1, range.end.line);
  const first = Math.max(0, range.start.line);
  if (end - first >= mostLines) return hints;
  for (let line = first; line <= end; line++) {
    const notes = notesOfLine(file, line, shown);
    if (notes.length === 0) continue;
    for (const note of [...notes].sort((a, b) => a.at - b.at)) hints.push(hintOf(line, note, language));
  }
  return hints;
}

function notesOfLine(file: RulesFile, line: number, shown: InlayHintSettings): readonly Note[] {
  const record = file.records[line];
  if (record?.kind !== 'command') return record?.kind === 'chain' && shown.counters ? chainCounters(file, line) : none;
  const notes: Note[] = [];
  const add = (note: Note | undefined): void => {
    if (note !== undefined) notes.push(note);
  };
  const text = file.lineText(line);
  if (shown.ruleNumbers && !file.isUncertain) add(ruleNumberNote(file, line));
  if (shown.counters && text.startsWith('[')) add(counterNote(text, parseCounters(text, 0)));
  const rule = mayHaveNotes(text, shown) ? file.bound(line) : undefined;
  if (rule !== undefined) addValues(notes, file, rule, shown);
  // It is said of the chain, and stands behind all that is said of the line's last word.
  if (shown.policies && !file.isUncertain) add(policyNote(file, line));
  return notes;
}

/** How many notes a line is given: a list of thousands of ports is not read more easily with thousands of names. */
const mostNotes = 200;

function addValues(notes: Note[], file: RulesFile, rule: BoundRule, shown: InlayHintSettings): void {
  for (const option of rule.options) {
    if (shown.counters && option.spec.name === 'set-counters') {
      const [packets, bytes] = option.values;
      const words = packets && bytes && { ...bytes, start: packets.start, packets, bytes, closed: true };
      const note = words && counterNote(rule.tree.text, words);
      if (note !== undefined) notes.push(note);
    }
    for (const value of option.values) {
      if (notes.length >= mostNotes) return;
      if (!value.maybe) for (const note of valueNotes(rule, value, file.family, shown).slice(0, mostNotes)) notes.push(note);
    }
  }
}

/**
 * Whether a line has something in the shape of what notes stand behind: a port, a prefix, a mark, two counters. Most lines of a large
 * file have nothing, and need not be read for it.
 */
function mayHaveNotes(text: string, shown: InlayHintSettings): boolean {
  return (
    (shown.services && /[ \t=,:"][1-9]\d{0,4}(?=[, \t"]|$)/.test(text)) ||
    (shown.prefixRanges && /\/(?!(?:32|128)(?![\d.]))(?:\d|[\da-fA-F]*:)/.test(text)) ||
    (shown.marks && /[ \t="](?:0[xX][\da-fA-F]+|\d+)(?:\/(?:0[xX][\da-fA-F]+|\d+))?(?=[ \t"]|$)/.test(text)) ||
    (shown.counters && /[ \t=]"?\d+"?[ \t]+"?\d/.test(text))
  );
}

function chainCounters(file: RulesFile, line: number): readonly Note[] {
  const word = file.tree(line).words[2];
  const text = file.lineText(line);
  const note = word === undefined ? undefined : counterNote(text, parseCounters(text, word.start));
  return note === undefined ? none : [note];
}

const none: readonly Note[] = [];

function hintOf(line: number, note: Note, language: Language): InlayHint {
  const said = (text: Text): string => text[language];
  return {
    position: { line, character: note.at },
    label: said(note.label),
    ...(note.before === true ? { paddingRight: true } : { paddingLeft: true }),
    ...(note.tooltip === undefined ? {} : { tooltip: said(note.tooltip) }),
  };
}

import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { CompletionItemKind, CompletionItemTag, InsertTextFormat } from 'vscode-languageserver-types';
import type { Text } from '../../l10n/text';
import type { Span } from '../../text/position';
import { rangeOf } from '../../text/position';
import { beforeFirstStop, hasStops } from '../support/tab-stops';
import type { CompletionRequest } from './request';
import { glue } from './request';
import type { Subject } from './subject';
import type { Also } from './trial';

/** What is known of an entry before it becomes an item of the protocol. */
export interface Entry {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** Its rank, the likeliest first. Entries of one rank keep their order. */
  readonly rank: number;
  /** What is inserted, with tab stops; the label where it is left out. */
  readonly insert?: string;
  /** What is inserted where the client takes no tab stops; the text before the first one where it is left out. */
  readonly plain?: string;
  /** A note right behind the label. */
  readonly note?: string | undefined;
  /** A short word at the right edge. */
  readonly detail?: string | undefined;
  /** What the client compares typed letters with; the label where it is left out. */
  readonly filter?: string;
  /** What it replaces; the word at the cursor where it is left out. */
  readonly replace?: Span;
  /** Text to put in elsewhere in the line, which makes it valid. */
  readonly also?: Also | undefined;
  /** Its text leaves something to choose right away. */
  readonly suggest?: boolean;
  /** What documents it, when it is asked for. */
  readonly subject?: Subject;
  readonly doc?: Text | undefined;
  readonly deprecated?: boolean;
}

/** Shorthand for the kinds of items. */
export const kinds = {
  table: CompletionItemKind.Module,
  builtinChain: CompletionItemKind.Class,
  userChain: CompletionItemKind.Function,
  policy: CompletionItemKind.Constant,
  command: CompletionItemKind.Keyword,
  parameter: CompletionItemKind.Keyword,
  match: CompletionItemKind.Interface,
  target: CompletionItemKind.Event,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  seen: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
} as const;

/** The items of a list of entries. */
export function itemsOf(request: CompletionRequest, entries: readonly Entry[]): CompletionItem[] {
  return entries.map((entry, index) => itemOf(request, entry, index));
}

function itemOf(request: CompletionRequest, entry: Entry, index: number): CompletionItem {
  const insert = entry.insert ?? escapeForSnippet(entry.label);
  const stops = request.options.snippetSupport === true && hasStops(insert);
  const newText = (stops ? insert : (entry.plain ?? beforeFirstStop(insert))) + glue(request);
  const edits: TextEdit[] =
    entry.also === undefined
      ? []
      : [{ range: rangeOf(request.line, { start: entry.also.at, end: entry.also.at }), newText: entry.also.text }];
  return {
    label: entry.label,
    kind: entry.kind,
    sortText: `${String(entry.rank).padStart(2, '0')}${String(index).padStart(4, '0')}`,
    textEdit: { range: rangeOf(request.line, entry.replace ?? request.word), newText },
    ...(stops ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(entry.filter === undefined || entry.filter === entry.label ? {} : { filterText: entry.filter }),
    ...(entry.note === undefined && entry.detail === undefined
      ? {}
      : {
          labelDetails: {
            ...(entry.note === undefined ? {} : { detail: ` ${entry.note}` }),
            ...(entry.detail === undefined ? {} : { description: entry.detail }),
          },
        }),
    ...(edits.length === 0 ? {} : { additionalTextEdits: edits }),
    ...(entry.suggest === true && request.options.suggestCommand !== undefined
      ? { command: { title: entry.label, command: request.options.suggestCommand } }
      : {}),
    ...(entry.deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(entry.doc === undefined ? {} : { documentation: { kind: 'markdown' as const, value: entry.doc[request.language] } }),
    ...(entry.subject === undefined ? {} : { data: entry.subject }),
  };
}

/** A text in which nothing counts as a tab stop. */
export function escapeForSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

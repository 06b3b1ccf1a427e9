// What completion offers at the cursor of a fixture, and what a rule is after one of the offers was chosen.

import assert from 'node:assert/strict';
import type { CompletionItem } from 'vscode-languageserver-types';
import type { Family } from '../../server/src/catalogue/schema';
import type { CompletionOptions } from '../../server/src/features/completion';
import { complete } from '../../server/src/features/completion';
import { expandSnippet } from '../../server/src/features/snippets';
import { applyEdits } from '../../server/src/text/lines';
import type { Edit } from '../../server/src/text/position';
import { fileAtCursor } from './cursor';

/** A client that takes tab stops and brings the snippets itself. */
export const client: CompletionOptions = { snippetSupport: true, snippets: false };

/** The items offered at the cursor, in the order an editor shows them before anything is typed. */
export function offered(fixture: string, options: CompletionOptions = client, family?: Family): CompletionItem[] {
  const { file, cursor } = fileAtCursor(fixture, family === undefined ? {} : { family });
  return complete(file, cursor, 'en', options).sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

/** What the list shows of the items: the labels, and the note behind each. */
export function labels(fixture: string, options: CompletionOptions = client, family?: Family): string[] {
  return offered(fixture, options, family).map((item) => item.label + (item.labelDetails?.detail ?? ''));
}

/** A rule of the filter table's INPUT, with a cursor. */
export const input = (rest: string): string => `*filter\n:INPUT DROP [0:0]\n-A INPUT ${rest}\nCOMMIT\n`;

/** The text after an item was chosen, its tab stops kept as they are. */
export function chosen(fixture: string, item: CompletionItem): string {
  const edit = item.textEdit;
  assert.ok(edit !== undefined && 'range' in edit);
  const edits: Edit[] = [{ range: edit.range, newText: expandSnippet(edit.newText) }, ...(item.additionalTextEdits ?? [])];
  return applyEdits(fileAtCursor(fixture).text, edits);
}

/** The line that the cursor stood in, after the item of a label was chosen. */
export function choose(fixture: string, label: string, options: CompletionOptions = client, family?: Family): string {
  const item = offered(fixture, options, family).find((one) => one.label + (one.labelDetails?.detail ?? '') === label);
  assert.ok(item, `${label} is offered`);
  return chosen(fixture, item).split('\n')[fileAtCursor(fixture).cursor.line] ?? '';
}

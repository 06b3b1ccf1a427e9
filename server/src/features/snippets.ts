import { fileWith, rulesSnippets } from './support/snippet-list';
import { expandStops } from './support/tab-stops';

export type { RulesSnippet } from './support/snippet-list';
export { fileWith, rulesSnippets };

/**
 * The text of a snippet when every tab stop keeps its default.
 * @param body Its text, or its lines as they stand in `snippets/iptables.json`.
 */
export function expandSnippet(body: string | readonly string[]): string {
  return expandStops(typeof body === 'string' ? body : body.join('\n'));
}

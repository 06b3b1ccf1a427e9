/**
 * Texts with tab stops, as the Language Server Protocol has them: `$1`, `${1:default}`, `${1|first,second|}`, `$0`.
 * Variables and transforms are not used here.
 */
const stop = /\\([\\$}|,])|\$(\d+)|\$\{(\d+)(?::((?:[^\\}]|\\.)*)|\|((?:[^\\|]|\\.)*)\|)?\}/g;

/** Whether a text has a tab stop. */
export function hasStops(text: string): boolean {
  for (const [, escaped] of text.matchAll(stop)) if (escaped === undefined) return true;
  return false;
}

/** The text as it stands when every tab stop keeps its default: a list its first word, a bare `$1` what the first stop of that number has. */
export function expandStops(text: string): string {
  if (!text.includes('$') && !text.includes('\\')) return text;
  const defaults = new Map<string, string>();
  for (const [, , , number, value, choices] of text.matchAll(stop)) {
    const first = value ?? (choices === undefined ? undefined : /^(?:[^\\,]|\\.)*/.exec(choices)?.[0]);
    if (number !== undefined && first !== undefined && !defaults.has(number)) defaults.set(number, unescaped(first));
  }
  return text.replace(stop, (_, escaped: string | undefined, bare: string | undefined, number: string | undefined) => {
    return escaped ?? defaults.get(bare ?? number ?? '') ?? '';
  });
}

/** What stands before the first tab stop, or the whole text where it has none. */
export function beforeFirstStop(text: string): string {
  for (const match of text.matchAll(stop)) if (match[1] === undefined) return unescaped(text.slice(0, match.index));
  return unescaped(text);
}

function unescaped(text: string): string {
  return text.replace(/\\([\\$}|,])/g, '$1');
}

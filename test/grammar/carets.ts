import type { ColouredLine, Token } from './support';
import { describe, hasScope } from './support';

/**
 * What a fixture says of the line above it. Comment lines say it:
 *
 *     -A INPUT -p tcp --dport 22 -j ACCEPT
 *     # <-- keyword.control.command
 *     #        ^^ variable.parameter.option.short
 *     #                       ^^ constant.numeric - invalid
 *
 * Carets stand under the characters that are meant; `<--` means as many characters from the line's start as it has dashes.
 * All of them must have every scope named, and none of those behind a `-`.
 */
export interface Claim {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
  readonly without: readonly string[];
}

/** The claims of a fixture, and the fixture's text with empty lines in their place, so that line numbers stay. */
export function readFixture(text: string): { readonly text: string; readonly claims: readonly Claim[] } {
  const claims: Claim[] = [];
  let last = 0;
  const lines = text.split('\n').map((line, index) => {
    const found = /^#(?: <(?<dashes>-+)|(?<indent> *)(?<carets>\^+))(?<words>(?: \S+)+)$/.exec(line)?.groups;
    if (found === undefined) {
      last = index + 1;
      return line;
    }
    const words = (found['words'] ?? '').trim().split(/ +/);
    const minus = words.indexOf('-');
    const start = found['carets'] === undefined ? 0 : 1 + (found['indent'] ?? '').length;
    const length = (found['carets'] ?? found['dashes'] ?? '').length;
    claims.push({
      line: last,
      start,
      end: start + length,
      scopes: minus < 0 ? words : words.slice(0, minus),
      without: minus < 0 ? [] : words.slice(minus + 1),
    });
    return '';
  });
  return { text: lines.join('\n'), claims };
}

/** What is wrong with a claim; `undefined` when it holds. */
export function refute(claim: Claim, line: ColouredLine): string | undefined {
  const meant = line.tokens.filter((token) => token.start < claim.end && token.end > claim.start);
  const said = JSON.stringify(line.text.slice(claim.start, claim.end));
  const wrong =
    claim.end > line.text.length
      ? 'reaches beyond the line'
      : meant.map((token) => faultOf(claim, token)).find((fault) => fault !== undefined);
  return wrong === undefined ? undefined : `${said} at ${claim.line}:${claim.start + 1} ${wrong}\n${describe(line)}`;
}

function faultOf(claim: Claim, token: Token): string | undefined {
  const missing = claim.scopes.find((scope) => !hasScope(token, scope));
  if (missing !== undefined) return `should be ${missing}`;
  const extra = claim.without.find((scope) => hasScope(token, scope));
  return extra === undefined ? undefined : `should not be ${extra}`;
}

/**
 * The kinds of tokens. All are of the Language Server Protocol's own, which every editor's themes know; package.json says under
 * `semanticTokenScopes` which scopes of the grammar they stand for.
 */
export const tokenTypes = [
  'comment',
  'namespace',
  'function',
  'keyword',
  'class',
  'macro',
  'parameter',
  'operator',
  'number',
  'string',
  'variable',
  'enumMember',
] as const;

/** What is said of a token beside its kind. `defaultLibrary`: iptables ships it, the file has not made it. */
export const tokenModifiers = ['declaration', 'deprecated', 'defaultLibrary'] as const;

/** What the numbers of a token's type and modifiers mean. */
export const semanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** A word of a line, or a part of one, with its kind. Offsets count from the line's first UTF-16 unit. */
export interface LineToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/**
 * The tokens of one line as the protocol has them: lines down, characters right, length, type and modifiers of each. The first one
 * says 0 lines down, which whoever puts lines together sets right. Overlapping tokens are left out, the one that begins first stays.
 */
export function encodeLine(tokens: readonly LineToken[]): Uint32Array {
  const inOrder = tokens.length < 2 ? tokens : [...tokens].sort((a, b) => a.start - b.start);
  const numbers: number[] = [];
  let last = 0;
  let end = 0;
  for (const token of inOrder) {
    if (token.start < end || token.end <= token.start) continue;
    numbers.push(0, token.start - last, token.end - token.start, numberOfType.get(token.type) ?? 0, bitsOf(token.modifiers));
    last = token.start;
    end = token.end;
  }
  return Uint32Array.from(numbers);
}

const numberOfType = new Map<TokenType, number>(tokenTypes.map((type, index) => [type, index]));

function bitsOf(modifiers: readonly TokenModifier[]): number {
  let bits = 0;
  for (const modifier of modifiers) bits |= 1 << tokenModifiers.indexOf(modifier);
  return bits;
}

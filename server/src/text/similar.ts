/** A longer word is no name. */
const longestName = 64;

/**
 * The candidate that was probably meant by a misspelt name; `undefined` when none is near.
 * Near is one slip in short names and two in names of six letters or more, a slip being a letter too many, too few,
 * another one, or two in the wrong order. Upper and lower case count as a quarter of a slip.
 */
export function mostSimilar(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestName) return undefined;
  const limit = name.length >= 6 ? 2 : name.length >= 3 ? 1 : 0.5;
  let best: string | undefined;
  let bestDistance = limit + 0.01;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name, candidate, limit);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** How many answers are kept. */
const mostKept = 2000;

/**
 * A search for a word among candidates that never change, with a memory: a file with the same unknown name in a hundred thousand
 * lines asks once, and so does completion, which tries one line in hundreds of ways.
 */
export function remembered(
  search: (word: string, candidates: Iterable<string>) => string | undefined,
  candidates: () => Iterable<string>,
): (word: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  let all: readonly string[] | undefined;
  return (word) => {
    if (known.has(word)) return known.get(word);
    all ??= [...candidates()];
    const answer = search(word, all);
    if (known.size >= mostKept) known.clear();
    known.set(word, answer);
    return answer;
  };
}

/** `mostSimilar` over candidates that never change. */
export function similarAmong(candidates: () => Iterable<string>): (name: string) => string | undefined {
  return remembered(mostSimilar, candidates);
}

/** Three rows of the distances' table, used again for each pair of words: a misspelt name is held against hundreds of others. */
let beforePrevious = new Float64Array(64);
let previous = new Float64Array(64);
let current = new Float64Array(64);

/**
 * The optimal string alignment distance: letters too many, too few, others, or two in the wrong order. A change of case alone
 * counts 0.25.
 * @param limit What is farther need not be told exactly: `Infinity` may be given for it.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  const width = b.length + 1;
  if (current.length < width) {
    beforePrevious = new Float64Array(width * 2);
    previous = new Float64Array(width * 2);
    current = new Float64Array(width * 2);
  }
  for (let j = 0; j < width; j++) previous[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    const letterBefore = i > 1 ? a.charCodeAt(i - 2) : -1;
    current[0] = i;
    let nearest = i;
    for (let j = 1; j < width; j++) {
      const other = b.charCodeAt(j - 1);
      const cost = letter === other ? 0 : sameLetter(letter, other) ? 0.25 : 1;
      let least = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (j > 1 && letterBefore === other && letter === b.charCodeAt(j - 2)) least = Math.min(least, (beforePrevious[j - 2] ?? 0) + 1);
      current[j] = least;
      if (least < nearest) nearest = least;
    }
    const free = beforePrevious;
    beforePrevious = previous;
    previous = current;
    current = free;
    // What comes of a row is no nearer than its nearest: a swap reaches one row farther back, but costs one.
    if (nearest > limit) return Number.POSITIVE_INFINITY;
  }
  return previous[b.length] ?? 0;
}

/** Two letters that differ in case alone. */
function sameLetter(a: number, b: number): boolean {
  if (a < 128 && b < 128) return (a ^ b) === 32 && (a | 32) >= 97 && (a | 32) <= 122;
  return String.fromCharCode(a).toLowerCase() === String.fromCharCode(b).toLowerCase();
}

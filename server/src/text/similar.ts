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
    const distance = editDistance(name, candidate);
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
 * `mostSimilar` over candidates that never change, with a memory: a file with the same unknown name in a hundred thousand
 * lines asks once.
 */
export function similarAmong(candidates: () => Iterable<string>): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  let all: readonly string[] | undefined;
  return (name) => {
    if (known.has(name)) return known.get(name);
    all ??= [...candidates()];
    const answer = mostSimilar(name, all);
    if (known.size >= mostKept) known.clear();
    known.set(name, answer);
    return answer;
  };
}

/** The optimal string alignment distance: letters too many, too few, others, or two in the wrong order. A change of case alone counts 0.25. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = substitution(a.charAt(i - 1), b.charAt(j - 1));
      let least = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)) {
        least = Math.min(least, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function substitution(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.25 : 1;
}

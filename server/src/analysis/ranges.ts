/** Numbers, or addresses as numbers, as disjoint ranges in ascending order, both ends included. */
export type Ranges<T extends number | bigint = number> = readonly (readonly [T, T])[];

/** What two sets have in common. */
export function intersect<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  const common: [T, T][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i];
    const y = b[j];
    if (x === undefined || y === undefined) break;
    const low = x[0] > y[0] ? x[0] : y[0];
    const high = x[1] < y[1] ? x[1] : y[1];
    if (low <= high) common.push([low, high]);
    if (x[1] < y[1]) i++;
    else j++;
  }
  return common;
}

/** Whether every member of `inner` is one of `outer`. Touching ranges of `outer` count as one. */
export function contains<T extends number | bigint>(outer: Ranges<T>, inner: Ranges<T>): boolean {
  return inner.every(([low, high]) => {
    let next = low;
    for (const [from, to] of outer) {
      if (from > next) return false;
      if (to < next) continue;
      if (to >= high) return true;
      next = after(to);
    }
    return false;
  });
}

/** All numbers from 0 to `most` that are not in a set. */
export function complement<T extends number | bigint>(set: Ranges<T>, zero: T, most: T): Ranges<T> {
  const rest: [T, T][] = [];
  let next: T | undefined = zero;
  for (const [low, high] of set) {
    if (next !== undefined && low > next) rest.push([next, before(low)]);
    next = high < most ? after(high) : undefined;
  }
  if (next !== undefined) rest.push([next, most]);
  return rest;
}

/** Ranges in any order, overlapping or not, as a set. */
export function union<T extends number | bigint>(ranges: Ranges<T>): Ranges<T> {
  const sorted = [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const merged: [T, T][] = [];
  for (const [low, high] of sorted) {
    const last = merged[merged.length - 1];
    if (last !== undefined && low <= after(last[1])) last[1] = high > last[1] ? high : last[1];
    else merged.push([low, high]);
  }
  return merged;
}

function after<T extends number | bigint>(value: T): T {
  return typeof value === 'bigint' ? ((value + 1n) as T) : (((value as number) + 1) as T);
}

function before<T extends number | bigint>(value: T): T {
  return typeof value === 'bigint' ? ((value - 1n) as T) : (((value as number) - 1) as T);
}

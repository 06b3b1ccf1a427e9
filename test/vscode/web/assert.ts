// What the suite uses of node:assert/strict, for the web-worker host, which has none of Node's modules.

/** Fails unless the value is truthy. */
export function ok(value: unknown, message = `${value} is not truthy`): asserts value {
  if (!value) throw new Error(message);
}

/** Fails unless both are the same. */
export function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) differ(actual, expected, message);
}

/** Fails if both are the same. */
export function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `${actual} was not expected`);
}

/** Fails unless both are written alike. */
export function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) differ(actual, expected, message);
}

/** Fails unless the text matches. */
export function match(text: string, pattern: RegExp, message?: string): void {
  if (!pattern.test(text)) throw new Error(message ?? `${JSON.stringify(text)} does not match ${pattern}`);
}

function differ(actual: unknown, expected: unknown, message = 'The values differ'): never {
  throw Object.assign(new Error(message), { actual, expected });
}

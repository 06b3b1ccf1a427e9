/** Larger files have no code lenses: in a file with thousands of chains nobody reads them. */
export const mostLinesWithLenses = 5000;

/** Files with more lines are looked at as a whole in the background only, once nobody types. */
export const mostLinesAtOnce = 20_000;

// Which line of a ruleset a rule of the kernel came from.

/** A rule's place: the kernel knows the table, the chain and the number; a reader wants the line. */
export interface RulesetLines {
  /** The tables, in the order of the file. */
  readonly tables: readonly string[];
  /** The line, from 1 on, of each rule of a chain, in order. A line with lists of addresses stands there as often as it makes rules. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  /** Whether something in it switches connection tracking on: a match or target that needs it, or the nat table. */
  readonly tracked: boolean;
}

/** Reads a ruleset that only declares chains and appends to them. Throws where it does anything else. */
export function readLines(ruleset: string): RulesetLines {
  const tables: string[] = [];
  const lines = new Map<string, number[]>();
  for (const [index, line] of ruleset.split('\n').entries()) {
    const words = wordsOf(line);
    const [first = ''] = words;
    if (first === '' || first.startsWith('#') || first.startsWith(':') || first === 'COMMIT' || first === '-N') continue;
    if (first.startsWith('*')) {
      if (tables.includes(first.slice(1))) throw new Error(`The table ${first.slice(1)} is there twice.`);
      tables.push(first.slice(1));
      continue;
    }
    if (first !== '-A') throw new Error(`Line ${index + 1} does not append a rule: ${line}`);
    const key = keyOf(tables.at(-1) ?? '', words[1] ?? '');
    const rules = lines.get(key) ?? [];
    for (let count = ruleCount(words); count > 0; count--) rules.push(index + 1);
    lines.set(key, rules);
  }
  return { tables, lines, tracked: tracking.test(ruleset) };
}

/** How a chain is named in `RulesetLines.lines`. */
export function keyOf(table: string, chain: string): string {
  return `${table} ${chain}`;
}

/** Matches and targets that ask the kernel for connection tracking when they are loaded (their `nf_ct_netns_get`); NOTRACK does not. */
const tracking =
  /^\*nat$|-m (state|conntrack|connmark|connbytes|connlimit|connlabel|helper|cluster)\b|-j (CONNMARK|CONNSECMARK|SYNPROXY)\b|-j CT (?!--notrack)/m;

/** A rule with lists of addresses becomes one for each pair of them. */
function ruleCount(words: readonly string[]): number {
  const listed = (names: readonly string[]): number =>
    words.reduce((count, word, at) => (names.includes(word) ? (words[at + 1] ?? '').split(',').length : count), 1);
  return listed(['-s', '--source', '--src']) * listed(['-d', '--destination', '--dst']);
}

/** Words, without those in quotation marks, in which no list of addresses stands. */
function wordsOf(line: string): string[] {
  return line
    .replace(/"(?:\\.|[^"\\])*"/g, '""')
    .split(/\s+/)
    .filter((word) => word !== '');
}

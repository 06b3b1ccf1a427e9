// What `npm run fuzz` does: judges random files, or all cases of the catalogue, until the time is over or a difference is found.

import { catalogueCases } from '../support/cases/catalogue';
import type { JudgedFile } from '../support/cases/differences';
import { judge, printed } from '../support/cases/differences';
import { fileOfSeed } from './files';

export interface FuzzOptions {
  readonly seconds: number;
  /** The first seed. */
  readonly seed: number;
  /** All cases of the catalogue instead of random files. */
  readonly catalogue: boolean;
  /** Another build's folder of programs. */
  readonly prefix: string | undefined;
}

const batch = 2000;

/** Gives the number of differences found. */
export async function fuzz({ seconds, seed, catalogue, prefix }: FuzzOptions, print: (line: string) => void): Promise<number> {
  const end = Date.now() + seconds * 1000;
  const cases = catalogue ? catalogueCases() : [];
  let found = 0;
  let verdicts = 0;
  for (let from = catalogue ? 0 : seed; Date.now() < end && (!catalogue || from < cases.length); from += batch) {
    const files: readonly JudgedFile[] = catalogue
      ? cases.slice(from, from + batch)
      : Array.from({ length: batch }, (_, index) => fileOfSeed(from + index));
    const outcome = await judge(files, prefix === undefined ? {} : { prefix });
    verdicts += outcome.verdicts;
    found += outcome.differences.length;
    for (const difference of outcome.differences) print(`${printed(difference)}\n`);
    print(
      `${catalogue ? 'cases' : 'seeds'} ${from} to ${from + files.length - 1}: ${outcome.agreed} of ${outcome.verdicts} agree, ${outcome.differences.length} differ`,
    );
  }
  print(`${verdicts} verdicts, ${found} differences`);
  return found;
}

// The real iptables as an oracle: every case is loaded for real, in a network namespace of its own, by each back end.
// `iptables-restore --test` would be quicker and is not enough: it accepts what only the kernel refuses.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackEnd, Family } from '../../server/src/catalogue/schema';
import type { OracleAvailability } from './oracle-probe';
import { probe } from './oracle-probe';
import type { Job } from './oracle-worker';
import { runWorker } from './oracle-worker';

export type { BackEnd, Family } from '../../server/src/catalogue/schema';
export type { OracleAvailability } from './oracle-probe';
export { probe } from './oracle-probe';

/** A rules file to be judged. */
export interface OracleCase {
  /** Unlike the name of every other case of one `load`. */
  readonly name: string;
  /** The file, to the byte: nothing is added, no final newline either. */
  readonly text: string | Uint8Array;
  /** `iptables-restore` for `ipv4`, the default; `ip6tables-restore` for `ipv6`. */
  readonly family?: Family;
  /** Shell commands that are run in the empty namespace first: `ipset create allowed hash:ip`. */
  readonly setup?: string;
}

/** What one back end did with a file. */
export interface Verdict {
  /** Exit status 0: all of the file was loaded. When it is false, tables that were committed before the fault are loaded all the same. */
  readonly accepted: boolean;
  /** The exit status: 1 a fault in general, 2 a fault in the options, 3 another version of the kernel's side, above 128 a crash. */
  readonly status: number;
  /** Everything the program said, on either stream, without the line ends around it. An accepted file may come with warnings. */
  readonly words: string;
  /** What `iptables-save` prints afterwards, without its dated comment lines. Only with `save`, and only of an accepted file. */
  readonly saved?: string;
}

/** The verdict of each back end that was asked. */
export type Verdicts<B extends BackEnd = BackEnd> = Readonly<Record<B, Verdict>>;

/** How to load. */
export interface LoadOptions<B extends BackEnd = BackEnd> {
  /** The back ends to ask; both where it is left out. */
  readonly backEnds?: readonly B[];
  /** Read the ruleset back after each accepted case. Takes about a third of the rate. */
  readonly save?: boolean;
  /** Words for `iptables-restore` itself: `['--test']`. */
  readonly arguments?: readonly string[];
  /** The folder of the programs, where it is not the PATH nor `IPTABLES_PREFIX`. */
  readonly prefix?: string;
  /** Milliseconds after which the whole load is given up. Two minutes where it is left out. */
  readonly timeout?: number;
}

/**
 * Loads each file for real, each in a fresh network namespace, and gives the verdicts by the cases' names.
 * Throws when the programs or namespaces for that are not there (see `probe`), and when a setup fails.
 */
export async function load<B extends BackEnd = BackEnd>(
  cases: readonly OracleCase[],
  options: LoadOptions<B> = {},
): Promise<Map<string, Verdicts<B>>> {
  refuseRepeatedNames(cases);
  const oracle = await probe(options.prefix);
  const backEnds: readonly BackEnd[] = options.backEnds ?? ['legacy', 'nft'];
  const folder = await mkdtemp(join(tmpdir(), 'iptables-oracle-'));
  try {
    const files = cases.map((_, index) => join(folder, `case-${index}`));
    await Promise.all(cases.map((each, index) => writeFile(files[index]!, each.text)));
    const found = await Promise.all(backEnds.map((backEnd) => judge(oracle, backEnd, cases, files, folder, options)));
    return new Map(
      cases.map((each, index) => {
        const perBackEnd = backEnds.map((backEnd, place) => [backEnd, found[place]![index]!] as const);
        return [each.name, Object.fromEntries(perBackEnd) as Record<B, Verdict>];
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** Loads one file into both back ends and gives what `iptables-save` prints of it. Throws when a back end refuses the file. */
export async function readBack(text: string, family: Family = 'ipv4'): Promise<Readonly<Record<BackEnd, string>>> {
  const verdicts = (await load([{ name: 'read back', text, family }], { save: true })).get('read back')!;
  for (const backEnd of ['legacy', 'nft'] as const) {
    const { accepted, words } = verdicts[backEnd];
    if (!accepted) throw new Error(`${backEnd} refuses the file: ${words}`);
  }
  return { legacy: verdicts.legacy.saved ?? '', nft: verdicts.nft.saved ?? '' };
}

/** A file of one table with nothing but these lines: chain declarations and rules. */
export function fileOf(table: string, ...lines: readonly string[]): string {
  return `*${table}\n${lines.map((line) => `${line}\n`).join('')}COMMIT\n`;
}

/**
 * A load by the nft back end mostly waits for the kernel's grace periods, so many are under way at once;
 * the legacy one is all computing, so there is one for each processor.
 */
const workerCount: Readonly<Record<BackEnd, number>> = { legacy: availableParallelism(), nft: 16 };

async function judge(
  oracle: OracleAvailability,
  backEnd: BackEnd,
  cases: readonly OracleCase[],
  files: readonly string[],
  folder: string,
  options: LoadOptions<BackEnd>,
): Promise<readonly Verdict[]> {
  const jobs = cases.map((each, index) => jobOf(oracle, backEnd, each, index, files[index]!, options));
  const shares = Array.from({ length: Math.min(workerCount[backEnd], jobs.length) }, (_, worker, count = workerCount[backEnd]) =>
    jobs.filter((job) => job.index % count === worker),
  );
  const verdicts: Verdict[] = [];
  await Promise.all(
    shares.map(async (share, worker) => {
      const timeout = options.timeout ?? 120_000;
      const found = await runWorker({ oracle, jobs: share, script: join(folder, `${backEnd}-${worker}`), timeout });
      for (const [index, verdict] of found) verdicts[index] = verdict;
    }),
  );
  return verdicts;
}

function jobOf(
  oracle: OracleAvailability,
  backEnd: BackEnd,
  each: OracleCase,
  index: number,
  file: string,
  options: LoadOptions<BackEnd>,
): Job {
  const program = oracle.programs[backEnd][each.family ?? 'ipv4'];
  if (program === undefined || oracle.namespaces === undefined) {
    throw new Error(`The real iptables cannot be asked: ${oracle.missing.join('; ')}`);
  }
  return {
    index,
    name: each.name,
    file,
    restore: [program.restore, ...(options.arguments ?? [])],
    ...(options.save ? { save: [program.save] } : {}),
    ...(each.setup === undefined ? {} : { setup: each.setup }),
  };
}

function refuseRepeatedNames(cases: readonly OracleCase[]): void {
  const names = new Set<string>();
  for (const { name } of cases) {
    if (names.has(name)) throw new Error(`Two cases are called '${name}'.`);
    names.add(name);
  }
}

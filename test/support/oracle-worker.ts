// One shell that judges its share of the cases, one after another, each in a network namespace that ends with it.
// Starting a namespace takes about a millisecond, and spares every question of what an earlier case left behind:
// tables, estimators, recent lists, ipsets, a connection tracking that was switched on.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Verdict } from './oracle';
import type { OracleAvailability } from './oracle-probe';

/** One file for one back end. */
export interface Job {
  /** The place of its case among all cases. */
  readonly index: number;
  readonly name: string;
  readonly file: string;
  /** The program with its words. */
  readonly restore: readonly string[];
  /** The program that prints the ruleset, where that is wanted. */
  readonly save?: readonly string[];
  /** Shell commands to run in the namespace first. */
  readonly setup?: string;
}

/** What a worker needs. */
export interface Work {
  readonly oracle: OracleAvailability;
  readonly jobs: readonly Job[];
  /** Where its script may be written. Its lock file stands beside it. */
  readonly script: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Runs the jobs in order and gives each one's verdict, by the place of its case. */
export async function runWorker({ oracle, jobs, script, timeout }: Work): Promise<Map<number, Verdict>> {
  const mark = `@${randomUUID()}`;
  // The legacy programs take one lock for the whole machine, across namespaces, and give up when another holds it.
  const lines = [`XTABLES_LOCKFILE=${quoted(`${script}.lock`)}`, 'export XTABLES_LOCKFILE', ...jobs.map((job) => shellLine(job, mark))];
  await writeFile(script, `${lines.join('\n')}\n`);
  const output = await run([...oracle.enter, 'sh', script], timeout);
  const verdicts = read(output.stdout, mark, jobs);
  const unheard = jobs.find((job) => !verdicts.has(job.index));
  if (unheard) throw new Error(`No verdict on '${unheard.name}' (did its setup fail?). ${output.stderr.trim()}`);
  return verdicts;
}

/** Runs a program to its end. Throws when it cannot be started or takes too long; its exit status is the caller's to judge. */
export function run(words: readonly string[], timeout: number): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const [program = '', ...rest] = words;
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], timeout, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (signal === 'SIGKILL') reject(new Error(`${words.join(' ')} was ended after ${timeout} ms.`));
      else resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** A word as the shell reads it back unchanged. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Judges one case and prints its words, a line with the mark, its index and the exit status,
 * and where the ruleset is wanted, that and a second marked line.
 */
function shellLine(job: Job, mark: string): string {
  const restore = `${job.restore.map(quoted).join(' ')} <${quoted(job.file)} 2>&1`;
  const verdict = `printf '\\n%s verdict %s %s\\n' ${mark} ${job.index} $?`;
  if (job.save === undefined && job.setup === undefined) return `unshare -n ${restore}; ${verdict}`;
  const inside = [
    ...(job.setup === undefined ? [] : [`{ ${job.setup}\n} >&2 || exit`]),
    restore,
    `status=$?; ${verdict.replace('$?', '$status')}`,
    ...(job.save === undefined
      ? []
      : [`[ $status -ne 0 ] || { ${job.save.map(quoted).join(' ')}; printf '%s saved %s 0\\n' ${mark} ${job.index}; }`]),
  ];
  return `unshare -n sh -c ${quoted(inside.join('\n'))}`;
}

/** Takes a worker's output apart. */
function read(output: string, mark: string, jobs: readonly Job[]): Map<number, Verdict> {
  const wanted = new Set(jobs.map((job) => job.index));
  const verdicts = new Map<number, Verdict>();
  let start = 0;
  for (const match of output.matchAll(new RegExp(`${mark} (verdict|saved) (\\d+) (\\d+)\\n`, 'g'))) {
    const said = output.slice(start, match.index);
    start = match.index + match[0].length;
    const index = Number(match[2]);
    const verdict = verdicts.get(index);
    if (match[1] === 'verdict' && wanted.has(index)) {
      const status = Number(match[3]);
      verdicts.set(index, { accepted: status === 0, status, words: said.replace(/^\n+|\n+$/g, '') });
    } else if (verdict) {
      verdicts.set(index, { ...verdict, saved: said.replace(/^#.*\n/gm, '') });
    }
  }
  return verdicts;
}

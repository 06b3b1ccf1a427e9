// The processes that hold the namespaces: world/world.py, several of them side by side.

import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../fixtures/rulesets/root';
import type { OracleAvailability } from '../../support/oracle-probe';

/** What a worker is asked, besides what makes the world. */
export type Job = Readonly<Record<string, unknown>>;

/** A worker's answer, as it is written in world.py. */
export type Answer =
  /** The namespaces or their links could not be made. */
  | { readonly unable: string }
  /** A fault of the harness itself. */
  | { readonly failure: string }
  | { readonly loaded: false; readonly words: string }
  | {
      readonly loaded: true;
      readonly words: string;
      /** How many rules each chain of each table has. */
      readonly chains: Readonly<Record<string, Readonly<Record<string, number>>>>;
      readonly observed: readonly RawObservation[];
      /** What `iptables-save -c` prints at the end. */
      readonly saved?: string;
    };

/** What moved for one packet; a rule's place is -1 for the chain's policy. */
export interface RawObservation {
  readonly moved: readonly (readonly [table: string, chain: string, place: number, packets: number])[];
  readonly input: number;
  readonly answers: number;
  readonly left: readonly string[];
  readonly states?: readonly (readonly [hook: string, state: string])[];
  readonly refused?: string;
}

/** The namespaces, their links or the programs for them cannot be had on this machine. */
export class WorldError extends Error {}

/** Has the jobs done and gives the answers in their order. Throws when a worker ends before its time, or past `timeout` milliseconds. */
export async function work(oracle: OracleAvailability, jobs: readonly Job[], timeout: number): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const queue = jobs.map((job, id) => ({ ...job, id }));
  // Loading waits for the kernel's grace periods much of the time, so there are more workers than processors.
  const count = Math.min(jobs.length, 2 * availableParallelism());
  const folder = await mkdtemp(join(tmpdir(), 'iptables-packets-'));
  const children: ChildProcessWithoutNullStreams[] = [];
  const late = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, timeout);
  try {
    await Promise.all(
      Array.from({ length: count }, (_, number) => {
        const child = start(oracle, number, join(folder, `lock-${number}`));
        children.push(child);
        return serve(child, queue, answers);
      }),
    );
  } finally {
    clearTimeout(late);
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
  return answers;
}

function start(oracle: OracleAvailability, number: number, lock: string): ChildProcessWithoutNullStreams {
  const [program = '', ...rest] = [...oracle.enter, 'python3', '-B', join(root, 'test/oracle/packets/world/world.py'), String(number)];
  // The legacy programs take one lock for the whole machine; each worker has its own instead.
  return spawn(program, rest, { env: { ...process.env, XTABLES_LOCKFILE: lock } });
}

/** Gives a worker one job after another until none is left, and lets it end. */
function serve(child: ChildProcessWithoutNullStreams, queue: (Job & { id: number })[], answers: Answer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    const next = (): void => {
      const job = queue.shift();
      if (job === undefined) child.stdin.end();
      else child.stdin.write(`${JSON.stringify(job)}\n`);
    };
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer & { id: number };
      answers[answer.id] = answer;
      next();
    });
    child.on('error', (error) => reject(new WorldError(error.message)));
    child.on('close', (status, signal) => {
      if (status === 0) return resolve();
      const words = `The packets' world ended with ${signal ?? status}. ${Buffer.concat(said).toString().trim()}`;
      // With 127 the shell or `unshare` says that it has not found the program.
      reject(status === 127 ? new WorldError(words) : new Error(words));
    });
    next();
  });
}

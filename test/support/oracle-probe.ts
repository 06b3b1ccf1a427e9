// What of the real iptables this machine has, found out by trying it.

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { BackEnd, Family } from '../../server/src/catalogue/schema';
import { run } from './oracle-worker';

/** The pair of programs for one back end and one family, by their full paths. */
export interface Programs {
  readonly restore: string;
  readonly save: string;
}

/** What can be asked, and of whom. */
export interface OracleAvailability {
  /** Both back ends can be asked, for both families. */
  readonly available: boolean;
  /** What is not there, one sentence each. Empty when everything is. */
  readonly missing: readonly string[];
  /** How a private network namespace is had: as root, as root of a user namespace of one's own, or through `sudo -n`. */
  readonly namespaces: 'root' | 'user' | 'sudo' | undefined;
  /** The words that run a shell which may call `unshare -n`. */
  readonly enter: readonly string[];
  /** The programs that were seen to load an empty ruleset. */
  readonly programs: Readonly<Record<BackEnd, Readonly<Record<Family, Programs | undefined>>>>;
  /** The release that they name: `1.8.9`. */
  readonly version: string | undefined;
}

/**
 * Tries the programs, from `prefix`, else the folder that the environment's IPTABLES_PREFIX names, else the PATH,
 * and the ways to a private network namespace. Looks once for each prefix.
 */
export function probe(prefix: string | undefined = process.env['IPTABLES_PREFIX']): Promise<OracleAvailability> {
  const key = prefix ?? '';
  const known = probed.get(key) ?? look(prefix);
  probed.set(key, known);
  return known;
}

/** Whether a release is at least as new as another: `isAtLeast('1.8.11', '1.8.9')`. */
export function isAtLeast(version: string, other: string): boolean {
  const [left, right] = [version, other].map((each) => each.split('.').map(Number)) as [number[], number[]];
  for (const [place, number] of right.entries()) {
    const difference = (left[place] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

const probed = new Map<string, Promise<OracleAvailability>>();

const backEnds: readonly BackEnd[] = ['legacy', 'nft'];
const families: readonly Family[] = ['ipv4', 'ipv6'];
const patience = 20_000;

const ways = [
  ['root', []],
  ['user', ['unshare', '-Ur']],
  ['sudo', ['sudo', '-n']],
] as const;

async function look(prefix: string | undefined): Promise<OracleAvailability> {
  const missing: string[] = [];
  const way = await firstWay();
  if (!way) missing.push('no private network namespace can be had here (tried unshare -n, unshare -Urn, sudo -n unshare -n)');
  const [namespaces, enter] = way ?? [undefined, []];
  const programs: Record<BackEnd, Record<Family, Programs | undefined>> = {
    legacy: { ipv4: undefined, ipv6: undefined },
    nft: { ipv4: undefined, ipv6: undefined },
  };
  let version: string | undefined;
  for (const backEnd of backEnds) {
    for (const family of families) {
      const stem = `${family === 'ipv4' ? 'iptables' : 'ip6tables'}-${backEnd}`;
      const restore = await find(`${stem}-restore`, prefix);
      const save = await find(`${stem}-save`, prefix);
      if (restore === undefined || save === undefined) {
        missing.push(`${stem}-${restore ? 'save' : 'restore'} is not installed`);
        continue;
      }
      version ??= /v(\d+(?:\.\d+)+)/.exec((await run([restore, '--version'], patience)).stdout)?.[1];
      const fault = way && (await tryOut(enter, restore));
      if (fault === undefined) programs[backEnd][family] = { restore, save };
      else missing.push(`${restore} does not load an empty ruleset: ${fault}`);
    }
  }
  return { available: missing.length === 0, missing, namespaces, enter, programs, version };
}

async function firstWay(): Promise<(typeof ways)[number] | undefined> {
  for (const way of ways) {
    const result = await run([...way[1], 'unshare', '-n', 'true'], patience).catch(() => undefined);
    if (result?.status === 0) return way;
  }
  return undefined;
}

/** Loads an empty filter table and gives what went wrong. */
async function tryOut(enter: readonly string[], restore: string): Promise<string | undefined> {
  // The machine-wide lock is the business of the real rules, not of a probe; other probes may hold this one for a moment.
  const load = `printf '*filter\\nCOMMIT\\n' | XTABLES_LOCKFILE=/dev/null unshare -n "$0" -w 10`;
  const { status, stderr } = await run([...enter, 'sh', '-c', load, restore], patience);
  return status === 0 ? undefined : stderr.trim() || `exit status ${status}`;
}

/** The full path of a program, looked for where administrators' programs are too, which an ordinary user's PATH may leave out. */
async function find(name: string, prefix: string | undefined): Promise<string | undefined> {
  const path = prefix ? [prefix] : [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const folder of path.filter((each) => each !== '')) {
    const file = join(folder, name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}

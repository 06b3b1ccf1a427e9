// Measures the server beside the real program, in one run on one machine: only the ratios mean something.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyseRuleset, finish } from '../../server/src/analysis/ruleset';
import { RulesFile } from '../../server/src/model/rules-file';
import { startClient } from '../support/client';
import { kubeProxyRuleset } from '../support/kube-proxy';
import { blockList, userChains } from './rulesets';

/** The times of one measure in milliseconds. */
export interface Measure {
  readonly name: string;
  readonly lines: number;
  readonly times: readonly number[];
}

/** What is measured: kube-proxy style files of so many services, each so often. */
export interface BenchOptions {
  readonly services: readonly number[];
  readonly repeats: number;
}

/** How long the engine needs to work rulesets out: block lists, and routers with user chains. */
export function benchEngine({ sizes, repeats }: { readonly sizes: readonly number[]; readonly repeats: number }): Measure[] {
  const measures: Measure[] = [];
  for (const [name, make] of [
    ['analysis of a block list', blockList],
    ['analysis of user chains', userChains],
  ] as const) {
    for (const size of sizes) {
      const file = new RulesFile(make(size), { family: 'ipv4' });
      file.resolution();
      const times = repeat(repeats, () => {
        const begin = performance.now();
        finish(analyseRuleset(file));
        return performance.now() - begin;
      });
      measures.push({ name, lines: size, times });
    }
  }
  return measures;
}

/** Runs the measures; the real program's are left out where it cannot run. */
export async function bench({ services, repeats }: BenchOptions): Promise<Measure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-bench-'));
  const measures: Measure[] = [];
  for (const count of services) {
    const text = kubeProxyRuleset(count);
    const lines = text.split('\n').length - 1;
    const file = join(folder, `kube-${count}.rules`);
    writeFileSync(file, text);
    const add = (name: string, times: readonly number[]): void => {
      if (times.length > 0) measures.push({ name, lines, times });
    };
    add(
      'iptables-legacy-restore --test',
      repeat(repeats, () => real('iptables-legacy-restore', file)),
    );
    add(
      'iptables-nft-restore --test',
      repeat(repeats, () => real('iptables-nft-restore', file)),
    );
    add(
      'check, whole process',
      repeat(repeats, () => timed(process.execPath, ['server/bin/iptables-language-server.js', 'check', file])),
    );
    const opened: number[] = [];
    const edited: number[] = [];
    for (let round = 0; round < repeats; round++) {
      const client = await startClient();
      const uri = `file:///bench/${round}/rules.v4`;
      let begin = performance.now();
      await client.open(uri, text);
      opened.push(performance.now() - begin);
      for (let edit = 0; edit < 40; edit++) {
        const line = Math.floor((lines * (edit + 1)) / 42);
        const at = { line, character: Math.min(30, (text.split('\n', line + 1)[line] ?? '').length) };
        begin = performance.now();
        await client.change(uri, 2 + edit, [{ range: { start: at, end: at }, text: edit % 2 === 0 ? 'x' : ' ' }]);
        edited.push(performance.now() - begin);
      }
      await client.stop();
    }
    add('didOpen → diagnostics', opened);
    add('one character → diagnostics', edited);
  }
  return measures;
}

/** The value below which a part of the times lie. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function real(program: string, file: string): number | undefined {
  return timed('unshare', ['-n', 'sh', '-c', `XTABLES_LOCKFILE=${file}.lock exec ${program} --test < ${file}`]);
}

/** How long a command takes; `undefined` where it cannot be run or fails otherwise than by finding errors. */
function timed(command: string, args: readonly string[]): number | undefined {
  const begin = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'ignore' });
  return status === 0 ? performance.now() - begin : undefined;
}

function repeat(times: number, measure: () => number | undefined): number[] {
  return Array.from({ length: times }, measure).filter((time) => time !== undefined);
}

// Measures the server beside the real program, in one run on one machine: only the ratios mean something.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubeProxyRuleset } from '../support/kube-proxy';
import { analysisMeasures } from './analysis';
import { editingMeasures } from './editing';
import { blockList, deepNesting, ufwHost, userChains } from './rulesets';
import { startMeasures } from './startup';

/** The times of one measure. */
export interface Measure {
  readonly input: string;
  readonly lines: number;
  readonly name: string;
  readonly times: readonly number[];
  /** Milliseconds where it is left out. */
  readonly unit?: 'ms' | 'MB';
  /** What the measure is to reach: so much at most, of its median or 95th percentile, or so many times the real program's median. */
  readonly bar?: Bar;
}

/** A bar, and what is aimed at. */
export interface Bar {
  readonly of: 'median' | 'p95' | 'ratio';
  readonly most: number;
  readonly aim: number;
}

/** What is measured: kube-proxy style files of so many services, the other inputs of so many rules, each so often. */
export interface BenchOptions {
  readonly services: readonly number[];
  readonly rules: readonly number[];
  readonly repeats: number;
  /** Only inputs whose names hold these words. */
  readonly only?: string | undefined;
}

/** An input of the bench. */
export interface Input {
  readonly name: string;
  readonly text: string;
  readonly lines: number;
  /** It is the large file that the bars are about. */
  readonly whole: boolean;
}

/** Runs the measures, one after the other; the real program's are left out where it cannot run. */
export async function* bench({ services, rules, repeats, only }: BenchOptions): AsyncGenerator<Measure> {
  if (only === undefined || only === 'start') yield* startMeasures(15);
  const folder = mkdtempSync(join(tmpdir(), 'iptables-bench-'));
  for (const input of inputsOf(services, rules)) {
    if (only !== undefined && !input.name.includes(only)) continue;
    const file = join(folder, `${input.name.replaceAll(/\W+/g, '-')}.rules`);
    writeFileSync(file, input.text);
    const measured = (name: string, times: readonly number[], bar?: Bar): Measure => ({
      input: input.name,
      lines: input.lines,
      name,
      times,
      ...(bar !== undefined && input.whole ? { bar } : {}),
    });
    yield measured(
      'iptables-legacy-restore --test',
      repeat(repeats, () => real('iptables-legacy-restore', file)),
    );
    yield measured(
      'iptables-nft-restore --test',
      repeat(repeats, () => real('iptables-nft-restore', file)),
    );
    yield measured(
      'check, whole process',
      repeat(repeats, () => timed(process.execPath, [program, 'check', file])),
      { of: 'ratio', most: 1, aim: 0.5 },
    );
    yield* editingMeasures(input, Math.min(repeats, 3));
    yield* analysisMeasures(input, Math.min(repeats, 3));
  }
}

function inputsOf(services: readonly number[], rules: readonly number[]): Input[] {
  const largest = Math.max(...services);
  const made = (name: string, text: string, whole = false): Input => ({ name, text, lines: text.split('\n').length - 1, whole });
  return [
    made('ufw host', ufwHost()),
    ...services.map((count) => made(`kube-proxy, ${count} services`, kubeProxyRuleset(count), count === largest)),
    ...rules.map((count) => made(`block list, ${count} drops`, blockList(count))),
    ...rules.map((count) => made(`user chains, ${count} rules`, userChains(count))),
    made('nested chains', deepNesting(14, 6)),
  ];
}

const program = 'server/bin/iptables-language-server.js';

function real(restore: string, file: string): number | undefined {
  return timed('unshare', ['-n', 'sh', '-c', `XTABLES_LOCKFILE=${file}.lock exec ${restore} --test < ${file}`]);
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

/** The value below which a part of the times lie. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

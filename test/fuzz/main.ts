// The differential fuzzer as a program: random files until the time is up, or the whole set of the catalogue's cases.
//   npm run fuzz -- [--seconds N] [--seed N] [--catalogue]
// With --edits the fuzzer of edits instead, with --texts that of texts that nobody writes; neither needs the real program.
//   npm run fuzz -- --edits [--count 100000] [--seconds N] [--seed N]
//   npm run fuzz -- --texts [--seconds N] [--seed N] [--only WORD]

import { catalogueCases } from '../support/cases/catalogue';
import type { JudgedFile, Outcome } from '../support/cases/differences';
import { judge, printed } from '../support/cases/differences';
import { probe } from '../support/oracle-probe';
import { fileOfSeed } from './files';
import { shrink } from './shrink';
import { fuzzEdits, fuzzTexts } from './unbreakable';

const batch = 500;

async function main(): Promise<void> {
  if (process.argv.includes('--edits') || process.argv.includes('--texts')) {
    const seed = number('--seed', Math.floor(Date.now() / 1000));
    const found = process.argv.includes('--edits')
      ? fuzzEdits(number('--count', 100_000), seed, number('--seconds', 3600))
      : fuzzTexts(seed, number('--seconds', 600), word('--only'));
    if (found > 0) process.exitCode = 1;
    return;
  }
  const oracle = await probe();
  if (!oracle.available) throw new Error(`The real iptables cannot be asked here: ${oracle.missing.join('; ')}.`);
  const end = Date.now() + number('--seconds', 60) * 1000;
  const totals = { files: 0, verdicts: 0, agreed: 0, differences: 0, explained: new Map<string, number>() };
  const count = (outcome: Outcome, files: number): void => {
    totals.files += files;
    totals.verdicts += outcome.verdicts;
    totals.agreed += outcome.agreed;
    totals.differences += outcome.differences.length;
    for (const [reason, times] of outcome.explained) totals.explained.set(reason, (totals.explained.get(reason) ?? 0) + times);
  };
  for await (const files of batches(end)) {
    const outcome = await judge(files, { timeout: 600_000 });
    count(outcome, files.length);
    for (const difference of outcome.differences.slice(0, 10)) {
      const about = 'seed' in difference.file ? `seed ${String(difference.file.seed)}` : difference.file.about;
      console.log(`\n${about}: ${printed(await shrink(difference))}`);
    }
    if (totals.differences > 40) break;
  }
  const share = (100 * (totals.verdicts - totals.differences)) / Math.max(1, totals.verdicts);
  console.log(
    `\niptables ${oracle.version}: ${totals.files} files, ${totals.verdicts} verdicts, ${totals.agreed} the same, ${totals.differences} differ (${share.toFixed(3)} % in agreement)`,
  );
  for (const [reason, times] of totals.explained) console.log(`  ${times} explained: ${reason}`);
  if (totals.differences > 0) process.exitCode = 1;
}

type AnyFile = JudgedFile & ({ readonly seed: number } | { readonly about: string });

async function* batches(end: number): AsyncGenerator<readonly AnyFile[]> {
  if (process.argv.includes('--catalogue')) {
    const cases = catalogueCases();
    console.log(`${cases.length} cases of the catalogue`);
    for (let at = 0; at < cases.length; at += 4000) {
      yield cases.slice(at, at + 4000);
      console.log(`${Math.min(at + 4000, cases.length)} judged`);
    }
    return;
  }
  const first = number('--seed', Math.floor(Date.now() / 1000));
  console.log(`seeds from ${first} on`);
  for (let seed = first; Date.now() < end; seed += batch) yield Array.from({ length: batch }, (_, index) => fileOfSeed(seed + index));
}

function word(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}

function number(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isFinite(value)) throw new Error(`${flag} wants a number.`);
  return value;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

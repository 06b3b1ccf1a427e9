// The soak as a program: npm run soak -- [--changes N] [--documents N] [--seed N]

import { soak } from './soak';

function number(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isFinite(value)) throw new Error(`${flag} wants a number.`);
  return value;
}

async function main(): Promise<void> {
  const begin = Date.now();
  const { start, end, changes, requests } = await soak(
    number('--changes', 100_000),
    number('--documents', 50),
    number('--seed', 1),
    console.log,
  );
  const growth = (100 * (end - start)) / start;
  console.log(
    `${changes} changes, ${requests} requests in ${((Date.now() - begin) / 1000).toFixed(0)} s: ${growth.toFixed(1)} % more memory than at the start`,
  );
  if (growth > 10) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

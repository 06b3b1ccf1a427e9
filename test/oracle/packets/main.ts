// npm run oracle:packets -- [--rulesets N] [--packets N] [--seed N]
// The packet engine against the kernel, by both back ends. Prints what was compared, and every disagreement.

import { compareWithKernel } from './compare';

void run();

async function run(): Promise<void> {
  const rulesets = option('--rulesets', 400);
  const packets = option('--packets', 40);
  const first = option('--seed', 1);
  let failed = false;
  for (const backEnd of ['legacy', 'nft'] as const) {
    const seeds = Array.from({ length: rulesets }, (_, index) => first + index);
    const begin = Date.now();
    const { compared, passedOver, disagreements } = await compareWithKernel({ seeds, packets, backEnd, timeout: 3_600_000 });
    console.log(`${backEnd}: ${rulesets} rulesets, ${compared} packets compared in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    for (const [reason, count] of passedOver) console.log(`  passed over: ${count} (${reason})`);
    console.log(`  disagreements: ${disagreements.length}`);
    for (const words of disagreements.slice(0, 5)) console.log(words);
    failed ||= disagreements.length > 0;
  }
  process.exitCode = failed ? 1 : 0;
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} wants a number`);
  return value;
}

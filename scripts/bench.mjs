// npm run bench [-- --json] [--services 1000,5000,10000] [--rules 1000,10000,100000] [--repeats 5]: times the server beside the
// real program, and the analysis of rulesets.
import { cpus } from 'node:os';
import { importBundled } from './bundled.mjs';

const argument = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
const { bench, benchEngine, percentile } = await importBundled('test/bench/bench.ts');
const numbers = (name, fallback) =>
  argument(name, fallback)
    .split(',')
    .map(Number)
    .filter((number) => number > 0);
const repeats = Number(argument('--repeats', '5'));
const measures = await bench({ services: numbers('--services', '1000,5000,10000'), repeats });
measures.push(...benchEngine({ sizes: numbers('--rules', '1000,10000,100000'), repeats: Math.min(repeats, 3) }));

if (process.argv.includes('--json')) console.log(JSON.stringify(measures, undefined, 2));
else {
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
  console.log('| lines | measure | median ms | p95 ms | × iptables-legacy-restore --test |\n| ---: | --- | ---: | ---: | ---: |');
  for (const { name, lines, times } of measures) {
    const reference = measures.find((other) => other.lines === lines && other.name.startsWith('iptables-legacy'));
    const median = percentile(times, 0.5);
    const ratio = reference === undefined ? '' : (median / percentile(reference.times, 0.5)).toFixed(2);
    console.log(`| ${lines} | ${name} | ${median.toFixed(1)} | ${percentile(times, 0.95).toFixed(1)} | ${ratio} |`);
  }
}

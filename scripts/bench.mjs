// npm run bench [-- --json FILE] [--services 1000,5000,10000] [--rules 1000,10000,100000] [--repeats 5] [--only NAME]: times the
// server beside the real program, and the analysis of rulesets; prints a table, and with --json writes every time to a file.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { importBundled } from './bundled.mjs';

const argument = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
const { bench, percentile } = await importBundled('test/bench/bench.ts');
const numbers = (name, fallback) =>
  argument(name, fallback)
    .split(',')
    .map(Number)
    .filter((number) => number > 0);

/** What a bar says of a measure, and whether it is reached. */
function verdict({ times, bar }, ratio) {
  if (bar === undefined) return ['', ''];
  const value = bar.of === 'ratio' ? ratio : percentile(times, bar.of === 'p95' ? 0.95 : 0.5);
  const reached = value <= bar.aim ? 'aim' : value <= bar.most ? 'yes' : 'NO';
  return [`${bar.of} ≤ ${bar.most}${bar.of === 'ratio' ? ' ×' : ''} (${bar.aim})`, Number.isNaN(value) ? '' : reached];
}

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
console.log('| input | lines | measure | median | p95 | min–max | × iptables-legacy-restore | bar (aim) | reached |');
console.log('| --- | ---: | --- | ---: | ---: | ---: | ---: | --- | --- |');
const measures = [];
const options = { services: numbers('--services', '1000,5000,10000'), rules: numbers('--rules', '1000,10000,100000') };
for await (const measure of bench({ ...options, repeats: Number(argument('--repeats', '5')), only: argument('--only') })) {
  measures.push(measure);
  const { input, lines, name, times, unit = 'ms' } = measure;
  if (times.length === 0) continue;
  const reference = measures.find((other) => other.input === input && other.name.startsWith('iptables-legacy'));
  const median = percentile(times, 0.5);
  const ratio = reference === undefined || unit !== 'ms' ? Number.NaN : median / percentile(reference.times, 0.5);
  const shown = (value) => (Number.isNaN(value) ? '' : value < 100 ? value.toFixed(1) : value.toFixed(0));
  const spread = `${shown(Math.min(...times))}–${shown(Math.max(...times))}`;
  const ratioShown = Number.isNaN(ratio) ? '' : ratio.toFixed(2);
  const columns = [
    input,
    lines,
    name,
    `${shown(median)} ${unit}`,
    shown(percentile(times, 0.95)),
    spread,
    ratioShown,
    ...verdict(measure, ratio),
  ];
  console.log(`| ${columns.join(' | ')} |`);
}
if (process.argv.includes('--json')) writeFileSync(argument('--json'), `${JSON.stringify(measures, undefined, 2)}\n`);

// Asks the real iptables, both back ends, about files or single rules, each in a network namespace of its own:
//
//   node scripts/judge.mjs [-6] [--save] [--test] FILE…
//   node scripts/judge.mjs [-6] [--save] [--test] --table raw '-A PREROUTING -p udp --dport 694 -j NOTRACK' …
//
// With --table the words are lines of that table, each judged as a file of its own (`\n` parts lines).
// IPTABLES_PREFIX names the folder of another build's programs.

import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const words = process.argv.slice(2);
const flag = (name) => words.includes(name) && words.splice(words.indexOf(name), 1).length > 0;
const family = flag('-6') ? 'ipv6' : 'ipv4';
const save = flag('--save');
const test = flag('--test');
const [, table] = words.includes('--table') ? words.splice(words.indexOf('--table'), 2) : [];
if (words.length === 0) {
  console.error('node scripts/judge.mjs [-6] [--save] [--test] FILE… | --table TABLE RULE…');
  process.exit(2);
}

const { load, fileOf } = await oracle();
const cases = await Promise.all(
  [...new Set(words)].map(async (word) => ({
    name: word,
    family,
    text: table ? fileOf(table, ...word.split('\\n')) : await readFile(word),
  })),
);
const verdicts = await load(cases, { save: save && !test, arguments: test ? ['--test'] : [] });
for (const [name, perBackEnd] of verdicts) {
  console.log(name);
  for (const [backEnd, { accepted, words, saved }] of Object.entries(perBackEnd)) {
    console.log(`  ${backEnd.padEnd(6)} ${accepted ? 'loads' : 'refused'}  ${words.replace(/\n+(Try `.*)?/g, ' ').trim()}`);
    if (saved) console.log(saved.trimEnd().replace(/^/gm, '         '));
  }
}
process.exitCode = [...verdicts.values()].every(({ legacy, nft }) => legacy.accepted && nft.accepted) ? 0 : 1;

/** The oracle of the tests, built in memory. */
async function oracle() {
  const { outputFiles } = await build({
    entryPoints: [new URL('../test/support/oracle.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

// Files that fail in a later table: what each back end has loaded by then, and that the checker says so of just those.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownFindings } from '../../server/src/features/diagnostics';
import { defaultSettings } from '../../server/src/features/settings';
import { RulesFile } from '../../server/src/model/rules-file';
import type { BackEnd } from '../support/oracle';
import { requireOracle } from '../support/oracle-test';
import { run } from '../support/oracle-worker';

const first = '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i first -j ACCEPT\nCOMMIT\n';
const last = '*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -i last -j ACCEPT\nCOMMIT\n';

/** What stands between the first table and the last: whether it stops each back end there. */
const cases: readonly (readonly [name: string, between: string, legacy: boolean, nft: boolean])[] = [
  ['an option that the program refuses', '*filter\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n', true, true],
  ['a target that only the kernel refuses', '*filter\n-A INPUT -j DNAT --to-destination 192.0.2.1\nCOMMIT\n', true, true],
  ['a loop of chains', '*filter\n:A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j A\nCOMMIT\n', true, true],
  ['a policy', '*filter\n:INPUT REJECT [0:0]\nCOMMIT\n', true, true],
  ['a table without COMMIT', '*filter\n:INPUT DROP [0:0]\n', true, true],
  ['a line between the tables', '-A INPUT -j ACCEPT\n', true, true],
  ['a table that there is not', '*filtre\nCOMMIT\n', true, true],
  ['a chain that only legacy refuses', '*filter\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n', true, false],
  ['a port that loads as another', '*filter\n-A INPUT -p udp --dport 65536 -j ACCEPT\nCOMMIT\n', false, false],
  ['nothing', '*filter\n:INPUT DROP [0:0]\nCOMMIT\n', false, false],
];

for (const [name, between, legacy, nft] of cases) {
  for (const backEnd of ['legacy', 'nft'] as const) {
    const stops = backEnd === 'legacy' ? legacy : nft;
    test(`${name}, ${backEnd}`, async (context) => {
      const text = first + between + last;
      assert.equal(isTold(text, backEnd), stops);
      // The same error in the first table leaves nothing loaded.
      assert.equal(isTold(between + last, backEnd), false);
      const saved = await load(text, backEnd, context);
      if (saved === undefined) return;
      assert.match(saved, /-i first/);
      assert.equal(/-i last/.test(saved), !stops);
      const tried = await load(text, backEnd, context, '--test');
      assert.doesNotMatch(tried ?? '', /-i first/);
    });
  }
}

function isTold(text: string, backend: BackEnd): boolean {
  const file = new RulesFile(text, { family: 'ipv4' });
  return shownFindings(file, { ...defaultSettings, backend }).some(({ code }) => code === 'partial-load');
}

/** What a back end has of a file after its load has ended, well or not; `undefined` where it cannot be asked. */
async function load(text: string, backEnd: BackEnd, context: Parameters<typeof requireOracle>[0], word = ''): Promise<string | undefined> {
  const oracle = await requireOracle(context);
  const programs = oracle?.programs[backEnd].ipv4;
  if (oracle === undefined || programs === undefined) return undefined;
  const script = 'printf "%s" "$1" | "$2" $4 >&2; "$3"';
  const inside = ['unshare', '-n', 'sh', '-c', script, 'sh', text, programs.restore, programs.save, word];
  const { stdout } = await run([...oracle.enter, 'env', 'XTABLES_LOCKFILE=/dev/null', ...inside], 20_000);
  return stdout;
}

// Whether packets can be sent here at all.

import type { TestContext } from 'node:test';
import { probe } from '../../support/oracle-probe';
import { skipLoudly } from '../../support/oracle-test';
import { observeAll } from './observe';
import type { TestPacket } from './packet';
import { WorldError } from './workers';
import { links } from './world';

/** Gives true, or false after the test has been skipped, loudly and with the reason. With CI=true what is missing fails the test. */
export async function requirePackets(context: TestContext): Promise<boolean> {
  trial ??= tryOut();
  const missing = await trial;
  if (missing === undefined) return true;
  skipLoudly(context, `No packets can be sent through the real iptables here: ${missing}.`);
  return false;
}

let trial: Promise<string | undefined> | undefined;

/** Sends a packet of each family through an empty table of each back end, and gives what went wrong. */
async function tryOut(): Promise<string | undefined> {
  const oracle = await probe();
  if (!oracle.available) return oracle.missing.join('; ');
  const cases = (['ipv4', 'ipv6'] as const).flatMap((family) =>
    (['legacy', 'nft'] as const).map((backEnd) => {
      const [destination = ''] = links.eth0.addresses[family];
      const packet: TestPacket = { direction: 'in', source: links.eth0.neighbours[family][0] ?? '', destination, protocol: 'udp' };
      return { ruleset: '*filter\n:INPUT ACCEPT\n-A INPUT -m state --state NEW\nCOMMIT\n', packets: [packet], backEnd };
    }),
  );
  try {
    for (const outcome of await observeAll(cases, { timeout: 20_000 })) {
      if (!outcome.loaded) return outcome.words;
      // A packet that is not seen is a fault to be found, and no reason to look away.
      if (outcome.observations[0]?.rules.length !== 1) throw new Error('A packet that was sent did not arrive.');
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return error.message;
  }
}

// Tests that need the real iptables, in node:test's terms.

import type { TestContext } from 'node:test';
import type { OracleAvailability } from './oracle-probe';
import { probe } from './oracle-probe';

/**
 * Gives the oracle, or `undefined` after the test has been skipped, loudly and with the reason.
 * Where the environment says CI=true there is no skipping: what is missing fails the test.
 */
export async function requireOracle(context: TestContext): Promise<OracleAvailability | undefined> {
  const oracle = await probe();
  if (oracle.available) return oracle;
  skipLoudly(context, `The real iptables cannot be asked here: ${oracle.missing.join('; ')}.`);
  return undefined;
}

/** Skips a test for want of something on this machine, and says so; where the environment says CI=true the test fails instead. */
export function skipLoudly(context: TestContext, reason: string): void {
  if (process.env['CI'] === 'true') throw new Error(`${reason} With CI=true it must be there.`);
  process.stderr.write(`\nSKIPPED: ${context.name}. ${reason}\n`);
  context.skip(reason);
}

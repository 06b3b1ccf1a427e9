// A ruleset that asks, in every hook of mangle, for everything that a pass says of a packet.

import type { Family } from '../../support/oracle';
import type { Hook, Pass } from './passes';
import { hardwareAddresses } from './universe';

/** Rules without a target in a chain for each hook. With `tracked` another table switches connection tracking on. */
export function passRuleset(family: Family, tracked: boolean): string {
  const lines = [
    ...hooks.map((hook) => `:at${hook} - [0:0]`),
    ...hooks.map((hook) => `-A ${hook} -j at${hook}`),
    ...hooks.flatMap((hook) => conditionsAt(hook, family).map(({ words }) => `-A at${hook} ${words}`)),
  ];
  const tracking = tracked ? '*filter\n-A INPUT -m conntrack --ctstate NEW\nCOMMIT\n' : '';
  return `*mangle\n${lines.join('\n')}\nCOMMIT\n${tracking}`;
}

/** The rules of that ruleset that count a pass, without `-A`. */
export function passRulesOf(pass: Pass, family: Family): readonly string[] {
  const held = conditionsAt(pass.hook, family).filter(({ holds }) => holds(pass));
  return [`${pass.hook} -j at${pass.hook}`, ...held.map(({ words }) => `at${pass.hook} ${words}`)];
}

const hooks: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

interface Condition {
  readonly words: string;
  readonly holds: (pass: Pass) => boolean;
}

function conditionsAt(hook: Hook, family: Family): readonly Condition[] {
  return [
    ...interfaces,
    ...packetTypes,
    ...(family === 'ipv4' ? fragments : []),
    // The kernel refuses to ask for the hardware address where a packet of the host's own could come by.
    ...(['PREROUTING', 'INPUT', 'FORWARD'].includes(hook) ? senders : []),
  ];
}

const interfaces: readonly Condition[] = (['input', 'output'] as const).flatMap((end) => {
  const option = end === 'input' ? '-i' : '-o';
  const names = ['eth0', 'eth1', 'lo'].flatMap((name): Condition[] => [
    { words: `${option} ${name}`, holds: (pass) => pass[end] === name },
    { words: `! ${option} ${name}`, holds: (pass) => pass[end] !== name },
  ]);
  return [
    ...names,
    { words: `${option} eth+`, holds: (pass) => pass[end]?.startsWith('eth') ?? false },
    { words: `! ${option} eth+`, holds: (pass) => !pass[end]?.startsWith('eth') },
    { words: `${option} +`, holds: () => true },
    { words: `! ${option} +`, holds: () => false },
  ];
});

const packetTypes: readonly Condition[] = (['unicast', 'broadcast', 'multicast'] as const).flatMap((type) => [
  { words: `-m pkttype --pkt-type ${type}`, holds: (pass) => pass.packetType === type },
  { words: `-m pkttype ! --pkt-type ${type}`, holds: (pass) => pass.packetType !== type },
]);

const fragments: readonly Condition[] = [
  { words: '-f', holds: (pass) => pass.fragment === 'later' },
  { words: '! -f', holds: (pass) => pass.fragment !== 'later' },
];

const senders: readonly Condition[] = hardwareAddresses.flatMap((address) => [
  { words: `-m mac --mac-source ${address}`, holds: (pass) => pass.mac === address },
  { words: `-m mac ! --mac-source ${address}`, holds: (pass) => pass.mac !== undefined && pass.mac !== address },
]);

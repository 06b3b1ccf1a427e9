// Rulesets of any size. The same arguments always give the same text.

import { readFileSync } from 'node:fs';
import { randomOf } from '../support/cases/random';

/** A block list: so many sources, each in a rule of its own that drops it, before the services. */
export function blockList(rules: number): string {
  const random = randomOf(20_221_125);
  const lines = ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', '-A INPUT -i lo -j ACCEPT'];
  for (let count = 0; count < rules; count++) lines.push(`-A INPUT -s ${address(random)}/32 -j DROP`);
  lines.push('-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', '-A INPUT -p tcp -m multiport --dports 22,80,443 -j ACCEPT');
  return `${lines.join('\n')}\nCOMMIT\n`;
}

/** A router between many networks: a chain for each, of twenty rules with networks, ports and states. */
export function userChains(rules: number): string {
  const random = randomOf(694);
  const chains = Math.max(1, Math.round(rules / 21));
  const names = Array.from({ length: chains }, (_, index) => `net-${index}`);
  const lines = ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', ...names.map((name) => `:${name} - [0:0]`)];
  lines.push('-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT');
  for (const [index, name] of names.entries()) lines.push(`-A FORWARD -d 10.${index >> 8}.${index & 255}.0/24 -j ${name}`);
  for (const [index, name] of names.entries()) {
    for (let count = 0; count < 20; count++) {
      const host = `10.${index >> 8}.${index & 255}.${random.below(250) + 1}`;
      const from = random.percent(50) ? ` -s ${network(random, 16 + random.below(17))}` : '';
      const ports = `-p ${random.pick(['tcp', 'udp'])} --dport ${random.below(65_000) + 1}`;
      lines.push(`-A ${name}${from} -d ${host} ${ports} -m conntrack --ctstate NEW -j ${random.pick(['ACCEPT', 'ACCEPT', 'DROP'])}`);
    }
  }
  return `${lines.join('\n')}\nCOMMIT\n`;
}

/** A host as ufw leaves it, with so many services let in: some 300 lines. */
export function ufwHost(services = 190): string {
  const random = randomOf(22);
  const ports = Array.from({ length: services }, () => 1024 + random.below(60_000));
  const rules = ports.map(
    (port) => `-A ufw-user-input -p ${random.pick(['tcp', 'udp'])} -s ${address(random)}/32 --dport ${port} -j ACCEPT`,
  );
  const text = readFileSync('test/fixtures/rulesets/ufw-host.rules.v4', 'utf8');
  const at = text.lastIndexOf('-A ufw-user-input');
  return `${text.slice(0, at)}${rules.join('\n')}\n${text.slice(at)}`;
}

/** Chains that jump to chains, so many levels deep, each to so many of the next level. */
export function deepNesting(levels: number, width: number): string {
  const name = (level: number, index: number): string => `level-${level}-${index}`;
  const all = Array.from({ length: levels }, (_, level) => Array.from({ length: width }, (_, index) => ({ level, index }))).flat();
  const lines = ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]'];
  lines.push(...all.map(({ level, index }) => `:${name(level, index)} - [0:0]`));
  for (let index = 0; index < width; index++) lines.push(`-A FORWARD -i eth${index} -j ${name(0, index)}`);
  for (const { level, index } of all) {
    for (let next = 0; next < width; next++) {
      const port = 1000 + level * 100 + next * 10 + index;
      const jump = level + 1 < levels ? name(level + 1, next) : next % 2 === 0 ? 'ACCEPT' : 'DROP';
      lines.push(`-A ${name(level, index)} -p tcp --dport ${port}:${port + 2000} -j ${jump}`);
    }
  }
  return `${lines.join('\n')}\nCOMMIT\n`;
}

/** A network of a prefix length, without host bits. */
function network(random: ReturnType<typeof randomOf>, length: number): string {
  const number = ((1 + random.below(223)) * 0x1000000 + random.below(0x1000000)) & (0xffffffff << (32 - length));
  return `${[24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')}/${length}`;
}

function address(random: ReturnType<typeof randomOf>): string {
  return `${1 + random.below(223)}.${random.below(256)}.${random.below(256)}.${random.below(256)}`;
}

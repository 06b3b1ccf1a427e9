// Rulesets of any size. The same arguments always give the same text.

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
      const from = random.percent(50) ? ` -s ${address(random)}/${16 + random.below(17)}` : '';
      const ports = `-p ${random.pick(['tcp', 'udp'])} --dport ${random.below(65_000) + 1}`;
      lines.push(`-A ${name}${from} -d ${host} ${ports} -m conntrack --ctstate NEW -j ${random.pick(['ACCEPT', 'ACCEPT', 'DROP'])}`);
    }
  }
  return `${lines.join('\n')}\nCOMMIT\n`;
}

function address(random: ReturnType<typeof randomOf>): string {
  return `${1 + random.below(223)}.${random.below(256)}.${random.below(256)}.${random.below(256)}`;
}

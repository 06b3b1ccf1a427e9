// Rulesets in which neighbouring rules have conditions in common, made of any others.

import type { RulesFile } from '../../../server/src/model/rules-file';
import { refusalsOf } from '../refusals';
import { randomOf } from './random';

/** The file with conditions that the rules of a chain have in common, wherever they can stand. */
export function alike(file: RulesFile, seed: number): RulesFile {
  const random = randomOf(seed);
  let found = file;
  for (const run of runsOf(file)) {
    for (let count = random.below(4); count > 0; count--) {
      const words = random.pick([...shareableInBoth, ...shareable[file.family]]);
      const lines = found.text().split('\n');
      const from = run[random.below(run.length)]!;
      for (const line of run.filter((one) => one >= from)) lines[line] = lines[line]!.replace(/^(-A \S+)/, `$1 ${words}`);
      // A rule that changes what the others ask for.
      if (words.includes('--mark') && random.percent(60)) lines[from] = `${lines[from]!.replace(/ -[jg] .*/, '')} -j MARK --set-mark 0x2`;
      const next = found.withText(lines.join('\n'));
      if (refusalsOf(next).length === 0) found = next;
    }
  }
  return found;
}

/** Lines of one chain that follow one another, comments and blank lines between them left out. */
export function runsOf(file: RulesFile): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let chain = -1;
  for (const [line, record] of file.records.entries()) {
    if (record.kind === 'blank' || record.kind === 'comment') continue;
    if (record.command === 'append' && record.chain === chain) runs.at(-1)!.push(line);
    else if (record.command === 'append') runs.push([line]);
    chain = record.command === 'append' ? record.chain : -1;
  }
  return runs;
}

const shareable: Readonly<Record<'ipv4' | 'ipv6', readonly string[]>> = {
  ipv4: ['-s 10.0.0.0/8', '-s 10.1.0.0/16', '! -s 10.1.0.0/16', '-d 192.0.2.0/24', '-d 192.0.2.1'],
  ipv6: ['-s 2001:db8::/32', '-s 2001:db8:1::/48', '! -s 2001:db8:1::/48', '-d 2001:db8::/64', '-d 2001:db8::1'],
};

const shareableInBoth = [
  ...['-i eth0', '-i eth+', '! -i lo', '-o eth1', '-p tcp', '-p udp', '-m conntrack --ctstate NEW', '-m addrtype --dst-type LOCAL'],
  ...['-m mark --mark 0x1/0x3', '-m mark --mark 0', '-m mark ! --mark 0x2/0x2'],
  ...['-p tcp -m tcp --syn', '-p udp -m udp --dport 123', '-p udp -m multiport --dports 80,123'],
];

// Chains of a few rules, and what comes out where they are inlined: for the unit tests, and for the real iptables.

/** A jump into a chain of some rules, and the rules that come out. */
export type InlinedChain = readonly [name: string, jump: string, rules: readonly string[], inlined: readonly string[]];

export const inlinedChains: readonly InlinedChain[] = [
  ['without conditions', '-j X', ['-p tcp --dport 22 -j ACCEPT', '-j DROP'], ['-p tcp --dport 22 -j ACCEPT', '-j DROP']],
  ['with those of the jump', '-i eth0 -j X', ['-s 192.0.2.1 -j ACCEPT', '-j DROP'], ['-i eth0 -s 192.0.2.1 -j ACCEPT', '-i eth0 -j DROP']],
  [
    'the same in both',
    '-p tcp -s 192.0.2.0/24 -j X',
    ['-s 192.0.2.0/255.255.255.0 -p tcp --syn -j LOG'],
    ['-p tcp -s 192.0.2.0/24 --syn -j LOG'],
  ],
  ['ports and flags', '-p tcp --dport 22 -j X', ['-p tcp --syn -j ACCEPT'], ['-p tcp --dport 22 --syn -j ACCEPT']],
  ['the narrower of two', '-s 10.0.0.0/8 -i eth+ -j X', ['-s 10.1.0.0/16 -i eth0 -j ACCEPT'], ['-s 10.1.0.0/16 -i eth0 -j ACCEPT']],
  [
    'the narrower of two, the other way',
    '-s 10.1.0.0/16 -j X',
    ['-s 10.0.0.0/8 -j ACCEPT', '! -s 192.0.2.1 -j DROP'],
    ['-s 10.1.0.0/16 -j ACCEPT', '-s 10.1.0.0/16 -j DROP'],
  ],
  [
    'the same match twice',
    '-m mark --mark 1/1 -j X',
    ['-m mark --mark 2/2 -j ACCEPT', '-m mark --mark 0x1/0x1 -j DROP'],
    ['-m mark --mark 1/1 -m mark --mark 2/2 -j ACCEPT', '-m mark --mark 1/1 -j DROP'],
  ],
  ['a limit of the only rule', '-m limit --limit 1/s -j X', ['-m mark --mark 1 -j LOG'], ['-m limit --limit 1/s -m mark --mark 1 -j LOG']],
  [
    'limits of the rules',
    '-m mark --mark 1 -j X',
    ['-m limit --limit 1/s -j LOG', '-j DROP'],
    ['-m mark --mark 1 -m limit --limit 1/s -j LOG', '-m mark --mark 1 -j DROP'],
  ],
  [
    'limits of both, each with its own',
    '-m limit --limit 1/s -j X',
    ['-m limit --limit 1/s -j LOG'],
    ['-m limit --limit 1/s -m limit --limit 1/s -j LOG'],
  ],
  ['RETURN at the end', '-i eth0 -j X', ['-s 192.0.2.1 -j DROP', '-j RETURN'], ['-i eth0 -s 192.0.2.1 -j DROP']],
  ['RETURN with a condition at the end', '-i eth0 -j X', ['-s 192.0.2.1 -j DROP', '-p tcp -j RETURN'], ['-i eth0 -s 192.0.2.1 -j DROP']],
  [
    'a mark of the last rule',
    '-m mark --mark 0 -j X',
    ['-j LOG', '-j MARK --set-mark 1'],
    ['-m mark --mark 0 -j LOG', '-m mark --mark 0 -j MARK --set-mark 1'],
  ],
  [
    'a mark that the jump does not ask for',
    '-i lo -j X',
    ['-j MARK --set-mark 1', '-j ACCEPT'],
    ['-i lo -j MARK --set-mark 1', '-i lo -j ACCEPT'],
  ],
  [
    'a comment of the jump',
    '-i lo -m comment --comment "a b" -j X',
    ['-p tcp -j LOG', '-m comment --comment c -j DROP'],
    ['-i lo -m comment --comment "a b" -p tcp -j LOG', '-i lo -m comment --comment c -j DROP'],
  ],
  [
    'a list of addresses',
    '-s 192.0.2.1,192.0.2.3 -j X',
    ['-j LOG', '-j DROP'],
    ['-s 192.0.2.1,192.0.2.3 -j LOG', '-s 192.0.2.1,192.0.2.3 -j DROP'],
  ],
  ['another jump', '-i lo -j X', ['-p tcp -j Y', '-j DROP'], ['-i lo -p tcp -j Y', '-i lo -j DROP']],
  [
    'an option that would be another one behind the match of the jump',
    '-p tcp -m multiport --sports 1,2 -j X',
    ['-p tcp --dport 3 -j LOG'],
    ['-p tcp -m multiport --sports 1,2 -m tcp --dport 3 -j LOG'],
  ],
  ['no target', '-i lo -j X', ['-p tcp', '-j DROP'], ['-i lo -p tcp', '-i lo -j DROP']],
];

/** Rules as the lines of a chain. */
export function inChain(chain: string, rules: readonly string[]): string {
  return rules.map((rule) => `-A ${chain} ${rule}`).join('\n');
}

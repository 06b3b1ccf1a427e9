import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ruleOf } from '../../../server/src/rules/findings';
import type { RuleCode } from '../../../server/src/rules/rule';
import { found as allFound, findings, fixed, fixes, linesWith, section } from '../../support/rules';

/** What is found about exempted packets: other rules have more to say about such short files. */
const found = (text: string): string[] => allFound(text).filter((line) => /:(un\w+-notrack|untracked-[\w-]+|wrong-table) /.test(line));

const messages = (text: string, code: RuleCode): string[] =>
  findings(text).flatMap((finding) => (finding.code === code ? [ruleOf(code)?.message(finding).en ?? ''] : []));

const raw = (...rules: string[]): string => section('raw', 'PREROUTING=ACCEPT OUTPUT=ACCEPT', ...rules);
const filter = (policy: string, ...rules: string[]): string => section('filter', `INPUT=${policy} FORWARD=DROP OUTPUT=ACCEPT`, ...rules);

describe('unpaired-notrack', () => {
  const unpaired = (...rules: string[]): number => linesWith(raw(...rules), 'unpaired-notrack').length;

  test('one direction alone is told, at the target', () => {
    assert.deepEqual(found(raw('-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK')), ['4:unpaired-notrack NOTRACK']);
    assert.deepEqual(found(raw('-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j CT --notrack')), ['4:unpaired-notrack CT']);
  });

  test('heartbeat needs the same --dport both ways; a mirrored --sport is no pair', () => {
    const one = '-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK';
    assert.equal(unpaired(one, '-A OUTPUT -o eth0 -p udp --dport 694 -j NOTRACK'), 0);
    assert.equal(unpaired(one, '-A OUTPUT -o eth0 -p udp --sport 694 -j NOTRACK'), 2);
  });

  test('a DNS server needs the mirrored --sport', () => {
    const one = '-A PREROUTING -p udp --dport 53 -j NOTRACK';
    assert.equal(unpaired(one, '-A OUTPUT -p udp --sport 53 -j NOTRACK'), 0);
    assert.equal(unpaired(one, '-A OUTPUT -p udp --dport domain -j NOTRACK'), 2);
  });

  test('other ports are content with either', () => {
    for (const option of ['--dport', '--sport']) {
      assert.equal(unpaired('-A PREROUTING -p udp --dport 5405 -j NOTRACK', `-A OUTPUT -p udp ${option} 5405 -j NOTRACK`), 0);
    }
  });

  test('interfaces and addresses change sides', () => {
    assert.equal(unpaired('-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth1 -p udp --dport 694 -j NOTRACK'), 2);
    const from = '-A PREROUTING -s 10.0.0.2 -p udp --dport 694 -j NOTRACK';
    assert.equal(unpaired(from, '-A OUTPUT -d 10.0.0.2 -p udp --dport 694 -j NOTRACK'), 0);
    assert.equal(unpaired(from, '-A OUTPUT -d 10.0.0.3 -p udp --dport 694 -j NOTRACK'), 2);
  });

  test('what the rules match counts, not how they are written', () => {
    assert.equal(
      unpaired('-A PREROUTING -i eth+ -p 17 -m multiport --dports 694,5405 -j NOTRACK', '-A OUTPUT -p udp --dport 690:700 -j CT --notrack'),
      0,
    );
  });

  test('a user chain counts as the chains that lead to it', () => {
    const text = section(
      'raw',
      'PREROUTING=ACCEPT OUTPUT=ACCEPT HB',
      '-A PREROUTING -i eth0 -j HB',
      '-A OUTPUT -o eth0 -j HB',
      '-A HB -p udp --dport 694 -j NOTRACK',
    );
    assert.deepEqual(found(text), []);
    assert.deepEqual(found(text.replace('-A OUTPUT -o eth0 -j HB\n', '')), ['6:unpaired-notrack NOTRACK']);
  });

  test('a router that exempts what it forwards, both ways, needs nothing in OUTPUT', () => {
    const both = raw('-A PREROUTING -p udp --dport 53 -j NOTRACK', '-A PREROUTING -p udp --sport 53 -j NOTRACK');
    assert.deepEqual(
      linesWith(
        both + filter('DROP', '-A FORWARD -p udp --dport 53 -j ACCEPT', '-A FORWARD -p udp --sport 53 -j ACCEPT'),
        'unpaired-notrack',
      ),
      [],
    );
    assert.deepEqual(linesWith(both + filter('DROP'), 'unpaired-notrack'), [4, 5]);
  });

  test('several rules together are a counterpart, and so is a wide one; what is negated counts', () => {
    const one = '-A PREROUTING -i eth0 -p udp -m multiport --dports 694,7777 -j NOTRACK';
    assert.equal(unpaired(one, '-A OUTPUT -d 10.0.0.1 -p udp -j NOTRACK', '-A OUTPUT ! -d 10.0.0.1 -o eth0 -p udp -j NOTRACK'), 0);
    assert.equal(unpaired(one, '-A OUTPUT ! -o lo -j NOTRACK'), 0);
    assert.equal(unpaired('-A PREROUTING ! -i eth0 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth+ -p udp --dport 694 -j NOTRACK'), 0);
    assert.equal(unpaired(one, '-A OUTPUT ! -o eth+ -p udp -m multiport --dports 694,7777 -j NOTRACK'), 2);
    assert.equal(
      unpaired('-A PREROUTING ! -s 10.0.0.0/8 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -d 10.0.0.0/8 -p udp --dport 694 -j NOTRACK'),
      2,
    );
  });

  test('an exemption behind CT, or behind an accept, is none', () => {
    const one = '-A PREROUTING -p udp --dport 694 -j NOTRACK';
    const other = '-A OUTPUT -p udp --dport 694 -j NOTRACK';
    assert.equal(unpaired(one, '-A OUTPUT -p udp -j ACCEPT', other), 1);
    assert.equal(unpaired(one, '-A OUTPUT -p udp -j CT --zone 1', other), 1);
  });

  test('what stays on this host needs no counterpart', () => {
    assert.equal(unpaired('-A OUTPUT -o lo -p udp --dport 53 -j NOTRACK'), 0);
    assert.equal(unpaired('-A PREROUTING -i lo -p udp --dport 53 -j NOTRACK'), 0);
    assert.equal(unpaired('-A OUTPUT -d 127.0.0.0/8 -p udp --dport 53 -j NOTRACK'), 0);
  });

  test('TCP and unused chains are not its business', () => {
    assert.equal(unpaired('-A PREROUTING -p tcp --dport 80 -j NOTRACK'), 0);
    assert.deepEqual(found(section('raw', 'PREROUTING=ACCEPT OUTPUT=ACCEPT X', '-A X -p udp --dport 694 -j NOTRACK')), []);
  });

  test('the fix adds the counterpart behind the rule, in its own spelling', () => {
    const text = raw(
      '-A PREROUTING -s 10.0.0.2/32 -i eth0 -p udp -m udp --dport 694 -m comment --comment "heart beat" -j CT --notrack',
      '-A PREROUTING -j TRACE',
    );
    assert.equal(
      fixed(text, 'unpaired-notrack', /^Add the matching OUTPUT/),
      text.replace(
        '-A PREROUTING -j TRACE',
        '-A OUTPUT -d 10.0.0.2/32 -o eth0 -p udp -m udp --dport 694 -m comment --comment "heart beat" -j CT --notrack\n-A PREROUTING -j TRACE',
      ),
    );
  });

  test('for a DNS server the replies come first, for an unknown port the peers', () => {
    const titles = (port: number): string[] =>
      fixes(raw(`-A PREROUTING -p udp --dport ${port} -j NOTRACK`), 'unpaired-notrack').map((fix) => fix.title.en);
    assert.match(titles(53)[0] ?? '', /--sport 53/);
    assert.match(titles(7777)[0] ?? '', /--dport 7777/);
    assert.match(titles(7777)[1] ?? '', /--sport 7777/);
    assert.equal(titles(694).filter((title) => /^Add/.test(title)).length, 1);
  });
});

describe('untracked-not-accepted', () => {
  const pair = raw('-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth0 -p udp --dport 694 -j NOTRACK');
  const told = (text: string): number[] => linesWith(text, 'untracked-not-accepted');

  test('the policy drops what no rule accepts', () => {
    assert.deepEqual(told(pair + filter('DROP')), [4]);
    assert.deepEqual(told(pair + filter('ACCEPT')), []);
  });

  test('a rule drops or rejects it, also in a user chain', () => {
    assert.deepEqual(told(pair + filter('ACCEPT', '-A INPUT -p udp -j REJECT')), [4]);
    const chain = section('filter', 'INPUT=ACCEPT FORWARD=ACCEPT OUTPUT=ACCEPT IN', '-A INPUT -i eth0 -j IN', '-A IN -j DROP');
    assert.deepEqual(told(pair + chain), [4]);
  });

  test('that loopback traffic is accepted says nothing of the network', () => {
    const any = raw('-A PREROUTING -p udp --dport 694 -j NOTRACK', '-A OUTPUT -p udp --dport 694 -j NOTRACK');
    assert.deepEqual(told(any + filter('DROP', '-A INPUT -i lo -j ACCEPT')), [4]);
    assert.deepEqual(told(any + filter('DROP', '-A INPUT -i eth1 -j ACCEPT')), []);
  });

  test('an accept by state does not let it in; by port or by UNTRACKED it does', () => {
    assert.deepEqual(told(pair + filter('DROP', '-A INPUT -m state --state NEW,ESTABLISHED,RELATED -j ACCEPT')), [4]);
    assert.deepEqual(told(pair + filter('DROP', '-A INPUT -i eth0 -p udp --dport 694 -j ACCEPT')), []);
    assert.deepEqual(told(pair + filter('DROP', '-A INPUT -m conntrack --ctstate UNTRACKED -j ACCEPT')), []);
    assert.deepEqual(told(pair + filter('DROP', '-A INPUT -m conntrack ! --ctstate INVALID -j ACCEPT')), []);
  });

  test('what is accepted in part, or may be, is not told', () => {
    assert.deepEqual(told(pair + filter('DROP', '-A INPUT -s 10.0.0.0/8 -p udp --dport 694 -j ACCEPT')), []);
    assert.deepEqual(told(pair + filter('DROP', '-A INPUT -p udp --dport 694 -m limit --limit 5/sec -j ACCEPT')), []);
  });

  test('what FORWARD plainly lets through is not for this host', () => {
    const router = raw('-A PREROUTING -i eth0 -p udp --dport 53 -j NOTRACK', '-A OUTPUT -o eth0 -p udp --sport 53 -j NOTRACK');
    assert.deepEqual(told(router + filter('DROP', '-A FORWARD -p udp --dport 53 -j ACCEPT')), []);
  });

  test('the fix accepts it before the rule that drops it, with the same conditions', () => {
    const lo = '-A INPUT -i lo -j ACCEPT';
    const text = pair + filter('ACCEPT', lo, '-A INPUT -p tcp --dport 22 -j ACCEPT', '-A INPUT -j DROP');
    const result = fixed(text, 'untracked-not-accepted', /^Accept it in INPUT/);
    assert.equal(result, text.replace('-A INPUT -j DROP', '-A INPUT -i eth0 -p udp --dport 694 -j ACCEPT\n-A INPUT -j DROP'));
    assert.deepEqual(found(result), []);
  });

  test('an accept that asks for NEW is named, and UNTRACKED offered for it', () => {
    const text = pair + filter('DROP', '-A INPUT -i eth0 -p udp --dport 694 -m state --state NEW -j ACCEPT');
    const result = fixed(text, 'untracked-not-accepted', /^Add UNTRACKED/);
    assert.match(result, /--state NEW,UNTRACKED/);
    assert.deepEqual(found(result), []);
  });

  test('several rules together drop it', () => {
    const drops = [
      '-A INPUT -s 10.0.0.0/8 -p udp -j REJECT',
      '-A INPUT ! -s 10.0.0.0/8 -i eth0 -j REST',
      '-A REST -p tcp -j ACCEPT',
      '-A REST -j DROP',
    ];
    const chains = 'INPUT=ACCEPT FORWARD=ACCEPT OUTPUT=ACCEPT REST';
    assert.deepEqual(told(pair + section('filter', chains, ...drops)), [4]);
    assert.deepEqual(told(pair + section('filter', chains, ...drops.slice(0, 3))), []);
    const text = pair + section('filter', chains, ...drops);
    assert.match(messages(text, 'untracked-not-accepted')[0] ?? '', /but line 15 drops it/);
    assert.match(fixed(text, 'untracked-not-accepted', /^Accept it in INPUT/), /-j ACCEPT\n-A INPUT -s 10\.0\.0\.0/);
  });

  test('what is not for this host', () => {
    const others = raw('-A PREROUTING -p udp --dport 53 -m addrtype ! --dst-type LOCAL -j NOTRACK');
    assert.deepEqual(told(others + filter('DROP')), []);
    assert.deepEqual(told(raw('-A PREROUTING -p udp --dport 53 -m addrtype --dst-type LOCAL -j NOTRACK') + filter('DROP')), [4]);
  });
});

describe('untracked-state', () => {
  const pair = raw('-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK', '-A OUTPUT -o eth0 -p udp --dport 694 -j NOTRACK');
  const told = (...rules: string[]): string[] => found(pair + filter('ACCEPT', ...rules)).filter((line) => /untracked-state/.test(line));

  test('a rule for exempted packets that asks for a state they never have', () => {
    assert.deepEqual(told('-A INPUT -i eth0 -p udp --dport 694 -m state --state NEW -j ACCEPT'), ['11:untracked-state NEW']);
    assert.deepEqual(told('-A OUTPUT -o eth0 -p udp --dport 694 -m conntrack --ctstate new,established -j ACCEPT'), [
      '11:untracked-state new,established',
    ]);
  });

  test('not when UNTRACKED is in the list, the state inverted, or other packets are meant as well', () => {
    assert.deepEqual(told('-A INPUT -i eth0 -p udp --dport 694 -m state --state NEW,UNTRACKED -j ACCEPT'), []);
    assert.deepEqual(told('-A INPUT -i eth0 -p udp --dport 694 -m state ! --state INVALID -j ACCEPT'), []);
    assert.deepEqual(told('-A INPUT -p udp --dport 694 -m state --state NEW -j ACCEPT'), []);
    assert.deepEqual(told('-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT'), []);
  });

  test('what takes INVALID packets away has nothing to do with exempted ones', () => {
    assert.deepEqual(told('-A INPUT -i eth0 -p udp --dport 694 -m state --state INVALID -j DROP'), []);
    assert.deepEqual(told('-A INPUT -i eth0 -p udp --dport 694 -m state --state INVALID -j ACCEPT'), ['11:untracked-state INVALID']);
  });

  test('several NOTRACK rules, lists and other protocols together', () => {
    const text = raw(
      '-A PREROUTING -i eth0 -p udp -m multiport --dports 5404,5405 -j NOTRACK',
      '-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK',
      '-A PREROUTING ! -i lo -p icmp -j NOTRACK',
    );
    const rule = (words: string): string => `-A INPUT ${words} -m conntrack --ctstate NEW -j ACCEPT`;
    const lines = (words: string): number[] => linesWith(text + filter('ACCEPT', rule(words)), 'untracked-state');
    assert.deepEqual(lines('-i eth0 -p udp -m multiport --dports 694,5404:5405'), [12]);
    assert.deepEqual(lines('-i eth0 -p udp -m multiport --dports 694,5404:5406'), []);
    assert.deepEqual(lines('-i eth0 -p icmp -m icmp --icmp-type 8'), [12]);
    assert.deepEqual(lines('-p icmp'), []);
    // What this host sends itself comes no further than the rule for lo.
    const local = filter('ACCEPT', '-A INPUT -i lo -j ACCEPT', rule('-p icmp'));
    assert.deepEqual(linesWith(text + local, 'untracked-state'), [13]);
  });

  test('in a user chain by what comes into it', () => {
    const chains = 'INPUT=ACCEPT FORWARD=ACCEPT OUTPUT=ACCEPT HB';
    const rule = '-A HB -p udp --dport 694 -m conntrack --ctstate NEW -j ACCEPT';
    assert.deepEqual(linesWith(pair + section('filter', chains, '-A INPUT -i eth0 -j HB', rule), 'untracked-state'), [13]);
    assert.deepEqual(linesWith(pair + section('filter', chains, '-A INPUT -j HB', rule), 'untracked-state'), []);
    assert.deepEqual(
      linesWith(pair + section('filter', chains, '-A INPUT -i eth0 -j HB', '-A FORWARD -j HB', rule), 'untracked-state'),
      [],
    );
  });

  test('not for tracked packets to which nat gives that destination', () => {
    const nat = (port: number): string =>
      section('nat', 'PREROUTING=ACCEPT', `-A PREROUTING -i eth0 -p udp --dport ${port} -j REDIRECT --to-ports 694`);
    const rule = filter('ACCEPT', '-A INPUT -i eth0 -p udp --dport 694 -m conntrack --ctstate NEW -j ACCEPT');
    assert.deepEqual(linesWith(pair + nat(1694) + rule, 'untracked-state'), []);
    assert.deepEqual(linesWith(pair + nat(694) + rule, 'untracked-state'), [15]);
  });

  test('what is forwarded may get back its destination behind raw', () => {
    const text = raw('-A PREROUTING -d 10.0.0.5 -p udp --dport 694 -j NOTRACK');
    const rule = filter('ACCEPT', '-A FORWARD -d 10.0.0.5 -p udp --dport 694 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT');
    const nat = section('nat', 'POSTROUTING=ACCEPT', '-A POSTROUTING -o eth0 -j MASQUERADE');
    assert.deepEqual(linesWith(text + rule, 'untracked-state'), [10]);
    assert.deepEqual(linesWith(text + nat + rule, 'untracked-state'), []);
  });

  test('behind CT a packet stays tracked, and NOTRACK does nothing to it', () => {
    const rules = ['-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK', '-A PREROUTING -i eth0 -p udp -j CT --zone 1'];
    const rule = filter('ACCEPT', '-A INPUT -i eth0 -p udp --dport 694 -m conntrack --ctstate NEW -j ACCEPT');
    assert.deepEqual(linesWith(raw(...rules) + rule, 'untracked-state'), [11]);
    assert.deepEqual(linesWith(raw(...rules.reverse()) + rule, 'untracked-state'), []);
  });

  test('not when a rule before the NOTRACK lets some packets pass it', () => {
    const text = raw('-A PREROUTING -s 10.0.0.9 -j ACCEPT', '-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK');
    const rule = '-A INPUT -i eth0 -p udp --dport 694 -m state --state NEW -j ACCEPT';
    assert.deepEqual(linesWith(text + filter('ACCEPT', rule), 'untracked-state'), []);
  });
});

test('the whole story: NOTRACK in INPUT, mended in one step', () => {
  const text = filter(
    'DROP',
    '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT',
    '-A INPUT -i eth0 -p udp -m udp --dport 694 -j NOTRACK',
  );
  assert.deepEqual(found(text), ['6:wrong-table NOTRACK']);
  assert.equal(
    fixed(text, 'wrong-table', /^Move it to the raw table/),
    section('raw', 'PREROUTING=ACCEPT OUTPUT=ACCEPT', '-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK') +
      filter('DROP', '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT'),
  );
  const whole = fixed(text, 'wrong-table', /everywhere/);
  assert.deepEqual(found(whole), []);
  assert.equal(
    whole,
    section(
      'raw',
      'PREROUTING=ACCEPT OUTPUT=ACCEPT',
      '-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j NOTRACK',
      '-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j NOTRACK',
    ) + filter('DROP', '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT', '-A INPUT -i eth0 -p udp -m udp --dport 694 -j ACCEPT'),
  );
});

test('moving goes into the raw section that is there, before its COMMIT, and OUTPUT stays OUTPUT', () => {
  const text = raw('-A PREROUTING -j TRACE') + filter('ACCEPT', '-A OUTPUT -o eth0 -p udp --dport 694 -j CT --notrack');
  assert.equal(
    fixed(text, 'wrong-table', /^Move it to the raw table/),
    raw('-A PREROUTING -j TRACE', '-A OUTPUT -o eth0 -p udp --dport 694 -j CT --notrack') + filter('ACCEPT'),
  );
});

test('a chain reached from INPUT moves to PREROUTING', () => {
  const text = section(
    'filter',
    'INPUT=ACCEPT FORWARD=ACCEPT OUTPUT=ACCEPT HB',
    '-A INPUT -j HB',
    '-A HB -i eth0 -p udp --dport 694 -j NOTRACK',
  );
  assert.match(fixed(text, 'wrong-table', /^Move/), /^-A PREROUTING -i eth0 -p udp --dport 694 -j NOTRACK$/m);
});

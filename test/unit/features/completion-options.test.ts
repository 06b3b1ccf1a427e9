import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allMatches, allTargets } from '../../../server/src/catalogue/index';
import type { Family } from '../../../server/src/catalogue/schema';
import { choose, client, input, labels, offered } from '../../support/completion';

describe('completion of options', () => {
  it('offers first what the last extension brings, then general parameters', () => {
    const all = labels(input('-p udp <|>'));
    assert.deepEqual(all.slice(0, 2), ['--dport', '--sport']);
    assert.ok(all.includes('-s') && !all.includes('-p'));
  });

  it('offers --dport with the protocols it could be of, where there is no -p', () => {
    assert.equal(choose(input('--dp<|>'), '-p tcp --dport'), '-A INPUT -p tcp --dport 22');
    assert.match(choose(input('--dp<|>'), '-p udp --dport'), /^-A INPUT -p udp --dport \d+$/);
    assert.equal(choose(input('-p tcp --dp<|>'), '--dport'), '-A INPUT -p tcp --dport 22');
    assert.ok(!labels(input('-p icmp --dp<|>')).some((label) => label.endsWith('--dport')));
  });

  it('adds -m state to --state, before the `!` where one stands there', () => {
    assert.equal(choose(input('--st<|> -j ACCEPT'), '-m state --state'), '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT');
    assert.equal(choose(input('! --ctst<|>'), '-m conntrack --ctstate'), '-A INPUT -m conntrack ! --ctstate RELATED,ESTABLISHED');
  });

  it('lets a long spelling be found by what is typed', () => {
    const dport = offered(input('-p tcp --dest<|>')).find((item) => item.label === '--dport');
    assert.ok(dport?.filterText?.includes('--destination-port'));
    assert.ok(labels(input('--prot<|>')).includes('--protocol'));
  });

  it('does not offer an option twice, nor one that excludes what is there', () => {
    const all = labels(input('-p tcp --dport 22 --syn <|>'));
    assert.ok(!all.includes('--dport') && !all.includes('--syn') && !all.includes('--tcp-flags') && all.includes('--sport'));
    assert.ok(!labels(input('-p tcp -m multiport --dports 1,2 <|>')).includes('--ports'));
    assert.ok(!labels(input('-j ACCEPT <|>')).includes('-j'));
  });

  it('offers behind `!` only what can be inverted', () => {
    const all = labels(input('! <|>'));
    assert.ok(all.includes('-s') && !all.includes('-j') && !all.includes('-m') && !all.includes('!'));
  });

  it('offers -i and -o where the chain has them', () => {
    assert.ok(labels(input('<|>')).includes('-i') && !labels(input('<|>')).includes('-o'));
    assert.ok(labels('*nat\n-A POSTROUTING <|>\nCOMMIT\n').includes('-o'));
  });

  it('puts in no second value, and a space before what follows', () => {
    assert.equal(choose(input('-p tcp --d<|> 22'), '--dport'), '-A INPUT -p tcp --dport 22');
    assert.equal(choose(input('<|>-j ACCEPT'), '-s'), '-A INPUT -s 192.0.2.0/24 -j ACCEPT');
  });

  it('replaces the whole word', () => {
    assert.equal(choose(input('-p tcp --<|>dport 22'), '--sport'), '-A INPUT -p tcp --sport 22');
  });

  it('offers each option of each extension where it can stand', () => {
    const places = [
      'filter INPUT',
      'raw PREROUTING',
      'nat PREROUTING',
      'nat POSTROUTING',
      'mangle PREROUTING',
      'mangle FORWARD',
      'filter OUTPUT',
    ];
    const found = new Set<string>();
    const look = (place: string, rule: string, family: Family): void => {
      const [table, chain] = place.split(' ');
      for (const item of offered(`*${table}\n-A ${chain} ${rule}\nCOMMIT\n`, client, family)) {
        found.add(`${item.labelDetails?.description} ${item.label.split(' ').pop()}`);
      }
    };
    for (const place of places) look(place, '--<|>', 'ipv4');
    // What some options of these go with.
    const first: Record<string, readonly string[]> = {
      rt: ['--rt-type 0 ', '--rt-type 0 --rt-0-addrs ::1 '],
      time: ['', '--timestart 22:00 --timestop 06:00 '],
    };
    const missing: string[] = [];
    for (const spec of [...allMatches, ...allTargets]) {
      const left = (): string[] =>
        spec.options.map((option) => `${spec.name} ${option.canonical ?? `--${option.name}`}`).filter((option) => !found.has(option));
      const needed = spec.protocols === undefined ? '' : `-p ${spec.protocols[0]} `;
      for (const family of spec.families) {
        for (const place of places) {
          for (const before of first[spec.name] ?? ['']) {
            if (left().length === 0) break;
            look(place, `${needed}${spec.kind === 'match' ? '-m' : '-j'} ${spec.name} ${before}--<|>`, family);
          }
        }
      }
      missing.push(...left());
    }
    assert.deepEqual(missing, []);
  });
});

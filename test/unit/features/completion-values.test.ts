import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Family } from '../../../server/src/catalogue/schema';
import type { CompletionOptions } from '../../../server/src/features/completion';
import { completionList } from '../../../server/src/features/completion';
import { choose, client, input, labels, offered } from '../../support/completion';
import { fileAtCursor } from '../../support/cursor';

describe('completion of values', () => {
  it('offers only the states that are missing from a list, and replaces only the item', () => {
    const fixture = input('-m conntrack --ctstate RELATED,<|> -j ACCEPT');
    assert.ok(!labels(fixture).includes('RELATED') && labels(fixture).includes('ESTABLISHED'));
    assert.equal(choose(fixture, 'ESTABLISHED'), '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT');
    assert.equal(choose(input('-m conntrack --ctstate REL<|>,NEW'), 'ESTABLISHED'), '-A INPUT -m conntrack --ctstate ESTABLISHED,NEW');
    assert.ok(!labels(input('-m conntrack --ctstate <|>,NEW')).includes('NEW'));
    assert.equal(choose(input('-m conntrack --ctstate "NEW,<|>"'), 'RELATED'), '-A INPUT -m conntrack --ctstate "NEW,RELATED"');
    assert.equal(choose(input('-m conntrack --ctstate=NEW,<|>'), 'RELATED'), '-A INPUT -m conntrack --ctstate=NEW,RELATED');
  });

  it('offers protocols of the family, the common ones first', () => {
    assert.deepEqual(labels(input('-p <|>')).slice(0, 3), ['tcp', 'udp', 'icmp']);
    assert.deepEqual(labels(input('-p <|>'), client, 'ipv6').slice(0, 3), ['tcp', 'udp', 'ipv6-icmp']);
  });

  it('offers service names with their ports, and no name to who types a number', () => {
    const domain = offered(input('-p udp --dport <|>')).find((item) => item.label === 'domain');
    assert.match(domain?.labelDetails?.description ?? '', /^53/);
    assert.ok(!labels(input('-p tcp --dport 2<|>')).some((label) => /^\D/.test(label)));
    const { file, cursor } = fileAtCursor(input('-p tcp --dport <|>'));
    assert.equal(completionList(file, cursor, 'en', client).isIncomplete, true);
  });

  it('offers what stands elsewhere in the file, the most frequent first', () => {
    const other =
      '-A INPUT -i wan0 -s 203.0.113.7 -j ACCEPT\n-A OUTPUT -o lan0 -j ACCEPT\n-A OUTPUT -o lan0 -m set --match-set friends dst -j ACCEPT\n';
    const at = (rest: string): string[] => labels(`*filter\n${other}-A INPUT ${rest}\nCOMMIT\n`);
    assert.deepEqual(at('-i <|>').slice(0, 2), ['lan0', 'wan0']);
    assert.equal(at('-s <|>')[0], '203.0.113.7');
    assert.equal(at('-m set --match-set <|>')[0], 'friends');
    assert.ok(!at('-m set --match-set friends <|>').includes('friends'));
  });

  it('offers the values of the family and of the protocol', () => {
    assert.ok(labels(input('-p tcp -j REJECT --reject-with <|>')).includes('tcp-reset'));
    assert.ok(!labels(input('-p udp -j REJECT --reject-with <|>')).includes('tcp-reset'));
    assert.ok(labels(input('-j REJECT --reject-with <|>'), client, 'ipv6').every((label) => !label.startsWith('icmp-')));
  });

  it('offers usual names where nothing is known', () => {
    assert.deepEqual(labels(input('-i <|>')).slice(0, 2), ['lo', 'eth0']);
  });

  it('offers nothing behind an option that it does not know', () => {
    assert.deepEqual(labels(input('-m nosuch --nosuch <|>')), []);
  });
});

describe('completion of snippets', () => {
  const withSnippets: CompletionOptions = { snippetSupport: true, snippets: true };
  const names = (fixture: string, family: Family = 'ipv4'): string[] =>
    offered(fixture, withSnippets, family)
      .filter((item) => item.labelDetails?.description !== undefined && item.kind === 15)
      .map((item) => item.label);

  it('offers whole sections outside of the tables, for the family', () => {
    assert.ok(names('<|>').includes('heartbeat') && names('<|>').includes('host-ipv4') && !names('<|>').includes('host-ipv6'));
    assert.ok(names('<|>', 'ipv6').includes('host-ipv6') && !names('<|>', 'ipv6').includes('keepalived'));
    assert.ok(!names('<|>').includes('heartbeat-raw'));
  });

  it('offers rules in the table they are for', () => {
    assert.deepEqual(names('*raw\n<|>\nCOMMIT\n'), ['heartbeat-raw', 'notrack-pair']);
    assert.deepEqual(names('*filter\nhea<|>\nCOMMIT\n'), ['heartbeat-input', 'stateful', 'loopback', 'ssh-limit']);
    assert.deepEqual(names('*nat\n<|>\nCOMMIT\n'), []);
  });

  it('offers no section that the file has', () => {
    assert.deepEqual(names('*filter\nCOMMIT\n<|>\n'), ['nat', 'mangle', 'raw', 'security']);
  });

  it('leaves them to a client that brings them', () => {
    assert.ok(offered('<|>', { snippetSupport: true, snippets: false }).every((item) => item.kind !== 15));
  });
});

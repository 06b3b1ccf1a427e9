import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Family } from '../../../server/src/catalogue/schema';
import type { RulesSnippet } from '../../../server/src/features/snippets';
import { expandSnippet, fileWith, rulesSnippets } from '../../../server/src/features/snippets';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf, ruleOf } from '../../../server/src/rules/findings';

/** The snippets that the product promises. */
const promised = [
  'heartbeat',
  'heartbeat-raw',
  'heartbeat-input',
  'corosync',
  'keepalived',
  'dns-server-notrack',
  'ntp-server-notrack',
  'notrack-pair',
  'stateful',
  'loopback',
  'ssh-limit',
  'filter',
  'nat',
  'mangle',
  'raw',
  'security',
  'host-ipv4',
  'host-ipv6',
];

const families: readonly Family[] = ['ipv4', 'ipv6'];

/** The tables of the snippets that are not the pair of raw and filter. */
const tablesOf: Readonly<Record<string, readonly string[]>> = {
  'heartbeat-raw': ['raw'],
  'notrack-pair': ['raw'],
  'heartbeat-input': ['filter'],
  stateful: ['filter'],
  loopback: ['filter'],
  'ssh-limit': ['filter'],
  filter: ['filter'],
  nat: ['nat'],
  mangle: ['mangle'],
  raw: ['raw'],
  security: ['security'],
  'host-ipv4': ['filter'],
  'host-ipv6': ['filter'],
};

/** A tab stop, spelt so that it is no template of this file. */
const stop = (inside: string): string => `$\{${inside}}`;

describe('expandSnippet', () => {
  it('keeps the default of each tab stop, also where the stop stands again without one', () => {
    assert.equal(expandSnippet(`-i ${stop('1:eth0')} -o $1 -p ${stop('2|vrrp,112|')} $0`), '-i eth0 -o eth0 -p vrrp ');
  });
  it('joins lines and takes escapes out', () => {
    assert.equal(expandSnippet([`a ${stop('1:b\\}c')}`, '\\$1']), 'a b}c\n$1');
  });
});

describe('snippets', () => {
  it('are those that are promised, each with one prefix of its own', () => {
    assert.deepEqual(rulesSnippets.map((snippet) => snippet.prefix).sort(), [...promised].sort());
  });

  for (const snippet of rulesSnippets) {
    describe(snippet.prefix, () => {
      for (const family of families) {
        const file = fileWith(snippet, family);
        if (!familiesOf(snippet.prefix).includes(family)) {
          it(`is not for ${family}`, () => assert.equal(file, undefined));
          continue;
        }
        it(`raises no error and no warning in an ${family} file`, () => {
          assert.ok(file);
          const loud = findingsIn(file, family).filter(({ severity }) => severity === 'error' || severity === 'warning');
          assert.deepEqual(loud, []);
        });
      }
      it('brings its own tables, or goes into the one it is for', () => {
        const [family = 'ipv4'] = familiesOf(snippet.prefix);
        const tables = [...(fileWith(snippet, family) ?? '').matchAll(/^\*(.*)$/gm)].map((match) => match[1]);
        assert.deepEqual(tables, tablesOf[snippet.prefix] ?? ['raw', 'filter']);
      });
      it('is described in both languages', () => {
        assert.match(snippet.doc.en, /^[A-Z][ -~]*\.$/);
        assert.match(snippet.doc.ja, /[ぁ-ん].*。$/);
      });
      it('ends as a file or a rule does', () => {
        assert.equal(expandSnippet(snippet.body).endsWith('\n'), snippet.sections.length > 0);
      });
    });
  }

  it('heartbeat exempts both directions and accepts the port, by linked tab stops', () => {
    const { body } = byPrefix('heartbeat');
    const filledIn = expandSnippet(body.replace(stop('1:eth0'), stop('1:bond0')).replace(stop('2:694'), stop('2:6940')));
    assert.deepEqual(
      filledIn.split('\n').filter((line) => line.startsWith('-A')),
      [
        '-A PREROUTING -i bond0 -p udp -m udp --dport 6940 -j NOTRACK',
        '-A OUTPUT -o bond0 -p udp -m udp --dport 6940 -j NOTRACK',
        '-A INPUT -i bond0 -p udp -m udp --dport 6940 -j ACCEPT',
      ],
    );
  });

  it('servers answer from the port that they are asked at', () => {
    for (const [prefix, port] of [
      ['dns-server-notrack', 53],
      ['ntp-server-notrack', 123],
    ] as const) {
      const text = expandSnippet(byPrefix(prefix).body);
      assert.match(text, new RegExp(`-A PREROUTING .*--dport ${port} -j NOTRACK`));
      assert.match(text, new RegExp(`-A OUTPUT .*--sport ${port} -j NOTRACK`));
      assert.match(text, new RegExp(`-A INPUT .*-p udp .*--dport ${port} -j ACCEPT`));
      assert.match(text, new RegExp(`-A OUTPUT .*-p udp .*--sport ${port} -j ACCEPT`));
    }
  });

  it('the IPv6 host lets in what IPv6 cannot do without, before a state is looked at', () => {
    const lines = expandSnippet(byPrefix('host-ipv6').body).split('\n');
    const state = lines.findIndex((line) => line.includes('INVALID'));
    for (const type of ['packet-too-big', 'neighbour-solicitation', 'neighbour-advertisement', 'router-advertisement']) {
      const at = lines.findIndex((line) => line.includes(`--icmpv6-type ${type} -j ACCEPT`));
      assert.ok(at > 0 && at < state, type);
    }
  });
});

function byPrefix(prefix: string): RulesSnippet {
  const snippet = rulesSnippets.find((one) => one.prefix === prefix);
  assert.ok(snippet, prefix);
  return snippet;
}

/** The families that a snippet is for. */
function familiesOf(prefix: string): readonly Family[] {
  if (prefix === 'host-ipv4' || prefix === 'keepalived') return ['ipv4'];
  return prefix === 'host-ipv6' ? ['ipv6'] : ['ipv4', 'ipv6'];
}

/** What the checker says of a file. */
function findingsIn(text: string, family: Family): { line: number; code: string; severity: string | undefined }[] {
  return findingsOf(new RulesFile(text, { family })).map((finding) => {
    const rule = ruleOf(finding.code);
    return { line: finding.line, code: finding.code, severity: rule?.severityOf?.(finding) ?? rule?.severity };
  });
}

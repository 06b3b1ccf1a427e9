// Files of tens of thousands of lines that nobody writes.

import type { HostileText } from './hostile-text';
import { erb, file, inTable, jinja, numbered, shell } from './hostile-text';

/** @param size Of tens of thousands of lines. */
export function manyLines(size: number): HostileText[] {
  const lines = (about: string, table: string, count: number, of: (index: number) => string, uri = file): HostileText => ({
    about,
    uri,
    text: `*${table}\n${numbered(count, size, (index) => `${of(index)}\n`)}COMMIT\n`,
  });
  return [
    ...chainsOfChains(size),
    inTable(
      [
        ...Array.from({ length: 5000 * size }, (_, index) => `:CHAIN-${index} - [0:0]`),
        ...Array.from({ length: 10_000 * size }, (_, index) => `-A INPUT -j CHIAN-${index}`),
      ].join('\n'),
      '10,000 misspelled names among 5,000 chains',
    ),
    { about: 'nothing', uri: file, text: '' },
    { about: '100,000 empty lines', uri: file, text: '\n'.repeat(100_000 * size) },
    { about: '100,000 carriage returns', uri: file, text: '\r'.repeat(100_000 * size) },
    { about: '50,000 CRLF', uri: file, text: '\r\n'.repeat(50_000 * size) },
    { about: '20,000 tables', uri: file, text: '*filter\nCOMMIT\n'.repeat(20_000 * size) },
    { about: '20,000 tables in turn', uri: file, text: '*raw\n*mangle\n*nat\n*filter\n*security\nCOMMIT\n'.repeat(4000 * size) },
    {
      about: '20,000 tables with a rule',
      uri: file,
      text: '*raw\n-A PREROUTING -p udp --dport 53 -j NOTRACK\nCOMMIT\n'.repeat(20_000 * size),
    },
    { about: '20,000 unknown tables', uri: file, text: numbered(20_000, size, (index) => `*filt${index}\nCOMMIT\n`) },
    { about: '20,000 open tables', uri: file, text: '*filter\n'.repeat(20_000 * size) },
    { about: '20,000 ends of tables', uri: file, text: `*filter\n${'COMMIT\n'.repeat(20_000 * size)}` },
    { about: '20,000 rules outside of a table', uri: file, text: '-A INPUT -j ACCEPT\n'.repeat(20_000 * size) },
    lines('20,000 declarations of one chain', 'filter', 20_000, () => ':X - [0:0]'),
    lines('20,000 declarations that are wrong', 'filter', 20_000, (index) => `:C${index} ACEPT [0:x]`),
    lines('20,000 chains that nothing uses', 'filter', 20_000, (index) => `:C${index} - [0:0]`),
    lines('20,000 chains that are not declared', 'filter', 20_000, (index) => `-A C${index} -j D${index}`),
    lines('20,000 open quotes', 'filter', 20_000, () => '-A INPUT "'),
    lines('20,000 broken rules', 'filter', 20_000, () => '-A INPUT -p tcp --dprot 22 -j ACEPT'),
    lines('20,000 rules that are broken in many ways', 'filter', 20_000, (index) => broken[index % broken.length] ?? ''),
    lines('20,000 comments that silence', 'filter', 20_000, () => '# iptables-lint: disable=unknown-option'),
    lines(
      '20,000 comments that silence rules',
      'filter',
      10_000,
      () => '# iptables-lint: disable=unknown-option\n-A INPUT --dprot 1 -j ACCEPT',
    ),
    lines('20,000 comments that silence nothing known', 'filter', 20_000, (index) => `# iptables-lint: disable=unknown-optoin${index}`),
    lines('20,000 equal lines', 'filter', 20_000, () => '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT'),
    lines('20,000 equal lines that drop', 'filter', 20_000, () => '-A INPUT -s 192.0.2.1/32 -j DROP'),
    lines(
      '20,000 rules in no order',
      'filter',
      20_000,
      (index) => `-A INPUT ${scattered(index)} -j ${index % 2 === 0 ? 'ACCEPT' : 'DROP'}`,
    ),
    lines('20,000 rules that return', 'filter', 20_000, (index) => `-A INPUT ${scattered(index)} -j RETURN`),
    lines(
      '20,000 rules of IPv6',
      'filter',
      20_000,
      (index) => `-A INPUT -s 2001:db8:${(index % 65_536).toString(16)}::/64 -j ACCEPT`,
      'file:///rules.v6',
    ),
    lines(
      '20,000 states',
      'filter',
      20_000,
      (index) => `-A INPUT -p tcp --dport ${index} -m state --state NEW,ESTABLISHED,RELATED -j ACCEPT`,
    ),
    lines('20,000 logs', 'filter', 20_000, (index) => `-A INPUT -p tcp --dport ${index} -j LOG --log-prefix "a${index}: "`),
    lines('20,000 strings', 'filter', 20_000, (index) => `-A INPUT -m string --algo bm --string "a${index}" -j DROP`),
    lines('20,000 sets', 'filter', 20_000, (index) => `-A INPUT -m set --match-set s${index} src -j DROP`),
    lines('20,000 interfaces', 'filter', 20_000, (index) => `-A INPUT -i e${index}+ -j ACCEPT`),
    lines('20,000 lists of ports', 'filter', 20_000, (index) => `-A INPUT -p tcp -m multiport --dports ${ports(index)} -j ACCEPT`),
    lines(
      '20,000 rules for ssh',
      'filter',
      20_000,
      (index) => `-A INPUT -p tcp -s 10.${index % 256}.${index >> 8}.0/24 --dport 22 -j DROP`,
    ),
    lines('20,000 marks', 'mangle', 20_000, (index) => `-A PREROUTING -p udp --dport ${index} -j MARK --set-xmark ${index}/0xffffffff`),
    lines('20,000 marks that are asked for', 'filter', 20_000, (index) => `-A INPUT -m mark --mark ${index} -j ACCEPT`),
    lines(
      '20,000 bits of marks',
      'mangle',
      20_000,
      (index) => `-A PREROUTING -m mark --mark ${index}/${index * 7919} -j MARK --or-mark ${index}`,
    ),
    lines(
      '20,000 translations',
      'nat',
      20_000,
      (index) => `-A PREROUTING -p tcp --dport ${index} -j DNAT --to-destination 10.0.${index % 256}.1:${index}`,
    ),
    lines('20,000 sources translated', 'nat', 20_000, (index) => `-A POSTROUTING -s 10.${index % 256}.${index >> 8}.0/24 -j MASQUERADE`),
    lines(
      '20,000 rules of a chain in use',
      'filter',
      10_000,
      (index) => `-A C -p tcp --dport ${index} -j ACCEPT\n-A INPUT -s 10.0.${index >> 8}.${index % 256} -j C`,
    ),
    lines('20,000 NOTRACK rules', 'raw', 20_000, (index) => `-A PREROUTING -p udp --dport ${index} -j NOTRACK`),
    lines('20,000 equal NOTRACK rules', 'raw', 20_000, () => '-A PREROUTING -p udp --dport 53 -j NOTRACK'),
    lines('20,000 NOTRACK rules in no order', 'raw', 20_000, (index) => `-A PREROUTING ${scattered(index)} -j NOTRACK`),
    lines(
      '20,000 NOTRACK rules in both chains',
      'raw',
      10_000,
      (index) => `-A PREROUTING -p udp --dport ${index} -j CT --notrack\n-A OUTPUT -p udp --sport ${index} -j CT --notrack`,
    ),
    lines(
      '20,000 NOTRACK rules in chains',
      'raw',
      10_000,
      (index) => `-A PREROUTING -s 10.0.${index >> 8}.${index % 256} -j C${index}\n-A C${index} -p udp --dport 53 -j NOTRACK`,
    ),
    lines('20,000 deletions', 'filter', 20_000, () => '-D INPUT 1'),
    lines('20,000 rules, and their deletions by number', 'filter', 20_000, (index) =>
      index < 10_000 * size ? `-A INPUT -s 10.0.${index >> 8}.${index % 256} -j ACCEPT` : '-D INPUT 1',
    ),
    lines(
      '20,000 rules, and their deletions',
      'filter',
      20_000,
      (index) => `-${index < 10_000 * size ? 'A' : 'D'} INPUT -p tcp --dport ${index % (10_000 * size)} -j ACCEPT`,
    ),
    lines(
      '20,000 rules, and their deletions from the last on',
      'filter',
      20_000,
      (index) =>
        `-${index < 10_000 * size ? 'A' : 'D'} INPUT -p tcp --dport ${index < 10_000 * size ? index : 20_000 * size - 1 - index} -j ACCEPT`,
    ),
    lines('20,000 deletions of what is not there', 'filter', 20_000, (index) =>
      index < 10_000 * size ? '-A INPUT -s 192.0.2.1 -j ACCEPT' : `-D INPUT -p tcp --dport ${index} -j ACCEPT`,
    ),
    lines('20,000 insertions', 'filter', 20_000, () => '-I INPUT 1 -j ACCEPT'),
    lines('20,000 insertions of what differs', 'filter', 20_000, (index) => `-I INPUT -p tcp --dport ${index} -j ACCEPT`),
    lines('20,000 insertions at the end', 'filter', 20_000, (index) => `-I INPUT ${index + 1} -p tcp --dport ${index} -j ACCEPT`),
    lines('20,000 insertions in the middle', 'filter', 20_000, (index) => `-I INPUT ${(index >> 1) + 1} -p tcp --dport ${index} -j ACCEPT`),
    lines('20,000 insertions in raw', 'raw', 20_000, (index) => `-I PREROUTING ${(index >> 1) + 1} -p udp --dport ${index} -j NOTRACK`),
    lines(
      '20,000 replacements',
      'filter',
      20_000,
      (index) => `-${index < 10_000 * size ? 'A INPUT' : `R INPUT ${index - 10_000 * size + 1}`} -p tcp --dport ${index} -j ACCEPT`,
    ),
    lines('20,000 policies', 'filter', 20_000, (index) => `-P INPUT ${index % 2 === 0 ? 'DROP' : 'ACCEPT'}`),
    lines('20,000 flushes', 'filter', 10_000, () => '-A INPUT -j ACCEPT\n-F INPUT'),
    lines('20,000 chains that are made and removed', 'filter', 10_000, (index) => `-N C${index}\n-X C${index}`),
    lines('one chain made and removed 10,000 times', 'filter', 10_000, () => '-N C\n-A C -j ACCEPT\n-F C\n-X C'),
    lines('20,000 removals of all chains', 'filter', 20_000, () => '-X'),
    lines('20,000 removals of chains in use', 'filter', 10_000, (index) => `-A INPUT -j C\n-X C${index}\n-X C`),
    lines('20,000 zeroings and lists', 'filter', 10_000, () => '-Z\n-L INPUT'),
    lines('20,000 counters', 'filter', 20_000, (index) => `[${index}:${index}] -A INPUT -p tcp --dport ${index} -j ACCEPT`),
    {
      about: '20,000 renamings',
      uri: file,
      text: `*filter\n:C0 - [0:0]\n${numbered(20_000, size, (index) => `-E C${index} C${index + 1}\n`)}COMMIT\n`,
    },
    {
      about: '20,000 renamings of a chain in use',
      uri: file,
      text: `*filter\n:C0 - [0:0]\n${numbered(10_000, size, () => '-A INPUT -j C0\n')}${numbered(10_000, size, (index) => `-E C${index} C${index + 1}\n`)}COMMIT\n`,
    },
    {
      about: '20,000 lines of CRLF that are broken',
      uri: file,
      text: `*filter\r\n${'-A INPUT -p tcp --dprot 22 -j ACEPT\r\n'.repeat(20_000 * size)}COMMIT\r\n`,
    },
    lines('20,000 lines of nft', 'filter', 20_000, (index) => `add rule ip filter input tcp dport ${index} accept`),
    lines('20,000 rules that go on', 'filter', 20_000, () => '-A INPUT \\'),
    lines('20,000 lines that say nothing', 'filter', 20_000, (index) => `word${index}`),
    inTable(
      [
        ...Array.from({ length: 400 }, (_, index) => `:CHAIN-${index} - [0:0]`),
        numbered(4000, size, (index) => `-A INPUT -j CHIAN-${index}\n`),
      ].join('\n'),
      '4,000 misspelled names among 400 chains',
    ),
    inTable(
      `-A INPUT -s ${'192.0.2.1,'.repeat(640 * size)} -d ${'192.0.2.2,'.repeat(640 * size)} -j DROP\n-D INPUT 1`,
      'addresses by addresses',
    ),
    ...templates(size),
    ...bothFamilies(size),
  ];
}

/** Chains of jumps, and nets of them. */
function chainsOfChains(size: number): HostileText[] {
  const chains = (about: string, count: number, to: (index: number, of: number) => string): HostileText => {
    const all = Math.max(2, Math.ceil(count * size));
    const numbers = Array.from({ length: all }, (_, index) => index);
    return inTable(
      [...numbers.map((index) => `:C${index} - [0:0]`), '-A INPUT -j C0', ...numbers.map((index) => to(index, all))].join('\n'),
      about,
    );
  };
  return [
    chains('a jump chain of 20,000', 20_000, (index) => `-A C${index} -j C${index + 1}`),
    chains('a goto chain of 20,000', 20_000, (index) => `-A C${index} -g C${index + 1}`),
    chains('a jump chain that closes', 20_000, (index, of) => `-A C${index} -j C${(index + 1) % of}`),
    chains('a jump chain upwards', 20_000, (index, of) => `-A C${index} -j C${index === 0 ? of - 1 : index - 1}`),
    chains(
      'a jump chain with conditions',
      20_000,
      (index) => `-A C${index} -p tcp --dport ${index} -j C${index + 1}\n-A C${index} -j DROP`,
    ),
    chains('chains that double', 5000, (index) => `-A C${index} -j C${index + 1}\n-A C${index} -j C${index + 1}`),
    chains(
      'chains that double with conditions',
      5000,
      (index) => `-A C${index} -p tcp --dport ${index} -j C${index + 1}\n-A C${index} -p udp --dport ${index} -j C${index + 1}`,
    ),
    chains('loops everywhere', 5000, (index, of) => `-A C${index} -j C${(index * 7) % of}\n-A C${index} -j C${(index * 13) % of}`),
    chains('jumps to themselves', 20_000, (index) => `-A C${index} -j C${index}`),
    chains('all jump to one', 20_000, (index) => `-A C${index} -s 10.0.${index >> 8}.${index % 256} -j LAST`),
    chains('one jumps to all', 20_000, (index) => `-A INPUT -s 10.0.${index >> 8}.${index % 256} -j C${index}\n-A C${index} -j ACCEPT`),
    chains('each jumps to all behind', 150, (index, of) =>
      Array.from({ length: of - index - 1 }, (_, more) => `-A C${index} -p tcp --dport ${more} -j C${index + more + 1}`).join('\n'),
    ),
    chains('chains in all hooks', 7000, (index) =>
      ['INPUT', 'FORWARD', 'OUTPUT'].map((hook) => `-A ${hook} -p udp --dport ${index} -j C${index}`).join('\n'),
    ),
  ];
}

function templates(size: number): HostileText[] {
  const of = (about: string, text: string, uri = jinja): HostileText => ({ about, uri, text: `*filter\n${text}COMMIT\n` });
  const times = (count: number, text: string): string => text.repeat(Math.ceil(count * size));
  return [
    of('20,000 open blocks', times(20_000, '{% if a %}\n')),
    of('20,000 blocks in each other', times(10_000, '{% if a %}\n') + times(10_000, '{% endif %}\n')),
    of('20,000 blocks one below the other', times(10_000, '{% for a in b %}\n-A INPUT -s {{ a }} -j ACCEPT\n{% endfor %}\n')),
    of('20,000 ends of blocks', times(20_000, '{% endfor %}\n')),
    of('20,000 branches', `{% if a %}\n${times(20_000, '{% elif b %}\n-A INPUT -j ACCEPT\n')}{% endif %}\n`),
    of('20,000 open tags', times(20_000, '-A INPUT {{ a\n')),
    of('20,000 open control tags', times(20_000, '{% if\n')),
    of('20,000 open comments of a template', times(20_000, '{# a\n')),
    of('20,000 placeholders', times(20_000, '-A INPUT -s {{ a }} -p tcp --dport {{ b }} -j {{ c }}\n')),
    of('20,000 placeholders for a chain', times(20_000, '-A {{ a }} -j {{ b }}\n:{{ a }} - [0:0]\n')),
    of('20,000 tags of ERB', times(20_000, '<% a.each do |b| -%>\n-A INPUT -s <%= b %> -j ACCEPT\n'), erb),
    of('20,000 open tags of ERB', times(20_000, '-A INPUT <%= a\n'), erb),
    of('20,000 expansions', times(20_000, `-A INPUT -s \${A:-192.0.2.1} -j $B\n`), shell),
    of('20,000 open expansions', times(20_000, '-A INPUT -s ${A -j ACCEPT\n'), shell),
    of('20,000 placeholders of autoconf', times(20_000, '-A INPUT -s @A@ -j ACCEPT\n'), 'file:///rules.v4.in'),
    of('20,000 actions of Go', times(20_000, '{{ range .A }}\n-A INPUT -s {{ . }} -j ACCEPT\n'), 'file:///rules.v4.tmpl'),
    of('20,000 template lines in a plain file', times(20_000, '-A INPUT -s {{ a }} -j ACCEPT\n'), file),
  ];
}

/** Files that are compared with the file of the other family beside them. */
function bothFamilies(size: number): HostileText[] {
  const of = (about: string, count: number, v4: (index: number) => string, v6: (index: number) => string): HostileText => ({
    about,
    uri: file,
    text: `*filter\n:INPUT DROP [0:0]\n${numbered(count, size, (index) => `${v4(index)}\n`)}COMMIT\n`,
    beside: `*filter\n:INPUT DROP [0:0]\n${numbered(count, size, (index) => `${v6(index)}\n`)}COMMIT\n`,
  });
  return [
    of(
      '4,900 rules beside none',
      4900,
      (index) => `-A INPUT -p tcp --dport ${index} -j ACCEPT`,
      () => '#',
    ),
    of(
      'none beside 4,900 rules',
      4900,
      () => '#',
      (index) => `-A INPUT -p tcp --dport ${index * 13} -j ACCEPT`,
    ),
    of(
      '4,900 rules beside as many others',
      4900,
      (index) => `-A INPUT -p tcp --dport ${index * 2} -j ACCEPT`,
      (index) => `-A INPUT -p tcp --dport ${index * 2 + 1} -j ACCEPT`,
    ),
    of(
      '4,900 chains beside as many others',
      2450,
      (index) => `:A${index} - [0:0]\n-A INPUT -j A${index}`,
      (index) => `:B${index} - [0:0]\n-A INPUT -j B${index}`,
    ),
  ];
}

/** Conditions that have little to do with those of the line before: many overlap, in every field. */
function scattered(index: number): string {
  const number = Math.imul(index + 1, 2_654_435_761) >>> 0;
  const address = (value: number): string => `${10 + (value & 3)}.${(value >>> 2) & 255}.${(value >>> 10) & 255}.${(value >>> 18) & 255}`;
  return [
    `-s ${address(number)}/${8 + (number % 25)}`,
    `-d ${address(number >>> 5)}/${8 + ((number >>> 3) % 25)}`,
    `-p ${number % 3 === 0 ? 'tcp' : 'udp'}`,
    `--dport ${number % 60_000}:${(number % 60_000) + (number % 5000)}`,
  ].join(' ');
}

/** Fifteen ports, which no other line has in this order. */
function ports(index: number): string {
  return Array.from({ length: 15 }, (_, at) => (index * 15 + at * 7) % 65_536).join(',');
}

const broken = [
  '-A INPUT -p tcp --dport 22,23 -j ACCEPT',
  '-A INPUT --dport 22 -j ACCEPT',
  '-A INPUT -m stat --state NEW -j ACCEPT',
  '-A INPUT -s 300.1.2.3 -j ACCEPT',
  '-A INPT -j ACCEPT',
  '-A INPUT -j ACCEPT --reject-with icmp-port-unreachable',
  '-A INPUT -m conntrack -j DROP',
  '-A INPUT -p tcp -p udp -j DROP',
  '-A INPUT ! -j DROP',
  '-A INPUT –p tcp –-dport 22 -j DROP',
  '-A\u00a0INPUT -p tcp -j DROP',
  '-A INPUT -m comment --comment “a b” -j DROP',
  '-A INPUT -j DROP # a comment',
  ' -A INPUT -j DROP',
  'iptables -A INPUT -j DROP',
  '-A PREROUTING -j MASQUERADE',
  '-I INPUT 99999999 -j DROP',
  '-A INPUT -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 -j DROP',
  '-A A-NAME-THAT-IS-LONGER-THAN-THE-KERNEL-TAKES -j DROP',
  '*nat',
];

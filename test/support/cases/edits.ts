// Random texts of rules files and random edits to them, as people make them and as nobody does.

import type { Lines } from '../../../server/src/text/lines';
import type { Edit, Position } from '../../../server/src/text/position';
import { rulesets } from '../../fixtures/rulesets';
import type { Random } from './random';

/** A piece of a real ruleset, of so many lines at most, or a whole one. */
export function randomText(random: Random, most: number): string {
  const lines = random.pick(real()).split('\n');
  if (lines.length <= most) return lines.join('\n');
  const first = random.below(lines.length - most);
  const head = random.percent(70) ? `*${random.pick(['filter', 'nat', 'raw', 'mangle'])}\n` : '';
  const end = random.percent(60) ? '\nCOMMIT\n' : '\n';
  return head + lines.slice(first, first + most).join('\n') + end;
}

/** An edit to a text: typed, deleted, pasted, moved. Now and then its range lies outside, or is turned round. */
export function randomEdit(random: Random, lines: Lines): Edit {
  const line = random.below(lines.texts.length);
  const text = lines.texts[line] ?? '';
  const at = (character: number, of = line): Position => ({ line: of, character });
  const whole = { start: at(0), end: at(0, line + 1) };
  const word = random.pick(wordsOf(text));
  const inWord = { start: at(word.start), end: at(word.end) };
  const kind = random.below(100);
  if (kind < 25) return { range: inWord, newText: random.pick(words) };
  if (kind < 35) return { range: inWord, newText: '' };
  if (kind < 45) return { range: { start: at(word.end), end: at(word.end) }, newText: ` ${random.pick(words)}` };
  if (kind < 55) return { range: { start: at(0), end: at(0) }, newText: `${random.pick(wholeLines)}${random.pick(lineEnds)}` };
  if (kind < 62) return { range: whole, newText: '' };
  if (kind < 68) return { range: whole, newText: `${text}\n${text}\n` };
  if (kind < 73) return { range: { start: at(0), end: at(text.length) }, newText: random.pick(wholeLines) };
  if (kind < 80) return { range: { start: at(word.end), end: at(word.end) }, newText: random.pick(characters) };
  if (kind < 85) return { range: { start: at(text.length), end: at(0, line + 1) }, newText: '' };
  if (kind < 90) return { range: { start: at(text.length), end: at(text.length) }, newText: random.pick(lineEnds) };
  if (kind < 94)
    return { range: { start: at(0), end: at(0, line + random.below(12)) }, newText: random.percent(50) ? '' : randomText(random, 6) };
  const anywhere = (): Position => at(random.below(text.length + 4), random.below(lines.texts.length + 2));
  return {
    range: { start: anywhere(), end: random.percent(50) ? at(0, line) : anywhere() },
    newText: random.pick([...words, ...wholeLines]),
  };
}

/** The words of a text, and the empty one at its end. */
function wordsOf(text: string): { readonly start: number; readonly end: number }[] {
  const found = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  return [...found, { start: text.length, end: text.length }];
}

let texts: readonly string[] | undefined;

function real(): readonly string[] {
  texts ??= rulesets().map(({ text }) => text);
  return texts;
}

const lineEnds = ['\n', '\n', '\n', '\r\n', '\r', ''];

const words = [
  ...[
    '-A',
    '-I',
    '-D',
    '-R',
    '-N',
    '-X',
    '-F',
    '-P',
    '-Z',
    '-E',
    '-C',
    '-p',
    '-m',
    '-j',
    '-g',
    '-s',
    '-d',
    '-i',
    '-o',
    '-c',
    '!',
    '-4',
    '-6',
  ],
  ...['INPUT', 'OUTPUT', 'FORWARD', 'PREROUTING', 'POSTROUTING', 'X', 'Y', 'LOG', 'ufw-user-input', 'MASQUERADE', 'a'.repeat(40)],
  ...['ACCEPT', 'DROP', 'RETURN', 'NOTRACK', 'REJECT', 'CT', 'MARK', 'SNAT', 'tcp', 'udp', 'icmp', 'icmpv6', 'all', '0', '256'],
  ...[
    '--dport',
    '--sport',
    '--dports',
    '--ctstate',
    '--state',
    '--notrack',
    '--comment',
    '--to-source',
    '--set-xmark',
    '--goto',
    '--jump=X',
  ],
  ...[
    'conntrack',
    'state',
    'multiport',
    'comment',
    'set',
    'limit',
    'mark',
    'addrtype',
    '22',
    '53,80',
    '1:1023',
    '65536',
    'ssh',
    '0x1/0xff',
  ],
  ...[
    'NEW,ESTABLISHED',
    'UNTRACKED',
    '192.0.2.1',
    '192.0.2.1/24',
    '2001:db8::1',
    '::/0',
    '0.0.0.0/0',
    '10.0.0.1,10.0.0.2',
    'eth0',
    'lo',
    'wg+',
  ],
  ...[
    '[0:0]',
    '[1:2',
    '"',
    '"a b"',
    '“a”',
    '–dport',
    '\u00a0',
    '#',
    '*raw',
    ':X',
    'COMMIT',
    '{{ a }}',
    '{%',
    '%}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
    '${B}',
    '@C@',
    '日本',
    '1',
  ],
];

const wholeLines = [
  ...['', ' ', '# comment', '# iptables-lint: disable=unknown-option', '# iptables-lint: disable', '# iptables-lint: enable', '#', '\t#x'],
  ...['*filter', '*nat', '*raw', '*mangle', '*security', '*nosuch', '* filter', '*', 'COMMIT', 'COMMIT x', ' COMMIT', '*filter # x'],
  ...[
    ':INPUT ACCEPT [0:0]',
    ':INPUT DROP',
    ':OUTPUT DROP [1:2]',
    ':PREROUTING ACCEPT [0:0]',
    ':X - [0:0]',
    ':Y - [0:0]',
    ':LOG - [0:0]',
    ':X ACCEPT',
  ],
  ...[
    '-A INPUT -j X',
    '-A X -j Y',
    '-A Y -j X',
    '-A X -j RETURN',
    '-A INPUT -g Y',
    '-A INPUT -j LOG',
    '-A PREROUTING -j NOTRACK',
    '-A INPUT -j DROP',
  ],
  ...[
    '-A INPUT -p udp --dport 53 -j ACCEPT',
    '-A PREROUTING -p udp -m udp --dport 53 -j CT --notrack',
    '-A OUTPUT -p udp --sport 53 -j NOTRACK',
  ],
  ...[
    '-A INPUT -m state --state NEW -j ACCEPT',
    '-A INPUT -m conntrack --ctstate UNTRACKED -j ACCEPT',
    '-A INPUT -s 2001:db8::/32 -j DROP',
  ],
  ...[
    '-N X',
    '-X X',
    '-F',
    '-F X',
    '-E X Y',
    '-P INPUT DROP',
    '-Z INPUT 1',
    '-D INPUT 1',
    '-D INPUT -j X',
    '-I INPUT 2 -j X',
    '-R INPUT 1 -j DROP',
  ],
  ...[
    '[5:6] -A INPUT -j DROP',
    '-4 -A INPUT -j DROP',
    '-6 -A INPUT -j DROP',
    '{% if a %}',
    '{% endif %}',
    '{{ rules }}',
    '<% end %>',
    '-A {{ x }} -j X',
  ],
  ...[
    'iptables -A INPUT -j DROP',
    'ip saddr 192.0.2.1 drop',
    'table inet filter {',
    '-A INPUT -m comment --comment "a',
    '-t nat -A INPUT -j X',
  ],
];

const characters = [
  ...['a', '-', ' ', '"', '\\', '!', ',', ':', '/', '#', '\t', '\0', '\u007f', '\u0085', '\u00a0', '\u2009', '\u200b', '\u3000', '\ufeff'],
  ...[
    '\u2010',
    '\u2013',
    '\u2014',
    '\u2212',
    '\uff0d',
    '“',
    '”',
    '«',
    '’',
    '\ud800',
    '\udc00',
    '😀',
    'é',
    'e\u0301',
    '１',
    '\u2028',
    '\u202e',
  ],
];

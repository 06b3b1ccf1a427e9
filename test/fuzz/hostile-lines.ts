// Lines of a megabyte, and of a hundred thousand words.

import { allMatches, allTargets } from '../../server/src/catalogue/index';
import type { HostileText } from './hostile-text';
import { erb, file, inTable, jinja, numbered, shell, spacesAndDashes } from './hostile-text';

/** @param size Of a megabyte in a line. */
export function longLines(size: number): HostileText[] {
  const mega = (1 << 20) * size;
  const line = (about: string, piece: string, head = '-A INPUT ', uri = file): HostileText =>
    inTable(head + piece.repeat(Math.ceil(mega / piece.length)), about, uri);
  const many = (about: string, count: number, of: (index: number) => string, head = '-A INPUT '): HostileText =>
    inTable(head + numbered(count, size, of), about);
  return [
    line('a megabyte of one letter', 'a', ''),
    line('a megabyte of one word behind -A', 'a', '-A '),
    line('a megabyte in an address', '1', '-A INPUT -s '),
    line('a megabyte of dots', '1.', '-A INPUT -s '),
    line('a megabyte of colons', ':', '-A INPUT -s '),
    line('a megabyte of slashes', '/', '-A INPUT -s '),
    line('a megabyte of ports', '22,', '-A INPUT -p tcp -m multiport --dports '),
    line('a megabyte of addresses', '192.0.2.1,', '-A INPUT -s '),
    line('a megabyte of states', 'NEW,', '-A INPUT -m conntrack --ctstate '),
    line('a megabyte of flags', 'SYN,', '-A INPUT -p tcp --tcp-flags '),
    line('a megabyte of hexadecimal', '|00', '-A INPUT -m string --algo bm --hex-string "'),
    line('a megabyte of u32', '0&1=', '-A INPUT -m u32 --u32 "'),
    line('a megabyte of bytecode', '6 0 0 0,', '-A INPUT -m bpf --bytecode "'),
    line('a megabyte in a comment’s value', 'a', '-A INPUT -m comment --comment "'),
    line('a megabyte of words in a comment’s value', 'a ', '-A INPUT -m comment --comment "'),
    line('a megabyte of escaped quotes', '\\"', '-A INPUT -m comment --comment "'),
    line('a megabyte of letters beyond ASCII', 'あ', '-A INPUT -m comment --comment "'),
    line('a megabyte of pairs of surrogates', '😀', '-A INPUT -m comment --comment "'),
    line('a megabyte of combining marks', '\u0301', '-A INPUT -m comment --comment "e'),
    line('a megabyte in the name of a target', 'a', '-A INPUT -j '),
    line('a megabyte in the name of a match', 'a', '-A INPUT -m '),
    line('a megabyte in the name of an option', 'a', '-A INPUT --'),
    line('a megabyte in the name of an interface', 'a', '-A INPUT -i '),
    line('a megabyte of plus signs', '+', '-A INPUT -i '),
    line('a megabyte of dashes', '-', ''),
    line('a megabyte of typographic dashes', '–', '-A INPUT '),
    line('a megabyte of words with typographic dashes', '–dport 22 ', '-A INPUT '),
    line('a megabyte of blanks', ' ', ''),
    line('a megabyte of blanks in a rule', ' ', '-A INPUT -j ACCEPT'),
    inTable(`${' '.repeat(mega)}-A INPUT`, 'a megabyte of blanks in front'),
    line('a megabyte of tabs', '\t', '-A INPUT'),
    line('a megabyte of no-break spaces', '\u00a0', '-A INPUT'),
    line('words between no-break spaces', '\u00a0-s\u00a01', '-A INPUT'),
    line('words between ideographic spaces', '\u3000-s\u3000192.0.2.1', '-A INPUT'),
    line('words between zero-width spaces', '\u200b-s\u200b192.0.2.1', '-A INPUT'),
    line('a megabyte of full-width letters', '－ｄ ', '-A INPUT '),
    line('a megabyte of NULs', '\0', '-A INPUT '),
    line('a megabyte of control characters', '\u001b[0m', '-A INPUT '),
    line('a megabyte of lone surrogates', '\ud800', '-A INPUT '),
    line('a megabyte of the other lone surrogates', '\udc00 ', '-A INPUT -m comment --comment '),
    line('a megabyte of byte order marks', '\ufeff', ''),
    line('a megabyte of quotes', '"', ''),
    line('a megabyte of single quotes', "'a' ", '-A INPUT '),
    line('a megabyte of open typographic quotes', '“', '-A INPUT '),
    line('words in typographic quotes', '“a b” ', '-A INPUT -m comment --comment '),
    line('quoted words', '"a" ', '-A INPUT '),
    line('a megabyte of backslashes', '\\', '-A INPUT -m comment --comment "'),
    line('a megabyte of exclamation marks', '! ', '-A INPUT '),
    line('a megabyte of -m tcp', '-m tcp '),
    line('a megabyte of -m nosuch', '-m nosuch '),
    line('a megabyte of bundled letters', 'v', '-A INPUT -'),
    line('a megabyte of --name=value', '--dport=22 ', '-A INPUT -p tcp '),
    line('a megabyte of commands', '-A INPUT ', ''),
    line('a megabyte of tables', '-t filter '),
    line('a megabyte of negated options', '! -s 192.0.2.1 '),
    line('a megabyte of comment', '# ', '#'),
    line('a megabyte of one comment', 'a', '# '),
    line('a megabyte of silencing', 'unknown-option, ', '# iptables-lint: disable='),
    line('a megabyte of unknown codes', 'x,', '# iptables-lint: disable='),
    line('a megabyte of blanks in a silencing', ' ', '# iptables-lint: disable=a'),
    line('a megabyte of counters', '[0:0]', ''),
    line('a counter without an end', '1', '['),
    line('a declaration of a megabyte', 'a', ':'),
    line('a declaration of many words', 'a ', ':X '),
    line('a declaration with many counters', '[0:0] ', ':X - '),
    line('a table of a megabyte', 'a', '*'),
    line('COMMIT and a megabyte', ' x', 'COMMIT'),
    line('placeholders', '{{ a }}', '-A INPUT ', jinja),
    line('open placeholders', '{{ ', '-A INPUT ', jinja),
    line('open tags with quotes', `{% ' {{ " `, '-A INPUT ', jinja),
    line('tags with open quotes', `{{'}}`, '-A INPUT ', jinja),
    line('control tags', '{% if a %}', '', jinja),
    line('ends of blocks', '{% endif %}', '', jinja),
    line('comments of a template', '{# a #}', '-A INPUT ', jinja),
    line('open comments of a template', '{#', '-A INPUT ', jinja),
    line('open raw blocks', '{% raw %}', '-A INPUT ', jinja),
    line('a placeholder of a megabyte', 'a', '-A INPUT {{ ', jinja),
    line('values with placeholders', '{{ a }},', '-A INPUT -s ', jinja),
    line('open expansions', '${', '-A INPUT ', shell),
    line('open substitutions', '$(', '-A INPUT ', shell),
    line('backquotes', '`a', '-A INPUT ', shell),
    line('names of the shell', '$A', '-A INPUT ', shell),
    line('placeholders of autoconf', '@A@', '-A INPUT '),
    line('at signs', '@', '-A INPUT '),
    line('open expansions in a plain file', '${'),
    line('open erb', '<% ', '-A INPUT '),
    line('erb', '<%= a %>', '-A INPUT ', erb),
    line('erb in erb', '<% <%% %%> ', '-A INPUT ', erb),
    line('shell words', 'iptables -A INPUT ', ''),
    line('a megabyte of nft', 'ip saddr { 192.0.2.1 } ', ''),
    many('100,000 options', 100_000, (index) => ['-p tcp ', '--dport 22 ', '-s 192.0.2.1 ', '! -i eth0 ', '-m mark '][index % 5] ?? ''),
    many('100,000 unknown options', 100_000, (index) => `--no${index} `),
    many('100,000 matches', 100_000, (index) => ['-m tcp ', '-m udp ', '-m conntrack ', '-m limit '][index % 4] ?? ''),
    many('10,000 quotes', 10_000, () => '" '),
    many('10,000 jumps', 10_000, (index) => `-j C${index} `),
    many('10,000 addresses', 10_000, (index) => `10.${index % 200}.${index % 7}.${index % 250}/${index % 33},`, '-A INPUT -s '),
    many('10,000 ports', 10_000, (index) => `${index * 6}:${index * 6 + 3},`, '-A INPUT -p tcp -m multiport --dports '),
    many('every Unicode space and dash', 3000, (index) => `${spacesAndDashes[index % spacesAndDashes.length] ?? ''}-dport${index} `),
    ...['1', '0x', ',', ':', '-', '/', 'a', '1,', 'a:', '1-', ' ', '2024-01-01T'].map((piece) =>
      inTable(everyOption(piece, Math.ceil((4000 * size) / piece.length)), `every option with a value of ${JSON.stringify(piece)}`),
    ),
  ];
}

/** Each option of the catalogue with a value that is one piece over and over. */
function everyOption(piece: string, count: number): string {
  const value = `"${piece.repeat(count)}"`;
  const lines = [
    ...allMatches.map((match) => [match.options, `-m ${match.name}`] as const),
    ...allTargets.map((target) => [target.options, `-j ${target.name}`] as const),
  ].flatMap(([options, head]) =>
    options.flatMap((option) =>
      option.values.length === 0 ? [] : [`-A INPUT -p tcp ${head} --${option.name} ${option.values.map(() => value).join(' ')}`],
    ),
  );
  return lines.join('\n');
}

// Shell scripts that nobody writes: what is pasted into a file may be one.

import type { HostileText } from './hostile-text';
import { file, numbered } from './hostile-text';

/** @param size Of tens of thousands of lines, and of a megabyte. */
export function scripts(size: number): HostileText[] {
  const mega = (1 << 20) * size;
  const rule = 'iptables -A INPUT -p tcp --dport 22 -j ACCEPT\n';
  const of = (about: string, text: string): HostileText => ({ about, uri: file, text });
  const lines = (about: string, count: number, line: (index: number) => string): HostileText =>
    of(about, rule + numbered(count, size, (index) => `${line(index)}\n`));
  const long = (about: string, piece: string, head = ''): HostileText =>
    of(about, rule + head + piece.repeat(Math.ceil(mega / piece.length)));
  return [
    lines('20,000 commands', 20_000, (index) => `iptables -A INPUT -p tcp --dport ${index} -j ACCEPT`),
    lines(
      '20,000 commands of both families',
      20_000,
      (index) => `ip${index % 2 === 0 ? '6' : ''}tables -t raw -I PREROUTING -p udp --dport ${index} -j NOTRACK`,
    ),
    lines('20,000 commands for as many chains', 10_000, (index) => `iptables -N C${index}\niptables -A INPUT -j C${index}`),
    lines('20,000 deletions in a script', 20_000, (index) => `iptables -D INPUT -p tcp --dport ${index} -j ACCEPT`),
    lines('20,000 insertions in a script', 20_000, (index) => `iptables -I INPUT ${(index >> 1) + 1} -p tcp --dport ${index} -j ACCEPT`),
    lines(
      '20,000 deletions by number in a script',
      10_000,
      (index) => `iptables -A INPUT -s 10.0.${index >> 8}.${index % 256} -j DROP\niptables -D INPUT 1`,
    ),
    lines('20,000 renamings in a script', 10_000, (index) => `iptables -N C${index}\niptables -E C${index} D${index}`),
    lines('20,000 flushes in a script', 10_000, () => 'iptables -A INPUT -j ACCEPT\niptables -F'),
    lines(
      '20,000 checks',
      10_000,
      (index) => `iptables -C INPUT -p tcp --dport ${index} -j ACCEPT || iptables -A INPUT -p tcp --dport ${index} -j ACCEPT`,
    ),
    lines('20,000 variables', 20_000, (index) => `A${index}=192.0.2.1\niptables -A INPUT -s $A${index} -j DROP`),
    lines(
      'variables that double',
      60,
      (index) => `A${index + 1}="$A${index}$A${index}"\niptables -A INPUT -m comment --comment "$A${index + 1}"`,
    ),
    of(
      'variables that double from a value',
      `A0=aaaaaaaa\n${numbered(60, Math.max(size, 0.5), (index) => `A${index + 1}="$A${index}$A${index}"\n`)}iptables -A INPUT -m comment --comment "$A60" -j DROP\n${rule}`,
    ),
    of('a value used 10,000 times', `A="${'a '.repeat(10_000 * size)}"\n${numbered(10_000, size, () => 'iptables -A INPUT $A\n')}`),
    lines('20,000 here-documents', 20_000, (index) => `cat <<E${index}\na\nE${index}`),
    lines('20,000 open here-documents', 20_000, (index) => `cat <<E${index}`),
    of(
      '20,000 here-documents of one line',
      `${rule}cat ${numbered(20_000, size, (index) => `<<E${index} `)}\n${numbered(20_000, size, (index) => `a\nE${index}\n`)}`,
    ),
    of(
      '20,000 open here-documents of one line',
      `${rule}cat ${numbered(20_000, size, (index) => `<<E${index} `)}\n${'a\n'.repeat(20_000 * size)}`,
    ),
    lines('20,000 open loops', 20_000, (index) => `for a in b; do iptables -A INPUT -p tcp --dport ${index} -j ACCEPT`),
    lines('20,000 loops', 20_000, (index) => `for a in b c; do iptables -A INPUT -s $a -p tcp --dport ${index} -j ACCEPT; done`),
    lines('20,000 conditions', 20_000, (index) => `if test -f a; then iptables -A INPUT -p tcp --dport ${index} -j ACCEPT; fi`),
    lines('20,000 functions', 20_000, (index) => `f${index}() {\n  iptables -A INPUT -p tcp --dport ${index} -j ACCEPT\n}`),
    lines('20,000 open brackets', 20_000, () => '(iptables -A INPUT -j ACCEPT'),
    lines('20,000 lines that go on', 20_000, () => 'iptables -A INPUT \\'),
    lines('20,000 commands joined over lines', 20_000, () => 'iptables -A INPUT -j ACCEPT &&'),
    lines('20,000 pipes', 20_000, () => 'echo a |'),
    lines('20,000 open quotes in a script', 20_000, () => 'iptables -A INPUT -m comment --comment "a'),
    lines('20,000 restored texts', 5000, () => 'iptables-restore <<EOF\n*filter\n-A INPUT -j ACCEPT\nCOMMIT\nEOF'),
    long('a megabyte of commands joined', 'iptables -A INPUT -j ACCEPT; '),
    long('a megabyte of alternatives', 'iptables -A INPUT -j ACCEPT || '),
    long('a megabyte of open substitutions', '$('),
    long('a megabyte of open substitutions in quotes', '"$(', 'iptables -A INPUT -s '),
    long('a megabyte of open expansions', '${a', 'iptables -A INPUT -s '),
    long('a megabyte of open expansions in quotes', '"${a', 'iptables -A INPUT -s '),
    long('a megabyte of backquotes', '`', 'iptables -A INPUT -s '),
    long('a megabyte of open backquotes and quotes', '`"', 'iptables -A INPUT -s '),
    long('a megabyte of dollars', '$', 'iptables -A INPUT -s '),
    long('a megabyte of dollars and quotes', `$'`, 'iptables -A INPUT -s '),
    long('a megabyte of single quotes in a script', `'`, 'iptables -A INPUT -s '),
    long('a megabyte of backslashes in a script', '\\', 'iptables -A INPUT -s '),
    long('a megabyte of backslashes and blanks', '\\ ', 'iptables -A INPUT -s '),
    long('a backslash and a megabyte of blanks', ' ', 'iptables -A INPUT -s \\'),
    lines('20,000 line ends behind backslashes', 20_000, () => '\\'),
    long('a megabyte of redirections', '> a ', 'iptables -A INPUT '),
    long('a megabyte of digits', '1', 'iptables -A INPUT '),
    long('a megabyte of digits and redirections', '1>1', 'iptables -A INPUT '),
    long('a megabyte of brackets', '(', ''),
    long('a megabyte of operators', ';&|', ''),
    long('a megabyte of brace expansions', '{a,b}', 'iptables -A INPUT -s '),
    long('a megabyte of variables', '$A', 'A=1\niptables -A INPUT -s '),
    long('a megabyte of assignments', 'A=1 ', ''),
    long('a megabyte of assigning expansions', '${A:=', 'iptables -A INPUT -s '),
    long('a megabyte of arithmetic', '((a', 'iptables -A INPUT -s '),
    long('a megabyte of arithmetic and blanks', '(( ', 'iptables -A INPUT -s '),
    long('a megabyte of options in a script', '-s 192.0.2.1 ', 'iptables -A INPUT '),
    long('a megabyte of a script’s comment', '# ', '#'),
  ];
}

// Reading shell scripts: words, quotes, variables, what is sure to be run; and the rules files that come of them.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's variables are meant.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { convertScript } from '../../../server/src/features/convert';
import { readScript } from '../../../server/src/shell/script';
import { shellTokens } from '../../../server/src/shell/words';

/** The lines of a script as a rules file, without the table, its built-in chains and COMMIT. */
function linesOf(script: string, family?: 'ipv4' | 'ipv6'): string[] {
  const text = convertScript(script, family)?.text ?? '';
  return text.split('\n').filter((line) => line !== '' && !/^(\*filter|:(INPUT|FORWARD|OUTPUT) ACCEPT .*|COMMIT)$/.test(line));
}

/** The one rule that a command becomes. */
function ruleOf(command: string): string | undefined {
  return linesOf(command).find((line) => line.startsWith('-'));
}

describe('a command', () => {
  const rule = '-A INPUT -p tcp --dport 22 -j ACCEPT';
  for (const command of [
    'iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    '  /sbin/iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT',
    '/usr/sbin/iptables-nft -A INPUT -p tcp --dport 22 -j ACCEPT',
    'sudo iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    'sudo -n -u root /sbin/iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    '$ sudo iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables -w -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables -w 5 -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables --wait 5 -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables --wait=5 -W 100 -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables -v -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables -A INPUT -p tcp --dport 22 -j ACCEPT -w 5',
    'iptables -t filter -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables -A INPUT -p tcp --table=filter --dport 22 -j ACCEPT',
    'iptables -p tcp --dport 22 -A INPUT -j ACCEPT',
    'iptables -A INPUT -p tcp \\\n   --dport 22 \\\r\n -j ACCEPT',
    'iptables -A INPUT -p tcp --dport 22 \\  \n -j ACCEPT',
    'iptables -A INPUT -p tcp --dport 22 -j ACCEPT >/dev/null 2>&1',
    'iptables -A INPUT -p tcp --dport 22 -j ACCEPT &',
    'LC_ALL=C iptables -A INPUT -p tcp --dport 22 -j ACCEPT;',
    '"iptables" -A \'INPUT\' -p "tcp" --d"port" 2\\2 -j $\'ACC\\x45PT\'',
    '$IPT -A INPUT -p tcp --dport 22 -j ACCEPT',
    '"$IPTABLES" -A INPUT -p tcp --dport 22 -j ACCEPT',
    '${IPTABLES_BIN} -A INPUT -p tcp --dport 22 -j ACCEPT',
    '$SBIN/iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    'FW="sudo /sbin/iptables -w"\n$FW -A INPUT -p tcp --dport 22 -j ACCEPT',
    'PORT=22; iptables -A INPUT -p tcp --dport $PORT -j ACCEPT',
    'OPTS="-p tcp --dport 22"; iptables -A INPUT $OPTS -j ACCEPT',
    'echo hi && iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
    'iptables -A INPUT -p tcp --dport 22 -j ACCEPT || exit 1',
    'iptables -C INPUT -p tcp --dport 22 -j ACCEPT || iptables -A INPUT -p tcp --dport 22 -j ACCEPT',
  ])
    test(`is read: ${command}`, () => assert.equal(ruleOf(command), rule));

  test('of ip6tables is for the other family', () => {
    assert.equal(convertScript('ip6tables -A INPUT -j DROP')?.family, 'ipv6');
    assert.equal(convertScript('$IP6T -A INPUT -j DROP\n$ip6tables_cmd -A INPUT -j DROP')?.family, 'ipv6');
    assert.equal(convertScript('ip6tables -A INPUT -j DROP', 'ipv4'), undefined);
  });

  test('finds its table wherever it stands, and no other word is taken for it', () => {
    assert.match(
      convertScript('iptables -A PREROUTING -j NOTRACK -t raw')?.text ?? '',
      /^\*raw\n[\s\S]*\n-A PREROUTING -j NOTRACK\nCOMMIT\n$/,
    );
    assert.match(convertScript('iptables -A INPUT -m comment --comment -t -j DROP')?.text ?? '', /\*filter[\s\S]*--comment -t -j DROP/);
  });

  for (const other of [
    'iptables -L -n',
    'iptables-restore < /etc/iptables/rules.v4',
    'iptables-save | grep foo',
    'iptables -S | grep foo',
    'iptables -C INPUT -j DROP',
    'iptables -Z',
    'echo iptables -A INPUT -j DROP',
    'iptables -t $TABLE -A INPUT -j DROP',
    'iptables -t nonsense -A INPUT -j DROP',
    "iptables -A INPUT -m comment --comment $'two\\nlines' -j DROP",
    '[ -n "$X" ] && iptables -A INPUT -j DROP',
    'modprobe ip_tables && iptables -A INPUT -j DROP',
    'if true; then\n  iptables -A INPUT -j DROP\nfi',
    'stop() {\n  iptables -A INPUT -j DROP\n}',
    'for p in 1 2; do iptables -A INPUT -p tcp --dport $p -j DROP; done',
    'case "$1" in\n start) iptables -A INPUT -j DROP;;\n *) echo "$0 start";;\nesac',
    'cat <<EOF\niptables -A INPUT -j DROP\nEOF',
    "echo 'iptables\niptables -A INPUT -j DROP\n'",
  ])
    test(`is left to the shell, and stays as comments: ${other.split('\n').join(' ⏎ ')}`, () => {
      const lines = linesOf(`${other}\niptables -A INPUT -i lo -j ACCEPT\n`);
      assert.deepEqual(lines, [...other.split('\n').map((line) => `# ${line}`), '-A INPUT -i lo -j ACCEPT']);
    });
});

describe('variables', () => {
  const value = (script: string): string | undefined => /-s (\S+)/.exec(ruleOf(script) ?? '')?.[1];
  test('that are certain are filled in', () => {
    assert.equal(value('LAN=10.0.0.0/8\niptables -A INPUT -s $LAN -j DROP'), '10.0.0.0/8');
    assert.equal(value('NET=10.0; export LAN="$NET.0.0/16"\niptables -A INPUT -s "${LAN}" -j DROP'), '10.0.0.0/16');
    assert.equal(value('if true; then :; fi\nreadonly LAN=192.0.2.1\niptables -A INPUT -s $LAN -j DROP'), '192.0.2.1');
    assert.equal(value('. /etc/firewall.conf\nLAN=192.0.2.1\niptables -A INPUT -s $LAN -j DROP'), '192.0.2.1');
  });
  test('that are not stay visible', () => {
    for (const script of [
      'iptables -A INPUT -s $LAN -j DROP',
      'iptables -A INPUT -s $LAN -j DROP\nLAN=10.0.0.0/8',
      'LAN=10.0.0.0/8\nLAN=10.1.0.0/8\niptables -A INPUT -s $LAN -j DROP',
      'LAN=10.0.0.0/8\nif true; then LAN=1.2.3.4; fi\niptables -A INPUT -s $LAN -j DROP',
      'if true; then LAN=10.0.0.0/8; fi\niptables -A INPUT -s $LAN -j DROP',
      'true && LAN=10.0.0.0/8\niptables -A INPUT -s $LAN -j DROP',
      'LAN=$(hostname -i)\niptables -A INPUT -s $LAN -j DROP',
      'LAN=10.0.0.0/8\nread LAN\niptables -A INPUT -s $LAN -j DROP',
      'LAN=10.0.0.0/8\n: ${LAN:=x}\niptables -A INPUT -s $LAN -j DROP',
      'LAN=10.0.0.0/8\n. /etc/firewall.conf\niptables -A INPUT -s $LAN -j DROP',
      'LAN=10.0.0.0/8 iptables -A INPUT -s $LAN -j DROP',
      'LAN=10.0.0.0/8\nLAN+=,10.1.2.3\niptables -A INPUT -s $LAN -j DROP',
    ])
      assert.equal(value(script), '$LAN', script);
    assert.equal(value('iptables -A INPUT -s ${LAN:-10.0.0.0/8} -j DROP'), '${LAN:-10.0.0.0/8}');
    assert.equal(value("LAN=x\niptables -A INPUT -s '$LAN' -j DROP"), '$LAN');
  });
});

describe('quotes', () => {
  const comment = (word: string): string | undefined =>
    /--comment (.*) -j/.exec(ruleOf(`iptables -A INPUT -m comment --comment ${word} -j DROP`) ?? '')?.[1];
  for (const [word, expected] of [
    [`'it'"'"'s'`, `it's`],
    [`'it'\\''s here'`, `"it's here"`],
    [`"say \\"hi\\" \\$HOME \\\\ \\n"`, `"say \\"hi\\" $HOME \\\\ \\\\n"`],
    ["'a\\b'", 'a\\b'],
    ['a\\ b', '"a b"'],
    ["$'tab\\there'", '"tab\there"'],
    ["$'\\u5fc3 \\x41\\101\\''", `"心 AA'"`],
    [`""`, `""`],
    [`''`, `""`],
    ['"#no"', '#no'],
    ['a#b', 'a#b'],
    ["'a;b|c&d'", 'a;b|c&d'],
    ['"$(date +%F) x"', '"$(date +%F) x"'],
    ['"two\\\n words"', '"two words"'],
  ])
    test(`${word} is ${expected}`, () => assert.equal(comment(word ?? ''), expected));

  test('that are not closed, and any other text, end the reading and nothing else', () => {
    for (const text of [
      "iptables -A INPUT 'x",
      'iptables "',
      '$(',
      '${',
      '`',
      '$',
      '\\',
      "$'\\",
      '<<',
      '<<EOF\nx',
      '((',
      'case x in',
      '\u00a0\u3000',
      'a\u00a0b',
    ])
      assert.ok(
        shellTokens(text).every(({ start, end }) => end >= start && end <= text.length),
        text,
      );
    assert.doesNotThrow(() => readScript('for x in "\niptables -A INPUT -j DROP'));
  });
});

describe('a script as a rules file', () => {
  test('has its policies and chains declared, its rules by table, its comments beside them', () => {
    const script = `#!/bin/sh
# the head

iptables -F
iptables -X   # from scratch
iptables -P INPUT DROP
iptables -N LOGDROP

# log what is left
iptables -A LOGDROP -j LOG
iptables -t raw -A PREROUTING -i lo -j NOTRACK # not lo

# ssh
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
for p in 80 443; do
  iptables -A INPUT -p tcp --dport $p -j ACCEPT

done
iptables -A INPUT -j LOGDROP
exit 0
`;
    assert.equal(
      convertScript(script)?.text,
      `# #!/bin/sh
# the head

*raw
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
# not lo
-A PREROUTING -i lo -j NOTRACK
COMMIT

*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:LOGDROP - [0:0]
# iptables -F
# from scratch
# iptables -X

# log what is left
-A LOGDROP -j LOG

# ssh
-A INPUT -p tcp --dport 22 -j ACCEPT
# for p in 80 443; do
#   iptables -A INPUT -p tcp --dport $p -j ACCEPT
#
# done
-A INPUT -j LOGDROP
COMMIT

# exit 0
`,
    );
  });

  test('puts inserted rules where packets meet them, and makes comments of those it takes out again', () => {
    assert.deepEqual(
      linesOf(`iptables -A INPUT -p tcp -j ACCEPT
iptables -I INPUT -i lo -j ACCEPT
# last of all
iptables -A INPUT -j DROP
iptables -I INPUT 3 -p udp -j ACCEPT
iptables -D INPUT -p tcp -j ACCEPT
iptables -R INPUT 1 -i dummy0 -j ACCEPT
iptables -D INPUT 9
iptables -N OLD
iptables -X OLD`),
      [
        '# -A INPUT -i lo -j ACCEPT',
        '-A INPUT -i dummy0 -j ACCEPT',
        '# -A INPUT -p tcp -j ACCEPT',
        '-A INPUT -p udp -j ACCEPT',
        '# last of all',
        '-A INPUT -j DROP',
        '# iptables -D INPUT 9',
        '# iptables -X OLD',
      ],
    );
  });

  test('of one family keeps the other’s commands as comments', () => {
    const script = 'iptables -A INPUT -p icmp -j ACCEPT\nip6tables -A INPUT -p ipv6-icmp -j ACCEPT\n';
    assert.deepEqual(linesOf(script, 'ipv4'), ['-A INPUT -p icmp -j ACCEPT', '# ip6tables -A INPUT -p ipv6-icmp -j ACCEPT']);
    assert.deepEqual(linesOf(script, 'ipv6'), ['# iptables -A INPUT -p icmp -j ACCEPT', '-A INPUT -p ipv6-icmp -j ACCEPT']);
  });

  test('is nothing without iptables commands', () => {
    assert.equal(convertScript('echo hello\n'), undefined);
    assert.equal(convertScript('*filter\n-A INPUT -j ACCEPT\nCOMMIT\n'), undefined);
  });

  test('of thousands of lines is read in little time', () => {
    const script = Array.from({ length: 5000 }, (_, index) => `iptables -A INPUT -s 10.0.${index >> 8}.${index & 255} -j DROP`).join('\n');
    const start = performance.now();
    assert.equal(convertScript(script)?.commands, 5000);
    assert.ok(performance.now() - start < 15_000);
  });
});

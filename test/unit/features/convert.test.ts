// Shell lines in a rules file: one fix for the whole block; pasting; copying as commands.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeActions, fixAll } from '../../../server/src/features/code-actions';
import { copyAsCommands, pasteAsRules } from '../../../server/src/features/convert';
import { defaultSettings } from '../../../server/src/features/settings';
import type { Language } from '../../../server/src/l10n/text';
import type { RulesFileOptions } from '../../../server/src/model/rules-file';
import { RulesFile } from '../../../server/src/model/rules-file';
import { applyEdits } from '../../../server/src/text/lines';
import type { Edit } from '../../../server/src/text/position';
import { marked } from '../../support/cursor';

/** The titles of the fixes of shell lines at the cursor, and what the first makes of the file. */
function fixAt(fixture: string, language: Language = 'en', options: RulesFileOptions = {}): { titles: string[]; text: string | undefined } {
  const { text, cursors } = marked(fixture);
  const file = new RulesFile(text, options);
  const [start] = cursors;
  assert.ok(start);
  const request = {
    uri: 'file:///f',
    version: 1,
    range: { start, end: cursors[1] ?? start },
    only: ['quickfix'],
    canShowPages: false,
    canCreateFiles: false,
    canConvertLineEnds: false,
  };
  const actions = codeActions(file, request, defaultSettings, language).filter(({ title }) => /iptables (command|コマンド)/.test(title));
  const [change] = (actions[0]?.edit?.documentChanges ?? []) as { edits: Edit[] }[];
  assert.ok(actions.every((action) => action.isPreferred === true && action.kind === 'quickfix'));
  return { titles: actions.map(({ title }) => title), text: change && applyEdits(text, change.edits) };
}

/** The file after pasting a text at the fixture's cursor or over its range. */
function pasted(fixture: string, text: string, options: RulesFileOptions = {}): string | undefined {
  const found = marked(fixture);
  const file = new RulesFile(found.text, options);
  const cursor = found.cursors[0];
  const range = found.ranges[0] ?? { start: cursor!, end: cursor! };
  const answer = pasteAsRules(file, { range, text }, 'en');
  return answer && applyEdits(found.text, [...answer.edits, { range, newText: answer.insertText }]);
}

describe('shell lines in a rules file', () => {
  test('become rules in one go, each in its table; chains and policies are declared', () => {
    const { titles, text } = fixAt(`*raw
:PREROUTING ACCEPT [0:0]
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
-A INPUT -i lo -j ACCEPT
# pasted
iptables -P INPUT DROP
iptables -N LOGDROP
ip<|>tables -A INPUT -p tcp --dport 22 \\
   -j ACCEPT
sudo iptables -t raw -A PREROUTING -p udp --dport 694 -j NOTRACK && iptables -A INPUT -j LOGDROP
# for later
iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
-A FORWARD -j DROP
COMMIT
`);
    assert.deepEqual(titles, ['Turn these 6 iptables commands into rules of this file']);
    assert.equal(
      text,
      `*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp --dport 694 -j NOTRACK
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
# for later
-A POSTROUTING -o eth0 -j MASQUERADE
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:LOGDROP - [0:0]
-A INPUT -i lo -j ACCEPT
# pasted
-A INPUT -p tcp --dport 22 -j ACCEPT
-A INPUT -j LOGDROP
-A FORWARD -j DROP
COMMIT
`,
    );
  });

  test('have the same fix at each of their lines, also where nothing is found, and once for a selection', () => {
    const text =
      '*filter\n:INPUT DROP [0:0]\n‹if›iptables -A INPUT -p tcp \\\n --dport 22 -j ACCEPT\n$IPT -A INPUT -j DROP\nCOMMIT\n'.replace(
        '‹if›',
        '',
      );
    const lines = text.split('\n');
    const results = [2, 3, 4].map((line) => fixAt(lines.map((one, at) => (at === line ? `<|>${one}` : one)).join('\n')));
    for (const { titles, text: made } of results) {
      assert.deepEqual(titles, ['Turn these 2 iptables commands into rules of this file']);
      assert.equal(made, '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n');
    }
    assert.equal(fixAt(`<|>${text}<|>`).titles.length, 1);
    assert.deepEqual(fixAt('*filter\n-A INPUT -j D<|>ROP\nCOMMIT\n').titles, []);
    assert.deepEqual(fixAt('# iptables -A <|>INPUT\n').titles, []);
  });

  test('are named in Japanese, and one alone in the singular', () => {
    assert.deepEqual(fixAt('*filter\niptables <|>-A INPUT -j DROP\nCOMMIT\n', 'ja').titles, [
      'この iptables コマンドをこのファイルのルールに変換する',
    ]);
    assert.deepEqual(fixAt('*filter\niptables <|>-A INPUT -j DROP\niptables -N A\nCOMMIT\n', 'ja').titles, [
      'これら 2 個の iptables コマンドをこのファイルのルールに変換する',
    ]);
    assert.deepEqual(fixAt('*filter\niptables <|>-A INPUT -j DROP\nCOMMIT\n').titles, [
      'Turn this iptables command into a rule of this file',
    ]);
  });

  test('that are the whole file make a whole file', () => {
    assert.equal(
      fixAt('#!/bin/sh\n# mine\n\niptables -F<|>\niptables -A INPUT -i lo -j ACCEPT\n').text,
      '# #!/bin/sh\n# mine\n\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n# iptables -F\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    );
  });

  test('outside of the sections go into them; the file’s own comments and line ends stay', () => {
    assert.equal(
      fixAt('# head\r\n*filter\r\n:INPUT ACCEPT [0:0]\r\nCOMMIT\r\n\r\niptables -A INPUT -j DROP<|>\r\n# tail\r\n').text,
      '# head\r\n*filter\r\n:INPUT ACCEPT [0:0]\r\n-A INPUT -j DROP\r\nCOMMIT\r\n\r\n# tail\r\n',
    );
    assert.equal(
      fixAt('*filter\n:INPUT ACCEPT [0:0]\niptables -t mangle -A INPUT -j DROP<|>').text,
      '*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n-A INPUT -j DROP\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n',
    );
  });

  test('count on the rules of the file', () => {
    const file =
      '*filter\n:INPUT ACCEPT [0:0]\n:X - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j X\niptables -I INPUT 2 -p tcp -j ACCEPT<|>\niptables -R INPUT 1 -i dummy0 -j ACCEPT\niptables -D INPUT -j X\niptables -N X\niptables -D INPUT 7\nCOMMIT\n';
    assert.equal(
      fixAt(file).text,
      '*filter\n:INPUT ACCEPT [0:0]\n:X - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j X\n-I INPUT 2 -p tcp -j ACCEPT\n-D INPUT 1\n-I INPUT 1 -i dummy0 -j ACCEPT\n-D INPUT -j X\n# iptables -D INPUT 7\nCOMMIT\n',
    );
  });

  test('of the file’s family are mended unasked, but not where anything is uncertain', () => {
    const mended = (lines: string, name = 'rules.v4'): string => {
      const text = `*filter\n:INPUT ACCEPT [0:0]\n${lines}\nCOMMIT\n`;
      return applyEdits(text, fixAll(new RulesFile(text, { name }), defaultSettings));
    };
    assert.match(
      mended('iptables -A INPUT -i lo -j ACCEPT\nsudo iptables -A INPUT -j DROP'),
      /\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP\n/,
    );
    assert.match(mended('iptables -A INPUT -s $LAN -j ACCEPT'), /\niptables -A/);
    assert.match(mended('ip6tables -A INPUT -j ACCEPT'), /\nip6tables -A/);
    assert.match(
      mended('iptables -A INPUT -j ACCEPT\nfor p in 1 2; do iptables -A INPUT -p tcp --dport $p -j DROP; done'),
      /\niptables -A/,
    );
  });

  test('are turned once however many they are', () => {
    const block = Array.from({ length: 3000 }, (_, index) => `iptables -A INPUT -s 10.0.${index >> 8}.${index & 255} -j DROP`).join('\n');
    const start = performance.now();
    const { titles } = fixAt(`*filter\n<|>${block}<|>\nCOMMIT\n`);
    assert.equal(titles.length, 1);
    assert.ok(performance.now() - start < 20_000, `${performance.now() - start} ms`);
  });
});

describe('pasting shell lines', () => {
  const file = '*raw\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n<|>-A INPUT -j DROP\nCOMMIT\n';
  test('puts rules at the cursor and into other tables', () => {
    assert.equal(
      pasted(file, 'iptables -A INPUT -i lo -j ACCEPT\niptables -N NEW\niptables -t raw -A PREROUTING -i lo -j NOTRACK\n'),
      '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i lo -j NOTRACK\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:NEW - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n',
    );
  });
  test('into an empty file makes a whole one, of the script’s family', () => {
    assert.equal(pasted('<|>', 'ip6tables -t raw -P OUTPUT DROP'), '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT DROP [0:0]\nCOMMIT\n');
  });
  test('replaces what is selected', () => {
    assert.equal(
      pasted('*filter\n:INPUT ACCEPT [0:0]\n‹-A INPUT -j DROP\n-A INPUT -j ACCEPT›\nCOMMIT\n', 'iptables -A INPUT -i lo -j ACCEPT'),
      '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    );
  });
  test('is nothing to the server for other texts, and in the middle of a line', () => {
    assert.equal(pasted(file, '-A INPUT -j ACCEPT\n'), undefined);
    assert.equal(pasted(file, 'apt install iptables\n'), undefined);
    assert.equal(pasted('-A INPUT <|>-j DROP', 'iptables -A INPUT -j DROP'), undefined);
  });
  test('at the end of a file, and behind the last line', () => {
    assert.equal(
      pasted('*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n<|>', 'iptables -A INPUT -j DROP\niptables -t security -A INPUT -j SECMARK --selctx x'),
      '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j DROP\nCOMMIT\n*security\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -j SECMARK --selctx x\nCOMMIT\n',
    );
  });
});

describe('copying as commands', () => {
  const text = `# mine
*nat
:POSTROUTING ACCEPT [5:60]
COMMIT
*filter
:INPUT DROP [0:0]
:LOG_IT - [0:0]

[3:180] -A INPUT -p tcp --dport 22 -m comment --comment "the admins' \\"ssh\\"" -j ACCEPT
-4 -A INPUT -j LOG_IT
-6 -A INPUT -j DROP
-A LOG_IT -s $LAN -j LOG --log-prefix "$HOME costs"
COMMIT
`;
  test('writes the program, the table, the declarations, the quotes', () => {
    assert.equal(
      copyAsCommands(new RulesFile(text, { name: 'rules.v4' })),
      `# mine
iptables -t nat -P POSTROUTING ACCEPT
iptables -N LOG_IT

iptables -A INPUT -p tcp --dport 22 -m comment --comment 'the admins'\\'' "ssh"' -j ACCEPT
iptables -A INPUT -j LOG_IT
# -6 -A INPUT -j DROP
iptables -A LOG_IT -s $LAN -j LOG --log-prefix '$HOME costs'
iptables -P INPUT DROP
`,
    );
  });
  test('of some lines knows their table and family', () => {
    const found = marked('*raw\n-A OUTPUT -j ACCEPT\n‹-A PREROUTING -j NOTRACK\n›-A PREROUTING -j DROP\nCOMMIT\n');
    assert.equal(
      copyAsCommands(new RulesFile(found.text, { name: 'rules.v6' }), found.ranges[0]),
      'ip6tables -t raw -A PREROUTING -j NOTRACK\n',
    );
  });
});

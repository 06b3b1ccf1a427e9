import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prepareRename, rename } from '../../../server/src/features/rename';
import type { RulesFileOptions } from '../../../server/src/model/rules-file';
import { applyEdits } from '../../../server/src/text/lines';
import { fileAtCursor } from '../../support/cursor';

/** The text after the chain at the cursor has got a name; the words where it is refused. */
function renamed(fixture: string, newName: string, language: 'en' | 'ja' = 'en', options: RulesFileOptions = {}): string {
  const { file, cursor, text } = fileAtCursor(fixture, options);
  const found = rename(file, cursor, newName, language);
  assert.ok(found, 'a chain is named');
  return 'refusal' in found ? found.refusal : applyEdits(text, found);
}

const before = `*nat
:SSH - [0:0]
-A PREROUTING -j SSH
COMMIT
# SSH is explained here
*filter
:INPUT DROP [0:0]
:S<|>SH - [0:0]
:SSHD - [0:0]
-N SSH
-A INPUT -p tcp -m comment --comment "SSH" -j SSH
-A INPUT -i SSH -gSSH
[1:60] -A SSH -j SSHD
-I "SSH" 1 -j ACCEPT
-6 --append=SSH -j SSH
-D SSH 1
-R SSH 1 -j DROP
-C SSH -j DROP
-F SSH
-Z SSH
-L SSH
-S SSH
-P SSH DROP
-E SSH SSH2
-X SSH
COMMIT
*filter
-A FORWARD -j SSH --wrong
`;

const after = `*nat
:SSH - [0:0]
-A PREROUTING -j SSH
COMMIT
# SSH is explained here
*filter
:INPUT DROP [0:0]
:ADMIN - [0:0]
:SSHD - [0:0]
-N ADMIN
-A INPUT -p tcp -m comment --comment "SSH" -j ADMIN
-A INPUT -i SSH -gADMIN
[1:60] -A ADMIN -j SSHD
-I ADMIN 1 -j ACCEPT
-6 --append=ADMIN -j ADMIN
-D ADMIN 1
-R ADMIN 1 -j DROP
-C ADMIN -j DROP
-F ADMIN
-Z ADMIN
-L ADMIN
-S ADMIN
-P ADMIN DROP
-E ADMIN SSH2
-X ADMIN
COMMIT
*filter
-A FORWARD -j ADMIN --wrong
`;

describe('rename of a chain', () => {
  it('changes every place of the table that names it, and nothing else', () => {
    assert.equal(renamed(before, 'ADMIN'), after);
  });

  it('changes the new name of -E, and every line end stays', () => {
    assert.equal(
      renamed('*filter\r\n:A - [0:0]\r\n-E A B\r\n-A INPUT -j <|>B\r\nCOMMIT\r\n', '管理'),
      '*filter\r\n:A - [0:0]\r\n-E A 管理\r\n-A INPUT -j 管理\r\nCOMMIT\r\n',
    );
  });

  it('gives no edits for the name that it has, and no answer where no chain is named', () => {
    assert.equal(renamed('*filter\n:<|>A - [0:0]\nCOMMIT\n', 'A'), '*filter\n:A - [0:0]\nCOMMIT\n');
    for (const line of ['-A INPUT -p t<|>cp', '# a comm<|>ent', '-A INPUT <|> -j ACCEPT', 'COM<|>MIT']) {
      const { file, cursor } = fileAtCursor(`*filter\n${line}\nCOMMIT\n`);
      assert.equal(rename(file, cursor, 'X', 'en'), undefined);
      assert.equal(prepareRename(file, cursor, 'en'), undefined);
    }
  });

  const fixture = '*filter\n:INPUT DROP [0:0]\n:S<|>SH - [0:0]\n:TAKEN - [0:0]\n-A INPUT -j MISSING\n-A INPUT -j SSH\nCOMMIT\n';
  for (const [newName, en, ja] of [
    ['', /Enter a name/, /入力してください/],
    ['a'.repeat(29), /29 bytes.*28/, /29 バイト.*28/],
    ['日本語チェイン名前長', /30 bytes/, /30 バイト/],
    ['-SSH', /cannot begin with `-`/, /`-` で始める/],
    ['!SSH', /cannot begin with `!`/, /`!` で始める/],
    ['MY SSH', /spaces/, /空白/],
    ['MY\tSSH', /spaces/, /空白/],
    ['MY\u3000SSH', /spaces/, /空白/],
    ['MY\nSSH', /control/, /制御文字/],
    ['MY"SSH', /quotes/, /引用符/],
    ['INPUT', /built-in chain/, /組み込みチェイン/],
    ['PREROUTING', /built-in chain/, /組み込みチェイン/],
    ['ACCEPT', /name of a target/, /ターゲットの名前/],
    ['LOG', /name of a target/, /ターゲットの名前/],
    ['RETURN', /name of a target/, /ターゲットの名前/],
    ['DNPT', /name of a target/, /ターゲットの名前/],
    ['TAKEN', /already has a chain `TAKEN` \(line 4\)/, /すでにあります \(4 行目\)/],
    ['MISSING', /Line 5 already uses/, /5 行目がすでに使って/],
  ] as const) {
    it(`refuses ${JSON.stringify(newName)} and says why`, () => {
      assert.match(renamed(fixture, newName), en);
      assert.match(renamed(fixture, newName, 'ja'), ja);
    });
  }

  for (const newName of ['a'.repeat(28), '日本語チェイン名前', 'a:b', "a'b", '1', '#x', 'input']) {
    it(`takes ${JSON.stringify(newName)}`, () => {
      assert.ok(renamed(fixture, newName).includes(`-A INPUT -j ${newName}\n`));
    });
  }

  it('takes a name that only another table has', () => {
    assert.ok(renamed(`*nat\n:OTHER - [0:0]\nCOMMIT\n${fixture}`, 'OTHER').includes('-A INPUT -j OTHER\n'));
  });

  it('refuses chains whose names are fixed, before a name is asked for', () => {
    const builtin = fileAtCursor('*filter\n:INP<|>UT DROP [0:0]\nCOMMIT\n');
    assert.match(JSON.stringify(prepareRename(builtin.file, builtin.cursor, 'en')), /"refusal":"`INPUT` is a built-in chain/);
    assert.match(JSON.stringify(prepareRename(builtin.file, builtin.cursor, 'ja')), /組み込みチェイン/);
    assert.match(renamed('*filter\n:INP<|>UT DROP [0:0]\nCOMMIT\n', 'X'), /built-in/);
    const ufw = '*filter\n:ufw-before<|>-input - [0:0]\nCOMMIT\n';
    assert.match(renamed(ufw, 'X', 'en', { name: '/etc/ufw/before.rules' }), /made by ufw/);
    assert.match(renamed(ufw, 'X'), /^\*filter\n:X -/);
  });

  it('says what is renamed', () => {
    const { file, cursor, ranges } = fileAtCursor('*filter\n:SSH - [0:0]\n-A INPUT -j ‹S<|>SH›\nCOMMIT\n');
    assert.deepEqual(prepareRename(file, cursor, 'en'), { range: ranges[0], placeholder: 'SSH' });
  });
});

describe('rename of the text of --comment', () => {
  const fixture =
    '*nat\n-A PREROUTING -m comment --comment "web 😀" -j RETURN\n-A PREROUTING -m comment --comment "web 😀 too" -j RETURN\nCOMMIT\n*filter\n-A INPUT -m comment --comment "we<|>b 😀" -j LOG --log-prefix "web 😀"\nCOMMIT\n';

  it('changes it in every rule of the file, in quotes where it needs them', () => {
    const text = fixture.replace('<|>', '');
    assert.equal(renamed(fixture, 'mail'), text.replaceAll('--comment "web 😀" ', '--comment mail '));
    assert.equal(renamed(fixture, 'a "b" \\'), text.replaceAll('--comment "web 😀" ', '--comment "a \\"b\\" \\\\" '));
    assert.equal(renamed(fixture, '-x'), text.replaceAll('--comment "web 😀" ', '--comment "-x" '));
  });

  it('finds one that is written in another way', () => {
    assert.equal(
      renamed('*filter\n-A INPUT -m comment --comment "a<|>\\"b"\n-A INPUT -m comment --comm "\\a\\"\\b"\nCOMMIT\n', 'c'),
      '*filter\n-A INPUT -m comment --comment c\n-A INPUT -m comment --comm c\nCOMMIT\n',
    );
  });

  it('says what is renamed', () => {
    const { file, cursor, ranges } = fileAtCursor('*filter\n-A INPUT -m comment --comment ‹"a<|> \\"b"›\nCOMMIT\n');
    assert.deepEqual(prepareRename(file, cursor, 'en'), { range: ranges[0], placeholder: 'a "b' });
  });

  it('refuses what iptables would cut', () => {
    assert.match(renamed(fixture, '漢'.repeat(86)), /258 bytes.*255/);
    assert.match(renamed(fixture, ''), /Enter a text/);
    assert.match(renamed(fixture, 'a\nb', 'ja'), /1 行/);
    assert.match(renamed(fixture, '漢'.repeat(85)), /^\*nat/);
  });
});

describe('rename of other names', () => {
  for (const [line, en, ja] of [
    ['-A INPUT -j ACC<|>EPT', /`ACCEPT` belongs to iptables itself/, /iptables 自体のもの/],
    ['-A INPUT -m st<|>ate --state NEW', /`state` belongs to iptables itself/, /iptables 自体のもの/],
    ['-A INPUT -m set --match-set al<|>lowed src', /`allowed` is made by ipset/, /ipset が作る/],
  ] as const) {
    it(`says why it is not to be had: ${line}`, () => {
      const fixture = `*filter\n${line}\nCOMMIT\n`;
      assert.match(renamed(fixture, 'x'), en);
      assert.match(renamed(fixture, 'x', 'ja'), ja);
      const { file, cursor } = fileAtCursor(fixture);
      assert.match(JSON.stringify(prepareRename(file, cursor, 'en')), en);
    });
  }
});

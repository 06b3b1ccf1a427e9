// Inlining a chain: what it makes of a file to the letter, and where it is not offered.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RulesFileOptions } from '../../../server/src/model/rules-file';
import { inChain, inlinedChains } from '../../support/cases/inlined-chains';
import { refactored } from '../../support/refactored';

const filter = (lines: string): string => `*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n${lines}\nCOMMIT\n`;

function inlined(fixture: string, options: RulesFileOptions = {}): string | undefined {
  return refactored(fixture, 'refactor.inline', { family: 'ipv4', ...options })?.text;
}

describe('inlining a chain', () => {
  for (const [name, jump, rules, expected] of inlinedChains) {
    it(`of rules with ${name}`, () => {
      const others = '-A Y -j LOG\n-A FORWARD -j Y';
      assert.equal(
        inlined(filter(`:X - [0:0]\n:Y - [0:0]\n-A INPUT <|>${jump}\n-A INPUT -j ACCEPT\n${inChain('X', rules)}\n${others}`)),
        filter(`:Y - [0:0]\n${inChain('INPUT', expected)}\n-A INPUT -j ACCEPT\n${others}`),
      );
    });
  }

  it('of a chain that a command makes', () => {
    assert.equal(inlined(filter('-N X\n-A INPUT -i lo -j <|>X\n-A X -j LOG')), filter('-A INPUT -i lo -j LOG'));
  });

  it('takes its comments along, and leaves one blank line', () => {
    assert.equal(
      inlined(
        filter(
          ':X - [0:0]\n\n# to X\n[9:9] -A INPUT -i lo -j <|>X\n\n# X\n# one\n[1:2] -A X -p tcp -j LOG\n-A OUTPUT -j LOG\n# end\n-A X -j RETURN\n',
        ),
      ),
      filter('\n# to X\n# X\n# one\n[1:2] -A INPUT -i lo -p tcp -j LOG\n# end\n\n-A OUTPUT -j LOG\n'),
    );
  });

  it('writes the comment of the jump above where each rule has its own', () => {
    assert.equal(
      inlined(filter(':X - [0:0]\n-A INPUT -m comment --comment "to X" -j <|>X\n-A X -m comment --comment y -j LOG')),
      filter('# to X\n-A INPUT -m comment --comment y -j LOG'),
    );
  });

  it('leaves the chain where other jumps lead to it', () => {
    const { text, refactoring } = refactored(
      filter(':X - [0:0]\n-A INPUT -i lo -j <|>X\n-A FORWARD -g X\n[3:4] -A X -p tcp -j LOG\n-A X -j DROP'),
      'refactor.inline',
    )!;
    assert.equal(
      text,
      filter(
        ':X - [0:0]\n[0:0] -A INPUT -i lo -p tcp -j LOG\n-A INPUT -i lo -j DROP\n-A FORWARD -g X\n[3:4] -A X -p tcp -j LOG\n-A X -j DROP',
      ),
    );
    assert.deepEqual(refactoring.title, { en: 'Inline the 2 rules of `X` here', ja: '`X` のルール 2 個をここに展開する' });
  });

  it('puts the rules in the place of all jumps on the declaration', () => {
    const { text, refactoring } = refactored(
      filter(':<|>X - [0:0]\n:Y - [0:0]\n-A INPUT -i lo -j X\n-A Y -p tcp -j X\n[3:4] -A X -s 192.0.2.1 -j LOG\n-A X -j DROP'),
      'refactor.inline',
    )!;
    assert.equal(
      text,
      filter(
        ':Y - [0:0]\n[0:0] -A INPUT -i lo -s 192.0.2.1 -j LOG\n-A INPUT -i lo -j DROP\n[0:0] -A Y -p tcp -s 192.0.2.1 -j LOG\n-A Y -p tcp -j DROP',
      ),
    );
    assert.deepEqual(refactoring.title, { en: 'Inline the chain `X` at its 2 jumps', ja: 'チェイン `X` を 2 か所のジャンプに展開する' });
  });

  it('says what it does with the only jump, and keeps Windows line ends and IPv6', () => {
    const { text, refactoring } = refactored(
      '*filter\r\n:X - [0:0]\r\n-A INPUT -s 2001:db8::/32 -j <|>X\r\n-A X -s 2001:db8::1 -j LOG\r\n-A X -j DROP\r\nCOMMIT\r\n',
      'refactor.inline',
      { family: 'ipv6' },
    )!;
    assert.equal(text, '*filter\r\n-A INPUT -s 2001:db8::1 -j LOG\r\n-A INPUT -s 2001:db8::/32 -j DROP\r\nCOMMIT\r\n');
    assert.deepEqual(refactoring.title, {
      en: 'Inline the chain `X` (2 rules)',
      ja: 'チェイン `X` をジャンプの位置に展開する (ルール 2 個)',
    });
  });

  describe('is not offered', () => {
    for (const [name, lines, options] of [
      ['on a rule of the chain', ':X - [0:0]\n-A INPUT -j X\n-A X -p <|>tcp -j LOG'],
      ['on another target', '-A INPUT -j <|>LOG'],
      ['on a built-in chain', '-P <|>INPUT DROP'],
      ['for several lines', ':X - [0:0]\n‹-A INPUT -i lo -j X\n-A INPUT -i eth0 -j X›\n-A X -j DROP'],
      ['for a chain without rules', ':X - [0:0]\n-A INPUT -j <|>X'],
      ['for RETURN alone', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j RETURN'],
      ['for a chain without jumps', ':<|>X - [0:0]\n-A X -j LOG'],
      ['for a goto', ':X - [0:0]\n-A INPUT -g <|>X\n-A X -j LOG'],
      ['on a declaration with a goto', ':<|>X - [0:0]\n-A INPUT -g X\n-A INPUT -j X\n-A X -j LOG'],
      ['with RETURN before the end', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -i lo -j RETURN\n-A X -j DROP'],
      ['with RETURN that counts', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j LOG\n-A X -m recent --set -j RETURN'],
      ['with a goto in the chain', ':X - [0:0]\n:Y - [0:0]\n-A INPUT -j <|>X\n-A X -g Y\n-A Y -j LOG'],
      ['with a verdict for all before the end', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j ACCEPT\n-A X -j DROP'],
      ['for a limit before several rules', ':X - [0:0]\n-A INPUT -m limit --limit 1/s -j <|>X\n-A X -j LOG\n-A X -j DROP'],
      ['for a limit that would be asked later', ':X - [0:0]\n-A INPUT -m limit --limit 1/s -j <|>X\n-A X -i lo -j LOG'],
      ['for a mark that is set between', ':X - [0:0]\n-A INPUT -m mark --mark 0 -j <|>X\n-A X -j MARK --set-mark 1\n-A X -j DROP'],
      [
        'for a mark that a called chain sets',
        ':X - [0:0]\n:Y - [0:0]\n-A INPUT -m mark --mark 0 -j <|>X\n-A X -j Y\n-A X -j DROP\n-A Y -j MARK --set-mark 1',
      ],
      ['for addresses of which neither has all of the other', ':X - [0:0]\n-A INPUT -s 192.0.2.1 -j <|>X\n-A X -s 192.0.2.2 -j DROP'],
      ['for two protocols', ':X - [0:0]\n-A INPUT -p tcp -j <|>X\n-A X -p udp -j DROP\n-A X -j LOG'],
      ['for two ports', ':X - [0:0]\n-A INPUT -p tcp --dport 22 -j <|>X\n-A X -p tcp --dport 23 -j DROP'],
      ['for a list that a packet meets twice', ':X - [0:0]\n-A INPUT -s 192.0.2.1,192.0.2.0/24 -j <|>X\n-A X -j LOG\n-A X -j LOG'],
      [
        'for a list of the rule that a packet meets twice',
        ':X - [0:0]\n-A INPUT -s 192.0.2.1 -j <|>X\n-A X -s 192.0.2.0/24,192.0.2.1 -j LOG',
      ],
      ['for names of which nobody knows the addresses', ':X - [0:0]\n-A INPUT -s a.example -j <|>X\n-A X -s 192.0.2.1 -j LOG'],
      [
        'for a direction that is checked in built-in chains only',
        ':X - [0:0]\n-A OUTPUT -j ACCEPT\n-A OUTPUT -j <|>X\n-A X -m policy --dir in --pol ipsec -j LOG',
      ],
      ['for an interface that OUTPUT does not take', ':X - [0:0]\n-A OUTPUT -j <|>X\n-A FORWARD -j X\n-A X -i lo -j LOG'],
      ['for a rule with an error', ':X - [0:0]\n-A INPUT -j <|>X\n-A X --dport 22 -j LOG'],
      ['for a jump with an error', ':X - [0:0]\n-A INPUT --dport 22 -j <|>X\n-A X -j LOG'],
      ['for a chain that is not declared', '-A INPUT -j <|>X\n-A X -j LOG'],
      ['for a chain that is declared twice', ':X - [0:0]\n:X - [0:0]\n-A INPUT -j <|>X\n-A X -j LOG'],
      ['for a chain that the other family uses', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j LOG\n-6 -A INPUT -j X'],
      ['for a rule of one family', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -4 -j LOG'],
      ['for an inserted jump', ':X - [0:0]\n-I INPUT -j <|>X\n-A X -j LOG'],
      ['for inserted rules', ':X - [0:0]\n-A INPUT -j <|>X\n-I X -j LOG'],
      ['for a limit that several jumps share', ':X - [0:0]\n-A INPUT -j <|>X\n-A FORWARD -j X\n-A X -m limit --limit 1/s -j LOG'],
      [
        'on the declaration for a limit that several jumps share',
        ':<|>X - [0:0]\n-A INPUT -j X\n-A FORWARD -j X\n-A X -m limit --limit 1/s -j LOG',
      ],
      ['for a limit that a list shares', ':X - [0:0]\n-A INPUT -s 192.0.2.1,192.0.2.3 -j <|>X\n-A X -m limit --limit 1/s -j LOG'],
      ['where rules are counted', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j LOG\n-I INPUT 2 -j LOG'],
      ['where rules are deleted', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j LOG\n-D INPUT -j X'],
      ['for counters that several would start with', ':X - [0:0]\n-A INPUT -j <|>X\n-A FORWARD -j X\n-A X -c 1 2 -j LOG'],
      [
        'in a template that leaves out rules',
        ':X - [0:0]\n-A INPUT -j <|>X\n{% if web %}\n-A X -j LOG\n{% endif %}',
        { name: 'rules.v4.j2' },
      ],
      ['in a file that is loaded on top of others', ':X - [0:0]\n-A INPUT -j <|>X\n-A X -j LOG', { name: '/etc/ufw/before.rules' }],
    ] as const satisfies readonly (readonly [string, string, RulesFileOptions?])[]) {
      it(name, () => assert.equal(inlined(filter(lines), options), undefined));
    }
  });
});

// Extracting rules to a new chain: what it makes of a file to the letter, and where it is not offered.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RulesFileOptions } from '../../../server/src/model/rules-file';
import { RulesFile } from '../../../server/src/model/rules-file';
import { extractChain } from '../../../server/src/refactorings/extract-chain';
import { applyEdits } from '../../../server/src/text/lines';
import type { Range } from '../../../server/src/text/position';
import { marked } from '../../support/cursor';
import { refactored } from '../../support/refactored';

const filter = (lines: string): string => `*filter\n:INPUT DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n${lines}\nCOMMIT\n`;

function extracted(fixture: string, options: RulesFileOptions = {}): string | undefined {
  return refactored(fixture, 'refactor.extract', { family: 'ipv4', ...options })?.text;
}

describe('extracting rules', () => {
  it('puts a jump with the common conditions in their place, and the chain behind the others', () => {
    assert.equal(
      extracted(
        filter(
          '-A INPUT -i lo -j ACCEPT\n‹-A INPUT -i eth0 -p tcp --dport 22 -s 192.0.2.0/24 -j ACCEPT\n-A INPUT -p tcp -s 198.51.100.7 -i eth0 --dport 22 -j ACCEPT\n-A INPUT -i eth0 -p tcp -m tcp --dport ssh -j DROP›\n-A OUTPUT -j ACCEPT',
        ),
      ),
      '*filter\n:INPUT DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:ssh-in - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -i eth0 -p tcp --dport 22 -j ssh-in\n-A OUTPUT -j ACCEPT\n-A ssh-in -s 192.0.2.0/24 -j ACCEPT\n-A ssh-in -s 198.51.100.7 -j ACCEPT\n-A ssh-in -j DROP\nCOMMIT\n',
    );
  });

  it('says what it does in both languages, and where the new name stands', () => {
    const { refactoring, text } = refactored(filter('‹-A INPUT -i eth0 -j ACCEPT\n-A INPUT -i eth0 -j DROP›'), 'refactor.extract')!;
    assert.deepEqual(refactoring.title, {
      en: 'Extract 2 rules to a new chain `from-eth0`',
      ja: '2 個のルールを新しいチェイン `from-eth0` に抽出する',
    });
    const { line, character } = refactoring.rename!;
    assert.equal(text.split('\n')[line]!.slice(character), 'from-eth0');
    assert.deepEqual(refactored(filter('‹-A INPUT -i eth0 -j ACCEPT›'), 'refactor.extract')!.refactoring.title, {
      en: 'Extract the rule to a new chain `from-eth0`',
      ja: 'ルールを新しいチェイン `from-eth0` に抽出する',
    });
  });

  it('keeps `-p` where the rest of a rule needs it, and in the jump', () => {
    assert.equal(
      extracted(
        filter('‹-A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -p tcp -j REJECT --reject-with tcp-reset\n-A INPUT -p tcp -j DROP›'),
      ),
      filter(
        ':tcp-in - [0:0]\n-A INPUT -p tcp -j tcp-in\n-A tcp-in -p tcp --dport 80 -j ACCEPT\n-A tcp-in -p tcp -j REJECT --reject-with tcp-reset\n-A tcp-in -j DROP',
      ),
    );
  });

  it('takes comments and blank lines between along, and keeps counters and chains apart', () => {
    assert.equal(
      extracted(
        '*filter\n:INPUT DROP [0:0]\n\n# left\n\n‹# the one\n[1:60] -A INPUT -m mark --mark 0x1 -s 192.0.2.1 -m comment --comment "a b" -j ACCEPT\n\n# the other\n[2:120] -A INPUT -s 192.0.2.2 -m mark --mark 1 -j ACCEPT\n# behind\n›[3:180] -A INPUT -j DROP\n\nCOMMIT\n',
      ),
      '*filter\n:INPUT DROP [0:0]\n:INPUT-part - [0:0]\n\n# left\n\n[0:0] -A INPUT -m mark --mark 0x1 -j INPUT-part\n# behind\n[3:180] -A INPUT -j DROP\n\n# the one\n[1:60] -A INPUT-part -s 192.0.2.1 -m comment --comment "a b" -j ACCEPT\n\n# the other\n[2:120] -A INPUT-part -s 192.0.2.2 -j ACCEPT\n\nCOMMIT\n',
    );
  });

  it('keeps Windows line ends, and reads IPv6', () => {
    assert.equal(
      extracted(
        '*filter\r\n:INPUT DROP [0:0]\r\n‹-A INPUT -s 2001:db8::/32 -p ipv6-icmp -j ACCEPT\r\n-A INPUT -s 2001:DB8:0::/32 -p icmpv6 -j DROP\r\n›COMMIT\r\n',
        { family: 'ipv6' },
      ),
      '*filter\r\n:INPUT DROP [0:0]\r\n:from-2001:db8::-32 - [0:0]\r\n-A INPUT -s 2001:db8::/32 -p ipv6-icmp -j from-2001:db8::-32\r\n-A from-2001:db8::-32 -j ACCEPT\r\n-A from-2001:db8::-32 -j DROP\r\nCOMMIT\r\n',
    );
  });

  it('takes from a user chain, at the very beginning of the rules as well', () => {
    assert.equal(
      extracted('*nat\n:X - [0:0]\n‹-A X -o eth1 -j SNAT --to-source 192.0.2.1\n-A X -o eth1 -j RETURN›\nCOMMIT\n'),
      '*nat\n:X - [0:0]\n:X-to-eth1 - [0:0]\n-A X -o eth1 -j X-to-eth1\n-A X-to-eth1 -j SNAT --to-source 192.0.2.1\n-A X-to-eth1 -j RETURN\nCOMMIT\n',
    );
  });

  describe('moves to the jump only what can be asked once', () => {
    for (const [name, rules, jump] of [
      ['nothing where there is nothing common', '-s 192.0.2.1 -j DROP\n-A INPUT -d 192.0.2.1 -j DROP', '-j INPUT-part'],
      ['not another negation', '-i eth0 -j DROP\n-A INPUT ! -i eth0 -j LOG', '-j INPUT-part'],
      ['the same negation', '! -i eth0 -j LOG\n-A INPUT ! -i eth0 -j DROP', '! -i eth0 -j INPUT-part'],
      ['not what counts', '-i eth0 -m limit --limit 1/s -j LOG\n-A INPUT -i eth0 -m limit --limit 1/s -j ACCEPT', '-i eth0 -j from-eth0'],
      [
        'not what stands behind what counts',
        '-m recent --set -m mark --mark 1 -j LOG\n-A INPUT -m mark --mark 1 -j ACCEPT',
        '-j INPUT-part',
      ],
      [
        'what stands before it',
        '-m mark --mark 1 -m recent --set -j LOG\n-A INPUT -m mark --mark 1 -j ACCEPT',
        '-m mark --mark 1 -j INPUT-part',
      ],
      [
        'not a mark that is set between',
        '-i lo -m mark --mark 0 -j MARK --set-mark 1\n-A INPUT -i lo -m mark --mark 0 -j DROP',
        '-i lo -j from-lo',
      ],
      [
        'a mark that the last rule sets',
        '-m mark --mark 0 -j LOG\n-A INPUT -m mark --mark 0 -j MARK --set-mark 1',
        '-m mark --mark 0 -j INPUT-part',
      ],
      ['not a mark that a called chain sets', '-m mark --mark 0 -j M\n-A INPUT -m mark --mark 0 -j DROP', '-j INPUT-part'],
      [
        'not a set that is filled between',
        '-m set --match-set a src -j SET --add-set a src\n-A INPUT -m set --match-set a src -j DROP',
        '-j INPUT-part',
      ],
      [
        'not what one of the last line’s rules changes for the next',
        '-m mark --mark 0 -j LOG\n-A INPUT -m mark --mark 0 -s 192.0.2.1,192.0.2.0/24 -j MARK --set-mark 1',
        '-j INPUT-part',
      ],
      ['a set otherwise', '-m set --match-set a src -j LOG\n-A INPUT -m set --match-set a src -j DROP', '-m set --match-set a src -j a-in'],
      [
        'not ports without their protocol',
        '-p tcp -m multiport --dports 80,81 -j LOG\n-A INPUT -p udp -m multiport --dports 80,81 -j DROP',
        '-j INPUT-part',
      ],
      [
        'not a list that a packet can meet twice',
        '-s 192.0.2.0/24,192.0.2.1 -j LOG\n-A INPUT -s 192.0.2.0/24,192.0.2.1 -j DROP',
        '-j INPUT-part',
      ],
      [
        'not a list whose rules count apart',
        '-s 192.0.2.2,192.0.2.1 -m limit --limit 1/s -j LOG\n-A INPUT -s 192.0.2.2,192.0.2.1 -j DROP',
        '-j INPUT-part',
      ],
      ['any other list', '-s 192.0.2.2,192.0.2.1 -j LOG\n-A INPUT -s 192.0.2.2,192.0.2.1 -j DROP', '-s 192.0.2.2,192.0.2.1 -j INPUT-part'],
    ] as const) {
      it(name, () => {
        const text = extracted(filter(`:M - [0:0]\n‹-A INPUT ${rules}›\n-A M -j MARK --set-mark 2`));
        assert.ok(text?.includes(`\n-A INPUT ${jump}\n`), text);
      });
    }
  });

  it('leaves a mark that a set gives in the rules', () => {
    const rules = '-m mark --mark 0 -j SET --map-set a src --map-mark\n-A PREROUTING -m mark --mark 0 -j DROP';
    assert.match(extracted(`*mangle\n‹-A PREROUTING ${rules}›\nCOMMIT\n`) ?? '', /\n-A PREROUTING -j PREROUTING-part\n/);
  });

  describe('names the chain', () => {
    for (const [name, rule] of [
      ['https-in', '-p tcp --dport 443'],
      ['tcp-12345-in', '-p tcp --dport 12345'],
      ['from-eth', '-i eth+'],
      ['from-192.0.2.0-24', '-s 192.0.2.0/24'],
      ['to-192.0.2.1', '-d 192.0.2.1'],
      ['new-in', '-m conntrack --ctstate NEW'],
      ['udp-in', '-p udp'],
      ['INPUT-part', '-i "漢字"'],
      ['from-taken-2', '-i taken'],
    ] as const) {
      it(name, () => {
        const text = extracted(filter(`:from-taken - [0:0]\n‹-A INPUT ${rule} -j ACCEPT›\n-A from-taken -j LOG`));
        assert.ok(text?.includes(`\n-A INPUT ${rule} -j ${name}\n`), text);
      });
    }

    it('with 28 bytes at most', () => {
      const long = 'a'.repeat(28);
      const text = extracted(`*filter\n:${long} - [0:0]\n‹-A ${long} -i eth0 -j ACCEPT\n-A ${long} -i eth0 -j LOG›\nCOMMIT\n`);
      assert.match(text ?? '', /\n:part - \[0:0\]\n/);
    });

    it('in the same way again, once that was undone', () => {
      const { text, ranges } = marked(filter('‹-A INPUT -i eth0 -j ACCEPT\n-A INPUT -i eth0 -j DROP›'));
      const file = new RulesFile(text, { family: 'ipv4' });
      const whole = (): Range => ({ start: { line: 0, character: 0 }, end: { line: file.lineCount, character: 0 } });
      const [first] = extractChain({ file, range: ranges[0]! });
      file.apply([{ range: whole(), newText: applyEdits(text, first!.edits) }]);
      file.apply([{ range: whole(), newText: text }]);
      assert.deepEqual(extractChain({ file, range: ranges[0]! }), [first]);
    });
  });

  describe('is not offered', () => {
    for (const [name, lines, options] of [
      ['without a selection', '-A INPUT -i <|>lo -j ACCEPT'],
      ['for some words of a rule', '-A INPUT ‹-i lo› -j ACCEPT'],
      ['for rules of two chains', '‹-A INPUT -j ACCEPT\n-A OUTPUT -j ACCEPT›'],
      ['with a declaration among them', '‹:X - [0:0]\n-A INPUT -j ACCEPT›'],
      ['beyond the section', '‹-A INPUT -j ACCEPT\nCOMMIT\n*raw\n-A OUTPUT -j ACCEPT›'],
      ['with an insertion', '‹-A INPUT -j ACCEPT\n-I INPUT -j DROP›'],
      ['for comments alone', '‹# a\n# b›'],
      ['for a rule with an error', '‹-A INPUT -j ACCEPT\n-A INPUT --dport 22 -j DROP›'],
      ['for a jump to nowhere', '‹-A INPUT -j ACCEPT\n-A INPUT -j NOWHERE›'],
      ['where RETURN would come back', '‹-A INPUT -i lo -j RETURN\n-A INPUT -i eth0 -j ACCEPT›\n-A INPUT -j LOG'],
      ['where a goto would come back', ':X - [0:0]\n-A X -j LOG\n‹-A INPUT -i lo -g X\n-A INPUT -i eth0 -j ACCEPT›\n-A INPUT -j LOG'],
      [
        'where RETURN may come back, on top of other rules',
        '‹-A INPUT -i lo -j RETURN\n-A INPUT -j LOG›',
        { name: '/etc/ufw/after.rules' },
      ],
      ['for rules of one family', '‹-A INPUT -4 -s 192.0.2.1 -j ACCEPT\n-A INPUT -j DROP›'],
      ['for rules of the other family', '‹-A INPUT -6 -s 2001:db8::1 -j ACCEPT\n-A INPUT -j DROP›'],
      ['where rules are counted', '‹-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP›\n-I INPUT 2 -j LOG'],
      ['where rules are deleted', '‹-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP›\n-D INPUT -j DROP'],
      ['where all chains are deleted', '-X\n‹-A INPUT -i lo -j ACCEPT\n-A INPUT -j DROP›'],
      ['where a template fills something in', '‹-A INPUT -s {{ admin }} -j ACCEPT\n-A INPUT -j DROP›', { name: 'rules.v4.j2' }],
      [
        'around a template’s control lines',
        '‹-A INPUT -i lo -j ACCEPT\n{% if web %}\n-A INPUT -i eth0 -j DROP›\n{% endif %}',
        { name: 'rules.v4.j2' },
      ],
      ['where jumps are as deep as can be', deep(15)],
    ] as const satisfies readonly (readonly [string, string, RulesFileOptions?])[]) {
      it(name, () => assert.equal(extracted(filter(lines), options), undefined));
    }

    it('without COMMIT', () =>
      assert.equal(extracted('*filter\n‹-A INPUT -i lo -j ACCEPT\n-A INPUT -j LOG›\n-A INPUT -j DROP\n'), undefined));
    it('but one jump less deep', () => assert.match(extracted(filter(deep(14))) ?? '', /\n-A c14 -i lo -j c14-from-lo\n/));
    it('but RETURN at the chain’s end', () =>
      assert.match(
        extracted(filter('-A INPUT -j LOG\n‹-A INPUT -i lo -j RETURN\n-A INPUT -j ACCEPT›')) ?? '',
        /\n-A INPUT -j INPUT-part\n/,
      ));
  });
});

/** Chains that call one another, so many jumps deep, the rules of the last one selected. */
function deep(jumps: number): string {
  const names = Array.from({ length: jumps }, (_, index) => `c${index + 1}`);
  const calls = names.map((name, index) => `-A ${names[index - 1] ?? 'INPUT'} -j ${name}`);
  const last = `‹-A c${jumps} -i lo -j ACCEPT\n-A c${jumps} -i lo -j DROP›`;
  return [...names.map((name) => `:${name} - [0:0]`), ...calls, last].join('\n');
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inlayHints } from '../../../server/src/features/inlay-hints';
import type { InlayHintSettings } from '../../../server/src/features/settings';
import { defaultSettings } from '../../../server/src/features/settings';
import type { Language } from '../../../server/src/l10n/text';
import { RulesFile } from '../../../server/src/model/rules-file';

const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
const off: InlayHintSettings = { services: false, prefixRanges: false, marks: false, policies: false, counters: false, ruleNumbers: false };

type Kind = keyof InlayHintSettings;

interface Choice {
  readonly language?: Language;
  readonly family?: 'ipv4' | 'ipv6';
  readonly range?: typeof everything;
}

/** A file's text with its hints in it, between `«` and `»`. */
function shown(
  text: string,
  kinds: readonly Kind[] | 'default',
  { language = 'en', family = 'ipv4', range = everything }: Choice = {},
): string {
  const file = new RulesFile(text, { family });
  const settings = kinds === 'default' ? defaultSettings.inlayHints : { ...off, ...Object.fromEntries(kinds.map((kind) => [kind, true])) };
  const lines = text.split('\n');
  const hints = inlayHints(file, range, settings, language);
  for (const { position, label, paddingLeft, paddingRight } of [...hints].reverse()) {
    const line = lines[position.line] ?? '';
    assert.ok(position.character <= line.length);
    assert.notEqual(paddingLeft === true, paddingRight === true);
    lines[position.line] = `${line.slice(0, position.character)}«${String(label)}»${line.slice(position.character)}`;
  }
  return lines.join('\n');
}

/** Holds the hints of a rule against the rule with hints in it. */
function rule(expected: string, kinds: readonly Kind[], choice: Choice = {}): void {
  const text = expected.replaceAll(/«[^»]*»/g, '');
  assert.equal(shown(`*filter\n${text}\nCOMMIT\n`, kinds, choice).split('\n')[1], expected);
}

describe('inlay hints', () => {
  it('name the services of ports, by the protocol of the rule', () => {
    rule('-A INPUT -p udp -m udp --dport 694«ha-cluster» -j ACCEPT', ['services']);
    rule('-A INPUT -p tcp --dport 22«ssh» --sport 1024:65535', ['services']);
    rule('-A INPUT -p udp --dport 22', ['services']);
    rule('-A INPUT -p tcp -m multiport --dports 22«ssh»,80«http»,8000:8010,443«https» -j ACCEPT', ['services']);
    rule('-A INPUT -p tcp --dport=443«https»', ['services']);
    rule('-A INPUT -p tcp -m multiport --dports "25«smtp»,80«http»" -j ACCEPT', ['services']);
    rule('-A INPUT -p tcp --dport ssh -j ACCEPT', ['services']);
    rule('-A INPUT -p tcp --dport 65000 -j ACCEPT', ['services']);
  });

  it('name the services that NAT leads to', () => {
    const nat = (line: string, choice: Choice = {}): void => {
      const text = line.replaceAll(/«[^»]*»/g, '');
      assert.equal(shown(`*nat\n${text}\nCOMMIT\n`, ['services'], choice).split('\n')[1], line);
    };
    nat('-A PREROUTING -p tcp --dport 8080«http-alt» -j DNAT --to-destination 192.0.2.1:80«http»');
    nat('-A PREROUTING -p tcp -j REDIRECT --to-ports 443«https»');
    nat('-A PREROUTING -p tcp -j DNAT --to-destination [2001:db8::1]:80«http»', { family: 'ipv6' });
    nat('-A PREROUTING -p tcp -j DNAT --to-destination 2001:db8::80', { family: 'ipv6' });
    nat('-A PREROUTING -p tcp -j DNAT --to-destination 192.0.2.1:80-90');
  });

  it('give the range of a prefix', () => {
    rule('-A INPUT -s 10.0.0.0/22«10.0.0.0–10.0.3.255» -j ACCEPT', ['prefixRanges']);
    rule('-A INPUT -s 10.0.1.2/255.255.252.0«10.0.0.0–10.0.3.255» -j ACCEPT', ['prefixRanges']);
    rule('-A INPUT -s 192.0.2.1,10.0.0.0/8«10.0.0.0–10.255.255.255»,192.0.2.0/30«192.0.2.0–192.0.2.3» -d 192.0.2.1/32', ['prefixRanges']);
    rule('-A INPUT -s 0.0.0.0/0 -d 10.0.0.0/255.0.255.0', ['prefixRanges']);
    rule('-A INPUT -m conntrack --ctorigsrc 10.0.0.0/31«10.0.0.0–10.0.0.1» -j ACCEPT', ['prefixRanges']);
    rule('-A INPUT -s 10.0.0.0/40 -j ACCEPT', ['prefixRanges']);
    rule('-A INPUT -s 2001:db8::/126«2001:db8::–2001:db8::3» -d 2001:db8::1/128', ['prefixRanges'], { family: 'ipv6' });
  });

  it('write a mark in the other base', () => {
    rule('-A INPUT -m mark --mark 100«0x64»', ['marks']);
    rule('-A INPUT -m mark --mark 0x64«100» -j ACCEPT', ['marks']);
    rule('-A INPUT -m mark --mark 100/255«0x64/0xff» -j ACCEPT', ['marks']);
    rule('-A INPUT -m mark --mark 0x8000/0xffffffff«32768» -j ACCEPT', ['marks']);
    rule('-A INPUT -m connmark --mark 9 -j ACCEPT', ['marks']);
    rule('-A INPUT -m mark --mark 0144«0x64» -j ACCEPT', ['marks']);
    rule('-A INPUT -m mark --mark 0x100000000 -j ACCEPT', ['marks']);
    rule('-A INPUT -j MARK --set-xmark 0x4000/0x4000«16384/16384»', ['marks']);
  });

  it('say the policy behind the last rule of a built-in chain', () => {
    const text =
      '*filter\n:INPUT DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:USER - [0:0]\n-A INPUT -j USER\n-A USER -j RETURN\n-A INPUT -i lo -j ACCEPT\n\nCOMMIT\n';
    assert.equal(shown(text, ['policies']), text.replace('lo -j ACCEPT', 'lo -j ACCEPT«policy DROP»'));
    assert.equal(shown(text, ['policies'], { language: 'ja' }), text.replace('lo -j ACCEPT', 'lo -j ACCEPT«ポリシー DROP»'));
    // A rule that is inserted is not the last, wherever its line stands.
    const inserted = text.replace('\n\n', '\n-I INPUT -j LOG\n');
    assert.equal(shown(inserted, ['policies']), inserted.replace('lo -j ACCEPT', 'lo -j ACCEPT«policy DROP»'));
    assert.equal(shown('*filter\n-A INPUT -j LOG\nCOMMIT\n', ['policies']), '*filter\n-A INPUT -j LOG\nCOMMIT\n');
  });

  it('say that a policy is never reached', () => {
    const tooltip = (last: string): unknown =>
      inlayHints(new RulesFile(`*filter\n:INPUT DROP\n-A INPUT ${last}\nCOMMIT\n`), everything, { ...off, policies: true }, 'en')[0]
        ?.tooltip;
    assert.match(String(tooltip('-j ACCEPT')), /^Never reached/);
    assert.match(String(tooltip('-i lo -j ACCEPT')), /^What no rule/);
  });

  it('make counters readable', () => {
    rule('[12345:6789012]«12 k packets, 6.8 MB» -A INPUT -j ACCEPT', ['counters']);
    rule('[1:1500]«1 packet, 1.5 kB» -A INPUT -j ACCEPT', ['counters']);
    rule('[1000:999]«1.0 k packets, 999 B» -A INPUT -j ACCEPT', ['counters']);
    rule('[5:300] -A INPUT -j ACCEPT', ['counters']);
    rule('[x:300000] -A INPUT -j ACCEPT', ['counters']);
    rule('-A INPUT -j ACCEPT -c 999600 18446744073709551615«1.0 M packets, 18 EB»', ['counters']);
    rule(':INPUT ACCEPT [12345:6789012]«12 k パケット、6.8 MB»', ['counters'], { language: 'ja' });
    rule(':INPUT ACCEPT [0:0]', ['counters']);
  });

  it('number rules as iptables lists them', () => {
    assert.equal(
      shown(
        '*filter\n-A INPUT -j LOG\n-A OUTPUT -j LOG\n-A INPUT -s 192.0.2.1,192.0.2.2 -j DROP\n-I INPUT 2 -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n',
        ['ruleNumbers'],
      ),
      '*filter\n«1»-A INPUT -j LOG\n«1»-A OUTPUT -j LOG\n«3–4»-A INPUT -s 192.0.2.1,192.0.2.2 -j DROP\n«2»-I INPUT 2 -j ACCEPT\n«5»-A INPUT -j DROP\nCOMMIT\n',
    );
    assert.equal(
      shown('*filter\n-A INPUT -j LOG\n-A INPUT -j DROP\n-D INPUT 1\nCOMMIT\n', ['ruleNumbers']),
      '*filter\n-A INPUT -j LOG\n«1»-A INPUT -j DROP\n-D INPUT 1\nCOMMIT\n',
    );
    assert.equal(
      shown('*filter\n-A INPUT -i lo -j LOG\n-I INPUT -i eth0 -j LOG\nCOMMIT\n', ['ruleNumbers']),
      '*filter\n«2»-A INPUT -i lo -j LOG\n«1»-I INPUT -i eth0 -j LOG\nCOMMIT\n',
    );
    assert.equal(
      shown('*filter\n-A INPUT -s 192.0.2.1,192.0.2.2 -j LOG\n-D INPUT 1\n-A INPUT -j LOG\nCOMMIT\n', ['ruleNumbers']),
      '*filter\n«1»-A INPUT -s 192.0.2.1,192.0.2.2 -j LOG\n-D INPUT 1\n«2»-A INPUT -j LOG\nCOMMIT\n',
    );
    // Each of two sections of one table counts for itself.
    assert.equal(
      shown('*filter\n-A INPUT -j LOG\nCOMMIT\n*filter\n-A INPUT -j DROP\nCOMMIT\n', ['ruleNumbers']),
      '*filter\n«1»-A INPUT -j LOG\nCOMMIT\n*filter\n«1»-A INPUT -j DROP\nCOMMIT\n',
    );
  });

  it('number them anew after an edit', () => {
    const file = new RulesFile('*filter\n-A INPUT -j LOG\n-A INPUT -j DROP\nCOMMIT\n');
    const numbers = (): unknown[] =>
      inlayHints(file, everything, { ...off, ruleNumbers: true }, 'en').map(({ label, position }) => [position.line, label]);
    assert.deepEqual(numbers(), [
      [1, '1'],
      [2, '2'],
    ]);
    file.apply([{ range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: '' }]);
    assert.deepEqual(numbers(), [[1, '1']]);
  });

  it('stand in the lines that were asked for, and are on and off as the settings say', () => {
    const text = '*filter\n:INPUT DROP [5000:5000]\n-A INPUT -s 10.0.0.0/8 -p tcp --dport 22 -m mark --mark 10\nCOMMIT\n';
    assert.equal(
      shown(text, 'default'),
      '*filter\n:INPUT DROP [5000:5000]«5.0 k packets, 5.0 kB»\n-A INPUT -s 10.0.0.0/8«10.0.0.0–10.255.255.255» -p tcp --dport 22«ssh» -m mark --mark 10«0xa»«policy DROP»\nCOMMIT\n',
    );
    assert.equal(shown(text, []), text);
    assert.equal(
      shown(text, ['counters', 'services'], { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 9 } } }),
      text.replace('22', '22«ssh»'),
    );
  });

  it('stand right with CRLF, emoji and faults', () => {
    const line = '-A INPUT -m comment --comment "心拍😀" -p tcp --dport 22 --bogus -j';
    const hints = inlayHints(new RulesFile(`*filter\r\n${line}\r\n`), everything, defaultSettings.inlayHints, 'en');
    assert.deepEqual(
      hints.map(({ position, label }) => [position, label]),
      [[{ line: 1, character: line.indexOf('22') + 2 }, 'ssh']],
    );
    for (const text of ['', '*', ':', '[', '[1:', ':INPUT', '-', '-c', '-A', '*filter\n-A INPUT -s / -d /, -p tcp --dport , -c 5000\n'])
      shown(text, 'default');
  });
});

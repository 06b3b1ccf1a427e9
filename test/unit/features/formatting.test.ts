import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatFile, formatFinishedLine } from '../../../server/src/features/formatting';
import { alignedLines } from '../../../server/src/features/formatting/align';
import { lineEdits } from '../../../server/src/features/formatting/line-edits';
import type { FormatSettings } from '../../../server/src/features/settings';
import { defaultSettings, readSettings } from '../../../server/src/features/settings';
import type { RulesFileOptions } from '../../../server/src/model/rules-file';
import { RulesFile } from '../../../server/src/model/rules-file';
import { applyEdits } from '../../../server/src/text/lines';
import { fileAtCursor, marked } from '../../support/cursor';

const tidy = defaultSettings.format;
const canonical: FormatSettings = { style: 'canonical', align: false };

function formatted(text: string, settings: FormatSettings = tidy, options: RulesFileOptions = {}): string {
  const file = new RulesFile(text, options);
  return applyEdits(text, formatFile(file, settings));
}

/** A rule of a chain in the canonical style. */
function rule(line: string, table = 'filter', options: RulesFileOptions = {}): string {
  const text = formatted(`*${table}\n:OWN - [0:0]\n${line}\nCOMMIT\n`, canonical, options);
  return text.split('\n')[2] ?? '';
}

describe('the tidy style', () => {
  it('has one blank between words and none at the ends, and leaves what is in quotes', () => {
    assert.equal(
      formatted('* filter \n: INPUT   DROP\t[0:0]\n  -A  INPUT\t-m comment --comment "a  b"-j ACCEPT  \n# a  comment \t\nCOMMIT\n'),
      '*filter\n:INPUT DROP [0:0]\n-A INPUT -m comment --comment "a  b" -j ACCEPT\n# a  comment\nCOMMIT\n',
    );
  });

  it('keeps the order, the spelling, counters and every line', () => {
    const text = '*filter\n\n\n#x\n[1:2] -A INPUT --jump ACCEPT --protocol tcp\n\nCOMMIT\n\n\n\n*nat\nCOMMIT\n';
    assert.equal(formatted(text), text);
    assert.equal(formatted('*filter\n[1:2]-A INPUT\nCOMMIT\n'), '*filter\n[1:2] -A INPUT\nCOMMIT\n');
  });

  it('puts a blank line between tables, behind what iptables-save wrote about the first', () => {
    assert.equal(
      formatted('*filter\nCOMMIT\n*nat\nCOMMIT\n# Completed on Monday\n# Generated on Monday\n*raw\nCOMMIT\n# end\n'),
      '*filter\nCOMMIT\n\n*nat\nCOMMIT\n# Completed on Monday\n\n# Generated on Monday\n*raw\nCOMMIT\n# end\n',
    );
    assert.equal(formatted('*filter\r\nCOMMIT\r\n*nat\r\nCOMMIT\r\n'), '*filter\r\nCOMMIT\r\n\r\n*nat\r\nCOMMIT\r\n');
  });

  it('touches no line that has an error, of its own or with others', () => {
    const text = '*filter\n-A  INPUT --dport 22\n-A  INPUT -j NOWHERE\n  # indented\n   \n-A  INPUT -s 192.0.2.1/24\nCOMMIT  \n';
    assert.equal(formatted(text), text.replace('-A  INPUT -s', '-A INPUT -s'));
    for (const settings of [canonical, { style: 'tidy', align: true }] as const)
      assert.ok(formatted(text, settings).startsWith('*filter\n-A  INPUT --dport 22\n-A  INPUT -j NOWHERE\n  # indented\n   \n'));
  });

  it('leaves the lines of templates as they are that the template has a part in', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
    for (const mark of ['{% if  x %} ', '{{  rules }} ', '<%  end %> ', '-A  INPUT -s ${HOST} -j ACCEPT ', '-A  INPUT -s @HOST@ ']) {
      const file = new RulesFile(`*filter\n${mark}\n-A  INPUT\nCOMMIT\n`);
      assert.equal(applyEdits(file.text(), formatFile(file, tidy)), `*filter\n${mark}\n-A INPUT\nCOMMIT\n`, mark);
    }
    for (const style of ['tidy', 'canonical'] as const) {
      for (const align of [false, true]) {
        const text =
          '*filter\n# {{  managed }} \n-A  INPUT  -s {{  lan }} -j ACCEPT \n{%- if x %}\n:{{ x }}  - [0:0]\n{% endif %}\nCOMMIT\n';
        const file = new RulesFile(text, { name: 'rules.v4.j2' });
        assert.deepEqual(formatFile(file, { style, align }), []);
      }
    }
    assert.notEqual(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
      formatted('*filter\n# 50% of it {x} $HOME ${y}\n-A  INPUT\nCOMMIT\n'),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
      '*filter\n# 50% of it {x} $HOME ${y}\n-A  INPUT\nCOMMIT\n',
    );
  });

  it('edits blanks only, each stretch by itself', () => {
    const { text, ranges } = marked('*filter\n‹ ›-A‹  ›INPUT -s‹\t›192.0.2.1‹ ›\nCOMMIT\n');
    const edits = formatFile(new RulesFile(text), tidy);
    assert.deepEqual(
      edits.map(({ range }) => range),
      ranges,
    );
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      ['', ' ', ' ', ''],
    );
  });
});

describe('a range and a finished line', () => {
  it('are all that is touched', () => {
    const { text, ranges } = marked('*filter\n-A  INPUT\n‹-A  INPUT\n›-A  INPUT\nCOMMIT\n*nat\nCOMMIT\n');
    assert.equal(
      applyEdits(text, formatFile(new RulesFile(text), tidy, ranges[0])),
      '*filter\n-A  INPUT\n-A INPUT\n-A  INPUT\nCOMMIT\n*nat\nCOMMIT\n',
    );
  });

  it('formats the line above the new one, which stays', () => {
    const { file, text, cursor } = fileAtCursor('*filter\n-A  INPUT\n-A  OUTPUT --jump ACCEPT \n<|>\nCOMMIT\n');
    assert.equal(applyEdits(text, formatFinishedLine(file, canonical, cursor)), '*filter\n-A  INPUT\n-A OUTPUT -j ACCEPT\n\nCOMMIT\n');
    assert.deepEqual(formatFinishedLine(file, canonical, { line: 0, character: 0 }), []);
    assert.deepEqual(formatFinishedLine(file, canonical, { line: 99, character: 0 }), []);
  });
});

describe('the canonical style', () => {
  it('has general options in order, short, with masks and numbers', () => {
    assert.equal(
      rule(
        '-A INPUT --jump ACCEPT --protocol TCP --in-interface eth0 --destination-port ssh --destination 10.1.2.3 --source 192.0.2.0/255.255.255.0',
      ),
      '-A INPUT -s 192.0.2.0/24 -d 10.1.2.3/32 -i eth0 -p tcp -m tcp --dport 22 -j ACCEPT',
    );
    assert.equal(rule('-A INPUT -p all -s 0.0.0.0/0 -i + -g OWN'), '-A INPUT -g OWN');
    assert.equal(rule('-A INPUT -s 2001:DB8::1 -j DROP', 'filter', { family: 'ipv6' }), '-A INPUT -s 2001:db8::1/128 -j DROP');
    assert.equal(rule('-p udp --insert INPUT 1 -j DROP'), '-I INPUT 1 -p udp -j DROP');
  });

  it('keeps counters, lists of addresses and host names', () => {
    assert.equal(rule('[5:60]  -A INPUT --jump ACCEPT'), '[5:60] -A INPUT -j ACCEPT');
    assert.equal(rule('-A INPUT -j DROP -c 1 2'), '-A INPUT -c 1 2 -j DROP');
    assert.equal(rule('-A INPUT -j DROP -s 10.0.0.1,10.1.0.0/255.255.0.0'), '-A INPUT -s 10.0.0.1/32,10.1.0.0/16 -j DROP');
    assert.equal(rule('-A INPUT -j DROP -s www.example.com'), '-A INPUT -s www.example.com -j DROP');
  });

  it('writes out what iptables-save writes out', () => {
    assert.equal(
      rule('-A INPUT -p tcp --syn -j REJECT'),
      '-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j REJECT --reject-with icmp-port-unreachable',
    );
    assert.equal(rule('-A INPUT -m state --state ESTABLISHED,NEW'), '-A INPUT -m state --state NEW,ESTABLISHED');
    assert.equal(
      rule("-A INPUT -m comment --comment it's -j LOG --log-level info --log-prefix in:"),
      '-A INPUT -m comment --comment "it\\\'s" -j LOG --log-prefix "in:" --log-level 6',
    );
    assert.equal(
      rule('-A OWN -m hashlimit ! --hashlimit-upto 65536/minute --hashlimit-name x'),
      '-A OWN -m hashlimit --hashlimit-above 65536/min --hashlimit-burst 5 --hashlimit-name x',
    );
    assert.equal(
      rule('-A INPUT -m policy --strict --dir in --tunnel-src 10.0.0.1 --mode tunnel --next --proto esp'),
      '-A INPUT -m policy --dir in --pol ipsec --strict --mode tunnel --tunnel-src 10.0.0.1 --next --proto esp',
    );
  });

  it('leaves lines alone that it does not know the form of', () => {
    assert.equal(rule('-P  INPUT  DROP'), '-P INPUT DROP');
    assert.equal(rule('-A INPUT  -ieth0 --jump DROP'), '-A INPUT -ieth0 --jump DROP');
    assert.equal(rule('-6 -A  INPUT --source ::1', 'filter', { family: 'ipv4' }), '-6 -A INPUT --source ::1');
    const file = `*filter\n-A INPUT  -m u32 --u32 "${Array.from({ length: 2 }, () => '0&0=0').join('&&')}" --jump ACCEPT -m comment --comment "${'x'.repeat(9000)}"\nCOMMIT\n`;
    assert.equal(formatted(file, canonical), formatted(file, tidy));
  });
});

describe('aligned rules', () => {
  const align: FormatSettings = { style: 'tidy', align: true };

  it('have the groups of a chain’s neighbouring rules in columns', () => {
    const text =
      '*filter\n-A INPUT -s 10.0.0.1 -p tcp --dport 22 -j ACCEPT\n-A INPUT -p udp --dport 5353 -j DROP\n-A INPUT -j LOG --log-prefix "x  y"\n# c\n-A INPUT -p tcp -j DROP\n-A OUTPUT -j ACCEPT\nCOMMIT\n';
    const columns =
      '*filter\n-A INPUT -s 10.0.0.1 -p tcp --dport 22   -j ACCEPT\n-A INPUT             -p udp --dport 5353 -j DROP\n-A INPUT                                 -j LOG --log-prefix "x  y"\n# c\n-A INPUT -p tcp -j DROP\n-A OUTPUT -j ACCEPT\nCOMMIT\n';
    assert.equal(formatted(text, align), columns);
    assert.equal(formatted(columns, align), columns);
    assert.equal(formatted(columns, tidy), text);
  });

  it('stand by themselves where their order is another one, or where they have an error', () => {
    assert.deepEqual(
      alignedLines([
        [
          { key: 'a', text: '1' },
          { key: 'b', text: '22' },
        ],
        [
          { key: 'b', text: '2' },
          { key: 'a', text: '1' },
        ],
      ]),
      ['1 22', '2 1'],
    );
    assert.equal(
      formatted('*filter\n-A INPUT -s 10.0.0.1 -j DROP\n-A INPUT -j  NOWHERE\n-A INPUT -j DROP\nCOMMIT\n', align),
      '*filter\n-A INPUT -s 10.0.0.1 -j DROP\n-A INPUT -j  NOWHERE\n-A INPUT -j DROP\nCOMMIT\n',
    );
  });
});

describe('edits of a line', () => {
  it('never part a surrogate pair', () => {
    for (const [before, after] of [
      ['"😀" x', '"😁" x'],
      ['a😀', 'b😀'],
      ['😀a', '😀b'],
      ['a  b', 'a b'],
      ['x', 'x y'],
      ['', 'x'],
    ] as const) {
      const edits = lineEdits(0, before, after);
      assert.equal(applyEdits(before, edits), after);
      for (const { newText } of edits) assert.doesNotMatch(newText, /^[\udc00-\udfff]|[\ud800-\udbff]$/);
    }
  });
});

it('reads the settings of formatting', () => {
  assert.deepEqual(readSettings({ format: { style: 'canonical', align: true } }).format, { style: 'canonical', align: true });
  assert.deepEqual(readSettings({ format: { style: 'other', align: 1 } }).format, tidy);
  assert.deepEqual(readSettings({ format: null }).format, tidy);
});

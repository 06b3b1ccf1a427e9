import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allMatches, allTargets, builtinChains, commands, generalOptions, tables } from '../../../server/src/catalogue/index';
import type { ExtensionSpec, Family } from '../../../server/src/catalogue/schema';
import { hover } from '../../../server/src/features/hover';
import { describeExtension, describeOption, optionSpelling, optionsFor } from '../../../server/src/features/support/describe';
import type { Language } from '../../../server/src/l10n/text';
import { fileAtCursor } from '../../support/cursor';

const languages: readonly Language[] = ['en', 'ja'];
const families: readonly Family[] = ['ipv4', 'ipv6'];

/** The Markdown of the hover at the cursor. Where the fixture has a range, the hover must be about exactly that. */
function hoverAt(fixture: string, language: Language = 'en', family?: Family): string {
  const { file, cursor, ranges } = fileAtCursor(fixture, family === undefined ? {} : { family });
  const found = hover(file, cursor, language);
  assert.ok(found, 'there is a hover');
  if (ranges[0] !== undefined) assert.deepEqual(found.range, ranges[0]);
  assert.ok(typeof found.contents === 'object' && 'value' in found.contents);
  return found.contents.value;
}

function noHover(fixture: string): void {
  const { file, cursor } = fileAtCursor(fixture);
  assert.equal(hover(file, cursor, 'en'), undefined);
}

describe('hover', () => {
  it('tells the story of NOTRACK, in both languages', () => {
    const fixture = '*raw\n-A PREROUTING -p udp --dport 694 -j ‹NOTR<|>ACK›\nCOMMIT\n';
    const english = hoverAt(fixture);
    for (const word of [
      'table `raw`',
      '`PREROUTING`, `OUTPUT`',
      'UNTRACKED',
      '`INPUT` needs',
      'nat table',
      'helpers',
      'older spelling of `CT --notrack`',
    ]) {
      assert.ok(english.includes(word), word);
    }
    const japanese = hoverAt(fixture, 'ja');
    for (const word of [
      '`raw` テーブル',
      '`PREROUTING`, `OUTPUT` チェイン',
      'UNTRACKED',
      '`INPUT` には',
      'nat テーブル',
      'ヘルパー',
      '`CT --notrack`',
    ]) {
      assert.ok(japanese.includes(word), word);
    }
  });

  it('tells the same of CT', () => {
    const text = hoverAt('*raw\n-A PREROUTING -p udp -j ‹C<|>T› --notrack\nCOMMIT\n');
    for (const word of ['table `raw`', '`PREROUTING`, `OUTPUT`', 'UNTRACKED', '`INPUT`', 'NAT', 'helpers', '`NOTRACK`', '--notrack']) {
      assert.ok(text.includes(word), word);
    }
  });

  it('describes every table and every built-in chain of it', () => {
    for (const language of languages) {
      for (const table of tables) {
        assert.ok(hoverAt(`*${table.name.slice(0, 1)}<|>${table.name.slice(1)}\nCOMMIT\n`, language).includes(table.summary[language]));
        for (const chain of table.chains) {
          const spec = builtinChains.find((one) => one.name === chain);
          const fixture = `*${table.name}\n:‹${chain}<|>› ACCEPT [0:0]\nCOMMIT\n`;
          assert.ok(spec !== undefined && hoverAt(fixture, language).includes(spec.summary[language]));
        }
      }
    }
  });

  it('says what the file does with a built-in chain', () => {
    assert.match(
      hoverAt('*filter\n:INPUT DROP [0:0]\n-A ‹IN<|>PUT› -j ACCEPT\nCOMMIT\n'),
      /In `filter` of this file: policy `DROP` \(line 2\), 1 rule$/,
    );
  });

  it('says of a user chain where it is declared, what it holds and who jumps to it', () => {
    const text = hoverAt(
      '*filter\n:INPUT DROP [0:0]\n:LOGDROP - [0:0]\n-A INPUT -p tcp -j ‹LOG<|>DROP›\n-A INPUT -g LOGDROP\n-A LOGDROP -j LOG\n-A LOGDROP -j DROP\nCOMMIT\n',
    );
    assert.match(text, /user chain · table `filter`/);
    assert.match(text, /Declared in line 3, 2 rules/);
    assert.match(text, /Jumped to from `INPUT` \(lines 4, 5\); packets of `INPUT` come here\./);
    assert.match(text, /```iptables\n-A LOGDROP -j LOG\n-A LOGDROP -j DROP\n```/);
  });

  it('says of a user chain that nothing jumps to it', () => {
    assert.match(hoverAt('*filter\n:‹LO<|>NE› - [0:0]\nCOMMIT\n'), /No rule jumps to it/);
  });

  it('makes counters readable', () => {
    const packets = hoverAt('*filter\n:INPUT DROP ‹[1234:5<|>6789012]›\nCOMMIT\n');
    assert.match(packets, /1,234 packets, 56,789,012 bytes \(54 MiB\)/);
    assert.match(hoverAt('*filter\n‹[1:1<|>]› -A INPUT -j ACCEPT\nCOMMIT\n'), /1 packet, 1 byte\n/);
    assert.match(hoverAt('*filter\n:INPUT DROP [99999999999999999999999:0<|>]\nCOMMIT\n'), /99,999,999,999,999,999,999,999 packets/);
    noHover('*filter\n:INPUT DROP [a:b<|>]\nCOMMIT\n');
  });

  it('describes policies, COMMIT, rule numbers and `!`', () => {
    assert.match(hoverAt('*filter\n:INPUT ‹DR<|>OP› [0:0]\nCOMMIT\n'), /without an answer/);
    assert.match(hoverAt('*filter\n:LOGDROP ‹-<|>› [0:0]\nCOMMIT\n'), /user chain/);
    assert.match(hoverAt('*filter\n‹COMM<|>IT›\n'), /not even a space/);
    assert.match(hoverAt('*filter\n-I INPUT ‹<|>1› -j ACCEPT\nCOMMIT\n'), /rule number/);
    assert.match(hoverAt('*filter\n-A INPUT ‹!<|>› -s 10.0.0.0/8 -j DROP\nCOMMIT\n'), /! -s 10\.0\.0\.0\/8/);
  });

  it('describes commands and general parameters, by either spelling', () => {
    for (const command of commands) {
      if (!command.takesRule) continue;
      assert.ok(hoverAt(`*filter\n‹-${command.short}<|>› INPUT 1 -j ACCEPT\nCOMMIT\n`, 'ja').includes(command.doc.ja));
    }
    const source = generalOptions.find((option) => option.name === 'source');
    assert.ok(source);
    for (const spelling of ['-s', '--source', '--src', '--sou']) {
      assert.ok(hoverAt(`*filter\n-A INPUT ‹${spelling}<|>› 192.0.2.1 -j ACCEPT\nCOMMIT\n`).includes(source.doc.en), spelling);
    }
  });

  it('describes an option with its extension and one rule that has it', () => {
    const text = hoverAt('*filter\n-A INPUT -m conntrack ‹--ctst<|>ate› NEW -j ACCEPT\nCOMMIT\n');
    assert.match(text, /^\*\*`--ctstate state\[,state\]…`\*\* · match `conntrack`/);
    assert.match(text, /```iptables\n-A INPUT -m conntrack --ctstate .*\n```$/);
  });

  it('names the part before the `=`', () => {
    assert.match(hoverAt('*filter\n-A INPUT -p tcp ‹--dp<|>ort›=22 -j ACCEPT\nCOMMIT\n'), /--dport/);
    assert.match(hoverAt('*filter\n-A INPUT -p tcp --dport=‹2<|>2› -j ACCEPT\nCOMMIT\n'), /ssh/);
  });

  it('describes values: a port, a prefix, the item of a list that is pointed at', () => {
    assert.match(hoverAt('*filter\n-A INPUT -p udp --dport ‹6<|>94› -j ACCEPT\nCOMMIT\n'), /heartbeat/);
    assert.match(hoverAt('*filter\n-A INPUT -s ‹10.1.2<|>.0/24› -j ACCEPT\nCOMMIT\n'), /256 addresses/);
    const state = hoverAt('*filter\n-A INPUT -m conntrack --ctstate NEW,‹UNTRA<|>CKED› -j ACCEPT\nCOMMIT\n');
    assert.match(state, /NOTRACK/);
    assert.match(hoverAt('*filter\n-A INPUT -p ‹ud<|>p› --dport 694 -j ACCEPT\nCOMMIT\n'), /`--dport port\[:port\]`/);
  });

  it('describes a value that is quoted, as a whole', () => {
    assert.match(hoverAt('*filter\n-A INPUT -m comment --comment ‹"let, <|>in"› -j ACCEPT\nCOMMIT\n'), /`let, in`/);
  });

  it('explains comments to the checker, and no others', () => {
    assert.match(hoverAt('# iptables-lint: disable=‹wrong-<|>table›\n'), /^\*\*`wrong-table`\*\* · .+\n\nSilenced for the next line\./);
    assert.match(hoverAt('# ‹iptables-<|>lint:› disable-file=wrong-table\n'), /whole file/);
    noHover('# Generated by iptables-save<|>\n');
  });

  it('is silent about what has no meaning', () => {
    noHover('*filter\n-A INPUT <|> -j ACCEPT\nCOMMIT\n');
    noHover('*filter\n-A INPUT -m nosuch --nos<|>uch\nCOMMIT\n');
    noHover('<|>\n');
  });
});

describe('descriptions', () => {
  const everything: readonly ExtensionSpec[] = [...allMatches, ...allTargets];
  it('of extensions say where they are valid, list the options and show an example', () => {
    for (const spec of everything) {
      for (const family of spec.families) {
        for (const language of languages) {
          const text = describeExtension(spec, language, { family });
          assert.ok(text.includes(spec.summary[language]), spec.name);
          for (const option of optionsFor(spec, family)) assert.ok(text.includes(optionSpelling(option)), `${spec.name} ${option.name}`);
          if (spec.examples.some((one) => one.family === undefined || one.family === family))
            assert.ok(text.includes('```iptables\n*'), spec.name);
          if (spec.deprecated !== undefined) assert.ok(text.includes(spec.deprecated[language]), spec.name);
        }
      }
    }
  });

  it('have no empty paragraph, no open fence and nothing undefined', () => {
    for (const spec of everything) {
      for (const family of families) {
        for (const language of languages) {
          const texts = [
            describeExtension(spec, language, { family }),
            ...spec.options.map((option) => describeOption(option, spec, language, { family })),
          ];
          for (const text of texts) {
            assert.doesNotMatch(text, /undefined|\[object|\n\n\n|^\s|\s$/, text);
            assert.equal((text.match(/```/g)?.length ?? 0) % 2, 0);
          }
        }
      }
    }
  });

  it('are short enough to read: an extension within 60 lines, an option within 20', () => {
    for (const spec of everything) {
      assert.ok(describeExtension(spec, 'en', { family: 'ipv4' }).split('\n').length <= 60, spec.name);
      for (const option of spec.options) {
        assert.ok(describeOption(option, spec, 'en', { family: 'ipv4' }).split('\n').length <= 20, `${spec.name} ${option.name}`);
      }
    }
  });
});

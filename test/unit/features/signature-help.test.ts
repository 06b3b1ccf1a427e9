import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SignatureHelp } from 'vscode-languageserver-types';
import { allMatches, allTargets, generalOptions } from '../../../server/src/catalogue/index';
import { signatureHelp, withTextLabels } from '../../../server/src/features/signature-help';
import { piecesOf } from '../../../server/src/features/signature-help/pieces';
import type { Language } from '../../../server/src/l10n/text';
import { RulesFile } from '../../../server/src/model/rules-file';
import { fileAtCursor } from '../../support/cursor';

function helpAt(rule: string, language: Language = 'en', family: 'ipv4' | 'ipv6' = 'ipv4'): SignatureHelp | undefined {
  const { file, cursor } = fileAtCursor(`*filter\n${rule}\nCOMMIT\n`, { family });
  return signatureHelp(file, cursor, language);
}

/** The signature with its active parameter between `«` and `»`. */
function shown(rule: string, family: 'ipv4' | 'ipv6' = 'ipv4'): string | undefined {
  const help = helpAt(rule, 'en', family);
  const signature = help?.signatures[0];
  if (help === undefined || signature === undefined) return undefined;
  const label = signature.parameters?.[help.activeParameter ?? -1]?.label;
  assert.ok(Array.isArray(label), `the active parameter is there: ${rule}`);
  return `${signature.label.slice(0, label[0])}«${signature.label.slice(...label)}»${signature.label.slice(label[1])}`;
}

describe('signature help', () => {
  it('follows the cursor through the words of an option', () => {
    assert.equal(shown('-A INPUT -p tcp --tcp-flags <|>'), '--tcp-flags «mask» comp');
    assert.equal(shown('-A INPUT -p tcp --tcp-flags SYN,A<|>CK SYN'), '--tcp-flags «mask» comp');
    assert.equal(shown('-A INPUT -p tcp --tcp-flags SYN,ACK <|>'), '--tcp-flags mask «comp»');
    assert.equal(shown('-A INPUT -p tcp --tcp-flags SYN,ACK <|> -j DROP'), '--tcp-flags mask «comp»');
    assert.equal(shown('-A INPUT -p tcp --tcp-flags SYN,ACK SY<|>N -j DROP'), '--tcp-flags mask «comp»');
    assert.equal(shown('-A INPUT -j ACCEPT -c 1<|>0 20'), '-c «packets» bytes');
    assert.equal(shown('-A INPUT -j ACCEPT -c 10 <|>'), '-c packets «bytes»');
    assert.equal(shown('-A INPUT -m set --match-set good <|>'), '--match-set setname «src|dst»[,src|dst]…');
    assert.equal(shown('-A INPUT -m set --match-set good src,<|> -j DROP'), '--match-set setname src|dst[«,src|dst»]…');
  });

  it('follows it through the parts of a word', () => {
    assert.equal(shown('-A INPUT -m limit --limit <|>'), '--limit «rate»[/second|/minute|/hour|/day]');
    assert.equal(shown('-A INPUT -m limit --limit 5/<|>'), '--limit rate[«/second|/minute|/hour|/day»]');
    assert.equal(shown('-A INPUT -m limit --limit=5/m<|>in'), '--limit rate[«/second|/minute|/hour|/day»]');
    assert.equal(shown('-A INPUT -m limit --limit=<|>'), '--limit «rate»[/second|/minute|/hour|/day]');
    assert.equal(shown('-A INPUT -m conntrack --ctstate N<|>EW'), '--ctstate «state»[,state]…');
    assert.equal(shown('-A INPUT -m conntrack --ctstate NEW,ESTABLISHED,<|>'), '--ctstate state[«,state»]…');
    assert.equal(shown('-A INPUT -p tcp --dport 1024:<|>'), '--dport port[«:port»]');
    assert.equal(shown('-A INPUT -s 10.0.0.0/<|>8'), '-s address[«/mask»][,…]');
    assert.equal(shown('-A INPUT -s 10.0.0.0/8,<|>'), '-s «address»[/mask][,…]');
    assert.equal(shown('-A INPUT -s 2001:db8::<|>', 'ipv6'), '-s «address»[/prefix][,…]');
    assert.equal(shown('-A INPUT -m mark --mark 0x1/<|>'), '--mark value[«/mask»]');
  });

  it('explains u32', () => {
    const label = 'location[=range][,range]…[&&location=range]…';
    assert.equal(shown('-A INPUT -m u32 --u32 "6&0xFF<|>"'), `--u32 ${label.replace('location', '«location»')}`);
    assert.equal(shown('-A INPUT -m u32 --u32 "6&0xFF=<|>"'), `--u32 ${label.replace('=range', '«=range»')}`);
    assert.equal(shown('-A INPUT -m u32 --u32 "6&0xFF=1,<|>"'), `--u32 ${label.replace(',range', '«,range»')}`);
    assert.equal(shown('-A INPUT -m u32 --u32 "6&0xFF=1&&<|>4"'), `--u32 ${label.replace('&&location=range', '«&&location=range»')}`);
  });

  it('tells the ports of NAT from its addresses, brackets around IPv6 ones passed over', () => {
    const nat = (value: string, family: 'ipv4' | 'ipv6' = 'ipv4'): string | undefined =>
      shown(`-A INPUT -p tcp -j DNAT --to-destination ${value}`, family);
    assert.match(nat('10.0.0.1-<|>') ?? '', /«-address»\]/);
    assert.match(nat('10.0.0.1:<|>80') ?? '', /\[«:port»/);
    assert.match(nat('10.0.0.1:80-<|>90') ?? '', /:port\[«-port»/);
    assert.match(nat('[2001:db8::1]:8<|>0', 'ipv6') ?? '', /\[«:port»/);
    assert.match(nat('[2001:db<|>8::1]:80', 'ipv6') ?? '', /\[«address»/);
  });

  it('is silent where there is one thing to write, or none', () => {
    for (const rule of [
      '-A INPUT -i <|>',
      '-A <|>INPUT',
      '-A INPUT -j <|>',
      '-A INPUT -p tcp --sy<|>n',
      '-A INPUT --tcp-fl<|>ags SYN SYN',
      '-A INPUT -p tcp --tcp-flags A B -j DROP <|>',
      '# --tcp-flags <|>',
      ':INPUT <|>',
      '<|>',
    ]) {
      assert.equal(shown(rule), undefined, rule);
    }
  });

  it('speaks both languages', () => {
    const en = helpAt('-A INPUT -m conntrack --ctstate <|>');
    const ja = helpAt('-A INPUT -m conntrack --ctstate <|>', 'ja');
    assert.equal(en?.signatures[0]?.label, ja?.signatures[0]?.label);
    assert.match(JSON.stringify(ja?.signatures[0]?.documentation), /[ぁ-ん]/);
    assert.match(JSON.stringify(ja?.signatures[0]?.parameters?.[1]?.documentation), /[ぁ-ん]/);
    assert.doesNotMatch(JSON.stringify(en), /[ぁ-ん]/);
  });

  it('has texts for clients that know no offsets', () => {
    const help = helpAt('-A INPUT -p tcp --tcp-flags <|>');
    assert.ok(help);
    assert.deepEqual(
      withTextLabels(help).signatures[0]?.parameters?.map(({ label }) => label),
      ['mask', 'comp'],
    );
  });

  it('takes the placeholders of all options apart, in order and without a rest', () => {
    const labels = [...generalOptions, ...[...allMatches, ...allTargets].flatMap((extension) => extension.options)].flatMap(({ values }) =>
      values.map(({ label }) => label),
    );
    for (const label of labels) {
      const pieces = piecesOf(label);
      assert.ok(pieces.length > 0, label);
      let end = 0;
      for (const piece of pieces) {
        assert.ok(piece.start >= end && piece.end > piece.start && piece.end <= label.length, `${label}: ${JSON.stringify(pieces)}`);
        end = piece.end;
      }
    }
    const written = (label: string): string[] => piecesOf(label).map(({ start, end }) => label.slice(start, end));
    assert.deepEqual(written('[address[-address]][:port[-port[/port]]]'), ['address', '-address', ':port', '-port', '/port']);
    assert.deepEqual(written('port[,port|,port:port]…'), ['port', ',port|,port:port']);
    assert.deepEqual(written('[seconds]'), ['seconds']);
  });

  it('answers everywhere in broken lines', () => {
    for (const line of [
      '-A INPUT -p tcp --tcp-flags "SYN ',
      '-A INPUT --limit=',
      '-m limit --limit "5/',
      '-c',
      '-c 1',
      '! --ctstate ! NEW,',
      '-A INPUT –dport 22',
      '\u00a0-s\u00a010.0.0.0/8',
    ]) {
      const file = new RulesFile(`*filter\n${line}\n`);
      for (let character = 0; character <= line.length + 3; character++) signatureHelp(file, { line: 1, character }, 'en');
    }
    assert.equal(signatureHelp(new RulesFile(''), { line: 7, character: 7 }, 'en'), undefined);
  });
});

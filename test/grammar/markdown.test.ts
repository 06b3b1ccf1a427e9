import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Pair } from './embedded-support';
import { characters, isEmbedded, loadPair, scopesOf } from './embedded-support';

let markdown: Pair;
before(async () => {
  markdown = await loadPair('text.html.markdown');
});

const block = '*filter\n:INPUT DROP [0:0]\n# a comment\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT';

const inside: readonly (readonly [piece: string, scope: string])[] = [
  ['filter', 'entity.name.namespace.table.iptables'],
  ['DROP', 'keyword.control.policy.drop.iptables'],
  ['a comment', 'comment.line.number-sign.iptables'],
  ['dport', 'variable.parameter.option.long.iptables'],
  ['ACCEPT', 'keyword.control.target.accept.iptables'],
  ['COMMIT', 'keyword.control.commit.iptables'],
];

const frames = {
  'a fenced block': (text: string) => `text\n\n\`\`\`iptables\n${text}\n\`\`\`\n\ntext`,
  'a block of tildes': (text: string) => `~~~ iptables-save title="x"\n${text}\n~~~`,
  'a block for ip6tables': (text: string) => `\`\`\`ip6tables\n${text}\n\`\`\``,
  'a block in a list': (text: string) => `- item\n\n  \`\`\`iptables\n${text.replace(/^/gm, '  ')}\n  \`\`\`\n`,
  'a block in a quotation': (text: string) => `> \`\`\`iptables\n${text.replace(/^/gm, '> ')}\n> \`\`\``,
};

for (const [name, frame] of Object.entries(frames)) {
  test(`${name} is coloured as a rules file is`, () => {
    const all = characters(markdown.embedded, frame(block));
    for (const [piece, scope] of inside) {
      const scopes = scopesOf(all, piece, 'tables');
      assert.ok(scopes.includes(scope), `${piece} has ${scopes.join(' ')}`);
      assert.ok(scopes.includes('meta.embedded.block.iptables'), `${piece} has ${scopes.join(' ')}`);
    }
  });
}

test('commands in blocks of shell lines are coloured too', () => {
  const all = characters(markdown.embedded, '```sh\niptables -A INPUT -j DROP\n$IPT -P INPUT ACCEPT\n```\n');
  assert.ok(scopesOf(all, 'DROP').includes('keyword.control.target.drop.iptables'));
  assert.ok(scopesOf(all, 'ACCEPT').includes('keyword.control.policy.accept.iptables'));
});

test('the text around a block, and other blocks, are as before', () => {
  const text = [
    '# iptables',
    '',
    'Some *text* with `iptables -A INPUT` and [a link](x).',
    '',
    '```iptables',
    block,
    '```',
    '',
    '*Emphasis* and **more**.',
    '',
    '```json',
    '{ "iptables": 1 }',
    '```',
    '',
    '```iptablesque',
    '-A INPUT',
    '```',
    '- item',
  ].join('\n');
  const plain = characters(markdown.plain, text);
  const changed = characters(markdown.embedded, text).filter(
    (one, index) => !isEmbedded(one) && one.scopes.join(' ') !== plain[index]?.scopes.join(' '),
  );
  // The language's name on the fence is now one that the grammar knows.
  assert.equal(changed.map(({ line, character }) => `${line}${character}`).join(' '), '5i 5p 5t 5a 5b 5l 5e 5s');
});

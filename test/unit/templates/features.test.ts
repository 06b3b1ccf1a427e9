import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeActions, fixAll } from '../../../server/src/features/code-actions';
import { codeLenses } from '../../../server/src/features/code-lenses';
import { completionList } from '../../../server/src/features/completion';
import { definition } from '../../../server/src/features/definition';
import { documentSymbols } from '../../../server/src/features/document-symbols';
import { foldingRanges } from '../../../server/src/features/folding-ranges';
import { hover } from '../../../server/src/features/hover';
import { inlayHints } from '../../../server/src/features/inlay-hints';
import { prepareRename, rename } from '../../../server/src/features/rename';
import { tokensOfLine } from '../../../server/src/features/semantic-tokens/line-tokens';
import { defaultSettings } from '../../../server/src/features/settings';
import { signatureHelp } from '../../../server/src/features/signature-help';
import { documentStatus } from '../../../server/src/features/status';
import { RulesFile } from '../../../server/src/model/rules-file';
import { applyEdits } from '../../../server/src/text/lines';
import { fileAtCursor, marked } from '../../support/cursor';

const name = 'rules.v4.j2';

function hoverAt(fixture: string, called = name): string {
  const { file, cursor } = fileAtCursor(fixture, { name: called });
  const found = hover(file, cursor, 'en');
  return found === undefined ? '' : String((found.contents as { value: string }).value);
}

describe('hovers in templates', () => {
  it('say what fills a placeholder in', () => {
    assert.match(hoverAt('*filter\n-A INPUT -p tcp --dport {{ ss<|>h }} -j ACCEPT\nCOMMIT\n'), /Jinja; treated as any value/);
    assert.match(
      hoverAt('*filter\n-A INPUT -p tcp --dport <%= ss<|>h %> -j ACCEPT\nCOMMIT\n', 'rules.v4.erb'),
      /ERB; treated as any value/,
    );
    assert.match(hoverAt('*filter\n-A INPUT -s @HO<|>ST@ -j ACCEPT\nCOMMIT\n', 'rules.v4'), /`configure`.*; treated as any value/);
    assert.match(hoverAt('# {{ man<|>aged }}\n'), /treated as any value/);
  });

  it('tell control tags, comments and placeholders for lines apart', () => {
    assert.match(hoverAt('{% i<|>f x %}\n'), /Control tag.*Jinja/);
    assert.match(hoverAt('{# a\n<|>b #}\n'), /Comment of the template/);
    assert.match(hoverAt('*filter\n{{ ru<|>les }}\nCOMMIT\n'), /may become any lines/);
  });

  it('go on for the words beside them', () => {
    assert.match(hoverAt('*filter\n-A INPUT -p tcp --dp<|>ort {{ a b }} -j ACCEPT\nCOMMIT\n'), /--d.*port/);
    assert.match(hoverAt('*filter\n-A INPUT {{ a }} -p tcp --dport {{ b }} -j DR<|>OP\nCOMMIT\n'), /DROP/);
  });
});

describe('navigation in templates', () => {
  it('leads from a jump to the declaration, where both are filled in alike', () => {
    const { file, cursor } = fileAtCursor('*filter\n:{{ chain }} - [0:0]\n-A INPUT -j {{ ch<|>ain }}\nCOMMIT\n', { name });
    assert.deepEqual(
      definition(file, 'file:///rules', cursor, undefined).map(({ range }) => range.start.line),
      [1],
    );
  });

  it('renames what is written out', () => {
    const { file, cursor, text } = fileAtCursor(
      '*filter\n:LOG<|>DROP - [0:0]\n{% if x %}\n-A INPUT -s {{ lan }} -j LOGDROP\n{% endif %}\nCOMMIT\n',
      { name },
    );
    const edits = rename(file, cursor, 'LOGGED', 'en');
    assert.ok(Array.isArray(edits));
    assert.equal(applyEdits(text, edits), text.replaceAll('LOGDROP', 'LOGGED'));
  });

  it('refuses to rename where a placeholder makes that uncertain', () => {
    const refusal = (fixture: string): string => {
      const { file, cursor } = fileAtCursor(fixture, { name });
      const prepared = prepareRename(file, cursor, 'en');
      const done = rename(file, cursor, 'OTHER', 'en');
      assert.deepEqual(done, prepared);
      return prepared !== undefined && 'refusal' in prepared ? prepared.refusal : '';
    };
    assert.match(refusal('*filter\n:{{ ch<|>ain }} - [0:0]\nCOMMIT\n'), /filled in by the template/);
    assert.match(refusal('*filter\n:FO<|>O - [0:0]\n-A INPUT -j {{ target }}\nCOMMIT\n'), /line 3 may stand for `FOO`/);
    assert.match(refusal('*filter\n:F<|>OO - [0:0]\n{% set chains = ["FOO"] %}\nCOMMIT\n'), /line 3 may stand for `FOO`/);
    const { file, cursor } = fileAtCursor('*filter\n:F<|>OO - [0:0]\n-A INPUT -j BAR-{{ target }}\nCOMMIT\n', { name });
    assert.ok('range' in (prepareRename(file, cursor, 'en') ?? {}));
  });
});

describe('folding of templates', () => {
  it('has the blocks, their branches, and comments of several lines', () => {
    const text =
      '{# a\nb #}\n*filter\n{% if x %}\n-A INPUT -j DROP\n{% for y in z %}\n-A INPUT -j DROP\n{% endfor %}\n{% else %}\n-A INPUT -j ACCEPT\n{% endif %}\nCOMMIT\n';
    assert.deepEqual(
      foldingRanges(new RulesFile(text, { name })).map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind ?? ''}`),
      ['0-1 comment', '2-11 ', '3-7 ', '5-7 ', '8-10 '],
    );
  });

  it('never has ranges that cross', () => {
    const text =
      '{% if a %}\n*filter\n-A INPUT -j DROP\n-A INPUT -j DROP\n{% endif %}\n-A INPUT -j DROP\n-A INPUT -j DROP\n{% if b %}\nCOMMIT\n{% endif %}\n# c\n# d\n{% if e %}\n# f\n# g\n{% endif %}\n';
    const ranges = foldingRanges(new RulesFile(text, { name }));
    for (const a of ranges)
      for (const b of ranges)
        assert.ok(!(a.startLine < b.startLine && b.startLine <= a.endLine && a.endLine < b.endLine), JSON.stringify([a, b]));
    assert.ok(ranges.some(({ startLine, endLine }) => startLine === 12 && endLine === 15));
  });
});

describe('semantic tokens of templates', () => {
  const tokens = (text: string, line: number, detail: 'all' | 'names', called = name): string[] => {
    const file = new RulesFile(text, { name: called });
    return [...tokensOfLine(file, line, detail)]
      .sort((a, b) => a.start - b.start)
      .map(({ start, end, type }) => `${file.lineText(line).slice(start, end)}:${type}`);
  };

  it('set placeholders and tags apart', () => {
    assert.deepEqual(
      tokens('*filter\n-A INPUT -s 10.{{ n }}.0.0/16 -j {{ target }}\nCOMMIT\n', 1, 'all').filter((one) => one.includes('{{')),
      ['{{ n }}:macro', '{{ target }}:macro'],
    );
    assert.deepEqual(
      tokens('{% if x %}-A INPUT -j DROP{% endif %}\n', 0, 'all').filter((one) => one.includes('{%')),
      ['{% if x %}:comment', '{% endif %}:comment'],
    );
    assert.deepEqual(tokens('# by {{ x }}.\n', 0, 'all'), ['# by :comment', '{{ x }}:macro', '.:comment']);
  });

  it('leave to a grammar what it knows, and colour what it cannot', () => {
    assert.deepEqual(tokens('*filter\n-A {{ chain }} -j DROP\nCOMMIT\n', 1, 'names'), ['DROP:keyword']);
    assert.deepEqual(tokens('{# a\n-A INPUT -j DROP\nb #}\n', 1, 'names'), ['-A INPUT -j DROP:comment']);
    assert.deepEqual(tokens('{# a\n-A INPUT -j DROP\nb #}\n', 0, 'names'), ['{# a:comment']);
    assert.deepEqual(tokens('{# a\n-A INPUT -j DROP\nb #}\n', 2, 'names'), ['b #}:comment']);
    assert.deepEqual(tokens('*filter\n-A INPUT -s $LAN -j DROP\nCOMMIT\n', 1, 'names', 'rules.v4.envsubst'), [
      'INPUT:function',
      '$LAN:macro',
      'DROP:keyword',
    ]);
  });
});

describe('hints and lenses in templates', () => {
  const all = { ...defaultSettings.inlayHints, ruleNumbers: true };

  it('say nothing of placeholders, nor of what depends on them', () => {
    const text =
      '*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22,{{ p }} -j ACCEPT\n-A INPUT -p udp --dport 694 -s {{ a }}/24 -j ACCEPT\nCOMMIT\n';
    const file = new RulesFile(text, { name });
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    assert.deepEqual(
      inlayHints(file, range, all, 'en').map(({ label }) => label),
      ['ha-cluster'],
    );
    assert.deepEqual(
      codeLenses(file, 'file:///x', defaultSettings.codeLens, 'en', {}).map(({ command }) => command?.title),
      ['policy DROP'],
    );
  });
});

describe('completion in templates', () => {
  const labels = (fixture: string): string[] => {
    const { file, cursor } = fileAtCursor(fixture, { name });
    return completionList(file, cursor, 'en', {}).items.map(({ label }) => label);
  };

  it('goes on behind placeholders with blanks in them', () => {
    assert.ok(labels('*filter\n-A INPUT -s {{ lan | default("a b") }} -p tcp --dpo<|>\nCOMMIT\n').includes('--dport'));
    assert.ok(labels('*filter\n-A INPUT -s {{ lan | default("a b") }} -j <|>\nCOMMIT\n').includes('ACCEPT'));
    assert.ok(labels('*filter\n{% if x %}-A INPUT -j <|>{% endif %}\nCOMMIT\n').includes('ACCEPT'));
  });

  it('has nothing to offer within a tag', () => {
    assert.deepEqual(labels('*filter\n-A INPUT -s {{ <|> }} -j DROP\nCOMMIT\n'), []);
    assert.deepEqual(labels('{% <|> %}\n'), []);
    assert.deepEqual(labels('{# a\n-A <|>\n#}\n'), []);
    const { file, cursor } = fileAtCursor('*filter\n-A INPUT -p tcp --tcp-flags {{ <|> }} SYN -j DROP\nCOMMIT\n', { name });
    assert.equal(signatureHelp(file, cursor, 'en'), undefined);
  });
});

describe('actions in templates', () => {
  it('mend by themselves only lines without anything of the template', () => {
    const text = '*filter\n-A INPUT –p tcp -j ACCEPT\n-A INPUT –p tcp --dport {{ p }} -j ACCEPT\nCOMMIT\n';
    const file = new RulesFile(text, { name });
    assert.equal(applyEdits(text, fixAll(file, defaultSettings)), text.replace('–p tcp -j', '-p tcp -j'));
  });

  it('offer the fix of a word, and no refactoring', () => {
    const { text, cursors } = marked('*filter\n-A INPUT -p tcp --dp<|>rot {{ p }} -j ACCEPT\nCOMMIT\n');
    const file = new RulesFile(text, { name });
    const at = cursors[0] ?? { line: 0, character: 0 };
    const request = {
      uri: 'file:///x',
      version: 1,
      range: { start: at, end: at },
      only: undefined,
      canShowPages: false,
      canConvertLineEnds: false,
      canCreateFiles: true,
    };
    const actions = codeActions(file, request, defaultSettings, 'en');
    assert.ok(actions.some(({ title }) => title.includes('--dport')));
    assert.ok(actions.every(({ kind }) => kind === 'quickfix'));
  });
});

describe('outline and status of templates', () => {
  it('name rules with their placeholders', () => {
    const [table] = documentSymbols(
      new RulesFile('*filter\n:{{ c }} - [0:0]\n-A {{ c }} -p tcp --dport {{ p }} -j ACCEPT\nCOMMIT\n', { name }),
      'en',
    );
    assert.deepEqual(
      table?.children?.map((chain) => [chain.name, ...(chain.children ?? []).map((rule) => rule.name)]),
      [['{{ c }}', 'ACCEPT tcp, port {{ p }}']],
    );
  });

  it('say that the file is a template, and what that means', () => {
    const status = documentStatus(new RulesFile('*filter\n{{ rules }}\nCOMMIT\n', { name: 'rules.v4' }), defaultSettings, 'en');
    assert.equal(status.template, 'Jinja');
    assert.match(status.notes.join(' '), /template \(Jinja\)/);
    assert.equal(status.analysis, 'done');
    assert.equal(documentStatus(new RulesFile('*filter\nCOMMIT\n', { name: 'rules.v4' }), defaultSettings, 'en').template, undefined);
  });
});

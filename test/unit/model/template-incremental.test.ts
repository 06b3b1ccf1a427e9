import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf } from '../../../server/src/rules/findings';

const piece = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '*filter\n',
    '*raw\n',
    '*{{ table }}\n',
    'COMMIT\n',
    'COMMIT',
    ':INPUT ACCEPT [0:0]\n',
    ':X - [0:0]\n',
    ':{{ x }} - [0:0]\n',
  ],
  ...[
    '-A INPUT',
    '-A X',
    '-A {{ x }}',
    '-N X\n',
    '-I INPUT 2',
    '-D INPUT',
    ' -j X',
    ' -j DROP',
    ' -j NOTRACK',
    ' -j {{ x }}',
    ' --dport 53',
  ],
  ...[' -p tcp', ' -p {{ p }}', ' -s ', '"', '# ', ' {{ a }}', ' --dprot', ' {{ "}}" }}'],
  ...['{% if a %}', '{% else %}', '{% endif %}', '{% for x in y %}\n', '{% endfor %}\n', '{% include "x" %}\n', '{{ rules }}\n'],
  ...['{#', '#}', '{%', '%}', '{{', '}}', '{% set x %}', '{%- if b -%}', '<%', '%>', '<% if x %>', '<% end %>', '<%= y %>'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
  ...['${LAN}', '$LAN', '@HOST@', '$(cmd)'],
);
const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
const position = fc.record({ line: fc.nat(12), character: fc.nat(20) });
const edit = fc.record({ range: fc.record({ start: position, end: position }), newText: text });
const name = fc.constantFrom(
  'rules.v4',
  'rules.v4.j2',
  'rules.v4.erb',
  'rules.v4.gotmpl',
  'rules.v4.in',
  'rules.v4.tmpl',
  'rules.v4.envsubst',
);

/** All that is known of a file's lines, names in the place of numbers. */
function known(file: RulesFile): unknown {
  return {
    language: file.templateLanguage,
    uncertain: file.isUncertain,
    findings: findingsOf(file),
    records: file.records.map((record) => ({ ...record, chain: file.nameText(record.chain), jump: file.nameText(record.jump) })),
  };
}

test('after any edits a template is just what a newly opened one is', () => {
  fc.assert(
    fc.property(name, text, fc.array(edit, { maxLength: 6 }), (called, before, edits) => {
      const file = new RulesFile(before, { name: called });
      for (const one of edits) {
        file.apply([one]);
        assert.deepEqual(known(file), known(new RulesFile(file.text(), { name: called })));
      }
    }),
    { numRuns: 1500 },
  );
});

test('a file becomes a template, and a plain file again, with its placeholders', () => {
  const file = new RulesFile('*filter\n-A INPUT -s 192.0.2.1 -j ACCEPT\nCOMMIT\n');
  const insert = (line: number, from: number, to: number, newText: string): void =>
    file.apply([{ range: { start: { line, character: from }, end: { line, character: to } }, newText }]);
  assert.equal(file.templateLanguage, undefined);
  insert(1, 12, 21, '{{ lan }}');
  assert.equal(file.templateLanguage, 'jinja');
  insert(1, 12, 21, '<%= lan %>');
  assert.equal(file.templateLanguage, 'erb');
  insert(1, 12, 22, '192.0.2.1');
  assert.equal(file.templateLanguage, undefined);
  assert.equal(file.lineText(1), '-A INPUT -s 192.0.2.1 -j ACCEPT');
});

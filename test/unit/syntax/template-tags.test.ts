import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TemplateLanguage } from '../../../server/src/syntax/template-language';
import { innerName, templateLanguage } from '../../../server/src/syntax/template-language';
import { templateLine } from '../../../server/src/syntax/template-line';
import { initialState } from '../../../server/src/syntax/template-state';
import { tagsOf } from '../../../server/src/syntax/template-tags';

/** The constructs of a line as `text kind flow`. */
function tags(text: string, language: TemplateLanguage): string[] {
  return tagsOf(text, language, undefined).tags.map(({ start, end, kind, flow }) => `${text.slice(start, end)} ${kind} ${flow}`);
}

describe('constructs of a line', () => {
  it('are placeholders, control tags with what they do, and comments', () => {
    assert.deepEqual(tags('{% if a %}{{ b }}{# c #}{% elif d %}{%- endif -%}', 'jinja'), [
      '{% if a %} control open',
      '{{ b }} placeholder none',
      '{# c #} comment none',
      '{% elif d %} control middle',
      '{%- endif -%} control close',
    ]);
    assert.deepEqual(tags('<% a.each do |b| -%><%= b %><%# c %><% else %><% end %><% } else { -%><%% d %>', 'erb'), [
      '<% a.each do |b| -%> control open',
      '<%= b %> placeholder none',
      '<%# c %> comment none',
      '<% else %> control middle',
      '<% end %> control close',
      '<% } else { -%> control middle',
    ]);
    assert.deepEqual(tags('{{ range .A }}{{ . }}{{/* c */}}{{ else if .B }}{{- end }}{{ $x := 1 }}{{ template "t" . }}', 'go'), [
      '{{ range .A }} control open',
      '{{ . }} placeholder none',
      '{{/* c */}} comment none',
      '{{ else if .B }} control middle',
      '{{- end }} control close',
      '{{ $x := 1 }} control none',
      '{{ template "t" . }} placeholder include',
    ]);
    assert.deepEqual(tags('{% set a = 1 %}{% set b %}{% include "c" %}{% extends "d" %}', 'jinja'), [
      '{% set a = 1 %} control none',
      '{% set b %} control open',
      '{% include "c" %} control include',
      '{% extends "d" %} control include',
    ]);
  });

  it('end behind the quotes in them', () => {
    assert.deepEqual(tags('{{ "}}" }} {{ \'%}\' }}', 'jinja'), ['{{ "}}" }} placeholder none', "{{ '%}' }} placeholder none"]);
    assert.deepEqual(tags("{{ it's }} x", 'jinja'), ["{{ it's }} placeholder none"]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
    assert.deepEqual(tags('${A:-${B}} $(c $(d)) $E \\$F $5 $', 'shell'), [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
      '${A:-${B}} placeholder none',
      '$(c $(d)) placeholder none',
      '$E placeholder none',
    ]);
  });

  it('of other languages are found outside of quotes and comments only', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
    const all = '{{ a }} <%= b %> ${C} @D@';
    assert.equal(tags(all, 'jinja').length, 4);
    for (const language of ['jinja', 'erb', 'at'] as const) {
      assert.ok(tags(`"${all}"`, language).length < 3, language);
      assert.ok(tags(`# ${all}`, language).length < 3, language);
    }
    assert.deepEqual(tags('"{{ a }}" # {# b', 'erb'), []);
    assert.deepEqual(tags('-A INPUT $LAN @D', 'jinja'), []);
  });

  it('go on in the next line in the file’s own language', () => {
    for (const [text, language] of [
      ['{# a', 'jinja'],
      ['x {% if', 'jinja'],
      ['{{ a', 'go'],
      ['<% a', 'erb'],
    ] as const) {
      assert.ok(tagsOf(text, language, undefined).open !== undefined, text);
    }
    assert.equal(tagsOf('{# a', 'erb', undefined).open, undefined);
    const open = tagsOf('{% if a', 'jinja', undefined).open;
    const closed = tagsOf('  and b %} c', 'jinja', open);
    assert.deepEqual(
      closed.tags.map(({ start, end, flow }) => [start, end, flow]),
      [[0, 10, 'open']],
    );
    assert.equal(closed.open, undefined);
  });
});

describe('lines', () => {
  const role = (text: string): string => {
    const { role: what, conditional, continues } = templateLine(text, initialState, 'jinja');
    return `${what}${conditional ? ' conditional' : ''}${continues ? ' continues' : ''}`;
  };

  it('are rules, of the template alone, or whatever is filled in', () => {
    assert.equal(role('-A INPUT -s {{ a }}'), 'text');
    assert.equal(role('  {% set a = 1 %}  '), 'control');
    assert.equal(role('{{ a }}{{ b }}'), 'opaque');
    assert.equal(role('{% if a %}-A INPUT{% endif %}'), 'text conditional');
    assert.equal(role('{% if a %}-A INPUT{% else %}-A OUTPUT{% endif %}'), 'opaque');
    assert.equal(role('-A INPUT {% if a %}'), 'text continues');
    assert.equal(role('# {{ a }}'), 'text');
  });
});

describe('languages of files', () => {
  it('are those of their names, or of what stands in them', () => {
    assert.equal(templateLanguage('a/rules.v4.j2', []), 'jinja');
    assert.equal(templateLanguage('rules.v4.tmpl', []), 'go');
    assert.equal(templateLanguage('rules.v4.tmpl', ['{% if %}']), 'jinja');
    assert.equal(templateLanguage('rules.v4.in', ['-s @A@']), 'at');
    assert.equal(templateLanguage('rules.v4', ['# {{ a }}', '-m comment --comment "{{ a }}"']), undefined);
    assert.equal(templateLanguage(undefined, ['-s {{ a }}', '-s {{ .B }}']), 'go');
    assert.equal(innerName('a/rules.v4.sh.J2'), 'a/rules.v4.sh');
    assert.equal(innerName('in'), 'in');
  });
});

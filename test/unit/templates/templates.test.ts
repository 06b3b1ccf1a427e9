import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { shownFindings } from '../../../server/src/features/diagnostics';
import { defaultSettings, readSettings } from '../../../server/src/features/settings';
import { familyOfName } from '../../../server/src/model/family';
import { RulesFile } from '../../../server/src/model/rules-file';
import { siblingName } from '../../../server/src/model/sibling-name';
import { root } from '../../fixtures/rulesets/root';
import { open } from '../../support/rules';

/** What is found, as `line:code word`, lines counted from 1. */
function found(text: string, name = 'rules.v4.j2'): string[] {
  const file = new RulesFile(text, { name });
  return shownFindings(file, defaultSettings).map(
    ({ line, code, start, end }) => `${line + 1}:${code} ${file.lineText(line).slice(start, end)}`,
  );
}

/** What is found in the line of a rule in filter. */
function inRule(rule: string, name?: string): string[] {
  return found(`*filter\n:INPUT ACCEPT [0:0]\n:X - [0:0]\n${rule}\n-A X -s 192.0.2.1 -j DROP\n-A INPUT -j X\nCOMMIT\n`, name).map((one) =>
    one.replace(/^\d+:/, ''),
  );
}

/** One placeholder of each language, and the name of a file of it. */
const languages = [
  ['jinja', 'rules.v4.j2', '{{ a | default("b c") }}'],
  ['erb', 'rules.v4.erb', "<%= @a['b c'] -%>"],
  ['go', 'rules.v4.gotmpl', '{{- .A.B | printf "b c" -}}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
  ['shell', 'rules.v4.envsubst', '${A:-b c}'],
  ['shell', 'rules.v4.envsubst', '$A'],
  ['shell', 'rules.v4.envsubst', '$(a "b c" $(d))'],
  ['at', 'rules.v4.in', '@A_B@'],
] as const;

for (const [language, name, hole] of languages) {
  describe(`${language}: ${hole}`, () => {
    it('is the language of the file', () => {
      assert.equal(new RulesFile(`*filter\n-A INPUT -s ${hole}\nCOMMIT\n`, { name }).templateLanguage, language);
    });

    for (const rule of [
      `-A INPUT -p tcp --dport ${hole} -j ACCEPT`,
      `-A INPUT -s ${hole}/24 -j ACCEPT`,
      `-A INPUT -s 10.0.${hole}.0/24 -j ACCEPT`,
      `-A INPUT -p tcp -m multiport --dports 22,${hole},80 -j ACCEPT`,
      `-A INPUT -p tcp --dport=${hole} -j ACCEPT`,
      `-A INPUT -p${hole} -j ACCEPT`,
      `-A INPUT ! -s ${hole} -j ACCEPT`,
      `-A INPUT ! ${hole} -j ACCEPT`,
      `-A INPUT ${hole} -j ACCEPT`,
      `-A INPUT -j ACCEPT ${hole}`,
      `-A INPUT ${hole} 22 -j ACCEPT`,
      `-A INPUT ${hole} --dports 22 --limit 5/min -j ACCEPT`,
      `-A INPUT -m limit ${hole} -j ACCEPT`,
      `-A INPUT -m mark ${hole} -j ACCEPT`,
      `-A INPUT --${hole}port 22 -j ACCEPT`,
      `-A INPUT -${hole} 22 -j ACCEPT`,
      `-A INPUT -p ${hole} --dport 22 -j ACCEPT`,
      `-A INPUT -p ${hole} -m tcp --dport 22 -j ACCEPT`,
      `-A INPUT -m ${hole} --dports 22 -j ACCEPT`,
      `-A INPUT -j ${hole}`,
      `-A INPUT -j ${hole} --log-prefix "x"`,
      `-A INPUT -g ${hole}`,
      `-A INPUT -j X-${hole}`,
      `-A ${hole} -j ACCEPT`,
      `-A X${hole} -i lo -j ACCEPT`,
      `-I INPUT ${hole} -j ACCEPT`,
      `-I INPUT ${hole}`,
      `-D INPUT ${hole}`,
      `-R INPUT ${hole} -j ACCEPT`,
      `-N ${hole}`,
      `-P INPUT ${hole}`,
      `-P ${hole} ACCEPT`,
      `${hole} INPUT -j ACCEPT`,
      `${hole}-A INPUT -j ACCEPT`,
      `${hole} -A INPUT -j ACCEPT`,
      `${hole}`,
      `:${hole} - [0:0]`,
      `:${hole} ACCEPT [0:0]`,
      `:Y${hole} - [0:0]`,
      `:${hole}`,
      `:Y ${hole}`,
      `:FORWARD ${hole} [0:0]`,
      `:FORWARD ACCEPT [${hole}:${hole}]`,
      `:FORWARD ACCEPT ${hole}`,
      `[${hole}:${hole}] -A INPUT -j ACCEPT`,
      `[${hole}] -A INPUT -j ACCEPT`,
      `${hole} -A INPUT -j ACCEPT`,
      `-A INPUT -m comment --comment "a ${hole} b" -j ACCEPT`,
      `-A INPUT -m comment --comment "${hole}" -j ACCEPT`,
      `-A INPUT -m comment --comment ${hole} -j ACCEPT`,
      `-A INPUT -p tcp --tcp-flags ${hole} SYN -j ACCEPT`,
      `-A INPUT -j LOG --log-prefix "${hole} "`,
      `# ${hole}`,
    ]) {
      it(`is any value in ${rule}`, () => assert.deepEqual(inRule(rule, name), []));
    }

    it('is any table, and may hold the COMMIT', () => {
      assert.deepEqual(
        found(`*${hole}\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j NOTRACK\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n`, name),
        [],
      );
      assert.deepEqual(found(`*filter\n:INPUT ACCEPT [0:0]\n${hole}\n`, name), []);
      assert.deepEqual(found(`${hole}\n-A INPUT -j ACCEPT\nCOMMIT\n`, name), []);
    });

    for (const [rule, expected] of [
      [`-A INPUT -p tcp --dprot ${hole} -j ACCEPT`, 'unknown-option --dprot'],
      [`-A INPUT ${hole} --dprot 22 -j ACCEPT`, 'unknown-option --dprot'],
      [`-A INPUT -p tcp --dport ${hole} -m udp -j ACCEPT`, 'wrong-protocol udp'],
      [`-A INPUT -s ${hole} -j NOTRACK`, 'wrong-table NOTRACK'],
      [`-A INPUT -s ${hole} -s 192.0.2.1 -j ACCEPT`, 'duplicate-option -s'],
      [`-A INPUT -s ${hole} -p tcp --dport 99999 -j ACCEPT`, 'invalid-value 99999'],
      [`-A INPUT -m limt ${hole} -j ACCEPT`, 'unknown-match limt'],
      [`-A INPUT -s ${hole} -j ACCEPT extra`, 'unexpected-word extra'],
      [`-A INPUT -s ${hole} -j ACCEPT # why`, 'trailing-comment # why'],
      [`:FORWARD DENY [${hole}:0]`, 'invalid-policy DENY'],
      [`-A INPUT -o lo -s ${hole} -j ACCEPT`, 'wrong-chain -o'],
      [`-A INPUT -s ${hole} -j X -j ACCEPT`, 'duplicate-option -j'],
    ] as const) {
      it(`leaves the rest as it is: ${rule}`, () => assert.deepEqual(inRule(rule, name), [expected]));
    }
  });
}

describe('blocks', () => {
  it('do not make rules, chains and tables of their branches meet', () => {
    assert.deepEqual(
      found(
        '*filter\n:INPUT ACCEPT [0:0]\n{% if a %}\n:X - [0:0]\n-A X -j DROP\n{% else %}\n:X - [0:0]\n-A X -j DROP\n{% endif %}\n-A INPUT -j ACCEPT\n{% if b %}\n-A INPUT -j X\n{% endif %}\nCOMMIT\n',
      ),
      [],
    );
    assert.deepEqual(found('{% if a %}\n*raw\n{% else %}\n*filter\n{% endif %}\n-A OUTPUT -j NOTRACK\nCOMMIT\n'), []);
    assert.deepEqual(found('*filter\n{% if a %}\nCOMMIT\n{% else %}\n-A INPUT -j ACCEPT\nCOMMIT\n{% endif %}\n'), []);
    assert.deepEqual(found('{% if a %}\n*nat\nCOMMIT\n{% endif %}\n{% if b %}\n*nat\nCOMMIT\n{% endif %}\n'), []);
    assert.deepEqual(found('{% if a %}\n*nat\nCOMMIT\n{% endif %}\n-A INPUT -j ACCEPT\n*filter\nCOMMIT\n'), [
      '5:rule-outside-table -A INPUT -j ACCEPT',
    ]);
  });

  it('hold real errors, in a line or over lines', () => {
    assert.deepEqual(found('*filter\n{% if a %}\n-A INPUT -p tcp --dprot 22 -j ACCEPT\n{% endif %}\nCOMMIT\n'), [
      '3:unknown-option --dprot',
    ]);
    assert.deepEqual(found('*filter\n{% if a %}-A INPUT -p tcp --dprot 22 -j ACCEPT{% endif %}\nCOMMIT\n'), ['2:unknown-option --dprot']);
    assert.deepEqual(found('*filter\n-A INPUT {% if a %}-s {{ b }} {% endif %}-p tcp --dprot 22 -j ACCEPT\nCOMMIT\n'), [
      '2:unknown-option --dprot',
    ]);
    assert.deepEqual(found('*filter\n<% if a -%>\n-A FORWARD -j NOTRACK\n<% end -%>\nCOMMIT\n', 'rules.v4.erb'), ['3:wrong-table NOTRACK']);
    assert.deepEqual(found('{{ if .A }}\n*filter\n-A FORWARD -j NOTRACK\nCOMMIT\n{{ end }}\n', 'rules.v4.gotmpl'), [
      '3:wrong-table NOTRACK',
    ]);
  });

  it('may part a rule over lines, and bring words of it', () => {
    assert.deepEqual(
      found('*filter\n-A INPUT -p tcp {% if a %}\n-s {{ a }} {% endif %}\n--dport 22 -j ACCEPT\n-A INPUT -p tcp --dprot 1\nCOMMIT\n'),
      ['5:unknown-option --dprot'],
    );
    assert.deepEqual(found('*filter\n-A INPUT {% if a %}-p tcp{% else %}-p udp{% endif %} --dport 22 -j ACCEPT\nCOMMIT\n'), []);
    assert.deepEqual(found('*filter\n{% if a %}-A INPUT -j ACCEPT{% else %}-A INPUT -j DROP{% endif %}\nCOMMIT\n'), []);
    assert.deepEqual(found('*filter\n-A INPUT -s 192.0.2.0{% if a %}/{{ a }}{% endif %} -j ACCEPT\nCOMMIT\n'), []);
    assert.deepEqual(found('*filter\n-A INPUT -m mark\n{%- if a %} --mark 5{% endif %} -j LOG\nCOMMIT\n'), []);
    assert.deepEqual(found('*filter\n-A INPUT -m mark\n{%- if a %}\n-A INPUT -j ACCEPT\n{%- endif %}\nCOMMIT\n'), [
      '2:missing-option mark',
    ]);
  });

  it('take comments and tags of several lines for what they are', () => {
    assert.deepEqual(
      found('{# *filter\n-A INPUT --nonsense\n#}\n*filter\n{% if a\n   and b %}\n-A INPUT -j ACCEPT\n{% endif %}\nCOMMIT\n'),
      [],
    );
    assert.deepEqual(found('<%# *filter\n-A INPUT --nonsense\n%>\n*filter\n<% x = [\n  1 ] -%>\nCOMMIT\n', 'rules.v4.erb'), []);
    assert.deepEqual(found('{{/* *filter\n-A INPUT --nonsense\n*/}}\n*filter\nCOMMIT\n', 'rules.v4.gotmpl'), []);
    assert.deepEqual(found('*filter\n-A INPUT -s {{ a(\n  "b") }} -j ACCEPT\n-A INPUT --nonsense\nCOMMIT\n'), [
      '4:unknown-option --nonsense',
    ]);
  });
});

describe('what lies in other files', () => {
  it('may make chains, begin and end tables', () => {
    assert.deepEqual(found('*filter\n{% include "chains.j2" %}\n-A MADE -j ACCEPT\n-A INPUT -j MADE\n{% include "end.j2" %}\n'), []);
    assert.deepEqual(found('{% extends "base.j2" %}\n{% block rules %}\n-A INPUT -j ACCEPT\n{% endblock %}\n'), []);
    assert.deepEqual(found('{{ template "head" . }}\n-A INPUT -j ACCEPT\nCOMMIT\n', 'rules.v4.gotmpl'), []);
  });

  it('may be all around a part', () => assert.deepEqual(found('-A INPUT -s {{ lan }} -j ACCEPT\n', 'part.rules.v4.j2'), []));
});

describe('chains with names that are filled in', () => {
  it('may be any chain that their name allows', () => {
    assert.deepEqual(found('*filter\n:{{ x }} - [0:0]\n-A ANY -j ACCEPT\n-A INPUT -j OTHER\nCOMMIT\n'), []);
    assert.deepEqual(found('*filter\n:WL-{{ x }} - [0:0]\n-A WL-1 -j ACCEPT\n-A OTHER -j ACCEPT\nCOMMIT\n'), ['4:undeclared-chain OTHER']);
  });
});

describe('plain files', () => {
  const plain = [
    '-A INPUT -m limit --limit 5/min -j LOG --log-prefix "100% {x} {{ y }} "',
    '-A INPUT -m string --hex-string "|24 7b|" --algo bm -j DROP',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a comment of a plain file.
    '-A INPUT -m comment --comment "${USER} <% x %> @HOST@ {% if %} {# #}" -j DROP',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a comment of a plain file.
    '# {{ x }} ${Y} <%= z %> @A@',
  ];

  it('stay plain, whatever stands in quotes and comments', () => {
    for (const line of plain)
      assert.equal(new RulesFile(`*filter\n${line}\nCOMMIT\n`, { name: 'rules.v4' }).templateLanguage, undefined, line);
    const real = new RulesFile(readFileSync(join(root, 'test/fixtures/rulesets/admin-home-router.rules.v4'), 'utf8'), { name: 'rules.v4' });
    assert.equal(real.templateLanguage, undefined);
    assert.ok(real.records.every(({ template }) => template === undefined));
  });

  it('have the errors that iptables has for them', () => {
    assert.deepEqual(found('*filter\n-A INPUT -s $LAN -j ACCEPT\nCOMMIT\n', 'rules.v4'), ['2:invalid-value $LAN']);
    assert.equal(open('*filter\n-A INPUT -s {{ x\nCOMMIT\n').templateLanguage, undefined);
  });

  it('are templates by a placeholder outside of quotes', () => {
    const language = (word: string) => open(`*filter\n-A INPUT -s ${word} -j ACCEPT\nCOMMIT\n`).templateLanguage;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
    assert.deepEqual(['{{ a }}', '{{ .A }}', '<%= a %>', '${A}', '@A@'].map(language), ['jinja', 'go', 'erb', 'shell', 'at']);
  });

  it('are all plain where the setting says so', () => {
    const text = '*filter\n-A INPUT -s {{ x }} -j ACCEPT\nCOMMIT\n';
    const file = new RulesFile(text, { name: 'rules.v4.j2', templates: 'off' });
    assert.equal(file.templateLanguage, undefined);
    assert.ok(shownFindings(file, defaultSettings).length > 0);
    assert.ok(file.setOptions({ name: 'rules.v4.j2', templates: 'auto' }));
    assert.deepEqual(shownFindings(file, defaultSettings), []);
    assert.equal(readSettings({ templates: 'off' }).templates, 'off');
    assert.equal(readSettings({ templates: 'x' }).templates, 'auto');
  });

  it('keep the analysis of the ruleset in a template whose placeholders are in comments only', () => {
    const rules = '*filter\n:INPUT DROP [0:0]\n-A INPUT -j DROP\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n';
    assert.ok(found(`# {{ managed }}\n${rules}`).some((one) => one.startsWith('4:') || one.startsWith('5:')));
    assert.deepEqual(found(`{{ managed | comment }}\n${rules}`), []);
  });
});

describe('names of templates', () => {
  it('tell the family of the inner name', () => {
    const names = [
      'rules.v4.j2',
      'rules.v6.erb',
      'ip6tables.tmpl',
      'iptables.rules.tmpl',
      'x.iptables.j2',
      'before6.rules.in',
      'foo.conf.j2',
    ];
    assert.deepEqual(names.map(familyOfName), ['ipv4', 'ipv6', 'ipv6', 'ipv4', undefined, 'ipv6', undefined]);
  });

  it('tell the file of the other family', () => {
    const names = ['/a/rules.v4.j2', '/a/ip6tables.erb', '/a/iptables.j2', '/a/user.rules.tmpl', '/a/foo.j2'];
    assert.deepEqual(names.map(siblingName), ['/a/rules.v6.j2', '/a/iptables.erb', '/a/ip6tables.j2', '/a/user6.rules.tmpl', undefined]);
  });
});

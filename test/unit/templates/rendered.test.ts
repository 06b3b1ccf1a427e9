import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { shownFindings } from '../../../server/src/features/diagnostics';
import { defaultSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { ruleOf } from '../../../server/src/rules/findings';
import { innerName } from '../../../server/src/syntax/template-language';
import { root } from '../../fixtures/rulesets/root';
import { render } from '../../support/render';

/** A mistake put into a template: what is replaced, by what, and what is to be found at which word. */
type Mistake = readonly [from: string, to: string, found: string];

interface Case {
  readonly name: string;
  readonly language: string;
  readonly values: Readonly<Record<string, string>>;
  readonly mistakes: readonly Mistake[];
}

const cases: readonly Case[] = [
  {
    name: 'host.rules.v4.j2',
    language: 'jinja',
    values: {
      ansible_managed: 'Ansible managed',
      dns_port: '53',
      'firewall_input_policy | default("DROP")': 'DROP',
      'service.name | upper': 'WEB',
      'ansible_port | default("22")': '22',
      admins: 'them',
      network: '192.0.2.0/24',
      icmp_type: 'echo-request',
      'service.protocol': 'tcp',
      'service.port': '443',
      source: '198.51.100.7',
      'service.limit': '20',
      'service.target': 'ACCEPT',
      'firewall_extra_rules | join("\\n")': '-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT\n-A INPUT -s 203.0.113.1 -j DROP',
      log_match: '-m limit --limit 5/min',
      log_prefix: 'fw: ',
      wan: 'eth0',
      'forward.port': '80',
      'forward.to': '192.0.2.9',
      'forward.to_port': '8080',
      site: '7',
    },
    mistakes: [
      ['-m tcp --dport {{ ansible_port', '-m tcp --dprot {{ ansible_port', 'unknown-option --dprot'],
      ['-A INPUT -m conntrack --ctstate INVALID', '-A INPUT -m conntrack --ctstate INVALD', 'invalid-value INVALD'],
      ['-A OUTPUT -p udp -m udp --sport {{ dns_port }} -j', '-A OUTPUT -p tcp -m udp --sport {{ dns_port }} -j', 'wrong-protocol udp'],
      ['-A INPUT -j LOGDROP', '-A INPUT -j NOTRACK', 'wrong-table NOTRACK'],
      ['-o {{ wan }} -j MASQUERADE', '-o {{ wan }} -o eth1 -j MASQUERADE', 'duplicate-option -o'],
      [':OUTPUT ACCEPT [0:0]\n:LOGDROP', ':OUTPUT ACEPT [0:0]\n:LOGDROP', 'invalid-policy ACEPT'],
      ['-A INPUT -i lo -j ACCEPT', '-A INPUT -o lo -j ACCEPT', 'wrong-chain -o'],
    ],
  },
  {
    name: 'node.iptables.erb',
    language: 'erb',
    values: {
      '@puppet_note': 'Do not edit.',
      '@input_policy': 'ACCEPT',
      chain: 'ROLE',
      '@packets': '5',
      '@bytes': '300',
      ssh: '22',
      '@monitoring_host': '192.0.2.3',
      '@exporter_port': '9100',
      "service['proto']": 'udp',
      "service['port']": '123',
      '@extra_rules.join("\\n")': '-A ROLE -s 192.0.2.1 -j ACCEPT',
      '@log_prefix': 'in: ',
      '@log_options': '--log-level 6',
      '@reject_with': 'icmp-host-prohibited',
    },
    mistakes: [
      ['-m state --state NEW', '-m stat --state NEW', 'unknown-match stat'],
      ['-p icmp -j ACCEPT', '-p icmp -s 192.0.2.0/33 -j ACCEPT', 'invalid-value 33'],
      ["--dport <%= service['port'] %> -j ACCEPT", "-j ACCEPT --dport <%= service['port'] %> extra", 'unexpected-word extra'],
      ['--reject-with <%= @reject_with %>', '--reject-wiht <%= @reject_with %>', 'unknown-option --reject-wiht'],
    ],
  },
  {
    name: 'pod.rules.v6.gotmpl',
    language: 'go',
    values: {
      '.Version': '1',
      '.ID': '4711',
      '$workload.ID': '4711',
      '$workload.Address': '2001:db8::1',
      '$workload.Name': 'web',
      '.Protocol': 'tcp',
      '.Number': '443',
      '.NodePort': '30080',
      '.Iface': 'eth0',
    },
    mistakes: [
      ['-p ipv6-icmp -j ACCEPT', '-p ipv6-icmp --icmpv6-type 300 -j ACCEPT', 'invalid-value 300'],
      ['-A INPUT -p tcp -m tcp', '-A INPUT -p tcp -m tpc', 'unknown-match tpc'],
      ['-A WL-{{ $workload.ID }} -j DROP', '-A WL-{{ $workload.ID }} -j DROP --log-prefix x', 'unknown-option --log-prefix'],
      [':INPUT ACCEPT [0:0]', ':INPUT ACCEPT [0:x]', 'invalid-counters [0:x]'],
    ],
  },
  {
    name: 'gateway.iptables.rules.in',
    language: 'at',
    values: {
      '@PACKAGE_NAME@': 'gateway',
      '@WAN@': 'eth0',
      '@WEB_HOST@': '192.0.2.80',
      '@LAN_NET@': '10.0.0.0',
      '@WAN_ADDRESS@': '198.51.100.1',
      '@FORWARD_POLICY@': 'DROP',
      '@CHAIN_PREFIX@': 'gw',
      '@SSH_PORT@': '22',
      '@HOST_NAME@': 'gateway',
      '@EXTRA_RULES@': '-A INPUT -j DROP',
    },
    mistakes: [
      ['-j DNAT --to-destination @WEB', '-j DNAT --to-source @WEB', 'unknown-option --to-source'],
      ['-A INPUT -i @WAN@ -j', '-A INPUT -i @WAN@ -p tpc -j', 'unknown-protocol tpc'],
      ['-o @WAN@ -j SNAT', '-o @WAN@ -j SNATT', 'unknown-target SNATT'],
      ['-A INPUT -i lo -j ACCEPT', '-A INTPUT -i lo -j ACCEPT', 'undeclared-chain INTPUT'],
    ],
  },
  {
    name: 'bastion.rules.v4.envsubst',
    language: 'shell',
    values: {
      '${HOSTNAME}': 'bastion',
      '${INPUT_POLICY:-DROP}': 'DROP',
      '${LAN}': '10.1.2.0',
      $SSH_PORT: '22',
      '$(dig +short "$BACKUP_HOST")': '192.0.2.5',
      '${RSYNC_PORT}': '8873',
      '${LAN_IF}': 'eth1',
      $LAN_IF: 'eth1',
      '${USER}': 'root',
      '${LAN_TARGET}': 'ACCEPT',
      '${EXTRA_RULES}': '-A INPUT -p icmp -j ACCEPT',
      '${LIMIT}': '5',
      $PREFIX: 'in',
    },
    mistakes: [
      ['-A INPUT -i lo -j ACCEPT', '-A INPUT -i lo -j ACEPT', 'unknown-target ACEPT'],
      ['--dport $SSH_PORT', '--dportt $SSH_PORT', 'unknown-option --dportt'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's placeholder.
      ['-j ${LAN_TARGET}', '-m state --state NEWW -j ${LAN_TARGET}', 'invalid-value NEWW'],
      ['COMMIT\n', 'COMIT\n', 'unexpected-word COMIT'],
    ],
  },
];

for (const { name, language, values, mistakes } of cases) {
  const text = readFileSync(join(root, 'test/fixtures/templates', name), 'utf8');

  describe(name, () => {
    it('has no finding', () => {
      const file = new RulesFile(text, { name });
      assert.equal(file.templateLanguage, language);
      assert.ok(file.isUncertain);
      assert.equal(file.family, name.includes('v6') ? 'ipv6' : 'ipv4');
      assert.deepEqual(
        found(text, name).filter((one) => !one.startsWith('deprecated-state-match')),
        [],
      );
    });

    it('makes files without an error', () => {
      for (const blocks of [true, false])
        assert.deepEqual(errors(render(text, name, { values, blocks }), innerName(name)), [], `blocks: ${blocks}`);
    });

    for (const [from, to, expected] of mistakes) {
      it(`has the error of the files that it makes: ${expected}`, () => {
        assert.ok(text.includes(from), from);
        const wrong = text.replace(from, () => to);
        assert.deepEqual(unique(errors(wrong, name)), [expected]);
        const made = [true, false].map((blocks) => errors(render(wrong, name, { values, blocks }), innerName(name)));
        assert.ok(
          made.some((list) => list.includes(expected)),
          JSON.stringify(made),
        );
        // What the rest of a file comes to behind a mistake, only the finished file tells.
        for (const list of made)
          assert.deepEqual(
            list.filter((one) => one !== expected && !follows.test(one)),
            [],
          );
      });
    }
  });
}

/** What else a mistake brings in its train once blocks are there. */
const follows = /^(?:missing-commit|rule-outside-table|undeclared-chain|unknown-chain|partial-load|missing-final-newline)/;

function found(text: string, name: string): string[] {
  return shownFindings(new RulesFile(text, { name }), defaultSettings).map(
    ({ code, line, start, end }) => `${code} ${(text.split('\n')[line] ?? '').slice(start, end)}`,
  );
}

function errors(text: string, name: string): string[] {
  const lines = text.split('\n');
  return shownFindings(new RulesFile(text, { name }), defaultSettings)
    .filter((finding) => (ruleOf(finding.code)?.severityOf?.(finding) ?? ruleOf(finding.code)?.severity) === 'error')
    .map(({ code, line, start, end }) => `${code} ${(lines[line] ?? '').slice(start, end)}`);
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}

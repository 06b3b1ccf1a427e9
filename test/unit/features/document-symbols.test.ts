import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import type { Family } from '../../../server/src/catalogue/schema';
import { documentSymbols, flatSymbols } from '../../../server/src/features/document-symbols';
import { workspaceSymbols } from '../../../server/src/features/workspace-symbols';
import { RulesFile } from '../../../server/src/model/rules-file';

/** The outline as indented lines: the name, and the detail behind a bar. */
function outline(text: string, language: 'en' | 'ja' = 'en'): string[] {
  const lines = (symbols: readonly DocumentSymbol[], indent: string): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${indent}${name}${detail === undefined ? '' : ` | ${detail}`}`,
      ...lines(children ?? [], `${indent}  `),
    ]);
  return lines(documentSymbols(new RulesFile(text), language), '');
}

const rules = `*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:ssh-in - [0:0]
:empty - [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m comment --comment "管理 ssh" -j ssh-in
-A ssh-in ! -s 192.0.2.0/24 -j LOG --log-prefix "ssh: "
-A ssh-in -g empty
-A INPUT -m socket
-I INPUT 1 -p udp -m multiport --dports 53,123 -m set ! --match-set ban src -j REJECT --reject-with icmp-port-unreachable
COMMIT
`;

describe('document symbols', () => {
  it('are tables, their chains and their rules, in words', () => {
    assert.deepEqual(outline(rules), [
      'filter | table',
      '  INPUT | DROP, 4 rules',
      '    ACCEPT in lo',
      '    → ssh-in tcp, port 22, NEW | 管理 ssh',
      '    (no target) socket',
      '    -I 1: REJECT icmp-port-unreachable udp, ports 53,123, ! set ban src',
      '  FORWARD | ACCEPT, 0 rules',
      '  ssh-in | 2 rules',
      '    LOG ssh: ! from 192.0.2.0/24',
      '    ⇒ empty all packets',
      '  empty | 0 rules',
    ]);
  });

  it('are in Japanese too', () => {
    assert.deepEqual(outline(rules, 'ja').slice(0, 6), [
      'filter | テーブル',
      '  INPUT | DROP, ルール 4 個',
      '    ACCEPT 入力 lo',
      '    → ssh-in tcp, 宛先ポート 22, NEW | 管理 ssh',
      '    (ターゲットなし) socket',
      '    -I 1: REJECT icmp-port-unreachable udp, 宛先ポート 53,123, ! セット ban src',
    ]);
  });

  it('stand where the longest run of a chain’s rules is, so that chains do not overlap', () => {
    const [table] = documentSymbols(new RulesFile(rules), 'en');
    const input = table?.children?.[0];
    assert.deepEqual(table?.selectionRange, { start: { line: 0, character: 1 }, end: { line: 0, character: 7 } });
    assert.deepEqual([input?.range.start.line, input?.range.end.line], [5, 6]);
    assert.deepEqual(input?.selectionRange, { start: { line: 5, character: 3 }, end: { line: 5, character: 8 } });
    const empty = table?.children?.at(-1);
    assert.deepEqual(empty?.selectionRange, { start: { line: 4, character: 1 }, end: { line: 4, character: 6 } });
    const visit = (symbol: DocumentSymbol): void => {
      const { range, selectionRange } = symbol;
      assert.ok(symbol.name !== '');
      assert.ok(range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line);
      symbol.children?.forEach(visit);
    };
    if (table !== undefined) visit(table);
  });

  it('are given for files with errors', () => {
    assert.deepEqual(outline('*\n:\n-A\nCOMMIT\n*filter\n-A MISSING --wrong 1 -j NOWHERE\n-A INPUT -p "tcp\n-D INPUT 3\nnonsense\n'), [
      '* | table',
      'filter | table',
      '  MISSING | 1 rule',
      '    → NOWHERE all packets',
      '  INPUT | 2 rules',
      '    (no target) tcp',
      '    -D 3: (no target) all packets',
    ]);
    assert.deepEqual(outline(''), []);
  });

  it('cut long names between characters', () => {
    const [table] = documentSymbols(new RulesFile(`*filter\n-A INPUT -j LOG --log-prefix "${'😀'.repeat(90)}"\n`), 'en');
    const name = table?.children?.[0]?.children?.[0]?.name ?? '';
    assert.ok(name.length <= 100 && name.endsWith('…'));
    assert.ok(!/[\ud800-\udbff](?![\udc00-\udfff])/.test(name));
  });

  it('name many rules by their chains alone', () => {
    const many = `*filter\n${'-A INPUT -j ACCEPT\n'.repeat(10_001)}COMMIT\n`;
    assert.deepEqual(outline(many), ['filter | table', '  INPUT | 10001 rules']);
  });

  it('are a list for clients that know no tree', () => {
    const list = flatSymbols(new RulesFile(rules), 'file:///rules', 'en');
    assert.deepEqual(
      list.slice(0, 3).map(({ name, containerName, location }) => [name, containerName, location.uri, location.range.start.line]),
      [
        ['filter', undefined, 'file:///rules', 0],
        ['INPUT', 'filter', 'file:///rules', 5],
        ['ACCEPT in lo', 'INPUT', 'file:///rules', 5],
      ],
    );
  });
});

describe('workspace symbols', () => {
  const open = (text: string, family: Family): RulesFile => new RulesFile(text, { family });
  const files = new Map([
    ['file:///rules.v4', open(rules, 'ipv4')],
    ['file:///rules.v6', open('*raw\r\n:SSH-IN6 - [0:0]\r\n-N other\r\nCOMMIT\r\n', 'ipv6')],
  ]);
  const named = (query: string): string[] =>
    workspaceSymbols(files, query).map(({ name, location, containerName }) => `${name} ${containerName} ${location.uri}`);

  it('are the declared chains of all open files whose names hold the letters', () => {
    assert.deepEqual(named('SHI'), ['ssh-in filter file:///rules.v4', 'SSH-IN6 raw file:///rules.v6']);
    assert.deepEqual(named('othr'), ['other raw file:///rules.v6']);
    assert.deepEqual(named('hss'), []);
    assert.equal(named('').length, 6);
  });

  it('lead to the name', () => {
    assert.deepEqual(workspaceSymbols(files, 'other')[0]?.location, {
      uri: 'file:///rules.v6',
      range: { start: { line: 2, character: 3 }, end: { line: 2, character: 8 } },
    });
  });
});

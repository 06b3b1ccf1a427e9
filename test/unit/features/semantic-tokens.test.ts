import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import type { TokenDetail } from '../../../server/src/features/semantic-tokens';
import { SemanticTokenResults, semanticTokensLegend } from '../../../server/src/features/semantic-tokens';
import { RulesFile } from '../../../server/src/model/rules-file';
import { rulesets } from '../../fixtures/rulesets';
import { randomOf } from '../../support/cases/random';

const uri = 'file:///rules.v4';

/** Numbers of the protocol in words: `word kind.modifier…`, a line of the file each. */
function inWords(file: RulesFile, data: readonly number[]): string[] {
  const lines: string[][] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    character = down === 0 ? character + right : right;
    line += down;
    const names = semanticTokensLegend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
    const word = file.lineText(line).slice(character, character + length);
    assert.equal(word.length, length, 'a token stays in its line');
    lines[line] = [...(lines[line] ?? []), `${word} ${[semanticTokensLegend.tokenTypes[type], ...names].join('.')}`];
  }
  return Array.from(lines, (words) => (words ?? []).join(' | '));
}

function tokensOf(text: string, detail: TokenDetail = 'all', family: 'ipv4' | 'ipv6' = 'ipv4'): string[] {
  const file = new RulesFile(text, { family });
  return inWords(file, new SemanticTokenResults(detail).full(uri, file).data);
}

/** An answer's numbers, where it is not the changes since one. */
function dataOf(answer: SemanticTokens | SemanticTokensDelta): number[] {
  assert.ok('data' in answer, 'it is no delta');
  return answer.data;
}

function applied(before: readonly number[], delta: SemanticTokens | SemanticTokensDelta): number[] {
  assert.ok('edits' in delta, 'it is a delta');
  const data = [...before];
  let shift = 0;
  for (const { start, deleteCount, data: inserted = [] } of delta.edits) {
    data.splice(start + shift, deleteCount, ...inserted);
    shift += inserted.length - deleteCount;
  }
  return data;
}

describe('semantic tokens', () => {
  it('tell chains that iptables ships from those of the file, and targets from chains', () => {
    assert.deepEqual(
      tokensOf(
        '# why\n*filter\n:INPUT DROP [1:20]\n:SSH - [0:0]\n[3:40] -A INPUT ! -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j SSH\n-A SSH -m comment --comment "a b" -g SSH\n-A SSH -j LOG --log-level 4\n-A SSH -j MARK --set-mark 1\n-A SSH -j DROP\nCOMMIT\n',
      ),
      [
        '# why comment',
        '*filter namespace.declaration.defaultLibrary',
        'INPUT function.declaration.defaultLibrary | DROP keyword | [1:20] number',
        'SSH function.declaration | - operator | [0:0] number',
        '[3:40] number | -A keyword | INPUT function.defaultLibrary | ! operator | -s parameter | 10.0.0.0/8 number | -p parameter | tcp enumMember | -m parameter | tcp class.defaultLibrary | --dport parameter | 22 number | -j keyword | SSH function',
        '-A keyword | SSH function | -m parameter | comment class.defaultLibrary | --comment parameter | "a b" string | -g keyword | SSH function',
        '-A keyword | SSH function | -j keyword | LOG macro.defaultLibrary | --log-level parameter | 4 number',
        '-A keyword | SSH function | -j keyword | MARK class.defaultLibrary | --set-mark parameter | 1 number',
        '-A keyword | SSH function | -j keyword | DROP keyword.defaultLibrary',
        'COMMIT keyword',
      ],
    );
  });

  it('leave to a grammar what it sees by itself', () => {
    assert.deepEqual(
      tokensOf(
        '*filter\n:INPUT DROP [1:20]\n:SSH - [0:0]\n[3:40] -A INPUT -s 10.0.0.0/8 -m comment --comment "a" -j SSH\n-A SSH -j DROP\n',
        'names',
      ),
      [
        '',
        'INPUT function.declaration.defaultLibrary',
        'SSH function.declaration',
        'INPUT function.defaultLibrary | SSH function',
        'SSH function | DROP keyword.defaultLibrary',
      ],
    );
  });

  it('say what is deprecated, with and without a grammar', () => {
    const text = '*filter\n-A INPUT -m state --state NEW -j QUEUE\n-A INPUT -j NFLOG --nflog-range 20\n';
    for (const detail of ['all', 'names'] as const) {
      const [, state, nflog] = tokensOf(text, detail);
      assert.match(state ?? '', /\| state class\.deprecated\.defaultLibrary \|.*QUEUE keyword\.deprecated\.defaultLibrary$/);
      assert.match(nflog ?? '', /--nflog-range parameter\.deprecated/);
    }
    assert.doesNotMatch(tokensOf('*filter\n-A INPUT -m conntrack --ctstate NEW -j NFLOG --nflog-size 20\n')[1] ?? '', /deprecated/);
  });

  it('know a chain by its table, and one that has taken a target’s name', () => {
    const [, hidden, , raw] = tokensOf('*filter\n:LOG - [0:0]\n-A INPUT -j LOG\n-A PREROUTING -j LOG\n', 'names');
    assert.equal(hidden, 'LOG function.declaration');
    // filter has no PREROUTING of its own.
    assert.equal(raw, 'PREROUTING function | LOG function');
    assert.equal(tokensOf('*filter\n-A INPUT -j LOG\n', 'names')[1], 'INPUT function.defaultLibrary | LOG macro.defaultLibrary');
  });

  it('know the chains of commands that are no rules', () => {
    const [, made, renamed, policy, inserted] = tokensOf('*filter\n-N A\n-E A B\n-P INPUT DROP\n-I B 1 -j RETURN\n');
    assert.equal(made, '-N keyword | A function.declaration');
    assert.equal(renamed, '-E keyword | A function | B function.declaration');
    assert.equal(policy, '-P keyword | INPUT function.defaultLibrary | DROP keyword');
    assert.equal(inserted, '-I keyword | B function | 1 number | -j keyword | RETURN keyword.defaultLibrary');
  });

  it('do not guess what a name is that nobody has made', () => {
    assert.equal(tokensOf('*filter\n-A INPUT -j NOSUCH\n')[1], '-A keyword | INPUT function.defaultLibrary | -j keyword');
  });

  it('count in UTF-16 units, leave CRLF out, and take broken lines', () => {
    const lines = tokensOf(
      '*filter\r\n-A INPUT -m comment --comment "心拍😀" -j DROP\r\n-A INPUT -p\r\n-j "\r\nbogus --dport=22 ! ! -A\r\n: \r\n*\r\nCOMMIT \r\n',
    );
    assert.match(lines[1] ?? '', /"心拍😀" string \| -j keyword \| DROP keyword\.defaultLibrary$/);
  });

  it('give the lines of a range as they are in the whole', () => {
    for (const { text, family } of rulesets()) {
      const file = new RulesFile(text, { family });
      const whole = inWords(file, new SemanticTokenResults('all').full(uri, file).data);
      const range = { start: { line: 3, character: 5 }, end: { line: 9, character: 0 } };
      const part = inWords(file, new SemanticTokenResults('all').range(file, range).data);
      assert.deepEqual(
        part.map((line) => line ?? ''),
        Array.from({ length: part.length }, (_, line) => (line < 3 ? '' : whole[line])),
      );
      assert.ok(part.length > 5 && part.length <= 10);
    }
  });
});

describe('what has changed of semantic tokens', () => {
  it('is nothing without a change, under the same name', () => {
    const file = new RulesFile('*filter\n-A INPUT -j DROP\nCOMMIT\n');
    const results = new SemanticTokenResults('all');
    const { resultId = '' } = results.full(uri, file);
    assert.deepEqual(results.delta(uri, file, resultId), { resultId, edits: [] });
  });

  it('is everything for an answer that was not the last one', () => {
    const file = new RulesFile('*filter\n-A INPUT -j DROP\nCOMMIT\n');
    const results = new SemanticTokenResults('all');
    const { data } = results.full(uri, file);
    assert.deepEqual(dataOf(results.delta(uri, file, 'no such answer')), data);
    results.forget(uri);
    assert.deepEqual(dataOf(results.delta(uri, file, '1')), data);
  });

  it('is a number or two after a key', () => {
    const file = new RulesFile(`*filter\n${'-A INPUT -s 192.0.2.1 -j DROP\n'.repeat(50)}COMMIT\n`);
    const results = new SemanticTokenResults('all');
    const { resultId = '' } = results.full(uri, file);
    const at = { line: 20, character: 21 };
    file.apply([{ range: { start: at, end: at }, newText: '7' }]);
    const delta = results.delta(uri, file, resultId);
    assert.ok('edits' in delta);
    // The address is one longer, and so is the way from it to `-j`.
    assert.deepEqual(delta.edits, [{ start: 5 + 19 * 6 * 5 + 3 * 5 + 2, deleteCount: 5, data: [10, 8, 0, 0, 11] }]);
    file.apply([{ range: { start: { line: 30, character: 0 }, end: { line: 30, character: 0 } }, newText: '\n' }]);
    const next = results.delta(uri, file, delta.resultId ?? '');
    assert.ok('edits' in next);
    assert.equal(next.edits.length, 1);
    assert.deepEqual({ ...next.edits[0], start: 0 }, { start: 0, deleteCount: 1, data: [2] });
  });

  it('says two places apart in two edits', () => {
    const file = new RulesFile(`*filter\n${'-A INPUT -s 192.0.2.1 -j DROP\n'.repeat(50)}COMMIT\n`);
    const results = new SemanticTokenResults('names');
    const { resultId = '', data } = results.full(uri, file);
    for (const line of [5, 40]) file.apply([{ range: { start: { line, character: 3 }, end: { line, character: 8 } }, newText: 'OUTPU' }]);
    const delta = results.delta(uri, file, resultId);
    assert.ok('edits' in delta);
    assert.equal(delta.edits.length, 2);
    assert.deepEqual(applied(data, delta), new SemanticTokenResults('names').full(uri, file).data);
  });

  it('leads from the last answer to the right one, whatever is edited', () => {
    const random = randomOf(694);
    for (const { text, family } of rulesets()) {
      const file = new RulesFile(text, { family });
      const results = new SemanticTokenResults(random.pick(['all', 'names']));
      let { resultId = '', data } = results.full(uri, file);
      for (let round = 0; round < 12; round++) {
        for (let edit = random.below(3); edit >= 0; edit--) {
          const line = random.below(file.lineCount);
          const from = random.below(file.lineText(line).length + 1);
          const last = random.percent(30) ? Math.min(line + random.below(4), file.lineCount - 1) : line;
          const end = last === line ? from + random.below(3) : random.below(file.lineText(last).length + 1);
          const newText = random.pick(['', 'x', ' ', '\n', '\n\n\n', '-A INPUT -j LOG\n', '\n:LOG - [0:0]\n', '# ', '*nat\n', 'é']);
          file.apply([{ range: { start: { line, character: from }, end: { line: last, character: end } }, newText }]);
        }
        const delta = results.delta(uri, file, resultId);
        data = applied(data, delta);
        resultId = delta.resultId ?? '';
        const fresh = new SemanticTokenResults(results.detail).full(uri, new RulesFile(file.text(), { family }));
        assert.deepEqual(data, fresh.data);
      }
    }
  });

  it('has only the lines read again that were edited', () => {
    const file = new RulesFile(`*filter\n${'-A INPUT -s 192.0.2.1 -j DROP\n'.repeat(500)}COMMIT\n`);
    const results = new SemanticTokenResults('all');
    const { resultId = '' } = results.full(uri, file);
    const read: number[] = [];
    const { bound } = file;
    file.bound = (line) => {
      read.push(line);
      return bound.call(file, line);
    };
    file.apply([{ range: { start: { line: 250, character: 8 }, end: { line: 250, character: 8 } }, newText: '\n' }]);
    results.delta(uri, file, resultId);
    assert.deepEqual(read, [250, 251]);
  });
});

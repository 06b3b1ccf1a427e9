import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentLinks } from '../../../server/src/features/document-links';
import { RulesFile } from '../../../server/src/model/rules-file';
import { marked } from '../../support/cursor';

/** The links must be exactly the marked ranges; gives where they lead. */
function linksOf(fixture: string, uri = 'file:///etc/iptables/rules.v4'): (string | undefined)[] {
  const { text, ranges } = marked(fixture);
  const links = documentLinks(new RulesFile(text), uri);
  assert.deepEqual(
    links.map(({ range }) => range),
    ranges,
  );
  return links.map(({ target }) => target);
}

describe('document links', () => {
  it('lead from comments to web addresses, without the punctuation around them', () => {
    assert.deepEqual(
      linksOf(
        '# see (‹https://example.com/a_(b)?q=1#x›), ‹http://192.0.2.1:8080/›.\n# 手順は‹https://example.com/日本語›。を参照\n# https:// alone\n',
      ),
      ['https://example.com/a_(b)?q=1#x', 'http://192.0.2.1:8080/', 'https://example.com/日本語'],
    );
  });

  it('lead to files by their absolute paths', () => {
    assert.deepEqual(linksOf('# from ‹/etc/iptables/base.rules›, see "‹/usr/share/doc/x+y›"\n'), [
      'file:///etc/iptables/base.rules',
      'file:///usr/share/doc/x+y',
    ]);
  });

  it('leave prefixes, dates, fractions and relative paths alone', () => {
    assert.deepEqual(linksOf('# 10.0.0.0/8 2026/01/02 and/or /24 a/etc/passwd ./etc/x ~/etc/x /nowhere/file /etc https\n'), []);
  });

  it('are found in --comment and in no other word', () => {
    assert.deepEqual(
      linksOf(
        '*filter\n-A INPUT -s 10.0.0.0/8 -m comment --comment "😀 ‹https://example.com/1› ‹/etc/hosts›" -j ACCEPT\n-A INPUT -m comment --comment x -j LOG --log-prefix "https://example.com /etc/x/y"\nCOMMIT\n',
      ),
      ['https://example.com/1', 'file:///etc/hosts'],
    );
  });

  it('have no paths where the document is no file', () => {
    assert.deepEqual(linksOf('# /etc/hosts ‹https://example.com›\n', 'untitled:Untitled-1'), ['https://example.com']);
  });
});

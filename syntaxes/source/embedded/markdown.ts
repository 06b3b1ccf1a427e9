import { include } from '../text-mate';
import type { Vocabulary } from '../vocabulary';
import type { InjectionGrammar } from './injection';
import { injection } from './injection';
import { indentedLines } from './lines';

/** Fenced blocks of Markdown whose language is iptables. The frame is that of VS Code's own grammar for other languages. */
export function markdownGrammar(vocabulary: Vocabulary): InjectionGrammar {
  return injection(
    'iptables.markdown-blocks',
    'iptables blocks of Markdown',
    'L:text.html.markdown -markup.fenced_code -comment',
    [include('block')],
    {
      block: {
        patterns: [
          {
            begin: '(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(ip6?tables(?:-(?:save|restore|rules))?)((?:\\s+|:|,|\\{|\\?)[^`]*)?$)',
            end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
            name: 'markup.fenced_code.block.markdown',
            beginCaptures: {
              3: { name: 'punctuation.definition.markdown' },
              4: { name: 'fenced_code.block.language.markdown' },
              5: { name: 'fenced_code.block.language.attributes.markdown' },
            },
            endCaptures: { 3: { name: 'punctuation.definition.markdown' } },
            patterns: [
              {
                begin: '(^|\\G)(\\s*)(.*)',
                while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
                contentName: 'meta.embedded.block.iptables',
                patterns: indentedLines(vocabulary, 'source.iptables#rule-words'),
              },
            ],
          },
        ],
      },
    },
  );
}

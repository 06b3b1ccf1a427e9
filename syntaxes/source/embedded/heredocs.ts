import type { Pattern } from '../text-mate';
import type { Vocabulary } from '../vocabulary';
import type { InjectionGrammar } from './injection';
import { injection } from './injection';
import { indentedLines } from './lines';
import { restorers } from './programs';
import { commandsScope, host } from './shell-words';

/** Here-documents that are piped to a program which loads them: `cat <<EOF | iptables-restore`. */
export function pipedHeredocsGrammar(): InjectionGrammar {
  const selector =
    'L:meta.statement.command.shell -string -comment -meta.statement.command.name.shell, L:meta.argument.shell -string -comment';
  return injection('iptables.shell-heredocs', 'iptables-restore here-documents of shell scripts', selector, [
    { include: `${commandsScope}#piped-heredocs` },
  ]);
}

/**
 * The rules for here-documents whose text is a rules file. The patterns are those of the shell's grammar.
 * @param behind What must follow the delimiter on its line, as a lookahead.
 */
export function heredocs(vocabulary: Vocabulary, behind = ''): readonly Pattern[] {
  return ['<<-', '<<(?![<-])'].flatMap((operator) => [quoted(vocabulary, operator, behind), expanded(vocabulary, operator, behind)]);
}

/**
 * What tells that the text goes to iptables-restore although another command reads it. Every `<<` of a line is looked at from every
 * word before it: so nothing is tried twice, and the way to the pipe is short and leads past no other `<<`.
 */
export const pipedToRestore = `(?=(?>[^\\n#|<]{0,120})(?:\\|(?>[^\\n|#]{0,60})){0,3}?\\|[^\\n|#]{0,60}?\\b(?:${restorers.join('|')})\\b)`;

/** `<<'EOF'`: the shell leaves the text alone. */
function quoted(vocabulary: Vocabulary, operator: string, behind: string): Pattern {
  return {
    begin: `[ \\t]*+((?<!<)${operator})[ \\t]*+(["'])([^"']+?)(\\2)${behind}(.*)`,
    end: `^${operator === '<<-' ? '\\t*' : ''}(?:\\3)(?=[\\s;&]|$)`,
    contentName: 'meta.embedded.block.iptables',
    beginCaptures: {
      1: { name: operatorScope },
      2: { name: quoteScope },
      3: { name: delimiterScope },
      4: { name: quoteScope },
      5: restOfLine,
    },
    endCaptures: { 0: { name: delimiterScope } },
    patterns: indentedLines(vocabulary, 'source.iptables#rule-words'),
  };
}

/** `<<EOF`: the shell replaces variables and commands first. */
function expanded(vocabulary: Vocabulary, operator: string, behind: string): Pattern {
  return {
    begin: `[ \\t]*+((?<!<)${operator})[ \\t]*+([^"' \\t\\n;&|<>()]++)${behind}(.*)`,
    end: `^${operator === '<<-' ? '\\t*' : ''}(?:\\2)(?=[\\s;&]|$)`,
    contentName: 'meta.embedded.block.iptables',
    beginCaptures: { 1: { name: operatorScope }, 2: { name: delimiterScope }, 3: restOfLine },
    endCaptures: { 0: { name: delimiterScope } },
    patterns: [
      // A line that is a variable from its beginning is none of iptables' kinds yet.
      { begin: '^[ \\t]*+(?=[$`])', end: '$', patterns: [host('variable'), host('interpolation')] },
      ...indentedLines(vocabulary, `${commandsScope}#heredoc-words`),
    ],
  };
}

const operatorScope = 'keyword.operator.heredoc.shell';
const quoteScope = 'punctuation.definition.string.heredoc.quote.shell';
const delimiterScope = 'punctuation.definition.string.heredoc.delimiter.shell';

/** What follows the delimiter on its line is still the command. */
const restOfLine = { patterns: [host('redirect_fix'), host('typical_statements')] };

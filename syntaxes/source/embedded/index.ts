import type { Vocabulary } from '../vocabulary';
import { pipedHeredocsGrammar } from './heredocs';
import type { InjectionGrammar } from './injection';
import { markdownGrammar } from './markdown';
import { shellGrammar } from './shell';

/** The grammars of places in other languages where iptables' words stand, by the name of their file. */
export function embeddedGrammars(vocabulary: Vocabulary): Readonly<Record<string, InjectionGrammar>> {
  return {
    'iptables-in-shell': shellGrammar(vocabulary),
    'iptables-in-heredocs': pipedHeredocsGrammar(),
    'iptables-in-markdown': markdownGrammar(vocabulary),
  };
}

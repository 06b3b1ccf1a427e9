import type { Language } from '../../l10n/text';
import { words } from '../../l10n/words';
import type { RulesFile } from '../../model/rules-file';
import { chainNamed, sectionAt } from '../../model/sections';
import type { Position, Span } from '../../text/position';
import { describeExtension, describeOption, optionSpelling } from '../support/describe';
import {
  builtinChainFacts,
  describeBuiltinChain,
  describeCommand,
  describePolicy,
  describeTable,
  describeUserChain,
} from '../support/describe-places';
import { code, heading, paragraphs, rulesBlock } from '../support/markdown';
import type { Role } from '../support/roles';
import { explainCounters } from './counters';
import { explainDirective } from './directive';
import { explainValue } from './value';

/** The words of a hover, and the part of the line that they are about. */
export interface Explanation {
  readonly text: string;
  readonly span: Span;
}

/** What a role means, in Markdown; `undefined` where there is nothing to say. */
export function explain(file: RulesFile, position: Position, role: Role, language: Language): Explanation | undefined {
  if (role.kind === 'comment') return explainDirective(file.lineText(position.line), position.character, language);
  if (role.kind === 'value') return explainValue(file, role, position, language);
  const text = describe(file, position.line, role, language);
  return text === undefined ? undefined : { text, span: { start: role.start, end: role.end } };
}

function describe(
  file: RulesFile,
  line: number,
  role: Exclude<Role, { kind: 'comment' | 'value' }>,
  language: Language,
): string | undefined {
  const context = { family: file.family, table: file.records[line]?.table };
  switch (role.kind) {
    case 'table':
      return describeTable(role.name, language);
    case 'chain':
      return describeChain(file, line, role.name, language);
    case 'policy':
      return describePolicy(role.name, language);
    case 'counters':
      return explainCounters(file.lineText(line), role.counters, role.of, language);
    case 'command':
      return describeCommand(role.command, language);
    case 'rule-number':
      return paragraphs(heading(role.number, words.ruleNumber[language]), words.ruleNumberDoc[language]);
    case 'option':
      return describeOption(role.spec, role.owner, language, context);
    case 'negation':
      return describeNegation(role, language);
    case 'extension':
      return describeExtension(role.spec, language, context);
    case 'commit':
      return paragraphs(heading('COMMIT'), words.commit[language]);
  }
}

function describeChain(file: RulesFile, line: number, name: string, language: Language): string | undefined {
  const section = sectionAt(file, line);
  const chain = chainNamed(section, name);
  if (section === undefined || chain === undefined) return describeBuiltinChain(name, language);
  if (chain.builtin) return describeBuiltinChain(name, language, builtinChainFacts(section, chain, language));
  return describeUserChain(file, section, chain, language);
}

function describeNegation(role: Extract<Role, { kind: 'negation' }>, language: Language): string {
  const { option } = role;
  const written = option === undefined ? '' : [option.name.text, ...option.values.map((value) => value.text)].join(' ');
  return paragraphs(
    heading('!', words.negation[language], option && code(optionSpelling(option.spec))),
    words.inversion[language],
    option && rulesBlock([`! ${written}`]),
  );
}

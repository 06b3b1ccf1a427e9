import type { CompletionItem } from 'vscode-languageserver-types';
import { allMatches, allTargets, commands, generalOptions } from '../../catalogue/index';
import type { ExtensionSpec, Family } from '../../catalogue/schema';
import type { Language } from '../../l10n/text';
import { describeExtension, describeOption } from '../support/describe';
import { describeBuiltinChain, describeCommand, describePolicy, describeTable } from '../support/describe-places';

/** What an item is about, small enough to travel to the client and back: kind, name, family, table, and the extension of an option. */
export type Subject = readonly [kind: SubjectKind, name: string, family: Family, table: string, extension?: string];

type SubjectKind = 'table' | 'chain' | 'policy' | 'command' | 'parameter' | 'match' | 'target' | 'match-option' | 'target-option';

/** The item with its documentation, as a client asks for it when it shows the item. */
export function resolveCompletion(item: CompletionItem, language: Language): CompletionItem {
  const value = isSubject(item.data) ? describeSubject(item.data, language) : undefined;
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}

function describeSubject(subject: Subject, language: Language): string | undefined {
  const [kind, name, family, table, extension] = subject;
  const context = { family, table };
  switch (kind) {
    case 'table':
      return describeTable(name, language);
    case 'chain':
      return describeBuiltinChain(name, language);
    case 'policy':
      return describePolicy(name, language);
    case 'command': {
      const command = commands.find((one) => one.name === name);
      return command && describeCommand(command, language);
    }
    case 'parameter': {
      const option = optionOf(generalOptions, name, family);
      return option && describeOption(option, undefined, language, context);
    }
    case 'match':
    case 'target': {
      const spec = extensionOf(kind, name, family);
      return spec && describeExtension(spec, language, context);
    }
    case 'match-option':
    case 'target-option': {
      const spec = extensionOf(kind === 'match-option' ? 'match' : 'target', extension ?? '', family);
      const option = spec && optionOf(spec.options, name, family);
      return option && describeOption(option, spec, language, context);
    }
  }
}

function extensionOf(kind: 'match' | 'target', name: string, family: Family): ExtensionSpec | undefined {
  const all: readonly ExtensionSpec[] = kind === 'match' ? allMatches : allTargets;
  return all.find((spec) => spec.name === name && spec.families.includes(family));
}

function optionOf(options: ExtensionSpec['options'], name: string, family: Family): ExtensionSpec['options'][number] | undefined {
  return options.find((option) => option.name === name && (option.families === undefined || option.families.includes(family)));
}

function isSubject(data: unknown): data is Subject {
  return Array.isArray(data) && data.length >= 4 && data.every((part) => typeof part === 'string');
}

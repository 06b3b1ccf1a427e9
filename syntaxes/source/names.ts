import { anyOf, spaces, wordEnd } from './fragments';
import type { Vocabulary } from './vocabulary';

/** A pattern that takes one word, and the scopes of its groups. */
export interface WordPattern {
  readonly pattern: string;
  readonly scopes: readonly string[];
}

/** The name of a chain where one stands: built-in, or made by the file. */
export function chainWord(vocabulary: Vocabulary): WordPattern {
  const builtin = anyOf(vocabulary.builtinChains.map((chain) => chain.name));
  return {
    pattern: `(?:(${builtin})${wordEnd}|([^-!#${spaces}"][^${spaces}"]*+))`,
    scopes: ['variable.language.chain', 'entity.name.function.chain'],
  };
}

/** A policy, `-` for none, or a word that is none. */
export function policyWord(vocabulary: Vocabulary): WordPattern {
  const names = vocabulary.policies.map((policy) => policy.name).filter((name) => name !== '-');
  return {
    pattern: `(?:${names.map((name) => `(${name})`).join('|')}${names.length > 0 ? '|' : ''}(-)|([A-Za-z]{1,32}))${wordEnd}`,
    scopes: [
      ...names.map((name) => `keyword.control.policy.${name.toLowerCase()}`),
      'keyword.operator.policy.none',
      'invalid.illegal.policy',
    ],
  };
}

import { anyOf, spaces, wordEnd, wordStart } from './fragments';
import { policyWord } from './names';
import { noTemplateInWord, upToTemplate } from './templates';
import type { Pattern } from './text-mate';
import { captures, include, scope } from './text-mate';
import type { Vocabulary } from './vocabulary';

/** The rules for whole lines: what a line is, iptables-restore tells by its first character. */
export function linePatterns(vocabulary: Vocabulary): readonly Pattern[] {
  return [comment, ...commit, table(vocabulary), chain(vocabulary), rule];
}

/** Rules that only these lines use. */
export function lineParts(vocabulary: Vocabulary): Readonly<Record<string, readonly Pattern[]>> {
  return {
    policy: policy(vocabulary),
    counters: [{ match: `${wordStart}${counters}`, captures: counterCaptures }],
    'rule-counters': [{ match: `^${counters}`, captures: counterCaptures }],
    // What is no option's value is a `Bad argument` to iptables.
    stray: [{ match: upToTemplate(`${spaces}"`), name: scope('invalid.illegal.argument') }],
    // Only the first character of a line makes a comment.
    'misplaced-comment': [{ match: `${wordStart}#[^\\r\\n]*+`, name: scope('invalid.illegal.comment') }],
  };
}

/** `[packets:bytes]`, with no space in it. */
const counters = '(\\[)([0-9]{1,20})(:)([0-9]{1,20})(\\])';

const counterCaptures = captures(
  'punctuation.section.brackets.begin',
  'constant.numeric.counter.packets',
  'punctuation.separator.counter',
  'constant.numeric.counter.bytes',
  'punctuation.section.brackets.end',
);

const comment: Pattern = {
  begin: '^#',
  end: '$',
  name: scope('comment.line.number-sign'),
  beginCaptures: { 0: { name: scope('punctuation.definition.comment') } },
  patterns: [
    include('template'),
    {
      match: '(iptables-lint)(:)[ \\t]{0,8}(disable(?:-file)?)(=)([^ \\t\\r\\n]*+)',
      captures: captures(
        'keyword.other.directive',
        'punctuation.separator.directive',
        'keyword.other.directive',
        'keyword.operator.assignment',
        'constant.language.rule',
      ),
    },
  ],
};

/** COMMIT must be alone on its line, spaces included. */
const commit: readonly Pattern[] = [
  { match: '^COMMIT(?=\\r?$)', name: scope('keyword.control.commit') },
  { match: `^[ \\t]*+(?i:COMMIT)${wordEnd}.*+`, name: scope('invalid.illegal.commit') },
];

function table(vocabulary: Vocabulary): Pattern {
  return {
    begin: `^(\\*)[ \\t]*+(?:(${anyOf(vocabulary.tables.map((one) => one.name))})${wordEnd}|([A-Za-z][0-9A-Za-z_-]*+)${wordEnd})?`,
    end: '$',
    name: scope('meta.table'),
    beginCaptures: captures('punctuation.definition.table', 'entity.name.namespace.table', 'invalid.illegal.table'),
    patterns: [include('template'), include('template-table'), plain],
  };
}

function chain(vocabulary: Vocabulary): Pattern {
  return {
    begin: `^(:)[ \\t]*+(?:(${anyOf(vocabulary.builtinChains.map((one) => one.name))})${wordEnd}|${noTemplateInWord}([^ \\t\\r\\n]++))?`,
    end: '$',
    name: scope('meta.chain'),
    beginCaptures: captures('punctuation.definition.chain', 'variable.language.chain', 'entity.name.function.chain'),
    patterns: [include('template'), include('template-chain'), include('policy'), include('counters'), plain],
  };
}

/** `[5:600] -A …`, and all that is none of the above: iptables looks for a command's words in it. */
const rule: Pattern = {
  begin: '^(?=.)',
  end: '$',
  name: scope('meta.rule'),
  patterns: [include('rule-counters'), include('rule-words')],
};

function policy(vocabulary: Vocabulary): readonly Pattern[] {
  const { pattern, scopes } = policyWord(vocabulary);
  return [{ match: `${wordStart}${pattern}`, captures: captures(...scopes) }];
}

/** Words that mean nothing where they stand. No quotes are read in these lines. */
const plain: Pattern = { match: upToTemplate(spaces), name: scope('string.unquoted') };

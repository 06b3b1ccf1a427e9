import type { TargetSpec } from '../../server/src/catalogue';
import { anyOf, dashes, foreignSpaces, quotes, spaces, wordEnd } from './fragments';
import { upToTemplate } from './templates';
import type { Pattern } from './text-mate';
import { captures, include, scope } from './text-mate';
import type { ValueKind } from './value-kinds';
import type { Vocabulary } from './vocabulary';

/** The rules for what stands where a value does, by the value's kind; `loose` for what no option claims. */
export function valuePatterns(vocabulary: Vocabulary): Readonly<Record<ValueKind | 'loose', readonly Pattern[]>> {
  const chain = chainPatterns(vocabulary);
  return {
    address: [...shared, include('address-parts'), word('variable.other.constant.host', '/,:\\[\\]')],
    chain: [...shared, ...chain],
    goto: [...shared, { match: `${anyOf(names(vocabulary.targets))}${wordEnd}`, name: scope('invalid.illegal.goto-target') }, ...chain],
    interface: [
      ...shared,
      { match: `\\+${wordEnd}`, name: scope('keyword.operator.wildcard') },
      word('variable.other.constant.interface', '+'),
      plus,
    ],
    match: [
      ...shared,
      { match: `${anyOf(names(vocabulary.matches))}${wordEnd}`, name: scope('support.class.match') },
      word('entity.name.type.match'),
    ],
    name: [...shared, word('variable.other.constant.name')],
    port: [
      ...shared,
      include('number'),
      separator(',', 'list'),
      separator(':-', 'range'),
      separator('/', 'base'),
      word('constant.language.service', ',:/'),
    ],
    protocol: [...shared, { match: `[0-9]{1,3}${wordEnd}`, name: scope('constant.numeric.protocol') }, word('constant.language.protocol')],
    set: [...shared, word('variable.other.constant.set')],
    target: [...shared, ...targetPatterns(vocabulary.targets), ...chain],
    text: [
      include('template'),
      include('string'),
      include('typographic-quote'),
      { match: upToTemplate(` \\t\\r\\n"${quotes}`), name: scope('string.unquoted') },
    ],
    value: [...shared, include('quantity'), word('constant.language', ',/:=')],
    loose: [...shared, include('quantity'), word('string.unquoted', ',/:=')],
  };
}

/** Rules that those of values are made of. */
export const valueParts: Readonly<Record<string, readonly Pattern[]>> = {
  // A quote that is not closed before the line ends makes one word of all the rest of the line. Both kinds are one
  // pattern, so that the engine looks for an end only where a quoted part begins.
  string: [
    {
      begin: '("(?=(?:[^"\\\\\\n]++|\\\\[^\\n])*+"))|(")',
      end: '"|$',
      name: scope('string.quoted.double'),
      beginCaptures: captures('punctuation.definition.string.begin', 'invalid.illegal.unclosed-quote'),
      endCaptures: { 0: { name: scope('punctuation.definition.string.end') } },
      patterns: [include('template'), { match: '\\\\[^\\n]', name: scope('constant.character.escape') }],
    },
  ],
  'typographic-quote': [
    { match: `[${quotes}]|(?<![^${spaces}])[\\x{2018}\\x{201A}\\x{201B}]`, name: scope('invalid.illegal.typographic-quote') },
  ],
  'typographic-dash': [{ match: `[${dashes}]`, name: scope('invalid.illegal.typographic-dash') }],
  'foreign-space': [{ match: `[${foreignSpaces}]++`, name: scope('invalid.illegal.no-break-space') }],
  // `--dport ! 22`: an old way to negate that no iptables of today reads.
  'misplaced-negation': [
    { match: `(?<=[${spaces}=])(!)[ \\t]++(?=[^-${dashes}${spaces}])`, captures: captures('invalid.illegal.negation') },
  ],
  'address-parts': [
    { match: `(/)(${ipv6()})(?![0-9A-Za-z.:])`, captures: captures('punctuation.separator.mask', 'constant.numeric.mask.ipv6') },
    { match: `${ipv6()}(?![0-9A-Za-z.:])`, name: scope('constant.numeric.address.ipv6') },
    {
      match: '(/)([0-9]{1,3}(?:\\.[0-9]{1,3}){0,3})(?![0-9A-Za-z.])',
      captures: captures('punctuation.separator.mask', 'constant.numeric.mask'),
    },
    { match: '[0-9]{1,3}(?:\\.[0-9]{1,3}){1,3}(?![0-9A-Za-z.])', name: scope('constant.numeric.address.ipv4') },
    {
      match: '(:)([0-9]{1,5})(?:(-)([0-9]{1,5}))?(?:(/)([0-9]{1,5}))?(?![0-9A-Za-z])',
      captures: captures(
        'punctuation.separator.port',
        'constant.numeric.port',
        'punctuation.separator.range',
        'constant.numeric.port',
        'punctuation.separator.base',
        'constant.numeric.port',
      ),
    },
    include('number'),
    separator(',', 'list'),
    separator('-', 'range'),
    separator(':', 'port'),
    { match: '[\\[\\]]', name: scope('punctuation.definition.address') },
  ],
  number: [
    { match: '0[xX][0-9A-Fa-f]{1,32}(?![0-9A-Za-z_])', name: scope('constant.numeric.hex') },
    { match: '[0-9]{1,20}(?![0-9A-Za-z_.])', name: scope('constant.numeric.decimal') },
  ],
  // Whatever can be told by its shape: addresses, dates, rates, sizes, numbers with masks and in ranges.
  quantity: [
    { match: '(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])', name: scope('constant.numeric.address.mac') },
    { match: '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}(?::[0-9]{2}){0,2})?(?![0-9A-Za-z])', name: scope('constant.numeric.date') },
    { match: '[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?![0-9A-Za-z:])', name: scope('constant.numeric.time') },
    { match: `${ipv6(3)}(?![0-9A-Za-z.:])`, name: scope('constant.numeric.address.ipv6') },
    { match: '[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9A-Za-z.])', name: scope('constant.numeric.address.ipv4') },
    {
      match: '([0-9]{1,20})([kKmMgG]?[bB])?(/)([A-Za-z]{1,8})(?![0-9A-Za-z_])',
      captures: captures('constant.numeric.rate', 'keyword.other.unit', 'punctuation.separator.rate', 'keyword.other.unit'),
    },
    { match: '[0-9]{1,20}\\.[0-9]{1,20}(?![0-9A-Za-z_.])', name: scope('constant.numeric.decimal') },
    include('number'),
    { match: '([0-9]{1,20})([A-Za-z]{1,5})(?![0-9A-Za-z_.-])', captures: captures('constant.numeric.decimal', 'keyword.other.unit') },
    separator(',', 'list'),
    separator(':', 'range'),
    { match: '-(?=[0-9])', name: scope('punctuation.separator.range') },
    separator('/', 'mask'),
    { match: '=', name: scope('keyword.operator.assignment') },
  ],
};

/** What may stand in a value of any kind but text. */
const shared: readonly Pattern[] = [
  include('template'),
  include('string'),
  include('misplaced-negation'),
  include('typographic-quote'),
  include('typographic-dash'),
  include('foreign-space'),
];

const plus: Pattern = { match: '\\+', name: scope('variable.other.constant.interface') };

/**
 * The rest of a word, up to a character that another rule takes: always some text, so that none is left over.
 * @param stops What else ends it, for a character class.
 */
function word(name: string, stops = ''): Pattern {
  return { match: upToTemplate(`${spaces}"${quotes}${dashes}${stops}`), name: scope(name) };
}

function separator(characters: string, kind: string): Pattern {
  return { match: `[${characters}]`, name: scope(`punctuation.separator.${kind}`) };
}

/** An IPv6 address with at least so many colons: fewer make times and ranges look like addresses. */
function ipv6(colons: 2 | 3 = 2): string {
  const tail = '(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4})?';
  const full = `(?:[0-9A-Fa-f]{0,4}:){${colons},7}${tail}`;
  return colons === 2 ? full : `(?:${full}|[0-9A-Fa-f]{0,4}::${tail})`;
}

function chainPatterns(vocabulary: Vocabulary): readonly Pattern[] {
  return [
    { match: `${anyOf(vocabulary.builtinChains.map((chain) => chain.name))}${wordEnd}`, name: scope('variable.language.chain') },
    word('entity.name.function.chain'),
  ];
}

/** Targets by what becomes of the packet. Those that only write about it stand apart from those that change it. */
function targetPatterns(targets: readonly TargetSpec[]): readonly Pattern[] {
  const kinds = new Map<string, TargetSpec[]>();
  for (const target of targets) {
    const kind = targetScope(target);
    kinds.set(kind, [...(kinds.get(kind) ?? []), target]);
  }
  return [...kinds].map(([kind, members]) => ({ match: `${anyOf(names(members))}${wordEnd}`, name: scope(kind) }));
}

const loggingTargets: ReadonlySet<string> = new Set(['AUDIT', 'LOG', 'NFLOG', 'TRACE', 'ULOG']);

function targetScope(target: TargetSpec): string {
  if (loggingTargets.has(target.name)) return 'keyword.other.target.logging';
  switch (target.verdict) {
    case 'accept':
    case 'drop':
    case 'return':
    case 'queue':
      return `keyword.control.target.${target.verdict}`;
    case 'continue':
      return 'support.class.target';
    case 'nat':
      return 'support.class.target.nat';
  }
}

/** The names that `-m` and `-j` take. */
function names(extensions: readonly { readonly name: string; readonly aliases?: readonly string[] }[]): readonly string[] {
  return extensions.flatMap((extension) => [extension.name, ...(extension.aliases ?? [])]);
}

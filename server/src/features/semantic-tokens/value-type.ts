import type { BoundValue } from '../../model/bound';
import type { TokenType } from './legend';

/** What an option's value is coloured as: by its type in the catalogue, and where that leaves it open, by its shape. */
export function valueType(value: BoundValue): TokenType {
  const id = value.slot.type.id;
  let known = byId.get(id);
  if (known === undefined) {
    known = kinds.find(([pattern]) => pattern.test(id))?.[1] ?? 'shape';
    byId.set(id, known);
  }
  if (known !== 'shape') return known;
  if (value.word.quoted) return 'string';
  return looksNumeric.test(value.text) ? 'number' : 'enumMember';
}

/** Kinds by the `id` of the value's type; the first that fits. */
const kinds: readonly (readonly [RegExp, TokenType])[] = [
  [
    /^(?:comment|bpf-bytecode|u32.*|hex-pattern)$|log-prefix$|nflog-prefix$|-(?:context|trigger-id)$|(?:^|-)(?:path|text|pattern)$/,
    'string',
  ],
  [/(?:^|-)interface$|^set-name$/, 'variable'],
  [/(?:^|-)(?:name|label|helper)$|^timeout-policy$/, 'variable'],
];

const byId = new Map<string, TokenType | 'shape'>();

/** Numbers, addresses, prefixes, ports, ranges, rates, dates, times: all that begins with a digit, or is hexadecimal with colons. */
const looksNumeric = /^[[+-]?(?:\d|[\da-fA-F]*:[\da-fA-F:])/;

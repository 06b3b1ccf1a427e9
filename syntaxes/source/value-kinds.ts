import type { OptionSpec, ValueSlot } from '../../server/src/catalogue';

/** How a value is coloured: each kind has its rules in `values.ts`. */
export type ValueKind =
  | 'address'
  | 'chain'
  | 'goto'
  | 'interface'
  | 'match'
  | 'name'
  | 'port'
  | 'protocol'
  | 'set'
  | 'target'
  | 'text'
  | 'value';

/** Kinds by the name of the value's type. What is not named here is coloured by its shape: a number, a rate, a word. */
const kinds: readonly (readonly [RegExp, ValueKind])[] = [
  [/^target-name$/, 'target'],
  [/^match-name$/, 'match'],
  [/^chain-name$/, 'chain'],
  [/^interface-name$|^physdev/, 'interface'],
  [/^(?:[a-z]+-)?protocol$/, 'protocol'],
  [/^set-name$/, 'set'],
  [
    /^(?:hashlimit|helper|rateest|recent|list|led|idletimer|label|acct|nfacct|object|timer|genre|os)-?(?:name|label|genre)?$|-name$|^timeout-policy$/,
    'name',
  ],
  [/text|prefix$|string|pattern|path$|command|^bpf|^u32|context|secctx|selctx|trigger/, 'text'],
  [/^mac|^address-type|^prefix-length|^port-type/, 'value'],
  [/address|^host-mask|^ip-|^ipv[46]$|^ipv6-list|^nat-(?!mode)|^npt|netmap|gateway/, 'address'],
  [/port/, 'port'],
];

/** The kinds of an option's values, in order. */
export function kindsOf(option: OptionSpec): readonly ValueKind[] {
  if (option.short === 'g') return ['goto'];
  return option.values.map(kindOf);
}

function kindOf(slot: ValueSlot): ValueKind {
  const id = slot.type.id.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return kinds.find(([pattern]) => pattern.test(id))?.[1] ?? 'value';
}

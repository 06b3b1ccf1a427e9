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

/** Kinds by the `id` of the value's type; the first that fits. What none fits is coloured by its shape: a number, a rate, a word. */
const kinds: readonly (readonly [RegExp, ValueKind])[] = [
  [/^target-name$/, 'target'],
  [/^match-name$/, 'match'],
  [/^chain-name$/, 'chain'],
  [/^set-name$/, 'set'],
  [/(?:^|-)interface$/, 'interface'],
  [/(?:^|-)protocol$/, 'protocol'],
  [/^(?:mac-address|address-type-list|connection-label)$/, 'value'],
  [/(?:^|-)address(?:-|$)|^host-mask$|^npt-prefix$|^netmap/, 'address'],
  [/(?:^|-)(?:multi)?ports?(?:-|$)/, 'port'],
  [/^(?:comment|bpf-bytecode|u32.*)$|log-prefix$|-(?:context|trigger-id)$|(?:^|-)(?:path|text|string|pattern)$/, 'text'],
  [/-(?:name|label|helper|policy)$/, 'name'],
];

/** The kinds of an option's values, in order. */
export function kindsOf(option: OptionSpec): readonly ValueKind[] {
  if (option.short === 'g') return ['goto'];
  return option.values.map(kindOf);
}

function kindOf(slot: ValueSlot): ValueKind {
  return kinds.find(([pattern]) => pattern.test(slot.type.id))?.[1] ?? 'value';
}

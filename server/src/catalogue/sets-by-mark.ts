import type { OptionSpec } from './schema';

/**
 * What an option looks at that asks a set. One of the type `hash:ip,mark` looks at the packet's mark (`hash_ipmark4_kadt` in the
 * kernel's ip_set_hash_ipmark.c), and no rule tells the type of a set. But it has two dimensions: with one flag nothing is found in
 * it, nor by way of a set of sets (`ip_set_test` in ip_set_core.c).
 */
export const asksSet: Pick<OptionSpec, 'reads' | 'readsWhere'> = {
  reads: ['mark'],
  readsWhere: /(?:src|dst)[^\s,]*,(?:src|dst)/,
};

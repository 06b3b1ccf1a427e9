import type { Family } from '../../catalogue/schema';
import { parseAddressList } from '../../values/index';

/**
 * What an address list is in the other family: `any` for every address. Only what both families have for the same purpose can be
 * told: the host itself, multicast, link-local addresses.
 * @returns `undefined` for any other address, and for names.
 */
export function addressInOtherFamily(text: string, family: Family): string | undefined {
  const all = text.split(',').map((one) => oneInOtherFamily(one, family));
  if (all.includes('any')) return 'any';
  return all.includes(undefined) ? undefined : [...new Set(all)].join(',');
}

/** RFC 1122 and RFC 4291; `ff00::/8` for `224.0.0.0/4`. */
const ipv4Networks: readonly (readonly [RegExp, string])[] = [
  [/^0\.0\.0\.0\/0(\.0\.0\.0)?$/, 'any'],
  [/^127\.0\.0\.[01](\/(8|32|255\.0\.0\.0|255\.255\.255\.255))?$/, '::1'],
  [/^224\.0\.0\.0\/(4|240\.0\.0\.0)$/, 'ff00::/8'],
  [/^224\.0\.0\.251(\/32)?$/, 'ff02::fb'],
  [/^169\.254\.0\.0\/(16|255\.255\.0\.0)$/, 'fe80::/10'],
];

const ipv6Networks: readonly (readonly [RegExp, string])[] = [
  [/^::\/0$/, 'any'],
  [/^::1(\/128)?$/, '127.0.0.0/8'],
  [/^ff00::\/8$/i, '224.0.0.0/4'],
  [/^ff02::fb(\/128)?$/i, '224.0.0.251'],
  [/^fe80::\/10$/i, '169.254.0.0/16'],
];

function oneInOtherFamily(text: string, family: Family): string | undefined {
  if (parseAddressList(text, family) === undefined) return undefined;
  return (family === 'ipv4' ? ipv4Networks : ipv6Networks).find(([pattern]) => pattern.test(text))?.[1];
}

import type { Text } from '../l10n/text';
import type { BoundOption, BoundValue } from './bound';
import { report } from './report';
import type { Walk } from './walk';

/**
 * What a list of addresses does not go together with: a `!` before the other side's address (`ipv4_post_parse` in
 * iptables/xshared.c), and `-R`, which puts one rule in the place of one (`do_parse`).
 */
export function reportAddressLists(walk: Walk): void {
  const { rule } = walk;
  const list = rule.options.find((option) => isAddress(option) && option.values[0]?.text.includes(',') === true);
  const value = list?.values[0];
  if (list === undefined || value === undefined || hasFault(walk, value)) return;
  const inverted = rule.options.find((option) => isAddress(option) && option.negation !== undefined);
  if (inverted !== undefined && inverted !== list) refuse(walk, list, value, besideInverted(inverted.name.text), invertedRefusal);
  else if (inverted === undefined && rule.command?.spec.name === 'replace') refuse(walk, list, value, inReplacement, replacementRefusal);
}

function isAddress({ owner, spec }: BoundOption): boolean {
  return owner === undefined && (spec.name === 'source' || spec.name === 'destination');
}

function hasFault({ rule }: Walk, value: BoundValue): boolean {
  return value.maybe || rule.faults.some(({ start, end }) => start < value.end && end > value.start);
}

function refuse(walk: Walk, option: BoundOption, value: BoundValue, message: Text, refusal: string): void {
  const { start, end, text } = value;
  report(walk, { code: 'invalid-value', start, end, option: option.name.text, value: text, message, refusal, suggestion: undefined });
}

const invertedRefusal = '! not allowed with multiple source or destination IP addresses';

function besideInverted(option: string): Text {
  return {
    en: `Several addresses cannot stand beside \`! ${option}\`: write a rule for each, or put them into an ipset.`,
    ja: `\`! ${option}\` があるルールには、アドレスを 1 つしか書けません。ルールを分けるか、ipset を使ってください。`,
  };
}

const replacementRefusal = 'Replacement rule does not specify a unique address';

const inReplacement: Text = {
  en: '`-R` puts one rule in the place of another, and several addresses make several rules: write one address.',
  ja: '`-R` が置き換えるルールは 1 つで、複数のアドレスを書くと複数のルールになってしまいます。アドレスは 1 つだけ書いてください。',
};

import type { Family, OptionSpec, ValueSlot } from '../../catalogue/schema';
import { escapeForSnippet } from './item';

/** Addresses in the place of samples that are of the other family. */
const ipv6Samples = ['2001:db8::10', '2001:db8::/64', '2001:db8::10-2001:db8::99', '[2001:db8::10]:8080'];

/** Tab stops for the values of an option, their samples as defaults; a sample's quotes stay outside. */
export function valueStops(option: OptionSpec, family: Family, first = 1): string {
  return option.values
    .map((slot, index) => {
      const sample = sampleFor(slot, family);
      const quoted = /^"(.*)"$/.exec(sample);
      const stop = stopOf(first + index, quoted?.[1] ?? sample);
      return quoted === null ? stop : `"${stop}"`;
    })
    .join(' ');
}

/** A value's sample, or another one where the sample is of the other family. */
export function sampleFor(slot: ValueSlot, family: Family): string {
  const isRight = (value: string): boolean => slot.type.check(value, { family, protocol: undefined, inverted: false }) === undefined;
  if (family === 'ipv4' || isRight(slot.sample.replace(/^"(.*)"$/, '$1'))) return slot.sample;
  return ipv6Samples.find(isRight) ?? slot.sample;
}

/** A tab stop with a default. */
export function stopOf(number: number, value: string): string {
  return `\${${number}:${escapeForSnippet(value)}}`;
}

/** The values of a type that offers only a few. */
export function fewSuggestions(slot: ValueSlot, family: Family): readonly string[] {
  const offered = slot.type.suggest?.('', { family, protocol: undefined, inverted: false }) ?? [];
  return offered.length <= 6 ? offered.map((suggestion) => suggestion.value).filter((value) => value !== slot.sample) : [];
}

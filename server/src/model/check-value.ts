import { offsetInLine } from '../syntax/words';
import type { ValueContext } from '../values/index';
import { protocolNumber } from '../values/index';
import type { BoundOption, BoundValue } from './bound';
import { report } from './report';
import type { Walk } from './walk';

/** One context object serves every value of every line: the value types only read it. */
const context: { -readonly [K in keyof ValueContext]: ValueContext[K] } = { family: 'ipv4', protocol: undefined, inverted: false };

/** Asks a value's type what is wrong with it. */
export function checkValue(walk: Walk, option: BoundOption, value: BoundValue): void {
  if (value.maybe) return;
  context.family = walk.context.family;
  context.protocol = walk.rule.protocol;
  context.inverted = option.negation !== undefined;
  const found = value.slot.type.check(value.text, context);
  if (found === undefined) return;
  const line = walk.rule.tree.text;
  const start = offsetInLine(line, value.word, value.shift + found.start);
  const end = offsetInLine(line, value.word, value.shift + found.end);
  if (
    option.spec.name === 'protocol' &&
    option.owner === undefined &&
    found.code === undefined &&
    protocolNumber(value.text) === undefined
  ) {
    report(walk, { code: 'unknown-protocol', start: value.start, end: value.end, name: value.text, suggestion: found.suggestion });
    return;
  }
  report(walk, {
    code: found.code ?? 'invalid-value',
    start: start < end ? start : value.start,
    end: start < end ? end : value.end,
    backEnd: found.backEnd,
    option: option.name.text,
    value: value.text,
    message: found.message,
    refusal: found.refusal,
    suggestion: found.suggestion,
  });
}

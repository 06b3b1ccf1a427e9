import type { Text } from '../l10n/text';
import type { ValueContext, ValueFault, ValueSuggestion, ValueType } from './value-type';

/** A value type that can also judge a part of a longer value, so that lists need not cut it out. Offsets of its faults count from the whole value's beginning. */
export interface SpanType extends ValueType {
  checkSpan(text: string, start: number, end: number, context: ValueContext): ValueFault | undefined;
}

/** What a span type is made of. */
export interface SpanDefinition {
  readonly id: string;
  readonly doc: Text;
  checkSpan(text: string, start: number, end: number, context: ValueContext): ValueFault | undefined;
  describe?(text: string, context: ValueContext): Text | undefined;
  suggest?(text: string, context: ValueContext): readonly ValueSuggestion[];
  /** The spelling `iptables-save` prints, for a text that is known to be right. */
  canonical?(text: string, context: ValueContext): string | undefined;
}

/** Makes a value type out of its judgement over a stretch. `describe` and `canonical` are asked for right values only. */
export function spanType(definition: SpanDefinition): SpanType {
  const { describe, canonical, suggest } = definition;
  const loads = (text: string, context: ValueContext): boolean => {
    const found = definition.checkSpan(text, 0, text.length, context);
    return found === undefined || (found.code !== undefined && found.code !== 'invalid-value');
  };
  return {
    id: definition.id,
    doc: definition.doc,
    checkSpan: definition.checkSpan,
    check: (text, context) => definition.checkSpan(text, 0, text.length, context),
    ...(describe === undefined
      ? {}
      : { describe: (text: string, context: ValueContext) => (loads(text, context) ? describe(text, context) : undefined) }),
    ...(suggest === undefined ? {} : { suggest }),
    ...(canonical === undefined
      ? {}
      : { canonical: (text: string, context: ValueContext) => (loads(text, context) ? canonical(text, context) : undefined) }),
  };
}

/** The judgement of any type over a stretch: its own where it is a span type, over a copy otherwise. */
export function checkPart(type: ValueType, text: string, start: number, end: number, context: ValueContext): ValueFault | undefined {
  if ('checkSpan' in type) return (type as SpanType).checkSpan(text, start, end, context);
  const found = type.check(text.slice(start, end), context);
  return found === undefined ? undefined : { ...found, start: found.start + start, end: found.end + start };
}

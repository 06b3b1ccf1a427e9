import { fault } from './fault';
import { integerFault } from './integer';
import { parseMark } from './mark';
import { scanEnd, scanUnsigned, U32 } from './scan';
import { spanType } from './span';
import type { ValueFault } from './value-type';

const SLASH = 47;

/**
 * `--realm`: a number with a mask, or a name of /etc/iproute2/rt_realms (libipt_realm.c; xtables.c, `xtables_parse_val_mask`). Which names
 * there are depends on the machine.
 */
export const routingRealm = spanType({
  id: 'routing-realm',
  doc: {
    en: 'A realm by number, with `/mask` if wanted (`0x10/0xf0`), or by its name in `/etc/iproute2/rt_realms`, without a mask.',
    ja: 'レルムの番号(`0x10/0xf0` のように `/マスク` も可)、または `/etc/iproute2/rt_realms` の名前(マスクは不可)です。',
  },
  checkSpan(text, start, end, context) {
    const value = scanUnsigned(text, start, end);
    const stop = scanEnd;
    const word = text.slice(start, end);
    if (value >= 0 && value <= U32 && stop < end && text.charCodeAt(stop) === SLASH) {
      const mask = scanUnsigned(text, stop + 1, end);
      if (mask < 0 || mask > U32) return wrongMask(text, stop, end, 'bad integer value for option "--realm", or out of range.');
      if (scanEnd !== end) return wrongMask(text, stop, end, 'trailing garbage after value for option "--realm".');
      return (value & ~mask) === 0 ? undefined : neverMatching(text, start, end, context.inverted);
    }
    if (value >= 0 && value <= U32 && stop === end) return undefined;
    const refusal = `realm: could not map name ${word} to an integer value for option "--realm".`;
    if (start === end || /^[-+]?\d+$/.test(word) || /^0x/i.test(word)) return integerFault(text, start, end, 0, U32, 0, refusal);
    const slash = word.indexOf('/');
    if (slash < 0) return undefined;
    return fault(
      start + slash,
      end,
      'A realm that is named takes no mask; write its number to give one.',
      '名前で書いたレルムにマスクは付けられません。マスクを付けるには番号で書いてください。',
      { refusal },
    );
  },
  suggest: () => [],
  canonical(text) {
    const parsed = parseMark(text);
    if (parsed === undefined) return undefined;
    return parsed.mask === U32 ? `0x${parsed.value.toString(16)}` : `0x${parsed.value.toString(16)}/0x${parsed.mask.toString(16)}`;
  },
});

function wrongMask(text: string, slash: number, end: number, words: string): ValueFault {
  const refusal = `realm: ${words}`;
  return slash + 1 === end
    ? fault(slash, end, 'The mask behind the "/" is missing.', '「/」の後ろにマスクがありません。', { refusal })
    : integerFault(text, slash + 1, end, 0, U32, 0, refusal);
}

/** `realm & mask == value` is never true (net/netfilter/xt_realm.c, `realm_mt`). */
function neverMatching(text: string, start: number, end: number, inverted: boolean): ValueFault {
  return fault(
    start,
    end,
    `"${text.slice(start, end)}" asks for bits outside of its mask, so it ${inverted ? 'always' : 'never'} matches.`,
    `「${text.slice(start, end)}」はマスク外のビットを求めているため、${inverted ? '常に一致します' : '一致することはありません'}。`,
    { code: 'never-matching-value' },
  );
}

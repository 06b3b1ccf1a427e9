import { fault } from './fault';
import { byteLength, isSpace } from './scan';
import { spanType } from './span';

/** The longest name of a chain (linux/netfilter/x_tables.h, `XT_EXTENSION_MAXNAMELEN` less its closing zero). */
const LONGEST = 28;

/** The name of a chain that is made (xshared.c, `assert_valid_chain_name`). That it must not be a target's is the catalogue's business. */
export const chainName = spanType({
  id: 'chain-name',
  doc: {
    en: 'The name of a chain: at most 28 bytes, no white space, not beginning with `-` or `!`, and not the name of a target.',
    ja: 'チェインの名前です。28 バイトまでで、空白は使えず、`-` や `!` で始めることもできません。ターゲットと同じ名前も使えません。',
  },
  checkSpan(text, start, end) {
    if (end - start > LONGEST / 3 && byteLength(text, start, end) > LONGEST) {
      const name = text.slice(start, end);
      return fault(
        start,
        end,
        `The name of a chain has at most ${LONGEST} bytes; this one has ${byteLength(name)}.`,
        `チェイン名は ${LONGEST} バイトまでですが、これは ${byteLength(name)} バイトあります。短くしてください。`,
        { refusal: `chain name \`${name}' too long (must be under ${LONGEST + 1} chars)` },
      );
    }
    const first = text.charCodeAt(start);
    if (start < end && (first === 45 || first === 33)) {
      const sign = text.charAt(start);
      return fault(start, start + 1, `The name of a chain cannot begin with "${sign}".`, `チェイン名は「${sign}」で始められません。`, {
        refusal: `chain name not allowed to start with \`${sign}'`,
        // Legacy makes and finds such a chain.
        backEnd: 'nft',
      });
    }
    for (let at = start; at < end; at++) {
      if (!isSpace(text.charCodeAt(at))) continue;
      return fault(at, at + 1, 'The name of a chain cannot contain white space.', 'チェイン名に空白は使えません。', {
        refusal: `Invalid chain name \`${text.slice(start, end)}'`,
      });
    }
    return start < end ? undefined : fault(start, end, 'The name of a chain is missing.', 'チェイン名がありません。');
  },
  canonical: (text) => text,
});

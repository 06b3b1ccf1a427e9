import type { BackEnd } from '../../catalogue/schema';
import type { Text } from '../../l10n/text';

/** Words of the file, marked as such. */
export function quoted(words: string): string {
  return `\`${words}\``;
}

/** A list in a sentence: "`a`, `b` and `c`". */
export function listed(words: readonly string[], last: 'and' | 'or'): Text {
  const all = words.map(quoted);
  return {
    en: all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} ${last} ${all[all.length - 1]}`,
    ja: all.join(last === 'and' ? '、' : ' か '),
  };
}

/**
 * A sentence that names the only back end that refuses something; empty where both do.
 * @param otherwise What the other one does, as the end of a sentence whose subject it is: "loads it".
 */
export function onlyRefusedBy(backEnd: BackEnd | undefined, otherwise: Text): Text {
  if (backEnd === undefined) return { en: '', ja: '' };
  const other = backEnd === 'legacy' ? 'nft' : 'legacy';
  return {
    en: ` Only the ${backEnd} back end refuses it; ${other} ${otherwise.en}.`,
    ja: `拒否するのは ${backEnd} バックエンドだけで、${other} バックエンドは${otherwise.ja}。`,
  };
}

/** Two texts, one behind the other. */
export function joined(first: Text, second: Text): Text {
  return { en: first.en + second.en, ja: first.ja + second.ja };
}

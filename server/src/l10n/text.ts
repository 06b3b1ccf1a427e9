/** A sentence or paragraph for the user, in every language the product speaks. Markdown where the consumer shows Markdown. */
export interface Text {
  readonly en: string;
  readonly ja: string;
}

/** The languages the product speaks. */
export type Language = keyof Text;

/**
 * The language for an editor's locale.
 * @param locale A BCP 47 tag such as `ja`, `ja-JP` or `en-US`; `undefined` when the client names none.
 */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^ja(-|$)/i.test(locale) ? 'ja' : 'en';
}

/** A text that reads the same in every language: a name, a number, a piece of code. */
export function verbatim(words: string): Text {
  return { en: words, ja: words };
}

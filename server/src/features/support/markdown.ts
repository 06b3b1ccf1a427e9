import type { Language, Text } from '../../l10n/text';

/** A piece of code inside a sentence. */
export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + space + text + space + fence;
}

/** Pieces of code, one after the other. */
export function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}

/** Lines of a rules file as a block. */
export function rulesBlock(lines: readonly string[]): string {
  return `\`\`\`iptables\n${lines.join('\n')}\n\`\`\``;
}

/** Paragraphs; what is `undefined` or empty is left out. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** The first line of a hover: what it is called, and what kind of thing it is. */
export function heading(name: string, ...notes: readonly (string | undefined)[]): string {
  return [`**${code(name)}**`, ...notes.filter((note) => note !== undefined && note !== '')].join(' · ');
}

/** A text's first sentence. */
export function firstSentence(text: Text, language: Language): string {
  const whole = text[language];
  const end = language === 'ja' ? whole.indexOf('。') : whole.search(/\.(?=\s)/);
  return end < 0 ? whole : whole.slice(0, end + 1);
}

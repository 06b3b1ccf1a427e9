import type { LineTree } from '../syntax/line';
import type { Word } from '../syntax/words';
import { isForeignSpace, isTypographicQuote } from '../syntax/words';
import type { BoundRule } from './bound';
import type { Fault } from './faults';

/** The first character outside of quotes that looks like a space or a quote and is none to iptables. */
export function oddCharacter(tree: LineTree): number | undefined {
  for (let at = 0; at < tree.text.length; at++) {
    const code = tree.text.charCodeAt(at);
    if (code > 31 && code < 127) continue;
    if (isForeignSpace(code) || isTypographicQuote(code) || code === 0) return at;
  }
  return undefined;
}

/** `-j ACCEPT` with a no-break space behind it: no fault of the line by itself, but no chain is called so. */
export function namesHaveForeignSpace(rule: BoundRule): boolean {
  const names = [rule.command?.chain?.text, rule.jump?.target === undefined ? rule.jump?.name.text : undefined];
  return names.some((name) => name !== undefined && Array.from(name).some((character) => isForeignSpace(character.charCodeAt(0))));
}

/** How many of them are marked: behind a hundred the next one says nothing new. */
const mostSpaces = 100;

/** Marks each foreign space, and each control character, between words. */
export function reportSpaces(rule: BoundRule, words: readonly Word[]): void {
  const text = rule.tree.text;
  let at = Math.max(rule.tree.counters?.end ?? 0, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const most = rule.faults.length + mostSpaces;
  for (const word of [...words, { start: text.length, end: text.length }]) {
    for (; at < word.start && rule.faults.length < most; at++) {
      const fault = foreignSpaceFault(text, at);
      if (fault !== undefined) rule.faults.push(fault);
    }
    at = word.end;
  }
}

/** What is wrong with the character at an offset, if it stands where a space should; `undefined` for a space or a tab. */
export function foreignSpaceFault(text: string, at: number): Fault | undefined {
  const character = text.charCodeAt(at);
  if (!isForeignSpace(character)) return undefined;
  return character < 32 || character === 127
    ? { code: 'control-character', start: at, end: at + 1, character }
    : { code: 'no-break-space', start: at, end: at + 1, character };
}

/** Marks each typographic quote that opens or closes a word. */
export function reportQuotes(rule: BoundRule, tree: LineTree, meant: boolean): void {
  for (const word of rule.tree.words) {
    const opens = isTypographicQuote(tree.text.charCodeAt(word.start));
    const closes = isTypographicQuote(tree.text.charCodeAt(word.end - 1));
    if (!opens && !(closes && meant)) continue;
    rule.faults.push({ code: 'typographic-quote', start: word.start, end: word.end, refused: meant });
  }
}

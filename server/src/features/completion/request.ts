import type { BackEnd } from '../../catalogue/schema';
import type { Language } from '../../l10n/text';
import type { RulesFile } from '../../model/rules-file';
import type { Word } from '../../syntax/words';
import { cutWords } from '../../syntax/words';
import type { Position, Span } from '../../text/position';

/** What a client wants of completion. */
export interface CompletionOptions {
  /** Offer the snippets too; not for a client that brings them itself, or they would stand there twice. */
  readonly snippets?: boolean;
  /** The client takes texts with tab stops. */
  readonly snippetSupport?: boolean;
  /** The client's command that opens the list again, for texts that leave something to choose: VS Code's `editor.action.triggerSuggest`. */
  readonly suggestCommand?: string | undefined;
  /** The back end that must take what is offered; both where it is left out. */
  readonly backEnd?: BackEnd | 'any';
  /** The other open files: what stands in them is offered as well. */
  readonly others?: readonly RulesFile[];
}

/** One question: what can stand at the cursor. */
export interface CompletionRequest {
  readonly file: RulesFile;
  readonly line: number;
  readonly text: string;
  readonly character: number;
  readonly language: Language;
  readonly options: CompletionOptions;
  /** The word at the cursor, which the chosen one replaces; empty between words. */
  readonly word: Span;
  /** What of the word stands before the cursor. */
  readonly typed: string;
  /** The word behind it; `undefined` at the line's end. */
  readonly following: string | undefined;
}

/** The request for a position. */
export function requestAt(file: RulesFile, position: Position, language: Language, options: CompletionOptions): CompletionRequest {
  const { line } = position;
  const text = file.lineText(line);
  const character = Math.min(Math.max(position.character, 0), text.length);
  const words = wordsOf(file, line, text);
  const word = wordAt(text, words, character);
  return {
    file,
    line,
    text,
    character,
    language,
    options,
    word,
    typed: text.slice(word.start, character),
    following: words === undefined ? cutWords(text, word.end)[0]?.value : words.find((other) => other.start >= word.end)?.value,
  };
}

/** The words of a line with something of a template in it, where blanks within a placeholder part nothing; `undefined` for other lines. */
function wordsOf(file: RulesFile, line: number, text: string): readonly Word[] | undefined {
  const tree = file.treeWith(line, text);
  return tree.template === undefined || tree.kind !== 'command' ? undefined : tree.words;
}

/**
 * Whether what is typed could be meant for an entry: its letters come in the entry's word in the same order, which is the most
 * lenient that editors compare by. What could not be meant needs no judging by the checker, which is what takes time.
 */
export function couldMean({ typed }: CompletionRequest, word: string): boolean {
  let at = 0;
  for (let index = 0; index < word.length && at < typed.length; index++) {
    if (sameLetter(word.charCodeAt(index), typed.charCodeAt(at))) at++;
  }
  return at === typed.length;
}

function sameLetter(a: number, b: number): boolean {
  return a === b || ((a ^ b) === 32 && (a | 32) >= 97 && (a | 32) <= 122);
}

/** The space that has to follow what is put in: one where the cursor stands right before a word. */
export function glue(request: CompletionRequest): string {
  return request.word.start === request.word.end && /^\S/.test(request.text.slice(request.character)) ? ' ' : '';
}

/**
 * The word that a cursor stands in or right behind, or right before, where it is no option; otherwise an empty one:
 * in `-A INPUT | -j ACCEPT` something new is begun, in `-A |INPUT` another chain is chosen.
 */
function wordAt(text: string, words: readonly Word[] | undefined, character: number): Span {
  for (const word of words ?? cutWords(text)) {
    const before = word.start === character && !/[-!"]/.test(text.charAt(word.start));
    if ((word.start < character || before) && character <= word.end) return { start: word.start, end: word.end };
  }
  return { start: character, end: character };
}

import type { ShellToken, ShellWord } from './words';
import { shellTokens } from './words';

/** A command of a shell script: one program with its words. */
export interface SimpleCommand {
  readonly words: readonly ShellWord[];
  /** As written, from its first word to the end of its last. */
  readonly source: string;
  /** What stands between it and the command before it in the same line: `;`, `&&`, `||`, `|`; `undefined` for the first. */
  readonly joined: string | undefined;
  /** A pipe takes what it prints, or gives it what it reads. */
  readonly piped: boolean;
}

/** What a script consists of, in order. */
export type Statement =
  | { readonly kind: 'blank'; readonly line: number }
  /** A comment on lines of its own, or behind the commands of a line; with its `#`. */
  | { readonly kind: 'comment'; readonly line: number; readonly text: string }
  /** A line of commands, continuation lines joined. */
  | { readonly kind: 'commands'; readonly line: number; readonly source: string; readonly commands: readonly SimpleCommand[] }
  /** A loop, a condition, a function, a here-document: `commands` are what stands in it. */
  | { readonly kind: 'compound'; readonly line: number; readonly source: string; readonly commands: readonly SimpleCommand[] };

const openers = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{', '[[']);
const closers = new Set(['fi', 'done', 'esac', '}', ']]']);
const between = new Set(['then', 'do', 'else', 'elif', 'in', '!', 'time', 'function']);

/** Reads a shell script. Nothing is lost: each line is part of one statement. */
export function readStatements(text: string): Statement[] {
  const tokens = shellTokens(text);
  const statements: Statement[] = [];
  let lastEnd = 0;
  let line = 0;
  const lineAt = (offset: number): number => {
    for (; lastEnd < offset; lastEnd++) if (text.charCodeAt(lastEnd) === 10) line++;
    return line;
  };
  let at = 0;
  while (at < tokens.length) {
    const first = tokens[at];
    if (first === undefined) break;
    if (first.kind === 'newline') {
      statements.push({ kind: 'blank', line: lineAt(first.start) });
      at++;
      continue;
    }
    const end = statementEnd(tokens, at);
    const own = tokens.slice(at, end.next);
    at = end.next;
    const comments = own.filter((token) => token.kind === 'comment');
    const rest = own.filter((token) => token.kind !== 'comment' && token.kind !== 'newline');
    const lastToken = own.filter((token) => token.kind !== 'newline').pop();
    const from = lineAt(first.start);
    if (rest.length === 0) {
      for (const comment of comments) statements.push({ kind: 'comment', line: from, text: comment.text });
      continue;
    }
    const commands = simpleCommands(rest, text);
    if (end.compound) {
      // Its comments stay in its text.
      statements.push({ kind: 'compound', line: from, source: text.slice(first.start, lastToken?.end), commands });
      continue;
    }
    for (const comment of comments) statements.push({ kind: 'comment', line: from, text: comment.text });
    statements.push({ kind: 'commands', line: from, source: text.slice(first.start, rest[rest.length - 1]?.end), commands });
  }
  return statements;
}

/** Where the statement that begins at a token ends, behind its line end: a compound one reaches over many lines. */
function statementEnd(tokens: readonly ShellToken[], from: number): { readonly next: number; readonly compound: boolean } {
  const open: string[] = [];
  let compound = false;
  let first = true;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    switch (token.kind) {
      case 'newline': {
        const before = tokens[at - 1];
        const here = tokens[at + 1]?.kind === 'redirection' && tokens[at + 1]?.start === token.end;
        // A line that ends in `&&`, `||` or `|` goes on in the next one.
        const goesOn = before?.kind === 'operator' && ['&&', '||', '|', '|&'].includes(before.text);
        if (here && tokens.slice(from, at).some((one) => one.kind === 'redirection' && one.text.includes('<<'))) {
          compound = true;
          at++;
          if (open.length === 0) return { next: at + 1, compound };
        } else if (open.length === 0 && !goesOn) return { next: at + 1, compound };
        first = true;
        break;
      }
      case 'operator':
        if (token.text === '(') {
          open.push('(');
          compound = true;
        } else if (token.text === ')') {
          if (open[open.length - 1] === '(') open.pop();
        }
        first = true;
        break;
      case 'word': {
        const name = wordText(token.word);
        if (first && openers.has(name)) {
          open.push(name);
          compound = true;
        } else if (first && closers.has(name) && open.length > 0) open.pop();
        else if (name === ']]' && open[open.length - 1] === '[[') open.pop();
        // Behind `for NAME` and `case WORD` the next word that counts is `do` or a pattern, which stand behind an operator or line end.
        first = first && (between.has(name) || (openers.has(name) && name !== 'for' && name !== 'case' && name !== 'select'));
        break;
      }
      default:
        break;
    }
  }
  return { next: tokens.length, compound: compound || open.length > 0 };
}

function simpleCommands(tokens: readonly ShellToken[], text: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: ShellWord[] = [];
  let start = -1;
  let end = -1;
  let joined: string | undefined;
  const finish = (operator: string): void => {
    const piped = operator === '|' || operator === '|&' || joined === '|' || joined === '|&';
    if (start >= 0) commands.push({ words, source: text.slice(start, end), joined, piped });
    words = [];
    start = -1;
    joined = operator;
  };
  for (const token of tokens) {
    if (token.kind === 'operator') {
      finish(token.text);
      continue;
    }
    if (start < 0) start = token.start;
    end = token.end;
    if (token.kind === 'word') words.push(token.word);
  }
  finish(';');
  return commands;
}

/** A word without quotes or variables; empty for any other. */
export function wordText(word: ShellWord | undefined): string {
  const [piece, ...more] = word?.pieces ?? [];
  return piece !== undefined && more.length === 0 && piece.kind === 'text' && !piece.quoted ? piece.text : '';
}

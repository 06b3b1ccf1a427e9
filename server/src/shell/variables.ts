import type { SimpleCommand, Statement } from './statements';
import { wordText } from './statements';
import type { Piece, ShellWord } from './words';
import { assignmentOf } from './words';

/** What is known of a script's variables while it is read from its first line to its last. */
export interface Variables {
  /** Notes what a command assigns, once the command itself has been read. */
  after(statement: Statement['kind'], command: SimpleCommand): void;
  /** The words that a word becomes: variables that are certain filled in, unquoted ones cut at their blanks. */
  expand(word: ShellWord): ShellWord[];
  /** The value of a variable where it is certain; `undefined` elsewhere. */
  value(name: string): string | undefined;
}

/** Commands that run other commands, which may assign anything. */
const anything = new Set(['.', 'source', 'eval']);
/** Commands whose words are names that they assign, or assignments. */
const assigning = new Set(['export', 'readonly', 'declare', 'typeset', 'local', 'read', 'unset', 'getopts', 'mapfile', 'readarray', 'let']);
const keepsValue = new Set(['export', 'readonly', 'declare', 'typeset']);

/**
 * A variable is certain when one line assigns it, outside of any condition, loop and function, with a plain literal, before it is
 * used; every other one stays visible.
 */
export function variablesOf(statements: readonly Statement[]): Variables {
  const counts = new Map<string, number>();
  for (const statement of statements) {
    if (statement.kind !== 'commands' && statement.kind !== 'compound') continue;
    for (const command of statement.commands) for (const name of assignedBy(command)) counts.set(name, (counts.get(name) ?? 0) + 1);
    // `${NAME:=value}` assigns as well.
    for (const match of statement.source.matchAll(/\$\{([A-Za-z_]\w*):?=/g)) counts.set(match[1] ?? '', 2);
    // So does arithmetic.
    for (const match of statement.source.matchAll(/\(\(\s*([A-Za-z_]\w*)\s*(?:[-+*/%]?=|\+\+|--)/g)) counts.set(match[1] ?? '', 2);
  }
  const certain = new Map<string, string>();
  let left = mostFilledIn;
  const expand = (word: ShellWord): ShellWord[] =>
    expandWord(word, (name) => {
      const value = left > 0 ? certain.get(name) : undefined;
      left -= value?.length ?? 0;
      return value;
    });
  return {
    expand,
    value: (name) => certain.get(name),
    after(statement, command) {
      if (anything.has(wordText(command.words[0]))) certain.clear();
      if (statement === 'compound' || command.piped || !(command.joined === undefined || command.joined === ';')) return;
      for (const { name, value } of assignments(command)) {
        const literal = value === undefined ? undefined : literalOf(value, certain);
        if (literal !== undefined && counts.get(name) === 1) certain.set(name, literal);
      }
    },
  };
}

/** The names that a command assigns, or may assign. */
function assignedBy(command: SimpleCommand): string[] {
  const names: string[] = [];
  let place = 0;
  // `do LAN=…`, `then LAN=…`: what is a keyword here is the business of the statements.
  while (/^(do|then|else|elif|if|while|until|\{|!)$/.test(wordText(command.words[place]))) place++;
  const first = wordText(command.words[place]);
  if (first === 'for' || first === 'select') return [wordText(command.words[place + 1])];
  if (assigning.has(first)) {
    for (const word of command.words.slice(place + 1)) names.push(assignmentOf(word)?.name ?? wordText(word));
    return names;
  }
  for (const word of command.words.slice(place)) {
    const found = assignmentOf(word);
    if (found === undefined) break;
    names.push(found.name);
  }
  return names;
}

/** The assignments that stay in force behind a command; none of those in front of a program. */
function assignments(command: SimpleCommand): { readonly name: string; readonly value: ShellWord | undefined }[] {
  const own = keepsValue.has(wordText(command.words[0])) ? command.words.slice(1) : command.words;
  const found = own.map((word) => assignmentOf(word));
  if (own === command.words && found.some((one) => one === undefined)) return [];
  return found.flatMap((one) => (one === undefined ? [] : [{ name: one.name, value: one.appends ? undefined : one.value }]));
}

/** Letters of variables that are filled in: a long value in each of thousands of commands is more text than anybody reads, and stays visible. */
const mostFilledIn = 2_000_000;

/** No line that iptables-restore reads is longer (10,239 bytes), and variables that are made of each other grow beyond any memory. */
const longestValue = 10_239;

function literalOf(word: ShellWord, certain: ReadonlyMap<string, string>): string | undefined {
  let value = '';
  for (const piece of word.pieces) {
    const text = piece.kind === 'text' ? piece.text : piece.kind === 'variable' ? certain.get(piece.name) : undefined;
    if (text === undefined || value.length + text.length > longestValue) return undefined;
    value += text;
  }
  return value;
}

function expandWord(word: ShellWord, known: (name: string) => string | undefined): ShellWord[] {
  if (!word.pieces.some((piece) => piece.kind === 'variable' && known(piece.name) !== undefined)) return [word];
  const words: Piece[][] = [];
  let apart = true;
  const add = (piece: Piece): void => {
    if (apart) words.push([]);
    apart = false;
    words[words.length - 1]?.push(piece);
  };
  for (const piece of word.pieces) {
    const value = piece.kind === 'variable' ? known(piece.name) : undefined;
    if (value === undefined) add(piece);
    else if (piece.quoted) add({ kind: 'text', text: value, name: '', quoted: true });
    else {
      // Blanks of an unquoted variable part words ("Field Splitting").
      for (const part of value.split(/([ \t\n]+)/)) {
        if (/^[ \t\n]+$/.test(part)) apart = true;
        else if (part !== '') add({ kind: 'text', text: part, name: '', quoted: false });
      }
    }
  }
  return words.map((pieces) => ({ start: word.start, end: word.end, pieces }));
}

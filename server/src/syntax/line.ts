import type { Span } from '../text/position';
import type { Hole, TemplateLine } from './template-line';
import { holeCharacter, isPlain } from './template-line';
import type { Word } from './words';
import { cutWords, mostWords } from './words';

/**
 * What a line is by its first character, which is all that iptables-restore looks at (`ip46tables_restore_main`
 * in iptables/iptables-restore.c). `command` is everything else: `-A …`, `[5:60] -A …`, and what is none of these.
 */
export type LineKind = 'blank' | 'comment' | 'table' | 'chain' | 'commit' | 'command';

/** The tree of one line. Its parts are spans of the line's text, so the text can always be rebuilt from it. */
export interface LineTree {
  readonly kind: LineKind;
  readonly text: string;
  /**
   * The words: of a table line the name, of a chain line the name, the policy and the counters, of a command line
   * its arguments. Empty for the other kinds.
   */
  readonly words: readonly Word[];
  /** `[packets:bytes]` in front of a command. */
  readonly counters: Counters | undefined;
  /** What the line is to the template that it stands in; `undefined` in a plain file, and for a line that has nothing of it. */
  readonly template?: TemplateLine | undefined;
}

/** Counters as they stand in a line, brackets included. A part that is missing is `undefined`. */
export interface Counters extends Span {
  readonly packets: Span | undefined;
  readonly bytes: Span | undefined;
  /** There is a `]`. */
  readonly closed: boolean;
}

/** What kind of line a text is. */
export function lineKind(text: string): LineKind {
  switch (text.charCodeAt(0)) {
    case 45: // -, before all others: nearly every line of a large file begins with it.
      return 'command';
    case 35: // #
      return 'comment';
    case 42: // *
      return 'table';
    case 58: // :
      return 'chain';
    case 67: // C
      return text === 'COMMIT' ? 'commit' : 'command';
    default:
      return text.length === 0 ? 'blank' : 'command';
  }
}

/**
 * The tree of a line. Any text has one.
 * @param template What the line is to the template that it stands in.
 */
export function parseLine(text: string, template?: TemplateLine): LineTree {
  if (template !== undefined && !isPlain(template)) return parseTemplateLine(text, template);
  // A byte order mark is reported as such, and what stands behind it is read as if it were not there.
  const first = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const kind = lineKind(first === 0 ? text : text.slice(1));
  switch (kind) {
    case 'command': {
      const counters = text.charCodeAt(first) === 91 ? parseCounters(text, first) : undefined;
      return { kind, text, words: cutWords(text, counters?.end ?? first), counters };
    }
    case 'table':
    case 'chain':
      return { kind, text, words: cutAtSpaces(text, first + 1), counters: undefined };
    default:
      return { kind, text, words: [], counters: undefined };
  }
}

/** A line with something of a template: its control lines are comments, its placeholders parts of words. */
function parseTemplateLine(text: string, template: TemplateLine): LineTree {
  const { masked, first } = template;
  const body = masked.slice(first).trimEnd();
  if (template.role !== 'text' || body === '') return { kind: 'comment', text, words: [], counters: undefined, template };
  const kind = lineKind(body);
  switch (kind) {
    case 'command': {
      const counters = masked.charCodeAt(first) === 91 ? parseCounters(masked, first) : undefined;
      return { kind, text, words: withHoles(text, template.holes, cutWords(apart(masked), counters?.end ?? first)), counters, template };
    }
    case 'table':
    case 'chain':
      return { kind, text, words: withHoles(text, template.holes, cutAtSpaces(masked, first + 1)), counters: undefined, template };
    default:
      return { kind, text, words: [], counters: undefined, template };
  }
}

/** `{{ comment }}-A INPUT`: what stands before a command, glued to it, is a word of its own. */
function apart(masked: string): string {
  return masked.replace(gluedToCommand, (all) => `${all.slice(0, -2)} -`);
}

const gluedToCommand = new RegExp(`^\\s*${holeCharacter}{2,}-`);

/** Words with the text of the holes in them, which the masked line does not have. */
function withHoles(text: string, holes: readonly Hole[], words: readonly Word[]): Word[] {
  let passed = 0;
  return words.map((word) => {
    // Both are in order: holes that end before a word end before all that follow.
    while ((holes[passed]?.end ?? word.end) <= word.start) passed++;
    let behind = passed;
    while ((holes[behind]?.start ?? word.end) < word.end) behind++;
    const own = holes.slice(passed, behind);
    if (own.length === 0) return word;
    if (!word.quoted) return { ...word, value: text.slice(word.start, word.end), holes: own };
    const filled = own.map((hole) => text.slice(hole.start, hole.end)).join('');
    let next = 0;
    return {
      ...word,
      value: Array.from(word.value, (character) => (character === holeCharacter ? filled.charAt(next++) : character)).join(''),
      holes: own,
    };
  });
}

/** Counters that begin with the `[` at an offset. Without a `]` they reach to the next space. */
export function parseCounters(text: string, start: number): Counters {
  const bracket = text.indexOf(']', start);
  const space = text.slice(start).search(/[ \t]/);
  const last = bracket >= 0 ? bracket : space >= 0 ? start + space : text.length;
  const colon = text.indexOf(':', start);
  const inside = colon > start && colon < last;
  return {
    start,
    end: bracket >= 0 ? bracket + 1 : last,
    packets: (inside ? colon : last) > start + 1 ? { start: start + 1, end: inside ? colon : last } : undefined,
    bytes: inside ? { start: colon + 1, end: last } : undefined,
    closed: bracket >= 0,
  };
}

/** Table and chain lines know no quotes: `strtok` cuts them at spaces and tabs. */
function cutAtSpaces(text: string, from: number): Word[] {
  const words: Word[] = [];
  let at = from;
  while (at < text.length && words.length < mostWords) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    const start = at;
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
    if (at > start) words.push({ start, end: at, value: text.slice(start, at), quoted: false, unclosed: false });
  }
  return words;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

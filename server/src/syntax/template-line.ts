import type { Span } from '../text/position';
import type { TemplateLanguage } from './template-language';
import type { TemplateState } from './template-state';
import { afterTag, inTable, sameState } from './template-state';
import type { Tag } from './template-tags';
import { tagsOf } from './template-tags';

/**
 * What a line is to the template. `text`: a line of rules, perhaps with placeholders in it. `control`: nothing but control tags and
 * comments. `opaque`: what is filled in may be any lines, or the line goes on from the one before in a way that depends on a branch.
 */
export type TemplateRole = 'text' | 'control' | 'opaque';

/** A stretch of a line that something else fills in, to be read as a part of the word that it touches. */
export interface Hole extends Span {
  /** It holds a whole block, `{% if … %}…{% endif %}`, of which the words are there or not. */
  readonly block: boolean;
}

/** What a line of a template is, beside its words. */
export interface TemplateLine {
  readonly before: TemplateState;
  readonly after: TemplateState;
  readonly role: TemplateRole;
  /** Placeholders, control tags and comments from left to right. */
  readonly tags: readonly Tag[];
  readonly holes: readonly Hole[];
  /** The text as it is cut into words: private-use characters in the place of holes, blanks in that of control tags. */
  readonly masked: string;
  /** The offset where the line's own text begins: behind control tags that stand before it. */
  readonly first: number;
  /** It may or may not be there: it stands in a block. */
  readonly conditional: boolean;
  /** Further words may follow in the next line. */
  readonly continues: boolean;
  /** The table that the line stands in is not certain. */
  readonly tableUnsure: boolean;
  /** It stands in no table for certain, as far as the template's control tags go. */
  readonly outside: boolean;
}

/** Stands for each character of a hole. A private-use character, so that no rules file has it by chance. */
export const holeCharacter = '\uE0F1';

/**
 * Reads a line of a template.
 * @param before The state that the line before left.
 */
export function templateLine(text: string, before: TemplateState, language: TemplateLanguage): TemplateLine {
  const { tags, open } = tagsOf(text, language, before.open);
  if (tags.length === 0 && !before.joined) return plainLine(text, before);
  const layout = text.charCodeAt(0) === 35 && before.open === undefined ? comment(text, tags) : layoutOf(text, tags);
  let state: TemplateState = { ...before, open, joined: false };
  const leading = tags.filter((tag) => tag.end <= layout.first);
  for (const tag of leading) state = afterTag(state, tag);
  const at = state;
  const body = layout.masked.slice(layout.first).trimEnd();
  const isComment = body.charCodeAt(0) === 35;
  const fresh = body === '' || freshStart.test(body);
  const continued =
    !isComment &&
    body !== '' &&
    !fresh &&
    (before.joined || (before.open?.kind === 'placeholder' && tags.length > 0) || leading.at(-1)?.trims === true);
  const onlyHoles = body !== '' && body.replace(holes, '').trim() === '';
  const hasOutput = tags.some((tag) => tag.kind === 'placeholder');
  const role: TemplateRole =
    layout.split || continued || (onlyHoles && (hasOutput || layout.holes.length > 0)) ? 'opaque' : body === '' ? 'control' : 'text';
  if (role === 'opaque' && state.table === 'outside') state = inTable(state, 'unknown');
  else if (role === 'text') state = afterBody(state, body);
  for (const tag of tags) if (tag.end > layout.first) state = afterTag(state, tag);
  const last = tags.at(-1);
  const endsInTag = last !== undefined && last.kind !== 'placeholder' && text.slice(last.end).trim() === '' && last.end > layout.first;
  const leaves = last?.unclosed === true && last.kind === 'placeholder';
  const isRule = body !== '' && !isComment && !/^(?:[*:]|COMMIT\b)/.test(body);
  // A block around the whole rule is closed on its line: nobody goes on with the rule behind it.
  const continues = (endsInTag || leaves) && isRule && !layout.wrapped && (role === 'text' || continued);
  const joined = continues || (before.joined && (role === 'control' || continued) && text.trim() !== '');
  if (joined) state = { ...state, joined };
  return {
    before,
    after: sameState(before, state) ? before : state,
    role,
    tags,
    holes: layout.holes,
    masked: layout.masked,
    first: layout.first,
    conditional: at.blocks !== '' || layout.wrapped,
    continues,
    tableUnsure: at.table === 'unknown',
    outside: at.table === 'outside',
  };
}

/** What is left of the rule when a file has no template constructs in a line: shared by all such lines of one state. */
function plainLine(text: string, before: TemplateState): TemplateLine {
  const first = text.charCodeAt(0);
  const changes = first === 42 || (first === 67 && text === 'COMMIT');
  const known = changes ? undefined : plainLines.get(before);
  if (known !== undefined) return known;
  const after = afterBody(before, text);
  const line: TemplateLine = {
    before,
    after: sameState(before, after) ? before : after,
    role: 'text',
    tags: [],
    holes: [],
    masked: '',
    first: 0,
    conditional: before.blocks !== '',
    continues: false,
    tableUnsure: before.table === 'unknown',
    outside: before.table === 'outside',
  };
  if (!changes) plainLines.set(before, line);
  return line;
}

const plainLines = new WeakMap<TemplateState, TemplateLine>();

/** Whether a line has nothing of a template in it, so that its own text is all there is to read. */
export function isPlain(line: TemplateLine | undefined): boolean {
  return line === undefined || (line.tags.length === 0 && line.role === 'text');
}

const holes = new RegExp(`${holeCharacter}+`, 'g');

/** Whether a part of a masked line, in which each hole may be anything, can come out as a text. */
export function mayBecome(masked: string, text: string): boolean {
  const parts = masked.split(holes);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return masked === text;
  return text.startsWith(first) && text.endsWith(last) && text.length >= first.length + last.length;
}
const freshStart = /^(?:-[ANIDRFXPZEC]|--(?:append|new-chain|insert|delete|replace|flush|policy)|[*:#[]|COMMIT\b)/;

/** A table's name decides that the lines behind stand in it, COMMIT that they do not. */
function afterBody(state: TemplateState, body: string): TemplateState {
  if (body.charCodeAt(0) === 42) return inTable(state, body.includes(holeCharacter) ? 'unknown' : 'inside');
  return body === 'COMMIT' ? inTable(state, 'outside') : state;
}

interface Layout {
  readonly masked: string;
  readonly first: number;
  readonly holes: readonly Hole[];
  /** The line's own text stands in a block that begins and ends on it. */
  readonly wrapped: boolean;
  /** What the line is depends on the branch. */
  readonly split: boolean;
}

function comment(text: string, tags: readonly Tag[]): Layout {
  return { masked: text, first: 0, holes: tags.map(({ start, end }) => ({ start, end, block: false })), wrapped: false, split: false };
}

/** Where a line's own text stands, and what in it is filled in. */
function layoutOf(text: string, tags: readonly Tag[]): Layout {
  const characters = [...Array(text.length).keys()].map((at) => text.charAt(at));
  const fill = ({ start, end }: Span, character: string): void => void characters.fill(character, start, end);
  const { closers, openers } = pairsOf(tags);
  const matching = (index: number, before: number): Closer | undefined => {
    const closer = closers[index];
    return closer !== undefined && closer.at < before ? closer : undefined;
  };
  let low = 0;
  let high = tags.length;
  let first = 0;
  let end = text.length;
  let wrapped = false;
  for (;;) {
    // Tags that stand before and behind the text.
    while (low < high && isSteering(tags[low]) && text.slice(first, tags[low]?.start).trim() === '' && matching(low, high) === undefined) {
      first = tags[low++]?.end ?? first;
    }
    while (
      high > low &&
      isSteering(tags[high - 1]) &&
      text.slice(tags[high - 1]?.end, end).trim() === '' &&
      (openers[high - 1] ?? -1) < low
    ) {
      end = tags[--high]?.start ?? end;
    }
    // `{% if … %}-A INPUT …{% endif %}`: one block around all of the text, without another branch.
    const opener = tags[low];
    const closer = matching(low, high);
    if (opener === undefined || closer === undefined || closer.at !== high - 1 || closer.branches) break;
    if (text.slice(first, opener.start).trim() !== '' || text.slice(tags[closer.at]?.end, end).trim() !== '') break;
    first = opener.end;
    low++;
    end = tags[--high]?.start ?? end;
    wrapped = true;
  }
  for (const tag of tags.slice(0, low)) fill(tag, ' ');
  for (const tag of tags.slice(high)) fill(tag, ' ');
  const found: Hole[] = [];
  let split = false;
  for (let index = low; index < high; index++) {
    const tag = tags[index];
    if (tag === undefined) break;
    const closer = matching(index, high);
    if (tag.kind === 'placeholder') {
      found.push({ start: tag.start, end: tag.end, block: false });
      fill(tag, holeCharacter);
    } else if (closer !== undefined) {
      const hole = blockHole(text, tag, tags[closer.at] ?? tag);
      if (text.slice(first, tag.start).trim() === '') split = true;
      found.push(hole);
      fill({ start: tag.start, end: tags[closer.at]?.end ?? tag.end }, ' ');
      fill(hole, holeCharacter);
      index = closer.at;
    } else if (tag.flow === 'none' || tag.flow === 'include') {
      const loose = /\s/.test(text.charAt(tag.start - 1) || ' ') || /\s/.test(text.charAt(tag.end) || ' ');
      if (!loose || tag.flow === 'include') found.push({ start: tag.start, end: tag.end, block: false });
      fill(tag, loose && tag.flow === 'none' ? ' ' : holeCharacter);
    } else {
      // A branch begins or ends in the middle of the line: from here on nothing is certain.
      if (tag.flow !== 'open') split = true;
      const rest = { start: tag.start, end: text.length };
      found.push({ ...rest, block: true });
      fill(rest, holeCharacter);
      break;
    }
  }
  while (first < text.length && low > 0 && /\s/.test(characters[first] ?? '')) first++;
  return { masked: characters.join(''), first: low > 0 || wrapped ? first : 0, holes: found, wrapped, split };
}

function isSteering(tag: Tag | undefined): boolean {
  return tag !== undefined && tag.kind !== 'placeholder' && tag.flow !== 'include';
}

/** The tag of a line that closes the block which another one opens, and whether the block has branches. */
interface Closer {
  readonly at: number;
  readonly branches: boolean;
}

/** For each tag the one that closes the block which it opens, and the one that opens the block which it closes; on this line. */
function pairsOf(tags: readonly Tag[]): {
  readonly closers: readonly (Closer | undefined)[];
  readonly openers: readonly (number | undefined)[];
} {
  const closers = new Array<Closer | undefined>(tags.length).fill(undefined);
  const openers = new Array<number | undefined>(tags.length).fill(undefined);
  const open: { readonly at: number; branches: boolean }[] = [];
  for (const [at, { flow }] of tags.entries()) {
    const last = open[open.length - 1];
    if (flow === 'open') open.push({ at, branches: false });
    else if (flow === 'middle' && last !== undefined) last.branches = true;
    else if (flow === 'close' && last !== undefined) {
      open.pop();
      closers[last.at] = { at, branches: last.branches };
      openers[at] = last.at;
    }
  }
  return { closers, openers };
}

/** A block within a line. Blanks at its ends, inside of its tags, part it from the words beside it. */
function blockHole(text: string, opener: Tag, closer: Tag): Hole {
  const apartBefore = /\s/.test(text.charAt(opener.end));
  const apartBehind = /\s/.test(text.charAt(closer.start - 1));
  return { start: opener.start + (apartBefore ? 1 : 0), end: closer.end - (apartBehind ? 1 : 0), block: true };
}

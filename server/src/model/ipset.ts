import type { Range } from '../text/position';
import { rangeOf } from '../text/position';

/** A file that ipset has saved. */
export interface SetFile {
  readonly uri: string;
  readonly text: string;
}

/** Where a set is created. */
export interface SetDeclaration {
  readonly uri: string;
  /** Its name. */
  readonly range: Range;
}

/**
 * The sets that ipset save files create, by name, each with the places of its `create NAME TYPE …`, or `-N NAME TYPE …` as
 * older ones write it (ipset(8)).
 * @returns `undefined` when the texts create none: they are no such files.
 */
export function setsOf(files: readonly SetFile[]): ReadonlyMap<string, readonly SetDeclaration[]> | undefined {
  const sets = new Map<string, SetDeclaration[]>();
  for (const { uri, text } of files) {
    let line = 0;
    let lineStart = 0;
    for (const match of text.matchAll(createLine)) {
      for (let end = text.indexOf('\n', lineStart); end >= 0 && end < match.index; end = text.indexOf('\n', lineStart)) {
        line++;
        lineStart = end + 1;
      }
      const [, before = '', quote = '', name = ''] = match;
      const start = match.index - lineStart + before.length + quote.length;
      const declaration = { uri, range: rangeOf(line, { start, end: start + name.length }) };
      const known = sets.get(name);
      if (known === undefined) sets.set(name, [declaration]);
      else known.push(declaration);
    }
  }
  return sets.size === 0 ? undefined : sets;
}

/** What stands before the name, its opening quote, the name; the type must stand behind it. */
const createLine = /^([ \t]*(?:create|-N|--create|-n)[ \t]+)("?)((?<=")[^"\n]+(?=")|(?<!")\S+)"?[ \t]+\S+/gm;

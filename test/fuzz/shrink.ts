// Makes a file on which the checker and a back end differ as small as it can be.

import type { JudgedFile } from '../support/cases/differences';
import { judge } from '../support/cases/differences';
import type { Difference } from '../support/cases/known';
import type { LoadOptions } from '../support/oracle';

/** The smallest file found that still shows a difference of the same kind. */
export async function shrink(difference: Difference, options: LoadOptions = {}): Promise<Difference> {
  let smallest = difference;
  for (let round = 0; round < 40; round++) {
    const found = await firstThatDiffers(smallest, smaller(smallest.text), options);
    if (found === undefined) return smallest;
    smallest = found;
  }
  return smallest;
}

async function firstThatDiffers(like: Difference, texts: readonly string[], options: LoadOptions): Promise<Difference | undefined> {
  const files: JudgedFile[] = texts.map((text) => ({ text, family: like.family }));
  if (files.length === 0) return undefined;
  const { differences } = await judge(files, options);
  return differences
    .filter(({ backEnd, accepted }) => backEnd === like.backEnd && accepted === like.accepted)
    .sort((a, b) => a.text.length - b.text.length)[0];
}

/** The text without each of its lines, without each of a line's words or two of them, and with shorter words. */
function smaller(text: string): readonly string[] {
  const lines = text.split('\n');
  const made = new Set<string>();
  const add = (changed: readonly string[]): void => {
    made.add(changed.join('\n'));
  };
  for (const [index, line] of lines.entries()) {
    const without = (replacement: string): readonly string[] => lines.map((old, place) => (place === index ? replacement : old));
    if (line === '' || line.startsWith('*') || line === 'COMMIT') continue;
    add(lines.filter((_, place) => place !== index));
    const words = line.split(' ');
    for (let at = 0; at < words.length; at++) {
      for (const count of [1, 2, 3]) add(without([...words.slice(0, at), ...words.slice(at + count)].join(' ')));
      const word = words[at] ?? '';
      if (word.length > 8) add(without([...words.slice(0, at), word.slice(0, word.length / 2), ...words.slice(at + 1)].join(' ')));
    }
  }
  made.delete(text);
  return [...made].filter((one) => one.length < text.length).slice(0, 400);
}

// Slight changes that make a right rule a wrong one, mostly.

import type { Family } from '../../server/src/catalogue/schema';
import { allExtensions, optionWords, sampleFor } from '../support/cases/draft';
import type { Random } from '../support/cases/random';
import { boundaries, quoted, variants } from '../support/cases/words';
import { generalWords } from './rules';

/** Zero to three changes of a rule's words. */
export function mutated(random: Random, family: Family, words: readonly string[], count = random.pick([0, 0, 0, 1, 1, 1, 2, 3])): string[] {
  let changed = [...words];
  for (let left = count; left > 0; left--) changed = mutation(random, family, changed);
  return changed;
}

function mutation(random: Random, family: Family, words: readonly string[]): string[] {
  const made = [...words];
  const at = random.below(Math.max(1, made.length));
  const word = made[at] ?? '';
  switch (random.below(16)) {
    case 0:
      made.splice(at, 1);
      break;
    case 1:
      made.splice(at, 0, word);
      break;
    case 2:
      made.splice(at, 2, made[at + 1] ?? '', word);
      break;
    case 3:
      made.splice(at, 0, '!');
      break;
    case 4: {
      const option = optionAt(made, at);
      if (option >= 0) made[option] = (made[option] ?? '').slice(0, 3 + random.below((made[option] ?? '').length));
      break;
    }
    case 5: {
      const option = optionAt(made, at);
      if (option >= 0 && option + 1 < made.length)
        made.splice(option, 2, `${made[option]}${random.percent(70) ? '=' : ''}${made[option + 1]}`);
      break;
    }
    case 6:
      made[at] = quoted(random.pick(variants(word)));
      break;
    case 7:
      made[at] = random.pick(boundaries);
      break;
    case 8:
      made[at] = word.replace(/\d+/, random.pick(boundaries));
      break;
    case 9:
      made.splice(at, 0, ...generalWords(random, family));
      break;
    case 10: {
      const spec = random.pick(allExtensions);
      const option = spec.options.length > 0 ? random.pick(spec.options) : undefined;
      if (option !== undefined)
        made.splice(at, 0, ...optionWords({ spec: option, values: option.values.map((slot) => sampleFor(slot, family)) }));
      break;
    }
    case 11: {
      const spec = random.pick(allExtensions);
      made.splice(at, 0, spec.kind === 'match' ? '-m' : '-j', spec.name);
      break;
    }
    case 12: {
      const moved = made.splice(at, 2);
      made.splice(random.below(made.length + 1), 0, ...moved);
      break;
    }
    case 13:
      made[at] = random.pick([`"${word}"`, `"${word}`, `${word}"`, `'${word}'`, word.toUpperCase(), word.toLowerCase(), `${word}${word}`]);
      break;
    case 14:
      made[at] = word.startsWith('--') ? word.slice(1) : word.startsWith('-') ? `-${word}` : `--${word}`;
      break;
    default:
      made[at] = random.pick([
        '-p',
        '-m',
        '-j',
        '-g',
        '-s',
        '--',
        '-',
        '-f',
        '-c',
        '-4',
        '-6',
        '-v',
        '-n',
        '-i',
        '#',
        '-j ACCEPT',
        '-p tcp',
        '-p all',
        'eth0',
        'tcp',
        'ACCEPT',
      ]);
  }
  return made;
}

/** The place of the first long option from a place on; -1 without one. */
function optionAt(words: readonly string[], from: number): number {
  const behind = words.findIndex((word, index) => index >= from && word.startsWith('-'));
  return behind >= 0 ? behind : words.findIndex((word) => word.startsWith('--'));
}

/** The words of a line with their quotes. */
export function wordsOfLine(line: string): string[] {
  return line.match(/"(?:[^"\\]|\\.)*"?|[^\s"]+(?:"[^"]*"?)?/g) ?? [];
}

const characters = '0123456789abcdefx:./,-|!~%+=&@<> ABGKMXZ_';

/** A word in which some characters are others, more or fewer. */
export function withOtherCharacters(random: Random, word: string): string {
  let made = word;
  for (let left = random.pick([0, 1, 1, 1, 2, 3]); left > 0; left--) {
    const at = random.below(made.length + 1);
    const character =
      random.percent(30) && made.length > 0 ? made.charAt(random.below(made.length)) : characters.charAt(random.below(characters.length));
    const kind = random.below(5);
    if (kind === 0) made = made.slice(0, at) + made.slice(at + 1);
    else if (kind === 1) made = made.slice(0, at) + character + made.slice(at + 1);
    else if (kind === 2) made = made.slice(0, at) + character + made.slice(at);
    else if (kind === 3) made = made.slice(0, at) + made.slice(random.below(made.length + 1));
    else made = made.replace(/\d+|0x[0-9a-f]+/, random.pick(boundaries));
  }
  return made;
}

// Random rules, right or nearly right: matches, target, general parameters.

import { generalOptions, tables } from '../../server/src/catalogue';
import type { Family, TableName } from '../../server/src/catalogue/schema';
import type { ValueContext } from '../../server/src/values/value-type';
import type { OptionDraft, UseDraft } from '../support/cases/draft';
import { allExtensions, baseFor, madeFor, optionsIn, sampleFor, useWords } from '../support/cases/draft';
import type { Random } from '../support/cases/random';
import { quoted, wordsFor } from '../support/cases/words';

/** A right or nearly right rule without its command: matches, target, general parameters. */
export function ruleOf(random: Random, family: Family, wanted?: TableName): { table: TableName; chain: string; words: string[] } {
  const uses: UseDraft[] = [];
  const general: string[] = [];
  let table: TableName = wanted ?? 'filter';
  let chain: string = random.pick(tables.find((each) => each.name === table)?.chains ?? ['INPUT']);
  const matches = allExtensions.filter((spec) => spec.kind === 'match' && spec.families.includes(family));
  const targets = allExtensions.filter((spec) => spec.kind === 'target' && spec.families.includes(family));
  const picked = [
    ...Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () => random.pick(matches)),
    ...(random.percent(55) ? [random.pick(random.percent(50) ? targets : targets.filter(({ options }) => options.length === 0))] : []),
  ];
  for (const spec of picked) {
    const options = optionsIn(spec, family);
    const base = baseFor(spec, family, options.length === 0 || random.percent(30) ? undefined : random.pick(options));
    if (base === undefined) continue;
    if (wanted === undefined && random.percent(90)) ({ table, chain } = base);
    if (general.length === 0 || random.percent(30)) general.push(...base.general.filter(() => !general.includes('-p')));
    uses.push(...base.uses.slice(0, -1), varied(random, family, madeFor(base)));
  }
  for (let count = random.pick([0, 0, 0, 1, 1, 2]); count > 0; count--) general.push(...generalWords(random, family));
  return { table, chain, words: [...general, ...uses.flatMap(useWords)] };
}

/** More options, other values, other spellings, inversion. */
function varied(random: Random, family: Family, use: UseDraft): UseDraft {
  const all = optionsIn(use.spec, family);
  const options = [...use.options];
  if (random.percent(30) && all.length > 0) {
    const spec = random.pick(all);
    if (!options.some((one) => one.spec === spec) || random.percent(15))
      options.splice(random.below(options.length + 1), 0, { spec, values: spec.values.map((slot) => sampleFor(slot, family)) });
  }
  return {
    ...use,
    ...(use.spec.aliases !== undefined && random.percent(10) ? { name: random.pick(use.spec.aliases) } : {}),
    options: options.map((option): OptionDraft => {
      const { spec } = option;
      const names = [spec.name, ...(spec.aliases ?? [])];
      const inverted = random.percent(spec.invertible ? 25 : 1);
      return {
        spec,
        ...(inverted ? { inverted } : {}),
        spelling: `--${random.pick(names)}`,
        values: option.values.map((value, place) => {
          const slot = spec.values[place];
          if (slot === undefined || random.percent(35)) return value;
          return wordFor(random, slot, { family, protocol: undefined, inverted });
        }),
      };
    }),
  };
}

/** A value for a slot: mostly one that the checker has nothing against. */
export function wordFor(random: Random, slot: Parameters<typeof wordsFor>[0], context: ValueContext): string {
  const key = `${context.family} ${slot.type.id} ${slot.sample}`;
  let words = known.get(key);
  if (words === undefined) {
    const all = wordsFor({ ...slot, sample: sampleFor(slot, context.family) }, context);
    const right = all.filter((word) => slot.type.check(word, context) === undefined);
    words = { all, right: right.length > 0 ? right : all };
    known.set(key, words);
  }
  return random.pick(random.percent(80) ? words.right : words.all);
}

const known = new Map<string, { all: readonly string[]; right: readonly string[] }>();

/** A general parameter with its value. */
export function generalWords(random: Random, family: Family): string[] {
  const options = generalOptions.filter(
    (option) =>
      (option.families === undefined || option.families.includes(family)) && !['version', 'help', 'modprobe'].includes(option.name),
  );
  const usual = options.filter((option) =>
    ['protocol', 'source', 'destination', 'in-interface', 'out-interface', 'fragments', 'set-counters'].includes(option.name),
  );
  const option = random.pick(random.percent(95) ? usual : options);
  const spelling =
    option.short !== undefined && random.percent(80) ? `-${option.short}` : `--${random.pick([option.name, ...(option.aliases ?? [])])}`;
  const inverted = random.percent(option.invertible ? 20 : 2);
  const values = option.values.map((slot) =>
    quoted(random.percent(40) ? sampleFor(slot, family) : wordFor(random, slot, { family, protocol: undefined, inverted })),
  );
  return [...(inverted ? ['!'] : []), spelling, ...values];
}

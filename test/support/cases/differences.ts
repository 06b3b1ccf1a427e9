// Files judged by both real back ends in one go, and the checker's verdicts held against theirs.

import type { BackEnd, Family } from '../../../server/src/catalogue/schema';
import { severityOf } from '../../../server/src/features/diagnostics';
import { defaultSettings } from '../../../server/src/features/settings';
import { RulesFile } from '../../../server/src/model/rules-file';
import { findingsOf } from '../../../server/src/rules/findings';
import type { Finding } from '../../../server/src/rules/rule';
import type { LoadOptions, OracleCase, Verdicts } from '../oracle';
import { load, probe } from '../oracle';
import { errorsFor, shown } from './judge';
import type { Difference, Reason } from './known';
import { reasonFor } from './known';

/** A file to be judged. */
export interface JudgedFile {
  readonly family: Family;
  readonly text: string;
}

/** What came of judging files. Each back end's verdict on a file counts once. */
export interface Outcome<T extends JudgedFile = JudgedFile> {
  readonly verdicts: number;
  readonly agreed: number;
  /** How many differences each reason explains. */
  readonly explained: ReadonlyMap<string, number>;
  /** What no reason explains. */
  readonly differences: readonly (Difference & { readonly file: T })[];
}

const backEnds: readonly BackEnd[] = ['legacy', 'nft'];

/** The ipsets that cases may name, made in each namespace that needs one. */
const sets: readonly string[] = ['blocklist', 'blocked', 'allowed'];

/** Judges files. */
export async function judge<T extends JudgedFile>(files: readonly T[], options: LoadOptions = {}): Promise<Outcome<T>> {
  const version = (await probe(options.prefix)).version ?? '';
  const found = files.map((file) => findingsOf(new RulesFile(file.text, { family: file.family })));
  const errors = found.map((all) => all.filter((finding) => severityOf(finding, defaultSettings) === 'error'));
  const first = await load(files.map(oracleCase), options);
  const verdictsOf = (index: number): Verdicts => first.get(String(index)) as Verdicts;
  // What loads in spite of an error is loaded once more and read back: it may load as something else.
  const again = files.flatMap((file, index) =>
    backEnds.some((backEnd) => verdictsOf(index)[backEnd].accepted && errorsFor(errors[index] ?? [], backEnd).length > 0)
      ? [oracleCase(file, index)]
      : [],
  );
  const second = again.length === 0 ? undefined : await load(again, { ...options, save: true });
  let agreed = 0;
  const explained = new Map<string, number>();
  const differences: (Difference & { file: T })[] = [];
  for (const [index, file] of files.entries()) {
    for (const backEnd of backEnds) {
      const { accepted, words } = verdictsOf(index)[backEnd];
      const counting = errorsFor(errors[index] ?? [], backEnd);
      if (accepted === (counting.length === 0)) {
        agreed++;
        continue;
      }
      const difference: Difference = {
        ...file,
        backEnd,
        version,
        accepted,
        words,
        saved: second?.get(String(index))?.[backEnd].saved,
        errors: counting,
        findings: found[index] ?? [],
      };
      const reason: Reason | undefined = reasonFor(difference);
      if (reason === undefined) differences.push({ ...difference, file });
      else explained.set(reason.id, (explained.get(reason.id) ?? 0) + 1);
    }
  }
  return { verdicts: files.length * backEnds.length, agreed, explained, differences };
}

/** A difference in a few lines: the file, what the back end did, what the checker says. */
export function printed(difference: Difference): string {
  const { text, family, backEnd, version, accepted, words, saved, errors } = difference;
  const told: readonly Finding[] = errors;
  return [
    `${family}, ${backEnd} ${version}:`,
    ...text.split('\n').map((line) => `    ${line}`),
    accepted ? `  loads${saved === undefined ? '' : ` as ${saved.trim().replaceAll('\n', ' ⏎ ')}`}` : `  is refused: ${words}`,
    told.length === 0 ? '  The checker finds no error.' : `  The checker finds ${told.map((finding) => shown(finding, text)).join(', ')}.`,
  ].join('\n');
}

function oracleCase(file: JudgedFile, index: number): OracleCase {
  const setup = sets.map((name) => `ipset create ${name} hash:ip family ${file.family === 'ipv4' ? 'inet' : 'inet6'}`).join('\n');
  return { name: String(index), text: file.text, family: file.family, ...(/-set[ =]/.test(file.text) ? { setup } : {}) };
}

import source from '../../../../snippets/iptables.json';
import type { Family, TableName } from '../../catalogue/schema';
import type { Text } from '../../l10n/text';
import { RulesFile } from '../../model/rules-file';
import { expandStops } from './tab-stops';

/** One snippet of `snippets/iptables.json`, which the editor's own snippets and the server's completion both come from. */
export interface RulesSnippet {
  readonly title: string;
  /** The word that calls it. */
  readonly prefix: string;
  readonly doc: Text;
  /** Its text, with tab stops. */
  readonly body: string;
  /** The tables of the sections it brings; empty for rules that go into a table. */
  readonly sections: readonly string[];
}

/** All snippets, in the order of the file. A description has two lines, English and Japanese. */
export const rulesSnippets: readonly RulesSnippet[] = Object.entries(source).map(([title, { prefix, description, body }]) => ({
  title,
  prefix,
  doc: { en: description[0] ?? title, ja: description[1] ?? title },
  body: body.join('\n'),
  sections: body.filter((line) => line.startsWith('*')).map((line) => line.slice(1)),
}));

/** The snippets of whole sections that load in files of a family, their defaults kept. */
export function sectionSnippets(family: Family): readonly RulesSnippet[] {
  return placed(family).sections;
}

/** The snippets of rules that are for a table: those that could stand in several are for filter. */
export function ruleSnippets(family: Family, table: string): readonly RulesSnippet[] {
  return placed(family).rules.filter((snippet) => snippet.table === table);
}

/** A whole file with a snippet in its place, its defaults kept; `undefined` where it is not for the family. */
export function fileWith(snippet: RulesSnippet, family: Family): string | undefined {
  const { sections, rules } = placed(family);
  const text = expandStops(snippet.body);
  if (sections.includes(snippet)) return text;
  const table = rules.find((one) => one.prefix === snippet.prefix)?.table;
  return table === undefined ? undefined : `*${table}\n${text}\nCOMMIT\n`;
}

interface Placed {
  readonly sections: readonly RulesSnippet[];
  readonly rules: readonly (RulesSnippet & { readonly table: TableName | undefined })[];
}

const placedByFamily: Partial<Record<Family, Placed>> = {};

/** Where each snippet fits, found out by the model once. */
function placed(family: Family): Placed {
  placedByFamily[family] ??= {
    sections: rulesSnippets.filter((snippet) => snippet.sections.length > 0 && loads(expandStops(snippet.body), family)),
    rules: rulesSnippets
      .filter((snippet) => snippet.sections.length === 0)
      .map((snippet) => ({ ...snippet, table: tableOf(expandStops(snippet.body), family) })),
  };
  return placedByFamily[family];
}

const likeliestTables: readonly TableName[] = ['filter', 'raw', 'nat', 'mangle', 'security'];

function tableOf(rules: string, family: Family): TableName | undefined {
  return likeliestTables.find((table) => loads(`*${table}\n${rules}\nCOMMIT\n`, family));
}

function loads(text: string, family: Family): boolean {
  const file = new RulesFile(text, { family });
  return file.records.every((record) => record.faults.length === 0) && file.resolution().faults.size === 0;
}

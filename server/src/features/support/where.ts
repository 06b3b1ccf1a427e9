import { tables as allTables } from '../../catalogue/index';
import type { BackEnd, Extension, Hook, OptionSpec, TableName } from '../../catalogue/schema';
import { forBackEnd } from '../../catalogue/schema';
import type { Language, Text } from '../../l10n/text';
import { words } from '../../l10n/words';
import { hookOrder } from '../../model/jump-graph';
import { code, codes } from './markdown';

/** What restricts the place of an extension or an option. */
export type Placed = Pick<OptionSpec, 'tables' | 'chains' | 'families'>;

/**
 * Where the kernel takes something, in a few words: tables, chains, families, the `-p` it needs. Empty where it is taken
 * everywhere.
 */
export function whereValid(spec: Placed & Partial<Pick<Extension, 'protocols'>>, language: Language): string {
  const legacy = placeNote(spec, 'legacy', language);
  const nft = placeNote(spec, 'nft', language);
  const anywhere = words.anywhere[language];
  const notes = [
    legacy === nft ? legacy : `legacy: ${legacy === '' ? anywhere : legacy}`,
    legacy === nft ? '' : `nft: ${nft === '' ? anywhere : nft}`,
    familyNote(spec.families, language),
    spec.protocols === undefined ? '' : protocolNote(spec.protocols, language),
  ];
  return notes.filter((note) => note !== '').join(' · ');
}

/** The tables and chains of one back end. */
function placeNote(spec: Placed, backEnd: BackEnd, language: Language): string {
  const tables = forBackEnd(spec.tables, backEnd) ?? allTables.map((table) => table.name);
  const allowed = forBackEnd(spec.chains, backEnd) ?? hookOrder;
  const reached = new Set(allTables.filter((table) => tables.includes(table.name)).flatMap((table) => table.chains));
  const chains = hookOrder.filter((hook) => reached.has(hook) && allowed.includes(hook));
  const notes = [
    tables.length === allTables.length ? '' : named(tables, words.table, words.tables, language),
    chains.length === hookOrder.length ? '' : named(chains, words.chain, words.chains, language),
  ];
  return notes.filter((note) => note !== '').join(' · ');
}

/** "tables `filter`, `raw`"; in Japanese the noun follows. */
export function named(names: readonly (TableName | Hook)[], singular: Text, plural: Text, language: Language): string {
  const noun = (names.length === 1 ? singular : plural)[language];
  return language === 'ja' ? `${codes(names)} ${noun}` : `${noun} ${codes(names)}`;
}

function familyNote(families: Placed['families'], language: Language): string {
  if (families === undefined || families.length !== 1) return '';
  return families[0] === 'ipv4' ? words.onlyIpv4[language] : words.onlyIpv6[language];
}

function protocolNote(protocols: readonly string[], language: Language): string {
  const list = protocols.map((name) => code(`-p ${name}`)).join(protocols.length > 2 ? ', ' : words.or[language]);
  return language === 'ja' ? `${list} が必要` : `needs ${list}`;
}

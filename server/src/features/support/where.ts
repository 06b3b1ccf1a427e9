import { tables as allTables } from '../../catalogue/index';
import type { Extension, Hook, OptionSpec, PerBackEnd, TableName } from '../../catalogue/schema';
import { forBackEnd } from '../../catalogue/schema';
import type { Language } from '../../l10n/text';
import { words } from '../../l10n/words';
import { hookOrder } from '../../model/hooks';
import { code, codes } from './markdown';

/** What restricts the place of an extension or an option. */
export type Placed = Pick<OptionSpec, 'tables' | 'chains' | 'families'>;

/**
 * Where the kernel takes something, in a few words: tables, chains, families, the `-p` it needs. Empty where it is taken
 * everywhere.
 */
export function whereValid(spec: Placed & Partial<Pick<Extension, 'protocols'>>, language: Language): string {
  const notes = [
    perBackEnd(spec.tables, (tables) => tablesNote(tables, language)),
    perBackEnd(chainsOf(spec), (chains) => chainsNote(chains, language)),
    familyNote(spec.families, language),
    spec.protocols === undefined ? '' : protocolNote(spec.protocols, language),
  ];
  return notes.filter((note) => note !== '').join(' · ');
}

/** The chains it is taken in: its own, or those that its tables have, where that says more than the tables' names. */
function chainsOf(spec: Placed): PerBackEnd<readonly Hook[]> | undefined {
  if (spec.tables === undefined) return spec.chains;
  const within = (backEnd: 'legacy' | 'nft'): readonly Hook[] => {
    const tables = forBackEnd(spec.tables, backEnd) ?? [];
    const allowed = forBackEnd(spec.chains, backEnd) ?? hookOrder;
    const reached = new Set(allTables.filter((table) => tables.includes(table.name)).flatMap((table) => table.chains));
    return hookOrder.filter((hook) => reached.has(hook) && allowed.includes(hook));
  };
  const legacy = within('legacy');
  const nft = within('nft');
  if (legacy.length === hookOrder.length && nft.length === hookOrder.length) return undefined;
  return legacy.join() === nft.join() ? legacy : { legacy, nft };
}

function perBackEnd<T>(value: PerBackEnd<readonly T[]> | undefined, note: (items: readonly T[]) => string): string {
  if (value === undefined) return '';
  const legacy = note(forBackEnd(value, 'legacy') ?? []);
  const nft = note(forBackEnd(value, 'nft') ?? []);
  return legacy === nft ? legacy : `legacy: ${legacy}, nft: ${nft}`;
}

function tablesNote(tables: readonly TableName[], language: Language): string {
  if (tables.length === allTables.length) return words.anyTable[language];
  return language === 'ja'
    ? `${codes(tables)} ${words.tables.ja}`
    : `${tables.length === 1 ? words.table.en : words.tables.en} ${codes(tables)}`;
}

function chainsNote(chains: readonly Hook[], language: Language): string {
  if (chains.length === hookOrder.length) return words.anyChain[language];
  return language === 'ja'
    ? `${codes(chains)} ${words.chains.ja}`
    : `${chains.length === 1 ? words.chain.en : words.chains.en} ${codes(chains)}`;
}

function familyNote(families: Placed['families'], language: Language): string {
  if (families === undefined || families.length !== 1) return '';
  return families[0] === 'ipv4' ? words.onlyIpv4[language] : words.onlyIpv6[language];
}

function protocolNote(protocols: readonly string[], language: Language): string {
  const list = protocols.map((name) => code(`-p ${name}`)).join(protocols.length > 2 ? ', ' : words.or[language]);
  return language === 'ja' ? `${list} が必要` : `needs ${list}`;
}

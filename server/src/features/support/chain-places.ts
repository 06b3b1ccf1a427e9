import type { Part } from '../../model/bound';
import type { LineRecord } from '../../model/record';
import type { Section } from '../../model/resolve-types';
import type { RulesFile } from '../../model/rules-file';
import { sectionAt } from '../../model/sections';
import type { Position, Span } from '../../text/position';
import { roleAt } from './roles';

/** A place where a line names a chain. */
export interface ChainPlace extends Span {
  readonly line: number;
  readonly use: ChainUse;
}

/**
 * What a line does with the chain that it names: it makes it (`:NAME`, `-N`, the new name of `-E`), writes to it
 * (`-A`, `-P`, …), looks at it (`-C`, `-L`, `-S`), or jumps to it.
 */
export type ChainUse = 'makes' | 'writes' | 'looks' | 'jumps';

/** A chain that a word names. Chains of one name are the same in every section of a table. */
export interface NamedChain extends Span {
  readonly name: string;
  /** `undefined`: the line stands outside of every table. */
  readonly table: string | undefined;
  readonly line: number;
}

/** The chain that the word at a position names; `undefined` for any other word. */
export function chainAt(file: RulesFile, position: Position): NamedChain | undefined {
  // Which names are chains' and which are targets' is known only when the file has been resolved.
  file.resolution();
  const { line, character } = position;
  const table = file.records[line]?.table;
  const role = roleAt(file, position);
  if (role?.kind === 'chain' && role.name !== '') return { name: role.name, table, line, start: role.start, end: role.end };
  for (const { part } of otherFamilysNames(file, line))
    if (part.start <= character && character <= part.end) return { name: part.text, table, line, start: part.start, end: part.end };
  return undefined;
}

/** Every place of a table's sections that names a chain, in the order of the file. */
export function chainPlaces(file: RulesFile, table: string | undefined, name: string): readonly ChainPlace[] {
  file.resolution();
  const id = file.nameNumber(name) ?? -1;
  const places: ChainPlace[] = [];
  for (const line of file.linesThatMayName(name)) {
    const record = file.records[line];
    if (record === undefined || record.table !== table) continue;
    if (isPassedOver(file, record, line)) {
      for (const { part, use } of otherFamilysNames(file, line))
        if (part.text === name) places.push({ line, start: part.start, end: part.end, use });
      continue;
    }
    if (record.chain === id && id >= 0)
      places.push({ line, start: record.chainStart, end: record.chainEnd, use: useOf(record.kind, record.command) });
    if (record.jump === id && id >= 0 && record.target === undefined)
      places.push({ line, start: record.jumpStart, end: record.jumpEnd, use: 'jumps' });
    if (record.command === 'rename-chain') {
      const newName = file.bound(line)?.command?.newName;
      if (newName?.text === name) places.push({ line, start: newName.start, end: newName.end, use: 'makes' });
    }
  }
  return places;
}

/** The places that make a chain, those of the line's own section where it has some. */
export function chainMakers(file: RulesFile, chain: NamedChain): readonly ChainPlace[] {
  const makers = chainPlaces(file, chain.table, chain.name).filter(({ use }) => use === 'makes');
  const section: Section | undefined = sectionAt(file, chain.line);
  const near = makers.filter(({ line }) => section !== undefined && section.first <= line && line <= section.last);
  return near.length > 0 ? near : makers;
}

/** With `-6` in an IPv4 file, or the reverse: iptables-restore passes over the line, and ip6tables-restore reads it. */
function isPassedOver(file: RulesFile, record: LineRecord, line: number): boolean {
  return record.kind === 'command' && record.command === undefined && /(?:^|\s)-(?:[46]|-ipv[46])(?:\s|$)/.test(file.lineText(line));
}

/** The chains that a line which is passed over names to the other family. */
function otherFamilysNames(file: RulesFile, line: number): readonly { readonly part: Part; readonly use: ChainUse }[] {
  const record = file.records[line];
  if (record === undefined || !isPassedOver(file, record, line)) return [];
  const rule = file.bound(line, file.family === 'ipv4' ? 'ipv6' : 'ipv4');
  const { chain, newName, spec } = rule?.command ?? {};
  const names: { part: Part; use: ChainUse }[] = [];
  if (chain !== undefined) names.push({ part: chain, use: useOf('command', spec?.name) });
  if (newName !== undefined) names.push({ part: newName, use: 'makes' });
  if (rule?.jump !== undefined && rule.jump.target === undefined) names.push({ part: rule.jump.name, use: 'jumps' });
  return names;
}

function useOf(kind: string, command: string | undefined): ChainUse {
  if (kind === 'chain' || command === 'new-chain') return 'makes';
  return command === 'check' || command === 'list' || command === 'list-rules' ? 'looks' : 'writes';
}

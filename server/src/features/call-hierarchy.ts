import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Language } from '../l10n/text';
import { words } from '../l10n/words';
import type { Chain, Jump, Section } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { chainNamed, sectionAt } from '../model/sections';
import type { Position, Range } from '../text/position';
import { rangeOf } from '../text/position';
import { chainAt } from './support/chain-places';

/** The chain that a word names, or else the one whose rule the line is, as a root of the tree of jumps. */
export function prepareCallHierarchy(file: RulesFile, uri: string, position: Position, language: Language): CallHierarchyItem[] {
  const section = sectionAt(file, position.line);
  const chain = chainNamed(section, chainAt(file, position)?.name ?? '') ?? section?.chains.get(file.records[position.line]?.chain ?? -1);
  return section === undefined || chain === undefined ? [] : [itemOf(file, uri, section, chain, language)];
}

/** The chains that jump to a chain; none for a built-in one, which the kernel calls. */
export function incomingCalls(file: RulesFile, item: CallHierarchyItem, language: Language): CallHierarchyIncomingCall[] {
  const found = chainOf(file, item);
  if (found === undefined) return [];
  const { section, chain } = found;
  return grouped(section, (jump) => (jump.to === chain.id ? jump.from : undefined)).map(([from, jumps]) => ({
    from: itemOf(file, item.uri, section, from, language),
    fromRanges: jumps.map((jump) => jumpRange(file, jump)),
  }));
}

/** The chains to which a chain jumps, in the order of the file. */
export function outgoingCalls(file: RulesFile, item: CallHierarchyItem, language: Language): CallHierarchyOutgoingCall[] {
  const found = chainOf(file, item);
  if (found === undefined) return [];
  const { section, chain } = found;
  return grouped(section, (jump) => (jump.from === chain.id ? jump.to : undefined)).map(([to, jumps]) => ({
    to: itemOf(file, item.uri, section, to, language),
    fromRanges: jumps.map((jump) => jumpRange(file, jump)),
  }));
}

/** The chain of an item that a client gives back. The file may have been edited since: then it is looked for by its name. */
function chainOf(file: RulesFile, item: CallHierarchyItem): { readonly section: Section; readonly chain: Chain } | undefined {
  const table: unknown = (item.data as { readonly table?: unknown } | undefined)?.table;
  const here = sectionAt(file, item.selectionRange.start.line);
  const sections = [here, ...file.resolution().sections].filter((section) => section !== undefined && section.table === table);
  for (const section of sections) {
    const chain = chainNamed(section, item.name);
    if (section !== undefined && chain !== undefined) return { section, chain };
  }
  return undefined;
}

/** The jumps of a section by the chain at their other end. */
function grouped(section: Section, otherEnd: (jump: Jump) => number | undefined): readonly (readonly [Chain, readonly Jump[]])[] {
  const groups = new Map<Chain, Jump[]>();
  for (const jump of section.jumps) {
    const id = otherEnd(jump);
    const chain = id === undefined ? undefined : section.chains.get(id);
    if (chain === undefined) continue;
    const jumps = groups.get(chain);
    if (jumps === undefined) groups.set(chain, [jump]);
    else jumps.push(jump);
  }
  return [...groups];
}

function itemOf(file: RulesFile, uri: string, section: Section, chain: Chain, language: Language): CallHierarchyItem {
  const line = chain.declared >= 0 ? chain.declared : (chain.rules[0] ?? section.first);
  const record = file.records[line];
  const named = record !== undefined && record.chain === chain.id ? record : undefined;
  const kind = (chain.builtin ? words.builtinChain : words.userChain)[language];
  return {
    name: chain.name,
    kind: chain.builtin ? SymbolKind.Event : SymbolKind.Function,
    detail: `${section.table} · ${kind}`,
    uri,
    range: rangeOf(line, { start: 0, end: file.lineText(line).length }),
    selectionRange: rangeOf(line, { start: named?.chainStart ?? 0, end: named?.chainEnd ?? file.lineText(line).length }),
    data: { table: section.table },
  };
}

function jumpRange(file: RulesFile, { line }: Jump): Range {
  const record = file.records[line];
  return rangeOf(line, { start: record?.jumpStart ?? 0, end: record?.jumpEnd ?? 0 });
}

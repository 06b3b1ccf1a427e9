import { allMatches, allTargets, commands, generalOptions } from '../catalogue/index';
import type { CommandSpec, ExtensionSpec, Family, OptionSpec } from '../catalogue/schema';

/** What a general spelling stands for: a command or a parameter. */
export type GeneralEntry =
  | { readonly command: CommandSpec; readonly option?: never }
  | { readonly option: OptionSpec; readonly command?: never };

/** The general long spellings of each family, without dashes. They win over every extension's (`xtables_merge_options` keeps them first). */
export const generalLong: Record<Family, ReadonlyMap<string, GeneralEntry>> = { ipv4: general(true, 'ipv4'), ipv6: general(true, 'ipv6') };
/** The one-letter spellings. */
export const generalShort: Record<Family, ReadonlyMap<string, GeneralEntry>> = {
  ipv4: general(false, 'ipv4'),
  ipv6: general(false, 'ipv6'),
};

const tables: Record<Family, Map<ExtensionSpec, ReadonlyMap<string, OptionSpec>>> = { ipv4: new Map(), ipv6: new Map() };

/** An extension's long spellings for a family, without dashes. */
export function optionsOf(spec: ExtensionSpec, family: Family): ReadonlyMap<string, OptionSpec> {
  let table = tables[family].get(spec);
  if (table === undefined) {
    const names = new Map<string, OptionSpec>();
    for (const option of spec.options) {
      if (option.families !== undefined && !option.families.includes(family)) continue;
      for (const name of [option.name, ...(option.aliases ?? [])]) names.set(name, option);
    }
    table = names;
    tables[family].set(spec, table);
  }
  return table;
}

/** The extensions of a family that have an option of exactly this long spelling. */
export function extensionsWithOption(name: string, family: Family): readonly ExtensionSpec[] {
  owners[family] ??= ownersByOption(family);
  return owners[family].get(name) ?? [];
}

const owners: Partial<Record<Family, ReadonlyMap<string, readonly ExtensionSpec[]>>> = {};

function ownersByOption(family: Family): ReadonlyMap<string, readonly ExtensionSpec[]> {
  const found = new Map<string, ExtensionSpec[]>();
  for (const spec of [...allMatches, ...allTargets]) {
    if (!spec.families.includes(family)) continue;
    for (const name of optionsOf(spec, family).keys()) {
      const list = found.get(name);
      if (list === undefined) found.set(name, [spec]);
      else list.push(spec);
    }
  }
  return found;
}

/** Every long spelling that some extension of a family has. */
export function everyOptionName(family: Family): ReadonlySet<string> {
  const names = new Set<string>(generalLong[family].keys());
  for (const spec of [...allMatches, ...allTargets]) {
    if (spec.families.includes(family)) for (const name of optionsOf(spec, family).keys()) names.add(name);
  }
  return names;
}

/** What one writes to bring an extension's options: `-p udp`, `-m state`, `-j LOG`. */
export function bringer(spec: ExtensionSpec): string {
  if (spec.kind === 'target') return `-j ${spec.name}`;
  const protocol = spec.implicitFor?.[0];
  return protocol !== undefined ? `-p ${protocol}` : `-m ${spec.name}`;
}

/** A parameter that only the other family has is known too, so that its use can be told from a slip. */
function general(long: boolean, family: Family): ReadonlyMap<string, GeneralEntry> {
  const entries = new Map<string, GeneralEntry>();
  for (const command of commands) entries.set(long ? command.name : command.short, { command });
  for (const option of generalOptions) {
    const foreign = option.families !== undefined && !option.families.includes(family);
    if (foreign && generalOptions.some((other) => other !== option && other.name === option.name)) continue;
    if (!long) {
      if (option.short !== undefined) entries.set(option.short, { option });
      continue;
    }
    for (const name of [option.name, ...(option.aliases ?? [])]) entries.set(name, { option });
  }
  return entries;
}

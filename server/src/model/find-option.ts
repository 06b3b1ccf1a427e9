import { matchNamed } from '../catalogue/index';
import type { ExtensionSpec } from '../catalogue/schema';
import { protocolName } from '../values/index';
import type { BoundExtension, Part } from './bound';
import { generalLong, optionsOf } from './option-table';
import type { Found, Walk } from './walk';

/**
 * The option of a long name: general parameters first, then the extensions', the last loaded first; then, if still
 * nothing, the protocol's own match is loaded and asked; then unique abbreviations. An array names the meanings of an
 * ambiguous one. (getopt_long; `command_default` and `load_proto` in iptables/xshared.c.)
 */
export function findLong(walk: Walk, name: string): Found | readonly string[] | undefined {
  const exact = findExactLong(walk, name);
  if (exact !== undefined) return exact;
  if (walk.unknownExtension) return loadProtocolMatch(walk) ? findExactLong(walk, name) : undefined;
  const abbreviated = findAbbreviated(walk, name);
  if (abbreviated !== undefined && !Array.isArray(abbreviated)) return abbreviated;
  if (loadProtocolMatch(walk)) return findExactLong(walk, name) ?? findAbbreviated(walk, name);
  return abbreviated;
}

export function findExactLong(walk: Walk, name: string): Found | undefined {
  for (let index = walk.loaded.length - 1; index >= 0; index--) {
    const owner = walk.loaded[index];
    const option = owner && optionsOf(owner.spec, walk.context.family).get(name);
    if (owner !== undefined && option !== undefined) {
      const entry = generalLong[walk.context.family].get(name);
      return entry !== undefined ? { entry } : { option, owner };
    }
  }
  const entry = generalLong[walk.context.family].get(name);
  return entry && { entry };
}

function findAbbreviated(walk: Walk, name: string): Found | readonly string[] | undefined {
  const meanings = new Map<object, { found: Found; spelling: string }>();
  for (const [spelling, entry] of generalLong[walk.context.family]) {
    if (spelling.startsWith(name)) meanings.set(entry.command ?? entry.option, { found: { entry }, spelling });
  }
  for (const owner of walk.loaded) {
    for (const [spelling, option] of optionsOf(owner.spec, walk.context.family)) {
      if (spelling.startsWith(name)) meanings.set(option, { found: { option, owner }, spelling });
    }
  }
  if (meanings.size > 1) return [...meanings.values()].map((meaning) => `--${meaning.spelling}`);
  for (const meaning of meanings.values()) return meaning.found;
  return undefined;
}

function loadProtocolMatch(walk: Walk): boolean {
  if (walk.protocolTried || walk.protocolPart === undefined) return false;
  walk.protocolTried = true;
  const spec = protocolMatch(walk);
  if (spec === undefined) return false;
  load(walk, spec, walk.protocolPart, false);
  return true;
}

/** The match that the rule's protocol brings (`find_proto` in iptables/xshared.c). */
export function protocolMatch(walk: Walk): ExtensionSpec | undefined {
  const { rule, context } = walk;
  if (walk.protocolPart === undefined || walk.protocolPart.maybe) return undefined;
  const written = walk.protocolPart.text.toLowerCase();
  const name = /^(0x[0-9a-f]+|\d+)$/.test(written) && rule.protocol !== undefined ? protocolName(rule.protocol) : written;
  return name === undefined ? undefined : matchNamed(name, context.family);
}

export function load(walk: Walk, spec: ExtensionSpec, name: Part, explicit: boolean): BoundExtension {
  const extension: BoundExtension = { spec, name, implicit: !explicit, options: [] };
  walk.loaded.push(extension);
  if (spec.kind === 'match') walk.rule.matches.push(extension);
  return extension;
}

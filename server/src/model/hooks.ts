import type { BackEnd, Hook } from '../catalogue/schema';
import { forBackEnd } from '../catalogue/schema';
import type { Placement } from './bound';
import { deepestJump, reportDepth } from './jump-depth';
import type { JumpGraph } from './jump-graph';
import { hookOrder, isShallow, jumpGraph, reachOf } from './jump-graph';
import { allowedHooks } from './placement';
import type { JumpChange } from './reach';
import { levelsOf, Reach } from './reach';
import type { Chain, Resolver, Section } from './resolve-types';
import { addFault } from './resolve-types';
import { settle, standingIn } from './standing';

/**
 * Follows a section's jumps from its built-in chains (`mark_source_chains` in the kernel's ip_tables.c): finds loops
 * that a packet could reach, and rules that stand where a hook does not allow them.
 */
export function followJumps(resolver: Resolver, section: Section): void {
  settle(section);
  const graph = jumpGraph(section);
  const reach = reachOf(graph);
  // Legacy follows what packets can reach; nft looks at every rule.
  const unreached = unreachedLines(resolver, section);
  const legacyGraph = unreached.size === 0 ? graph : jumpGraph(section, unreached);
  const legacyReach = unreached.size === 0 ? reach : reachOf(legacyGraph);
  let clean = true;
  if (!isShallow(graph, reach, deepestJump)) {
    clean = false;
    const seen = reportLoops(resolver, section, legacyGraph, legacyReach, undefined);
    if (unreached.size > 0) reportLoops(resolver, section, graph, reach, 'nft', seen);
    if (seen.size === 0) reportDepth(resolver, section, graph);
  }
  graph.chains.forEach((chain, place) => {
    const mask = reach[place] ?? 0;
    if ((mask & ~chain.hooks) === 0) return;
    for (const line of chain.rules) {
      const placements = resolver.records[line]?.placements;
      if (placements === undefined || placements.length === 0) continue;
      for (const placement of placements) {
        if ((mask & ~allowedHooks(placement)) === 0) continue;
        clean = false;
        const legacyMask = unreached.has(line) ? 0 : (legacyReach[place] ?? 0);
        reportPlacement(resolver, section, chain, { legacy: legacyMask, nft: mask }, line, placement);
      }
    }
  });
  const levels = clean ? levelsOf(graph, deepestJump) : undefined;
  if (levels !== undefined) reachOfSection.set(section, new Reach(graph, reach, levels, deepestJump));
}

/** What is known of sections in which no jump and no rule stands where it must not. */
const reachOfSection = new WeakMap<Section, Reach>();

/**
 * Does what `followJumps` does where a few jumps have changed in a section in which nothing was wrong, and nothing is wrong now. Gives
 * whether that is so; otherwise all jumps are to be followed.
 * @param old The section as it was; what was known of it is the new one's now.
 */
export function followChange(resolver: Resolver, old: Section, change: JumpChange): boolean {
  const reach = reachOfSection.get(old);
  if (reach === undefined) return false;
  reachOfSection.delete(old);
  const chains = reach.follow(resolver, change);
  if (chains === undefined) return false;
  for (const id of chains) {
    const chain = change.section.chains.get(id);
    if (chain !== undefined && (reach.maskOf(id) & ~chain.hooks) !== 0) return false;
  }
  reachOfSection.set(change.section, reach);
  return true;
}

/** The lines behind a rule of their chain that gives every packet a verdict. */
function unreachedLines(resolver: Resolver, section: Section): ReadonlySet<number> {
  const unreached = new Set<number>();
  for (const chain of section.chains.values()) {
    if (!chain.ends) continue;
    const last = chain.rules[chain.rules.length - 1];
    const ends = (line: number): boolean => resolver.records[line]?.ends === true;
    if (last === undefined || !chain.rules.some((line) => ends(line) && (line !== last || resolver.records[line]?.command !== 'append')))
      continue;
    const order = [...new Set(standingIn(resolver, chain).map((rule) => rule.line))];
    const end = order.findIndex(ends);
    for (const line of end < 0 ? [] : order.slice(end + 1)) unreached.add(line);
  }
  return unreached;
}

/** For the chains of a section, by number, the hooks that lead to them. */
export function hooksOfChain(section: Section): (chain: number) => readonly Hook[] {
  const reach = reachOfSection.get(section);
  if (reach !== undefined) return (chain) => hookOrder.filter((_, bit) => (reach.maskOf(chain) & (1 << bit)) !== 0);
  let masks = masksOf.get(section);
  if (masks === undefined) {
    const graph = jumpGraph(section);
    const reach = reachOf(graph);
    masks = new Map(graph.chains.map(({ id }, place) => [id, reach[place] ?? 0]));
    masksOf.set(section, masks);
  }
  const known = masks;
  return (chain) => hookOrder.filter((_, bit) => ((known.get(chain) ?? 0) & (1 << bit)) !== 0);
}

/** A section that changes is another object. */
const masksOf = new WeakMap<Section, ReadonlyMap<number, number>>();

function reportPlacement(
  resolver: Resolver,
  section: Section,
  chain: Chain,
  mask: Readonly<Record<BackEnd, number>>,
  line: number,
  placement: Placement,
): void {
  const byLegacy = wrongHook(mask.legacy, placement, 'legacy');
  // In a user chain the nft back end asks for the hooks of the extension, not for those that its checkentry tests.
  const byNft = placement.option !== undefined && !chain.builtin ? undefined : wrongHook(mask.nft, placement, 'nft');
  const hook = byLegacy ?? byNft;
  if (hook === undefined) return;
  addFault(resolver, line, {
    code: 'wrong-chain',
    start: placement.start,
    end: placement.end,
    extension: placement.extension,
    option: placement.option,
    chain: chain.name,
    hook,
    hooks: forBackEnd(placement.hooks, byLegacy !== undefined ? 'legacy' : 'nft') ?? [],
    jumpLine: chain.builtin ? undefined : jumpTowards(section, chain.id, hook, resolver),
    backEnd: byLegacy === undefined ? 'nft' : byNft === undefined ? 'legacy' : undefined,
  });
}

function wrongHook(mask: number, placement: Placement, backEnd: BackEnd): Hook | undefined {
  const allowed = forBackEnd(placement.hooks, backEnd) ?? [];
  return hookOrder.find((hook, bit) => (mask & (1 << bit)) !== 0 && !allowed.includes(hook));
}

/** A jump through which a hook's packets come into a chain. */
function jumpTowards(section: Section, chain: number, hook: Hook, resolver: Resolver): number | undefined {
  const seen = new Set<number>([chain]);
  let level = [chain];
  let firstLine: number | undefined;
  while (level.length > 0) {
    const next: number[] = [];
    for (const jump of section.jumps) {
      if (!level.includes(jump.to) || seen.has(jump.from)) continue;
      if (resolver.names.text(jump.from) === hook) return firstLine ?? jump.line;
      seen.add(jump.from);
      next.push(jump.from);
    }
    firstLine ??= undefined;
    level = next;
  }
  return undefined;
}

/** Loops, found by a walk in depth that needs no recursion. Gives the lines of the jumps that close one; those in `seen` are told already. */
function reportLoops(
  resolver: Resolver,
  section: Section,
  { chains, first, jumps, to }: JumpGraph,
  reach: Uint8Array,
  backEnd: BackEnd | undefined,
  seen = new Set<number>(),
): Set<number> {
  const done = new Uint8Array(chains.length);
  const next = first.slice();
  for (let start = 0; start < chains.length; start++) {
    if (chains[start]?.builtin !== true || reach[start] === 0) continue;
    const path = [start];
    const onPath = new Set(path);
    while (path.length > 0) {
      const top = path[path.length - 1] ?? 0;
      const at = next[top] ?? 0;
      if (at >= (first[top + 1] ?? 0)) {
        done[top] = 1;
        onPath.delete(top);
        path.pop();
        continue;
      }
      next[top] = at + 1;
      const callee = to[at] ?? 0;
      if (onPath.has(callee)) {
        const line = section.jumps[jumps[at] ?? -1]?.line ?? -1;
        if (seen.has(line)) continue;
        seen.add(line);
        const names = [...path.slice(path.indexOf(callee)), callee].map((place) => chains[place]?.name ?? '');
        const record = resolver.records[line];
        addFault(resolver, line, { code: 'chain-loop', start: record?.jumpStart ?? 0, end: record?.jumpEnd ?? 0, chains: names, backEnd });
      } else if (done[callee] === 0) {
        onPath.add(callee);
        path.push(callee);
      }
    }
  }
  return seen;
}

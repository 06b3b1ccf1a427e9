import type { BackEnd, Hook } from '../catalogue/schema';
import { forBackEnd } from '../catalogue/schema';
import type { Placement } from './bound';
import { reportDepth } from './jump-depth';
import type { Chain, Resolver, Section } from './resolve-types';
import { addFault } from './resolve-types';
import { standingIn } from './standing';

/** The hooks as bits, in the order of the kernel's `enum nf_inet_hooks`. */
export const hookOrder: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/**
 * Follows a section's jumps from its built-in chains (`mark_source_chains` in the kernel's ip_tables.c): finds loops
 * that a packet could reach, and rules that stand where a hook does not allow them.
 */
export function followJumps(resolver: Resolver, section: Section): void {
  const jumpsFrom = jumpsByChain(section);
  const reach = reachOfChains(section, jumpsFrom);
  // Legacy follows what packets can reach; nft looks at every rule.
  const unreached = unreachedLines(resolver, section);
  const legacyJumps = unreached.size === 0 ? jumpsFrom : jumpsByChain(section, unreached);
  const legacyReach = unreached.size === 0 ? reach : reachOfChains(section, legacyJumps);
  const seen = reportLoops(resolver, section, legacyJumps, legacyReach, undefined);
  if (unreached.size > 0) reportLoops(resolver, section, jumpsFrom, reach, 'nft', seen);
  if (seen.size === 0) reportDepth(resolver, section, jumpsFrom);
  for (const chain of section.chains.values()) {
    const mask = reach.get(chain.id) ?? 0;
    if (mask === 0) continue;
    for (const line of chain.rules) {
      const placements = resolver.records[line]?.placements;
      if (placements === undefined || placements.length === 0) continue;
      const legacyMask = unreached.has(line) ? 0 : (legacyReach.get(chain.id) ?? 0);
      for (const placement of placements) reportPlacement(resolver, section, chain, { legacy: legacyMask, nft: mask }, line, placement);
    }
  }
}

/** The lines behind a rule of their chain that gives every packet a verdict. */
function unreachedLines(resolver: Resolver, section: Section): ReadonlySet<number> {
  const unreached = new Set<number>();
  for (const chain of section.chains.values()) {
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
  const reach = reachOfChains(section, jumpsByChain(section));
  return (chain) => hookOrder.filter((_, bit) => ((reach.get(chain) ?? 0) & (1 << bit)) !== 0);
}

/** The jumps out of each chain, as indexes of the section's jumps; without those of the given lines. */
function jumpsByChain(section: Section, without?: ReadonlySet<number>): Map<number, number[]> {
  const jumpsFrom = new Map<number, number[]>();
  section.jumps.forEach((jump, index) => {
    if (without?.has(jump.line) === true) return;
    const list = jumpsFrom.get(jump.from);
    if (list === undefined) jumpsFrom.set(jump.from, [index]);
    else list.push(index);
  });
  return jumpsFrom;
}

/** For each chain the hooks that lead to it, as a mask over `hookOrder`; chains that none leads to are left out. */
export function reachOfChains(section: Section, jumpsFrom: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const reach = new Map<number, number>();
  const queue: number[] = [];
  for (const chain of section.chains.values()) {
    const bit = hookOrder.findIndex((hook) => hook === chain.name);
    if (!chain.builtin || bit < 0) continue;
    reach.set(chain.id, 1 << bit);
    queue.push(chain.id);
  }
  for (let at = 0; at < queue.length; at++) {
    const from = queue[at] ?? -1;
    const mask = reach.get(from) ?? 0;
    for (const index of jumpsFrom.get(from) ?? []) {
      const to = section.jumps[index]?.to ?? -1;
      const old = reach.get(to) ?? 0;
      if ((old | mask) === old) continue;
      reach.set(to, old | mask);
      queue.push(to);
    }
  }
  return reach;
}

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
  jumpsFrom: ReadonlyMap<number, readonly number[]>,
  reach: ReadonlyMap<number, number>,
  backEnd: BackEnd | undefined,
  seen = new Set<number>(),
): Set<number> {
  const done = new Set<number>();
  for (const start of section.chains.values()) {
    if (!start.builtin || !reach.has(start.id)) continue;
    const path: { chain: number; next: number }[] = [{ chain: start.id, next: 0 }];
    const onPath = new Set<number>([start.id]);
    while (path.length > 0) {
      const top = path[path.length - 1];
      if (top === undefined) break;
      const jump = section.jumps[jumpsFrom.get(top.chain)?.[top.next++] ?? -1];
      if (jump === undefined) {
        done.add(top.chain);
        onPath.delete(top.chain);
        path.pop();
      } else if (onPath.has(jump.to)) {
        if (seen.has(jump.line)) continue;
        seen.add(jump.line);
        const from = path.findIndex((step) => step.chain === jump.to);
        const chains = [...path.slice(from).map((step) => step.chain), jump.to].map((id) => resolver.names.text(id));
        const record = resolver.records[jump.line];
        addFault(resolver, jump.line, { code: 'chain-loop', start: record?.jumpStart ?? 0, end: record?.jumpEnd ?? 0, chains, backEnd });
      } else if (!done.has(jump.to)) {
        onPath.add(jump.to);
        path.push({ chain: jump.to, next: 0 });
      }
    }
  }
  return seen;
}

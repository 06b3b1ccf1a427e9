import type { Resolver, Section } from './resolve-types';
import { addFault } from './resolve-types';

/** How many jumps may follow one another from a built-in chain: `NFT_JUMP_STACK_SIZE` of the kernel, less the built-in chain itself. */
export const deepestJump = 15;

/** Says which jump the nft back end refuses because too many lead up to it (`nf_tables_check_loops` in the kernel's nf_tables_api.c). */
export function reportDepth(resolver: Resolver, section: Section, jumpsFrom: ReadonlyMap<number, readonly number[]>): void {
  if (jumpsFrom.size <= deepestJump) return;
  // Breadth first, a chain again for each longer way to it: with fewer levels than the limit that ends soon, loops included.
  let level = [...section.chains.values()].filter((chain) => chain.builtin).map((chain) => chain.id);
  for (let depth = 1; depth <= deepestJump + 1 && level.length > 0; depth++) {
    const next = new Set<number>();
    for (const from of level) {
      for (const index of jumpsFrom.get(from) ?? []) {
        const jump = section.jumps[index];
        if (jump === undefined) continue;
        if (depth > deepestJump) {
          const record = resolver.records[jump.line];
          addFault(resolver, jump.line, {
            code: 'jump-too-deep',
            start: record?.jumpStart ?? 0,
            end: record?.jumpEnd ?? 0,
            chain: resolver.names.text(jump.to),
            backEnd: 'nft',
          });
          return;
        }
        next.add(jump.to);
      }
    }
    level = [...next];
  }
}

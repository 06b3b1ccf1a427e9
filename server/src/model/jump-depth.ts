import type { JumpGraph } from './jump-graph';
import type { Resolver, Section } from './resolve-types';
import { addFault } from './resolve-types';

/** How many jumps may follow one another from a built-in chain: `NFT_JUMP_STACK_SIZE` of the kernel, less the built-in chain itself. */
export const deepestJump = 15;

/** Says which jump the nft back end refuses because too many lead up to it (`nf_tables_check_loops` in the kernel's nf_tables_api.c). */
export function reportDepth(resolver: Resolver, section: Section, { chains, first, jumps, to }: JumpGraph): void {
  // Breadth first, a chain again for each longer way to it: with fewer levels than the limit that ends soon, loops included.
  let level = [...chains.keys()].filter((place) => chains[place]?.builtin === true);
  for (let depth = 1; depth <= deepestJump + 1 && level.length > 0; depth++) {
    const next = new Set<number>();
    for (const from of level) {
      for (let at = first[from] ?? 0; at < (first[from + 1] ?? 0); at++) {
        const callee = to[at] ?? 0;
        if (depth <= deepestJump) {
          next.add(callee);
          continue;
        }
        const line = section.jumps[jumps[at] ?? -1]?.line ?? -1;
        const record = resolver.records[line];
        addFault(resolver, line, {
          code: 'jump-too-deep',
          start: record?.jumpStart ?? 0,
          end: record?.jumpEnd ?? 0,
          chain: chains[callee]?.name ?? '',
          backEnd: 'nft',
        });
        return;
      }
    }
    level = [...next];
  }
}

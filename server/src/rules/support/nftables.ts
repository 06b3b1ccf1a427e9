import type { RulesFile } from '../../model/rules-file';

/** Lines of nftables' own language, one block of them: the first and the last line. */
export interface NftablesBlock {
  readonly first: number;
  readonly last: number;
}

interface Found {
  readonly revision: number;
  readonly blocks: readonly NftablesBlock[];
  readonly lines: ReadonlySet<number>;
}

const known = new WeakMap<RulesFile, Found>();

/** The blocks of a file that are written in nftables' language. */
export function nftablesBlocks(file: RulesFile): readonly NftablesBlock[] {
  return foundIn(file).blocks;
}

/** Whether a line belongs to such a block. */
export function isNftables(file: RulesFile, line: number): boolean {
  return foundIn(file).lines.has(line);
}

/** Kept as long as the file stays as it is. */
function foundIn(file: RulesFile): Found {
  let found = known.get(file);
  if (found?.revision !== file.revision) {
    const blocks = findBlocks(file);
    const lines = new Set<number>();
    for (const { first, last } of blocks) for (let line = first; line <= last; line++) lines.add(line);
    found = { revision: file.revision, blocks, lines };
    known.set(file, found);
  }
  return found;
}

function findBlocks(file: RulesFile): readonly NftablesBlock[] {
  const blocks: { first: number; last: number }[] = [];
  let open: { first: number; last: number } | undefined;
  let depth = 0;
  // Each of their lines is wrong to iptables, and few lines are.
  for (const line of file.faultyLines) {
    const record = file.records[line];
    if (record?.kind !== 'command' || record.command !== undefined || (open !== undefined && !isGap(file, open.last + 1, line))) {
      open = undefined;
      depth = 0;
    }
    if (record?.kind !== 'command' || record.command !== undefined) continue;
    const text = file.lineText(line).trim();
    if (depth === 0 && !statement.test(text)) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = { first: line, last: line };
      blocks.push(open);
    }
    open.last = line;
    depth = Math.max(0, depth + count(text, '{') - count(text, '}'));
  }
  return blocks;
}

/** Whether only comments and blank lines stand from one line to another. */
function isGap(file: RulesFile, first: number, end: number): boolean {
  for (let line = first; line < end; line++) {
    const kind = file.records[line]?.kind;
    if (kind !== 'blank' && kind !== 'comment') return false;
  }
  return true;
}

const families = '(?:(?:ip6?|inet|arp|bridge|netdev)\\s+)?';

/** What statements of nft(8) begin with: `table inet filter {`, `add rule …`, `flush ruleset`, `chain input {`, or the program's name. */
const statement = new RegExp(
  [
    `^(?:(?:add|create)\\s+)?table\\s+${families}[\\w.-]+\\s*(?:\\{|;|$)`,
    '^(?:sudo\\s+)?(?:/\\S*/)?nft\\s+\\S',
    `^(?:flush|list)\\s+ruleset\\b`,
    `^(?:add|insert|delete|create|replace|flush|destroy)\\s+(?:rule|chain|set|map|table|element)\\s+${families}\\S`,
    '^(?:chain|set|map)\\s+[\\w.-]+\\s*\\{',
    '^type\\s+(?:filter|nat|route)\\s+hook\\s',
    '^(?:ct\\s+state|iifname|oifname|ip6?\\s+[sd]addr|(?:tcp|udp)\\s+[sd]port)\\s.*\\b(?:accept|drop|reject|jump|return|masquerade|dnat|snat|log|counter)\\b',
  ].join('|'),
);

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

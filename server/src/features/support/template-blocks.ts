import type { RulesFile } from '../../model/rules-file';

/** Lines from the first to the last, both included. */
export interface LineBlock {
  readonly first: number;
  readonly last: number;
}

/** The blocks of a template that have several lines: each branch from its tag up to the next one's line, the last one with the tag that closes it. */
export function templateBlocks(file: RulesFile): readonly LineBlock[] {
  const blocks: LineBlock[] = [];
  const open: number[] = [];
  for (const [line, { template }] of file.records.entries()) {
    for (const { flow } of template?.tags ?? []) {
      if (flow === 'open') open.push(line);
      else if (flow === 'middle' || flow === 'close') {
        const first = open.pop();
        const last = flow === 'middle' ? line - 1 : line;
        if (first !== undefined && last > first) blocks.push({ first, last });
        if (flow === 'middle' && first !== undefined) open.push(line);
      }
    }
  }
  return blocks;
}

/** Tags and comments of a template that go over several lines. */
export function templateComments(file: RulesFile): readonly LineBlock[] {
  const found: LineBlock[] = [];
  let first = -1;
  for (const [line, { template }] of file.records.entries()) {
    const goesOn = template?.after.open !== undefined;
    if (goesOn && first < 0) first = line;
    if (goesOn || first < 0) continue;
    found.push({ first, last: line });
    first = -1;
  }
  if (first >= 0) found.push({ first, last: file.records.length - 1 });
  return found;
}

import { replaceItems } from '../text/lines';
import { NumberColumn } from './number-column';
import type { LineRecord } from './record';

const isFaulty = 1;
const isComment = 2;
/** It names chains that its numbers do not tell: it gives one another name, or says something to the other family only. */
const namesMore = 4;

/** The records of a file's lines, and by themselves the numbers that are looked through after an edit. */
export class Records {
  readonly list: LineRecord[] = [];
  private readonly chains = new NumberColumn();
  private readonly jumps = new NumberColumn();
  private readonly marks = new NumberColumn();

  set(line: number, record: LineRecord): void {
    this.list[line] = record;
    this.chains.set(line, record.chain);
    this.jumps.set(line, record.jump);
    this.marks.set(line, marksOf(record));
  }

  /** Makes room for lines that take the place of others; each has to be set. */
  replace(first: number, removed: number, inserted: number): void {
    replaceItems(this.list, first, removed, new Array<LineRecord>(inserted));
    this.chains.replace(first, removed, inserted);
    this.jumps.replace(first, removed, inserted);
    this.marks.replace(first, removed, inserted);
  }

  /** The lines with something wrong by itself, in order. */
  get faulty(): readonly number[] {
    return this.marks.findBits(isFaulty);
  }

  /** The lines that are comments, in order. */
  get comments(): readonly number[] {
    return this.marks.findBits(isComment);
  }

  /** The lines of a range whose command or declaration is of one of some chains, or that jump to one, in order. */
  naming(names: ReadonlySet<number>, first: number, end: number): number[] {
    return [...new Set([...this.chains.find(names, first, end), ...this.jumps.find(names, first, end)])].sort((a, b) => a - b);
  }

  /** The lines of the file that may name a chain, in order: all that do, and some that do not. */
  mayName(name: number | undefined): number[] {
    const named = name === undefined ? [] : this.naming(new Set([name]), 0, this.list.length);
    return [...new Set([...named, ...this.marks.findBits(namesMore)])].sort((a, b) => a - b);
  }

  /** The lines that jump to a chain, or name a target, of one of some names. */
  jumpingTo(names: ReadonlySet<number>): number[] {
    return this.jumps.find(names);
  }
}

function marksOf(record: LineRecord): number {
  const { kind, command, faults } = record;
  const more = command === 'rename-chain' || (kind === 'command' && command === undefined);
  return (faults.length > 0 ? isFaulty : 0) | (kind === 'comment' ? isComment : 0) | (more ? namesMore : 0);
}

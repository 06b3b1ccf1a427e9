import type { OpenTag, Tag } from './template-tags';

/**
 * What a line of a template depends on of the lines before it. Equal states make equal readings, so that after an edit lines are
 * read again only until the state is what it was.
 */
export interface TemplateState {
  /** The construct that is not closed yet. */
  readonly open: OpenTag | undefined;
  /**
   * The open blocks, outermost first, a character each: `o` where the block began surely outside of a table, `t` where it did not,
   * `x` once its branches leave different tables behind.
   */
  readonly blocks: string;
  /** The rule before may go on here: its line ended in a control tag, and those may take the line end away. */
  readonly joined: boolean;
  /** Whether iptables-restore is in a table here: `unknown` where that, or which one, depends on what the template yields. */
  readonly table: 'outside' | 'inside' | 'unknown';
  /** How many blocks were open when `table` was last decided. */
  readonly tableDepth: number;
}

export const initialState: TemplateState = { open: undefined, blocks: '', joined: false, table: 'outside', tableDepth: 0 };

export function sameState(a: TemplateState | undefined, b: TemplateState | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return (
    a.blocks === b.blocks &&
    a.joined === b.joined &&
    a.table === b.table &&
    a.tableDepth === b.tableDepth &&
    a.open?.kind === b.open?.kind &&
    a.open?.end === b.open?.end &&
    a.open?.head === b.open?.head
  );
}

/** Blocks that are nested deeper are not counted, since each line keeps what is open before it; nothing is certain of tables then. */
const deepest = 500;

/** The state behind a control tag. */
export function afterTag(state: TemplateState, { flow }: Pick<Tag, 'flow'>): TemplateState {
  const { blocks, table } = state;
  const depth = blocks.length;
  const began = blocks.charAt(depth - 1);
  switch (flow) {
    case 'open':
      if (depth >= deepest) return inTable(state, 'unknown');
      return { ...state, blocks: blocks + (table === 'outside' ? 'o' : 't') };
    case 'include':
      return inTable(state, 'unknown');
    case 'middle': {
      if (began === '' || state.tableDepth < depth) return state;
      const whole = began === 'o' && table === 'outside';
      // Another branch begins where the block began; if that was outside of a table, it is there again.
      return {
        ...state,
        blocks: whole ? blocks : `${blocks.slice(0, -1)}x`,
        table: began === 't' ? 'unknown' : began === 'o' ? 'outside' : 'unknown',
      };
    }
    case 'close': {
      if (began === '') return state;
      const outer = blocks.slice(0, -1);
      if (state.tableDepth < depth && began !== 'x') return { ...state, blocks: outer };
      return { ...state, blocks: outer, table: began === 'o' && table === 'outside' ? 'outside' : 'unknown', tableDepth: depth - 1 };
    }
    case 'none':
      return state;
  }
}

/** The state once a line has decided about the table. */
export function inTable(state: TemplateState, table: TemplateState['table']): TemplateState {
  return { ...state, table, tableDepth: state.blocks.length };
}

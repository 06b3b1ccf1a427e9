import type { Family } from '../catalogue/schema';
import type { Script } from './script';
import type { TableState } from './table-state';
import { carryOut, commentOn, hasRule, textsOf } from './table-state';

/** What a script comes to in one table. */
export interface TablePlan {
  readonly table: string;
  /** The policies it sets, by built-in chain. */
  readonly policies: ReadonlyMap<string, string>;
  /** The user chains it makes or counts on, in order. */
  readonly chains: readonly string[];
  /** Rules and comments in order. */
  readonly lines: readonly string[];
}

/** What a script comes to in a rules file. */
export interface Plan {
  readonly family: Family;
  /** Comments that belong to no rule: the script's head. */
  readonly head: readonly string[];
  readonly tables: readonly TablePlan[];
  /** Comments behind the last rule. */
  readonly tail: readonly string[];
  /** How many commands became lines of the file, or are done by loading it. */
  readonly commands: number;
  /** Commands of the other family, which stay as comments. */
  readonly otherFamily: number;
  /** Each command is in the file, or done by loading it; nothing is left to the shell. */
  readonly complete: boolean;
}

/** What stands in the file that a script is put into: the rules of a chain, each as the text behind its chain's name. */
export type Standing = (table: string, chain: string) => readonly string[];

/** What a script may do beside calling iptables without a rules file that lacks something. */
const harmless = /^# (?:set |exit\b|echo |printf |(?:export |readonly )?[A-Za-z_]\w*=\S*$|true$|:$)/;

/**
 * Works out what the commands of one family leave behind, as iptables-restore can load it: policies and new chains become
 * declarations, rules come in the order in which packets meet them. What flushes or deletes what is not there is done by loading a
 * file anyway and stays as a comment; rules that the script itself takes out again become comments too.
 */
export function planOf(script: Script, family: Family, standing: Standing = () => []): Plan {
  const tables = new Map<string, TableState>();
  let head: string[] | undefined;
  let pending: string[] = [];
  let commands = 0;
  let otherFamily = 0;
  let complete = true;
  for (const item of script.items) {
    if (item.kind === 'blank') {
      pending.push('');
      continue;
    }
    if (item.kind !== 'command' || item.command.family !== family) {
      if (item.kind === 'command') otherFamily++;
      if (item.kind === 'other' && !item.lines.every((line) => harmless.test(line))) complete = false;
      pending.push(...item.lines);
      // A loop stays beside the rules of its table.
      const table = item.kind === 'other' && item.table !== undefined ? tables.get(item.table) : undefined;
      if (table !== undefined) {
        commentOn(table, pending);
        pending = [];
        table.unsure = true;
      }
      continue;
    }
    commands++;
    if (head === undefined) {
      const blank = Math.max(pending.lastIndexOf(''), pending[0]?.startsWith('# #!') === true ? 0 : -1);
      head = pending.slice(0, blank + 1);
      pending = pending.slice(blank + 1);
    }
    const { command } = item;
    if (command.uncertain) complete = false;
    let table = tables.get(command.table);
    if (table === undefined) {
      const name = command.table;
      table = {
        table: name,
        policies: new Map(),
        chains: [],
        gone: new Set(),
        entries: [],
        orders: new Map(),
        unsure: false,
        standing: (chain) => standing(name, chain),
      };
      tables.set(name, table);
    }
    const done = !(item.guarded && hasRule(table, command)) && carryOut(table, command, pending);
    if (!done) commentOn(table, [...pending, ...item.lines]);
    pending = [];
  }
  return {
    family,
    head: trimmed(head ?? []),
    tables: [...tables.values()].map((state) => ({
      table: state.table,
      policies: state.policies,
      chains: state.chains,
      lines: trimmed(textsOf(state)),
    })),
    tail: trimmed(pending),
    commands,
    otherFamily,
    complete: complete && otherFamily === 0,
  };
}

/** Without blank lines at either end, and never two in a row. */
function trimmed(lines: readonly string[]): string[] {
  const kept = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''));
  while (kept[kept.length - 1] === '') kept.pop();
  return kept;
}

import { isBuiltin } from '../model/resolve-types';
import type { RestoreCommand } from './call';

/** A table while a script's commands are carried out in it. */
export interface TableState {
  readonly table: string;
  readonly policies: Map<string, string>;
  /** The user chains that are to be declared. */
  readonly chains: string[];
  /** Chains that the script has deleted or renamed: what it does to them later fails. */
  readonly gone: Set<string>;
  readonly entries: Entry[];
  /** What stays with the shell may have added rules: numbers cannot be held against the rules that are known. */
  unsure: boolean;
  readonly orders: Map<string, Order>;
  /** The rules that the file has in a chain already. */
  standing(chain: string): readonly string[];
}

/** A line to be, with the comments that stand above it. */
interface Entry {
  readonly above: string[];
  /** `undefined`: it is but comments. */
  text: string | undefined;
  chain: string;
  jump: string | undefined;
}

/** A rule in the kernel: a line makes several when it has a list of addresses. */
interface Slot {
  entry: Entry;
  rule: string;
}

/** The rules of a chain as packets meet them: those that the script has made, and the file's own as texts. */
interface Order {
  readonly slots: (Slot | string)[];
  /** A command counts on rules of the file, or on what only the shell knows: it stays as written, and so does what follows it. */
  asWritten: boolean;
}

/** Puts comments behind everything so far. */
export function commentOn(table: TableState, lines: readonly string[]): void {
  if (lines.length > 0) table.entries.push({ above: [...lines], text: undefined, chain: '', jump: undefined });
}

/** The lines of a table in order. */
export function textsOf(table: TableState): string[] {
  return table.entries.flatMap(({ above, text }) => (text === undefined ? above : [...above, text]));
}

/** Whether a chain has the very rule of a command. */
export function hasRule(table: TableState, { chain = '', parts }: RestoreCommand): boolean {
  const { slots } = orderOf(table, chain);
  return parts.every((part) => slots.some((slot) => ruleOf(slot) === part));
}

/**
 * Carries out a command; `false` when nothing comes of it in a file. Rules are put where they end up instead of being inserted and
 * deleted: iptables-nft-restore 1.8.9 crashes when a line replaces a rule of the same file.
 * @param above The comments that stand above the command.
 */
export function carryOut(table: TableState, command: RestoreCommand, above: readonly string[]): boolean {
  const { chain = '' } = command;
  const isOwn = !isBuiltin(table.table, chain);
  switch (command.name) {
    case 'append':
    case 'insert':
    case 'replace':
    case 'delete': {
      if (table.gone.has(chain) || (command.jump !== undefined && table.gone.has(command.jump))) return false;
      if (!changeRules(table, command, above)) return false;
      if (isOwn) addChain(table, chain);
      return true;
    }
    case 'policy':
      if (command.policy === undefined || (isOwn && !/[$`]/.test(chain))) return false;
      table.policies.set(chain, command.policy);
      commentOn(table, above);
      return true;
    case 'new-chain':
      if (!isOwn || !addChain(table, chain)) return false;
      commentOn(table, above);
      return true;
    case 'rename-chain':
      if (!rename(table, chain, command.newName ?? '')) return false;
      commentOn(table, above);
      return true;
    case 'flush':
      for (const name of command.chain === undefined ? [...table.orders.keys()] : [chain]) flush(table, name);
      return false;
    case 'delete-chain': {
      const names = command.chain === undefined ? [...table.chains] : [chain];
      // Without a name it is all or nothing (nft), or all up to the first that cannot be deleted (legacy).
      if (names.every((name) => isDeletable(table, name))) for (const name of names) deleteChain(table, name);
      return false;
    }
    default:
      return false;
  }
}

function changeRules(table: TableState, command: RestoreCommand, above: readonly string[]): boolean {
  const { name, chain = '', chainWord, number, rule, parts } = command;
  const order = orderOf(table, chain);
  const { slots } = order;
  const entryOf = (text: string, comments: readonly string[] = above): Entry => ({ above: [...comments], text, chain, jump: command.jump });
  const lineOf = (words: string): string => (words === '' ? `-A ${chainWord}` : `-A ${chainWord} ${words}`);
  /** The command as written, or what does the same; its rules come to stand where others were. */
  const written = (at: number, removed: number, made: readonly string[]): true => {
    order.asWritten = true;
    // iptables-nft-restore 1.8.9 crashes on `-R` for a rule of its file, and takes `-I` and `-D`.
    const replaces = name === 'replace' && number !== undefined && number > 0;
    const isLast = number === slots.length;
    if (replaces) table.entries.push(entryOf(`-D ${chainWord} ${number}`));
    const entry = replaces ? entryOf(isLast ? lineOf(rule) : `-I ${chainWord} ${number} ${rule}`.trimEnd(), []) : entryOf(command.line);
    table.entries.push(entry);
    if (at >= 0 && at <= slots.length) slots.splice(at, removed, ...made.map((part): Slot => ({ entry, rule: part })));
    return true;
  };
  if (name === 'append') {
    const entry = entryOf(lineOf(rule));
    table.entries.push(entry);
    for (const part of parts) slots.push({ entry, rule: part });
    return true;
  }
  if (number === 0 || (name === 'replace' && (number === undefined || parts.length > 1))) return false;
  if (name === 'delete' && number === undefined) return deleteRules(table, order, command, above, () => written(-1, 0, []));
  // Numbers count from 1; -1 is one that only the shell knows.
  const place = (number ?? 1) - 1;
  const isKnown = place >= 0 && place < slots.length + (name === 'insert' ? 1 : 0);
  if (!isKnown && number !== -1 && !table.unsure) return false;
  // Each address of a list is inserted at the same number, so that the last one stands first.
  const made = name === 'insert' ? [...parts].reverse() : name === 'replace' ? parts : [];
  const removed = name === 'insert' ? 0 : 1;
  if (order.asWritten || !isKnown || (table.unsure && place > 0) || typeof slots[place] === 'string') return written(place, removed, made);
  const entries = made.map((part, index) => entryOf(lineOf(part), index === 0 ? above : []));
  const old = slots[place];
  if (old === undefined || typeof old === 'string') table.entries.push(...entries);
  else {
    const before = slots[place - 1];
    if (removed > 0 || (typeof before === 'object' && before.entry === old.entry)) takeApart(table, order, old.entry, chainWord);
    table.entries.splice(table.entries.indexOf(old.entry) + removed, 0, ...entries);
    if (removed > 0) takeOut(old.entry);
  }
  if (entries.length === 0) commentOn(table, above);
  slots.splice(place, removed, ...entries.map((entry, index): Slot => ({ entry, rule: made[index] ?? '' })));
  return true;
}

/** Deletes the first rule that is the same, for each address of a list. */
function deleteRules(
  table: TableState,
  order: Order,
  { parts, chainWord }: RestoreCommand,
  above: readonly string[],
  asWritten: () => boolean,
): boolean {
  const { slots } = order;
  const found: number[] = [];
  for (const part of parts) {
    const at = slots.findIndex((slot, index) => ruleOf(slot) === part && !found.includes(index));
    if (at < 0) return table.unsure && asWritten();
    found.push(at);
  }
  const mine = found.map((at) => slots[at]);
  const remaining = slots.filter((_, index) => !found.includes(index));
  const inPlace = !order.asWritten && mine.every((slot) => typeof slot === 'object');
  if (inPlace) {
    for (const slot of mine) {
      if (typeof slot !== 'object') continue;
      if (remaining.some((other) => typeof other === 'object' && other.entry === slot.entry))
        takeApart(table, order, slot.entry, chainWord);
    }
    for (const slot of mine) if (typeof slot === 'object') takeOut(slot.entry);
    commentOn(table, above);
  } else asWritten();
  slots.splice(0, slots.length, ...remaining);
  return true;
}

/** Makes a line of its own of each rule that a line with a list of addresses makes. */
function takeApart(table: TableState, order: Order, entry: Entry, chainWord: string): void {
  const own = order.slots.filter((slot): slot is Slot => typeof slot === 'object' && slot.entry === entry);
  if (own.length < 2) return;
  const entries = own.map(
    (slot, index): Entry => ({ ...entry, above: index === 0 ? entry.above : [], text: `-A ${chainWord} ${slot.rule}` }),
  );
  table.entries.splice(table.entries.indexOf(entry), 1, ...entries);
  for (const [index, slot] of own.entries()) slot.entry = entries[index] ?? entry;
}

function ruleOf(slot: Slot | string): string {
  return typeof slot === 'string' ? slot : slot.rule;
}

/** Makes a comment of a rule that the script takes out again. */
function takeOut(entry: Entry): void {
  if (entry.text !== undefined) entry.above.push(`# ${entry.text}`);
  entry.text = undefined;
  entry.jump = undefined;
}

function orderOf(table: TableState, chain: string): Order {
  let order = table.orders.get(chain);
  if (order === undefined) {
    order = { slots: [...table.standing(chain)], asWritten: false };
    table.orders.set(chain, order);
  }
  return order;
}

function addChain(table: TableState, name: string): boolean {
  if (name === '' || table.chains.includes(name)) return false;
  table.chains.push(name);
  table.gone.delete(name);
  return true;
}

function flush(table: TableState, chain: string): void {
  for (const entry of table.entries) if (entry.chain === chain) takeOut(entry);
  const order = orderOf(table, chain);
  order.slots.splice(0, order.slots.length, ...order.slots.filter((slot) => typeof slot === 'string'));
  order.asWritten = false;
}

/** A chain without rules to which no rule jumps. */
function isDeletable(table: TableState, name: string): boolean {
  return orderOf(table, name).slots.length === 0 && !table.entries.some(({ text, jump }) => text !== undefined && jump === name);
}

function deleteChain(table: TableState, name: string): void {
  const at = table.chains.indexOf(name);
  if (at < 0) return;
  table.chains.splice(at, 1);
  table.gone.add(name);
}

function rename(table: TableState, name: string, newName: string): boolean {
  const at = table.chains.indexOf(name);
  if (at < 0 || newName === '' || table.chains.includes(newName)) return false;
  table.chains[at] = newName;
  table.gone.add(name);
  table.gone.delete(newName);
  const order = orderOf(table, name);
  table.orders.set(newName, order);
  table.orders.delete(name);
  for (const entry of table.entries) {
    if (entry.text === undefined || (entry.chain !== name && entry.jump !== name)) continue;
    entry.text = renamed(
      entry.text,
      (word, before, index) => word === name && ((index === 1 && entry.chain === name) || jumps.test(before)),
      newName,
    );
    if (entry.chain === name) entry.chain = newName;
    if (entry.jump === name) entry.jump = newName;
  }
  for (const { slots } of table.orders.values())
    for (const slot of slots)
      if (typeof slot === 'object') slot.rule = renamed(slot.rule, (word, before) => word === name && jumps.test(before), newName);
  return true;
}

const jumps = /^(?:-j|-g|--jump|--goto)$/;

function renamed(text: string, isName: (word: string, before: string, index: number) => boolean, newName: string): string {
  const words = text.split(' ');
  return words.map((word, index) => (isName(word, words[index - 1] ?? '', index) ? newName : word)).join(' ');
}

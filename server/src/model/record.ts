import type { Family } from '../catalogue/schema';
import type { LineKind, LineTree } from '../syntax/line';
import { parseLine } from '../syntax/line';
import type { TemplateLine } from '../syntax/template-line';
import type { Word } from '../syntax/words';
import { isForeignSpace } from '../syntax/words';
import type { Span } from '../text/position';
import { bindRule } from './bind';
import { ruleNumber } from './bind-command';
import type { BoundRule, Placement } from './bound';
import { isPlainChainName } from './chain-name';
import type { Fault } from './faults';
import type { LineShapes } from './line-shapes';
import type { Names } from './names';
import { foreignSpaceFault } from './odd-characters';
import { copiesOf } from './same-rule';
import { certainInLine, overlapsHole } from './template-faults';

/**
 * What is kept of a line: little, since files have a hundred thousand of them. Its tree and binding are made anew
 * when a feature asks for them, which takes microseconds.
 */
export interface LineRecord {
  readonly kind: LineKind;
  /** The table it was bound in; `undefined` outside of one. */
  readonly table: string | undefined;
  /** What is wrong with the line taken by itself. */
  readonly faults: readonly Fault[];
  /** The command's long name: `append`, `new-chain`; `undefined` without one, and for a line that is passed over. */
  readonly command: string | undefined;
  /** The chain that the command, or the declaration, names; -1 without one. */
  readonly chain: number;
  readonly chainStart: number;
  readonly chainEnd: number;
  /** The name behind `-j` or `-g`; -1 without one. */
  readonly jump: number;
  readonly jumpStart: number;
  readonly jumpEnd: number;
  /** `undefined`: the name can only be a chain's. */
  readonly target: string | undefined;
  readonly goto: boolean;
  /** The jump was bound when neither a target nor a chain had its name. */
  readonly unknownJump: boolean;
  /** What the kernel takes in some hooks only. */
  readonly placements: readonly Placement[];
  /** The rule number behind the command; 0 without one. */
  readonly number: number;
  /** It gives every packet a verdict, so that nothing behind it in its chain is reached. */
  readonly ends: boolean;
  /** How many rules it makes: one for each source address with each destination address. */
  readonly copies: number;
  /** It declares a user chain, `:NAME - [0:0]`, and nothing is to be said about that unless the chain is there already. */
  readonly plainDeclaration: boolean;
  /** What the line is to the template that the file is; `undefined` in a plain file. */
  readonly template: TemplateLine | undefined;
}

/** What records are made with. */
export interface RecordContext {
  readonly family: Family;
  readonly names: Names;
  /** Targets that a declared chain's name hides. */
  readonly hiddenTargets: ReadonlySet<string>;
  /** Some line of the file makes a chain of this name. */
  isMade?(name: string): boolean;
  /** The shapes of lines read before, where many are read in one go. */
  readonly shapes?: LineShapes | undefined;
}

const none: readonly never[] = [];

/** The rule goes to an end of its chain and refers to no other rule. */
export function isPlainRule(record: LineRecord): boolean {
  return (record.command === 'append' || record.command === 'insert') && record.number === 0;
}

/**
 * The record of a line.
 * @param template What the line is to the template that the file is.
 */
export function recordOf(text: string, table: string | undefined, context: RecordContext, template?: TemplateLine): LineRecord {
  const known = table === undefined || template !== undefined ? undefined : context.shapes?.recordOf(text, table);
  if (known !== undefined) return known;
  const tree = parseLine(text, template);
  switch (tree.kind) {
    case 'blank':
    case 'comment':
      return emptyRecord(tree.kind, table, none, template);
    case 'commit':
      return emptyRecord('commit', table, none, template);
    case 'table': {
      const { words, faults } = meantWords(tree, 1);
      return { ...emptyRecord('table', words[0]?.value ?? '', faults, template), ...spanOf(words[0], 'chain') };
    }
    case 'chain': {
      const { words, faults } = meantWords(tree, 2);
      const name = words[0];
      return {
        ...emptyRecord('chain', table, faults, template),
        ...spanOf(name, 'chain'),
        chain: name === undefined ? -1 : context.names.id(name.value),
        plainDeclaration: name !== undefined && words[1]?.value === '-' && faults.length === 0 && isPlainChainName(name.value),
      };
    }
    default:
      return commandRecord(tree, table, context, template);
  }
}

/**
 * The words of a table or chain line: as iptables cuts them, or, where a foreign space glues together words that it reads, as their author meant them.
 * @param read How many words iptables reads.
 */
export function meantWords(tree: LineTree, read: number): { readonly words: readonly Word[]; readonly faults: readonly Fault[] } {
  const { text, words } = tree;
  const faults: Fault[] = [];
  const end = words[Math.min(read, words.length) - 1]?.end ?? 0;
  for (let at = 1; at < end; at++) {
    const code = text.charCodeAt(at);
    const fault = code > 31 && code < 127 ? undefined : foreignSpaceFault(text, at);
    if (fault !== undefined) faults.push(fault);
  }
  if (faults.length === 0 || tree.template !== undefined) return { words, faults: none };
  const meant = Array.from(text, (character) => (isForeignSpace(character.charCodeAt(0)) ? ' '.repeat(character.length) : character));
  return { words: parseLine(text.charAt(0) + meant.join('').slice(1)).words, faults };
}

/** The binding of a command line. */
export function bindIn(tree: LineTree, table: string | undefined, context: RecordContext): BoundRule {
  return bindRule(tree, {
    family: context.family,
    table,
    isChain: (name) => context.hiddenTargets.has(name),
    isMade: (name) => context.isMade?.(name) === true,
  });
}

function commandRecord(tree: LineTree, table: string | undefined, context: RecordContext, template: TemplateLine | undefined): LineRecord {
  const rule = bindIn(tree, table, context);
  const faults = rule.faults.length === 0 ? none : rule.faults;
  const commit = faults.some(
    (found) => found.code === 'text-after-commit' || (found.code === 'unexpected-word' && found.reason === 'commit'),
  );
  const chain = rule.command?.chain;
  const jump = rule.jump;
  const counters = tree.counters;
  // `iptables-restore -c` refuses what `tokenize_rule_counters` (iptables/xshared.c) takes and `-c` then does not.
  if (
    counters !== undefined &&
    !overlapsHole(tree, counters) &&
    !/^\[\s*[+-]?\d[^:]*:\s*[+-]?\d.*\]/.test(tree.text.slice(counters.start, counters.end))
  ) {
    rule.faults.push({
      code: 'invalid-counters',
      start: counters.start,
      end: counters.end,
      counters: tree.text.slice(counters.start, counters.end),
      chain: undefined,
      refused: !counters.closed || counters.packets === undefined || counters.bytes === undefined,
    });
  }
  const record: LineRecord = {
    kind: commit ? 'commit' : 'command',
    table,
    faults: rule.faults.length === 0 ? none : certainInLine(rule.faults, template),
    command: rule.skipped && rule.command?.spec.takesRule === true ? undefined : rule.command?.spec.name,
    chain: chain === undefined ? -1 : context.names.id(chain.text),
    chainStart: chain?.start ?? 0,
    chainEnd: chain?.end ?? 0,
    jump: jump === undefined || (jump.name.text === 'CONTINUE' && !jump.goto) ? -1 : context.names.id(jump.name.text),
    jumpStart: jump?.name.start ?? 0,
    jumpEnd: jump?.name.end ?? 0,
    target: jump?.target?.name,
    goto: jump?.goto ?? false,
    unknownJump: jump?.unknown ?? false,
    placements: rule.placements.length === 0 ? none : rule.placements,
    number: rule.command?.number === undefined ? 0 : (ruleNumber(rule.command.number.text, rule.command.spec) ?? 0),
    ends: !rule.maybe && template?.conditional !== true && endsChain(rule, context.family),
    copies: tree.text.includes(',') ? copiesOf(rule) : 1,
    plainDeclaration: false,
    template,
  };
  context.shapes?.learn(rule, record);
  return record;
}

/** Options that ask nothing of a packet. */
const conditionless: readonly string[] = ['jump', 'set-counters', 'verbose', 'ipv4', 'ipv6', 'modprobe'];

/** A verdict without a condition (`unconditional` in the kernel's ip_tables.c and ip6_tables.c). */
function endsChain(rule: BoundRule, family: Family): boolean {
  const { jump } = rule;
  if (jump === undefined || jump.goto || rule.matches.length > 0) return false;
  const name = jump.name.text;
  if (name !== 'ACCEPT' && name !== 'DROP' && name !== 'RETURN' && name !== 'QUEUE') return false;
  return rule.options.every(
    ({ spec, negation, values }) =>
      conditionless.includes(spec.name) ||
      ((spec.name === 'source' || spec.name === 'destination') && negation === undefined && /^[^,]*\/0$/.test(values[0]?.text ?? '')) ||
      (spec.name === 'protocol' && negation === undefined && rule.protocol === 0 && family === 'ipv4'),
  );
}

/** The record of a line that names nothing. */
export function emptyRecord(
  kind: LineKind,
  table: string | undefined,
  faults: readonly Fault[],
  template: TemplateLine | undefined,
): LineRecord {
  return {
    kind,
    table,
    faults,
    command: undefined,
    chain: -1,
    chainStart: 0,
    chainEnd: 0,
    jump: -1,
    jumpStart: 0,
    jumpEnd: 0,
    target: undefined,
    goto: false,
    unknownJump: false,
    placements: none,
    number: 0,
    ends: false,
    copies: 1,
    plainDeclaration: false,
    template,
  };
}

function spanOf(part: Span | undefined, _role: 'chain'): { chainStart: number; chainEnd: number } {
  return { chainStart: part?.start ?? 0, chainEnd: part?.end ?? 0 };
}

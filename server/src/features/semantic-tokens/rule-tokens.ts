import { matchNamed } from '../../catalogue/index';
import type { Family, TargetSpec } from '../../catalogue/schema';
import type { BoundOption, BoundRule } from '../../model/bound';
import { isBuiltin } from '../../model/resolve-types';
import type { Span } from '../../text/position';
import type { LineToken, TokenModifier, TokenType } from './legend';
import type { TokenDetail } from './line-tokens';
import { valueType } from './value-type';

/** The tokens of a rule or another command, in no particular order. */
export function ruleTokens(rule: BoundRule, table: string | undefined, family: Family, detail: TokenDetail): readonly LineToken[] {
  const tokens: LineToken[] = [];
  const all = detail === 'all';
  if (all && rule.tree.counters !== undefined) tokens.push(token(rule.tree.counters, 'number'));
  addCommand(tokens, rule, table, all);
  for (const option of rule.options) {
    if (all && option.negation !== undefined) tokens.push(token(option.negation, 'operator'));
    const deprecated = option.spec.deprecated !== undefined;
    if (all || deprecated) tokens.push(token(option.name, leads(option) ? 'keyword' : 'parameter', deprecated ? ['deprecated'] : []));
    addValues(tokens, rule, option, table, family, all);
  }
  return tokens;
}

/** A chain's name: of those that iptables ships, and of those that files make. */
export function chainToken(at: Span, table: string | undefined, name: string, modifiers: readonly TokenModifier[] = []): LineToken {
  return token(at, 'function', isBuiltin(table ?? '', name) ? [...modifiers, 'defaultLibrary'] : modifiers);
}

/** A target's name: verdicts are keywords, what only writes about a packet is apart from what changes it. */
export function targetToken(at: Span, target: TargetSpec): LineToken {
  const modifiers: readonly TokenModifier[] = target.deprecated === undefined ? shipped : ['deprecated', ...shipped];
  if (loggingTargets.has(target.name)) return token(at, 'macro', modifiers);
  return token(at, target.verdict === 'continue' || target.verdict === 'nat' ? 'class' : 'keyword', modifiers);
}

export function token({ start, end }: Span, type: TokenType, modifiers: readonly TokenModifier[] = []): LineToken {
  return { start, end, type, modifiers };
}

const shipped: readonly TokenModifier[] = ['defaultLibrary'];
const loggingTargets: ReadonlySet<string> = new Set(['AUDIT', 'LOG', 'NFLOG', 'TRACE', 'ULOG']);

function addCommand(tokens: LineToken[], rule: BoundRule, table: string | undefined, all: boolean): void {
  const { command } = rule;
  if (command === undefined) return;
  const makes: readonly TokenModifier[] = command.spec.name === 'new-chain' ? ['declaration'] : [];
  if (all) tokens.push(token(command.name, 'keyword'));
  if (command.chain !== undefined) tokens.push(chainToken(command.chain, table, command.chain.text, makes));
  if (command.newName !== undefined) tokens.push(chainToken(command.newName, table, command.newName.text, ['declaration']));
  if (all && command.number !== undefined) tokens.push(token(command.number, 'number'));
  if (all && command.policy !== undefined) tokens.push(token(command.policy, 'keyword'));
}

/** `-j` and `-g` send the packet somewhere. */
function leads(option: BoundOption): boolean {
  return option.owner === undefined && (option.spec.name === 'jump' || option.spec.name === 'goto');
}

function addValues(
  tokens: LineToken[],
  rule: BoundRule,
  option: BoundOption,
  table: string | undefined,
  family: Family,
  all: boolean,
): void {
  if (leads(option)) {
    const { jump } = rule;
    const [name] = option.values;
    if (name === undefined) return;
    if (jump?.option !== option) tokens.push(token(name, 'function'));
    else if (jump.target !== undefined && !jump.goto) tokens.push(targetToken(jump.name, jump.target));
    else if (!jump.unknown) tokens.push(chainToken(jump.name, table, jump.name.text));
    return;
  }
  for (const value of option.values) {
    if (option.owner === undefined && option.spec.name === 'match') {
      const match = matchNamed(value.text, family);
      const deprecated = match?.deprecated !== undefined;
      if (all || deprecated) {
        tokens.push(token(value, 'class', [...(deprecated ? (['deprecated'] as const) : []), ...(match === undefined ? [] : shipped)]));
      }
    } else if (all) tokens.push(token(value, valueType(value)));
  }
}

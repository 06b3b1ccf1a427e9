import { allMatches, allTargets, matchNamed } from '../../catalogue/index';
import type { CommandSpec, ExtensionSpec, OptionSpec } from '../../catalogue/schema';
import type { BoundCommand, BoundOption, BoundRule, BoundValue } from '../../model/bound';
import type { RulesFile } from '../../model/rules-file';
import type { Counters } from '../../syntax/line';
import { parseCounters } from '../../syntax/line';
import type { Position, Span } from '../../text/position';

/** What a word of a file, or a part of one, is. Its span is the place of the part in its line. */
export type Role = Span &
  (
    | { readonly kind: 'table'; readonly name: string }
    | { readonly kind: 'chain'; readonly name: string }
    | { readonly kind: 'policy'; readonly name: string; readonly chain: string }
    | { readonly kind: 'counters'; readonly counters: Counters; readonly of: 'chain' | 'rule' }
    | { readonly kind: 'command'; readonly command: CommandSpec }
    | { readonly kind: 'rule-number'; readonly number: string }
    | { readonly kind: 'option'; readonly spec: OptionSpec; readonly owner: ExtensionSpec | undefined }
    | { readonly kind: 'negation'; readonly option: BoundOption | undefined }
    | { readonly kind: 'extension'; readonly spec: ExtensionSpec; readonly name: string }
    | { readonly kind: 'value'; readonly value: BoundValue; readonly option: BoundOption; readonly rule: BoundRule; readonly line: number }
    | { readonly kind: 'commit' }
    | { readonly kind: 'comment' }
  );

/** The role of what stands at a position; `undefined` for spaces and for words without a role. */
export function roleAt(file: RulesFile, position: Position): Role | undefined {
  const { line, character } = position;
  let touching: Role | undefined;
  for (const role of rolesOf(file, line)) {
    if (role.start <= character && character < role.end) return role;
    if (role.end === character) touching = role;
  }
  return touching;
}

/** The roles of a line's words, in no particular order. */
function rolesOf(file: RulesFile, line: number): readonly Role[] {
  const tree = file.tree(line);
  const whole = { start: 0, end: tree.text.length };
  switch (tree.kind) {
    case 'comment':
      return [{ kind: 'comment', ...whole }];
    case 'commit':
      return [{ kind: 'commit', ...whole }];
    case 'table': {
      const [name] = tree.words;
      return name === undefined ? [] : [{ kind: 'table', start: 0, end: name.end, name: name.value }];
    }
    case 'chain': {
      const [name, policy, counters] = tree.words;
      const roles: Role[] = [];
      if (name !== undefined) roles.push({ kind: 'chain', ...spanOf(name), name: name.value });
      if (policy !== undefined) roles.push({ kind: 'policy', ...spanOf(policy), name: policy.value, chain: name?.value ?? '' });
      if (counters !== undefined) {
        roles.push({ kind: 'counters', ...spanOf(counters), counters: parseCounters(tree.text, counters.start), of: 'chain' });
      }
      return roles;
    }
    case 'command': {
      const rule = file.bound(line);
      return rule === undefined ? [] : rolesOfRule(file, line, rule);
    }
    default:
      return [];
  }
}

function rolesOfRule(file: RulesFile, line: number, rule: BoundRule): readonly Role[] {
  const roles: Role[] = [];
  const { counters } = rule.tree;
  if (counters !== undefined) roles.push({ kind: 'counters', ...spanOf(counters), counters, of: 'rule' });
  if (rule.command !== undefined) roles.push(...rolesOfCommand(rule.command));
  for (const option of rule.options) {
    if (option.negation !== undefined) roles.push({ kind: 'negation', ...spanOf(option.negation), option });
    roles.push({ kind: 'option', ...spanOf(option.name), spec: option.spec, owner: ownerOf(option) });
    for (const value of option.values) roles.push(roleOfValue(file, line, rule, option, value));
  }
  return roles;
}

function rolesOfCommand(command: BoundCommand): readonly Role[] {
  const { name, chain, newName, number, policy, spec } = command;
  const roles: Role[] = [{ kind: 'command', ...spanOf(name), command: spec }];
  if (chain !== undefined) roles.push({ kind: 'chain', ...spanOf(chain), name: chain.text });
  if (newName !== undefined) roles.push({ kind: 'chain', ...spanOf(newName), name: newName.text });
  if (number !== undefined) roles.push({ kind: 'rule-number', ...spanOf(number), number: number.text });
  if (policy !== undefined) roles.push({ kind: 'policy', ...spanOf(policy), name: policy.text, chain: chain?.text ?? '' });
  return roles;
}

function roleOfValue(file: RulesFile, line: number, rule: BoundRule, option: BoundOption, value: BoundValue): Role {
  const span = spanOf(value);
  if (option.owner === undefined) {
    switch (option.spec.name) {
      case 'match': {
        const spec = matchNamed(value.text, file.family);
        if (spec !== undefined) return { kind: 'extension', ...span, spec, name: value.text };
        break;
      }
      case 'jump':
      case 'goto':
        if (rule.jump?.option === option && rule.jump.target !== undefined) {
          return { kind: 'extension', ...span, spec: rule.jump.target, name: value.text };
        }
        return { kind: 'chain', ...span, name: value.text };
    }
  }
  return { kind: 'value', ...span, value, option, rule, line };
}

/** The extension that an option belongs to, also where the line does not load it; `undefined` for a general parameter. */
function ownerOf(option: BoundOption): ExtensionSpec | undefined {
  if (option.owner !== undefined) return option.owner.spec;
  return [...allMatches, ...allTargets].find((spec) => spec.options.includes(option.spec));
}

function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}

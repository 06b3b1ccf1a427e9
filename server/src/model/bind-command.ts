import { targetNamed } from '../catalogue/index';
import type { CommandSpec } from '../catalogue/schema';
import type { Word } from '../syntax/words';
import { byteLength, isSpace, scanEnd, scanUnsigned } from '../values/scan';
import type { BoundCommand, Part } from './bound';
import { generalLong, generalShort } from './option-table';
import { report } from './report';
import type { Attached, Walk } from './walk';

/** A chain's name may have 28 bytes (`XT_EXTENSION_MAXNAMELEN`, with its NUL, is 29). */
export const longestChainName = 28;

/** Reads a command's chain, number, new name or policy. */
export function bindCommand(walk: Walk, name: Part, spec: CommandSpec, negation: Word | undefined, attached: Attached | undefined): void {
  const parts: Record<'chain' | 'number' | 'newName' | 'policy', Part | undefined> = {
    chain: undefined,
    number: undefined,
    newName: undefined,
    policy: undefined,
  };
  if (negation !== undefined)
    report(walk, { code: 'negation-not-allowed', start: negation.start, end: negation.end, option: name.text, extension: undefined });
  for (let index = 0; index < spec.words.length; index++) {
    const label = spec.words[index];
    if (label === undefined) break;
    const optional = label.startsWith('[');
    const role = label.includes('number')
      ? 'number'
      : label === 'policy'
        ? 'policy'
        : label === 'new-chain' && index > 0
          ? 'newName'
          : 'chain';
    if (index === 0 && attached !== undefined) {
      parts[role] = {
        start: attached.word.start + attached.shift,
        end: attached.word.end,
        text: attached.text,
        maybe: attached.word.holes !== undefined,
      };
      continue;
    }
    const word = walk.words[walk.next];
    if (word === undefined || (looksLikeOption(word.value) && !(index === 0 && !optional && mayBeChain(walk, word.value)))) {
      if (!optional)
        report(walk, {
          code: 'missing-value',
          start: name.start,
          end: name.end,
          option: name.text,
          label: label.replace('new-chain', 'chain'),
        });
      break;
    }
    walk.next++;
    parts[role] = { start: word.start, end: word.end, text: word.value, maybe: word.holes !== undefined };
    // `-I INPUT {{ extra }}`: a number, or the first words of the rule.
    if (optional && word.holes !== undefined) {
      walk.anyOption = true;
      walk.rule.maybe = true;
    }
  }
  const command: BoundCommand = { spec, name, ...parts };
  const other = walk.rule.command;
  if (other !== undefined && !goTogether(other.spec, spec)) {
    report(walk, { code: 'conflicting-commands', start: name.start, end: name.end, first: other.name.text, second: name.text });
    return;
  }
  walk.rule.command = command;
  checkCommand(walk, command);
}

/** `-L` and `-S` can stand beside `-Z`: list, then set to zero (`add_command` in iptables/xshared.c). */
function goTogether(a: CommandSpec, b: CommandSpec): boolean {
  const lists = (spec: CommandSpec): boolean => spec.name === 'list' || spec.name === 'list-rules';
  return (lists(a) && b.name === 'zero') || (a.name === 'zero' && lists(b));
}

function looksLikeOption(word: string): boolean {
  return (word.charCodeAt(0) === 45 && word !== '-') || word.charCodeAt(0) === 33;
}

/** getopt hands a command its chain whatever that is; `-A -p tcp` is meant otherwise. Only `xs_has_arg` looks at the words behind it. */
function mayBeChain(walk: Walk, word: string): boolean {
  const { family } = walk.context;
  if (word.startsWith('--')) return !generalLong[family].has(word.slice(2));
  return word.startsWith('!') ? word !== '!' : word.length > 2 || !generalShort[family].has(word.slice(1));
}

function checkCommand(walk: Walk, command: BoundCommand): void {
  const { chain, number, newName, name, spec } = command;
  if (!spec.inRestore)
    report(walk, { code: 'option-not-allowed', start: name.start, end: name.end, option: name.text, reason: 'restore', command: '' });
  if (chain !== undefined && !chain.maybe && byteLength(chain.text) > longestChainName) {
    report(walk, { code: 'invalid-chain-name', start: chain.start, end: chain.end, name: chain.text, reason: 'too-long' });
  }
  const created = newName ?? (spec.name === 'new-chain' ? chain : undefined);
  if (created !== undefined && !created.maybe) {
    const reason = chainNameFault(created.text, walk);
    if (reason !== undefined && (reason !== 'too-long' || created !== chain))
      report(walk, { code: 'invalid-chain-name', start: created.start, end: created.end, name: created.text, reason });
  }
  if (number !== undefined && !number.maybe && ruleNumber(number.text, spec) === undefined) {
    report(walk, {
      code: 'invalid-value',
      start: number.start,
      end: number.end,
      option: name.text,
      value: number.text,
      message: {
        en: `\`${number.text}\` is not a rule number: rules count from 1.`,
        ja: `\`${number.text}\` はルール番号ではありません。番号は 1 から始まります。`,
      },
      refusal: `Invalid rule number \`${number.text}'`,
      suggestion: undefined,
    });
  }
}

/** Why iptables refuses to create a chain of a name (`assert_valid_chain_name` in iptables/xshared.c); `undefined` when it does not. */
export function chainNameFault(
  name: string,
  walk: Pick<Walk, 'context'>,
): 'too-long' | 'first-character' | 'white-space' | 'target-name' | undefined {
  if (byteLength(name) > longestChainName) return 'too-long';
  if (name.startsWith('-') || name.startsWith('!')) return 'first-character';
  if (targetNamed(name, walk.context.family) !== undefined) return 'target-name';
  for (let at = 0; at < name.length; at++) if (isSpace(name.charCodeAt(at))) return 'white-space';
  return undefined;
}

const largestRuleNumber = 0x7fff_ffff;

/**
 * The number of a rule as a command reads it; `undefined` for what is none. `-D` reads decimal digits and keeps 32 bits of
 * them (`parse_rule_range` in iptables/xshared.c), the others read any base (`parse_rulenumber`).
 */
export function ruleNumber(text: string, spec: CommandSpec): number | undefined {
  if (spec.name === 'delete') {
    const value = /^\s*\+?\d+$/.test(text) ? Number(text) : 0;
    return value > 0 ? value : undefined;
  }
  const value = scanUnsigned(text, 0, text.length, 0);
  return scanEnd === text.length && value >= 1 && value <= largestRuleNumber ? value : undefined;
}

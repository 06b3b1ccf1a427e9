import { targetNamed } from '../catalogue/index';
import type { CommandSpec } from '../catalogue/schema';
import type { Word } from '../syntax/words';
import type { Attached, Walk } from './bind';
import type { BoundCommand, Part } from './bound';
import { report } from './report';

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
      parts[role] = { start: attached.word.start + attached.shift, end: attached.word.end, text: attached.text };
      continue;
    }
    const word = walk.words[walk.next];
    // getopt hands the first word over whatever it is, if the option must have one (`xs_has_arg` looks at the others).
    const first = word?.value.charCodeAt(0);
    const dash = (first === 45 && !(role === 'policy' && word?.value === '-')) || first === 33;
    if (word === undefined || dash) {
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
    parts[role] = { start: word.start, end: word.end, text: word.value };
  }
  const command: BoundCommand = { spec, name, ...parts };
  if (walk.rule.command !== undefined) {
    report(walk, { code: 'conflicting-commands', start: name.start, end: name.end, first: walk.rule.command.name.text, second: name.text });
    return;
  }
  walk.rule.command = command;
  checkCommand(walk, command);
}

function checkCommand(walk: Walk, command: BoundCommand): void {
  const { chain, number, newName, name, spec } = command;
  if (!spec.inRestore)
    report(walk, { code: 'option-not-allowed', start: name.start, end: name.end, option: name.text, reason: 'restore', command: '' });
  if (chain !== undefined && byteLength(chain.text) > longestChainName) {
    report(walk, { code: 'invalid-chain-name', start: chain.start, end: chain.end, name: chain.text, reason: 'too-long' });
  }
  const created = newName ?? (spec.name === 'new-chain' ? chain : undefined);
  if (created !== undefined) {
    const reason = chainNameFault(created.text, walk);
    if (reason !== undefined && (reason !== 'too-long' || created !== chain))
      report(walk, { code: 'invalid-chain-name', start: created.start, end: created.end, name: created.text, reason });
  }
  if (number !== undefined && !isRuleNumber(number.text)) {
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
export function chainNameFault(name: string, walk: Pick<Walk, 'context'>): 'too-long' | 'first-character' | 'target-name' | undefined {
  if (byteLength(name) > longestChainName) return 'too-long';
  if (name.startsWith('-') || name.startsWith('!')) return 'first-character';
  if (targetNamed(name, walk.context.family) !== undefined) return 'target-name';
  return undefined;
}

/** How many bytes a name has in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}

function isRuleNumber(text: string): boolean {
  return /^\s*\+?0*[1-9][0-9]{0,9}$/.test(text) || /^0x0*[1-9a-f][0-9a-f]{0,7}$/i.test(text);
}

import type { Family } from '../catalogue/schema';
import type { SimpleCommand } from './statements';
import { wordText } from './statements';
import type { Variables } from './variables';
import type { ShellWord } from './words';
import { assignmentOf } from './words';

/** A call of iptables or ip6tables: the family and the words behind the program. */
export interface IptablesCall {
  readonly family: Family;
  readonly words: readonly ShellWord[];
}

/** Programs that run the words behind them as they are. */
const wrappers = new Set(['sudo', 'doas', 'command', 'exec', 'env', 'time', 'busybox', 'nohup', 'builtin', '\\']);
/** Of sudo's and doas' options those that take a word. */
const withWord = /^-(?:[ugCchpRrTtUD]|-user|-group|-host|-prompt|-chdir|-chroot)$/;
const program = /^(?:.*\/)?(ip6?)tables(?:-legacy|-nft)?$/;
/** `$IPT`, `$IP6TABLES`, `$IPTABLES_BIN`, `$ipt_v6`: variables that firewall scripts keep the program in. */
const programVariable = /^_?ip_?(6|v6|v4|4)?_?t(?:ables)?_?(6|v6|v4|4)?(?:_?(?:bin|cmd|path|prog|program|exe|command))?$/i;

/** Reads a command as a call of iptables; `undefined` when it calls something else. */
export function iptablesCall(command: SimpleCommand, variables: Variables): IptablesCall | undefined {
  const words = command.words.flatMap((word) => variables.expand(word));
  let at = 0;
  // A prompt that came along with the command.
  if (wordText(words[at]) === '$') at++;
  while (words[at] !== undefined && assignmentOf(words[at] as ShellWord) !== undefined) at++;
  while (wrappers.has(wordText(words[at]))) {
    at++;
    for (
      let option = wordText(words[at]);
      /^-./.test(option) || assignmentOf(words[at] ?? noWord) !== undefined;
      option = wordText(words[at])
    )
      at += withWord.test(option) ? 2 : 1;
    if (at > words.length) return undefined;
  }
  const family = familyOf(words[at]);
  return family === undefined ? undefined : { family, words: words.slice(at + 1) };
}

const noWord: ShellWord = { start: 0, end: 0, pieces: [] };

/** The family of the program that a word names; `undefined` when it names another. */
function familyOf(word: ShellWord | undefined): Family | undefined {
  if (word === undefined || word.pieces.length === 0) return undefined;
  const [only, ...more] = word.pieces;
  if (only?.kind === 'variable' && more.length === 0) {
    const found = programVariable.exec(only.name);
    return found === null ? undefined : /6/.test(`${found[1] ?? ''}${found[2] ?? ''}`) ? 'ipv6' : 'ipv4';
  }
  const found = program.exec(word.pieces.map((piece) => piece.text).join(''));
  return found === null ? undefined : found[1] === 'ip6' ? 'ipv6' : 'ipv4';
}

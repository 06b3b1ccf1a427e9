import type { Pattern } from '../text-mate';
import { include } from '../text-mate';
import type { Vocabulary } from '../vocabulary';
import { heredocs, pipedToRestore } from './heredocs';
import type { InjectionGrammar } from './injection';
import { injection } from './injection';
import { commands, commandVariables, prefixes, restorers, restorerVariables } from './programs';
import { commandsScope, host, shellRepository } from './shell-words';

/**
 * Commands of iptables in shell scripts. The shell's grammar says where a command's name stands; the rules here begin right
 * behind that name, within its scopes, and end where the shell's command ends. Quotes, variables, substitutions,
 * redirections and comments stay with the shell's own rules.
 */
export function shellGrammar(vocabulary: Vocabulary): InjectionGrammar {
  return injection(
    commandsScope,
    'iptables commands of shell scripts',
    selector,
    [...stretches(commands, commandVariables, 'command'), ...stretches(restorers, restorerVariables, 'restore')],
    {
      ...shellRepository(vocabulary),
      command: { patterns: [include('command-words')] },
      restore: {
        patterns: [include('heredocs'), host('line_continuation'), host('option'), host('argument'), host('string')],
      },
      heredocs: { patterns: heredocs(vocabulary) },
      'piped-heredocs': { patterns: heredocs(vocabulary, pipedToRestore) },
    },
  );
}

const inName = 'meta.statement.command.name.shell';
const variableFirst = [
  'meta.statement',
  'meta.expression',
  'meta.for',
  'meta.scope.logical-expression',
  'meta.parameter-expansion',
  'meta.alias',
];

/**
 * Behind a command's name, also in a substitution within a string or within another command of iptables. A line that begins
 * with a variable is no command to the shell's grammar; there, the bare scopes of a script or of a block are meant.
 */
const selector = [
  `L:${inName} -string -comment -meta.command.iptables`,
  `L:string meta.scope.subshell ${inName} -comment -meta.command.iptables`,
  `L:meta.command.iptables meta.scope.subshell ${inName} -comment -meta.command.iptables meta.scope.subshell meta.command.iptables`,
  ...['source.shell', 'meta.embedded.block.shellscript'].map((where) =>
    [`L:${where} -string -comment -meta.command.iptables`, ...variableFirst].join(' -'),
  ),
].join(', ');

/** Where the shell's command ends. `#` begins a comment only where a word would begin. */
const commandEnd = '(?=[;|&\\n)`]|[ \\t]#)(?<!\\\\)';

/** Words follow. Where none does, no stretch may begin: one that ends where it begins stops the engine for that line. */
const wordsFollow = '(?=[ \\t])(?![ \\t]*+(?:[;|&\\n)`#]|$))';

/** The words behind a program, and behind one that another command starts. */
function stretches(programs: readonly string[], variables: readonly string[], words: string): readonly Pattern[] {
  const behind = [...programs.map((name) => `\\b${name}`), ...variables.flatMap((name) => [`\\$${name}`, `\\$\\{${name}\\}`])];
  const program = `(?:(?:[\\w.~-]*+/)*+(?:${programs.join('|')})|"?\\$(?:${variables.join('|')})"?|"?\\$\\{(?:${variables.join('|')})\\}"?)(?=[ \\t])`;
  const word = '(?:[\\w@%+=:,./-]++|\\$\\{?\\w++\\}?|"\\$\\{?\\w++\\}?")';
  const rest = { end: commandEnd, name: 'meta.command.iptables', patterns: [include(words)] };
  return [
    { begin: `(?<=${behind.join('|')})${wordsFollow}`, ...rest },
    // The shell's grammar leaves a quoted name only where another rule than this one goes on behind it: it is taken as a whole.
    {
      begin: `\\G("\\$(?:${variables.join('|')})"|"\\$\\{(?:${variables.join('|')})\\}")(?=[ \\t])`,
      beginCaptures: { 1: { name: 'entity.name.function.call.shell entity.name.command.shell', patterns: [host('string')] } },
      ...rest,
    },
    {
      begin: `(?<=${prefixes.map((name) => `\\b${name}`).join('|')})((?>(?:[ \\t]++(?!${program})${word}){0,6})[ \\t]++${program})`,
      beginCaptures: { 1: { patterns: [host('option'), host('argument')] } },
      ...rest,
    },
  ];
}

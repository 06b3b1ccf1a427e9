import type { Family } from '../catalogue/schema';
import type { RestoreCommand } from './call';
import { restoreCommand } from './call';
import { iptablesCall } from './program';
import type { SimpleCommand, Statement } from './statements';
import { readStatements, wordText } from './statements';
import { variablesOf } from './variables';

/** One thing of a script, in order, as it is to be put into a rules file. */
export type ScriptItem =
  | { readonly kind: 'blank' }
  /** A comment line, or several: each with its `#`. */
  | { readonly kind: 'comment'; readonly lines: readonly string[] }
  /** What no rules file can say: stays visible as comment lines. */
  | {
      readonly kind: 'other';
      readonly lines: readonly string[];
      /** The table of the first iptables command in it that may be run. */
      readonly table: string | undefined;
    }
  | {
      readonly kind: 'command';
      readonly command: RestoreCommand;
      /** The command as comment lines, for where it comes to nothing. */
      readonly lines: readonly string[];
      /** A `-C` of the same rule stands before it: it is added unless it is there. */
      readonly guarded: boolean;
    };

/** A shell script of iptables commands. */
export interface Script {
  readonly items: readonly ScriptItem[];
  /** How many calls of each program there are that a rules file can say. */
  readonly families: Readonly<Record<Family, number>>;
}

/** Reads a shell script. Any text is one. */
export function readScript(source: string): Script {
  const text = source.replace(/\r\n?/g, '\n').replace(/^\ufeff/, '');
  const statements = readStatements(text);
  const variables = variablesOf(statements);
  const items: ScriptItem[] = [];
  for (const statement of statements) {
    switch (statement.kind) {
      case 'blank':
        items.push({ kind: 'blank' });
        break;
      case 'comment':
        items.push({ kind: 'comment', lines: commented(statement.text) });
        break;
      case 'compound':
        items.push({ kind: 'other', lines: commented(statement.source), table: tableOf(statement.commands) });
        for (const command of statement.commands) variables.after('compound', command);
        break;
      case 'commands':
        items.push(...itemsOf(statement, callOf, tableOf, done));
        break;
    }
  }
  const families = { ipv4: 0, ipv6: 0 };
  for (const item of items) if (item.kind === 'command') families[item.command.family]++;
  return { items, families };

  function callOf(command: SimpleCommand): RestoreCommand | undefined {
    const call = iptablesCall(command, variables);
    return call === undefined ? undefined : restoreCommand(call);
  }

  function done(command: SimpleCommand): void {
    variables.after('commands', command);
  }

  function tableOf(commands: readonly SimpleCommand[]): string | undefined {
    for (const command of commands) {
      const call = callOf(withoutKeywords(command));
      if (call !== undefined && !unsaid.has(call.name)) return call.table;
    }
    return undefined;
  }
}

/** Keywords that stand before the commands of a loop or condition. */
const keyword = /^(?:do|then|else|elif|if|while|until|\{|!)$/;

function withoutKeywords(command: SimpleCommand): SimpleCommand {
  let first = 0;
  while (keyword.test(wordText(command.words[first]))) first++;
  return first === 0 ? command : { ...command, words: command.words.slice(first) };
}

/** Commands that leave nothing behind: counters are at zero when a file has been loaded. */
const unsaid = new Set(['check', 'zero']);

/** Commands that end well, so that what stands behind their `&&` is run. */
const surelyTrue = new Set(['echo', 'printf', ':', 'true']);

function itemsOf(
  statement: Extract<Statement, { kind: 'commands' }>,
  callOf: (command: SimpleCommand) => RestoreCommand | undefined,
  tableOf: (commands: readonly SimpleCommand[]) => string | undefined,
  done: (command: SimpleCommand) => void,
): ScriptItem[] {
  const { commands, source } = statement;
  const items: ScriptItem[] = [];
  let runs = true;
  let fails = true;
  let check: RestoreCommand | undefined;
  let converted = false;
  for (const command of commands) {
    const { joined } = command;
    const behindCheck: RestoreCommand | undefined = joined === '||' ? check : undefined;
    if (joined === '&&') runs = runs && !fails;
    else if (joined === '||') runs = behindCheck !== undefined;
    else runs = true;
    const call: RestoreCommand | undefined = command.piped || !runs ? undefined : callOf(command);
    check = call?.name === 'check' ? call : undefined;
    const guarded: boolean = call !== undefined && behindCheck !== undefined && sameRule(behindCheck, call);
    const said: RestoreCommand | undefined =
      call === undefined || unsaid.has(call.name) || (behindCheck !== undefined && !guarded) ? undefined : call;
    // What follows the `&&` of a command that may fail is not certain to run.
    const succeeded = !fails;
    fails = said === undefined && !surelyTrue.has(wordText(command.words[0]));
    converted ||= said !== undefined;
    const lines = commented(command.source);
    if (said !== undefined) items.push({ kind: 'command', command: said, lines, guarded });
    // What stands behind the `||` of a command that ends well is not run.
    else items.push({ kind: 'other', lines, table: joined === '||' && succeeded ? undefined : tableOf([command]) });
    done(command);
  }
  // A line without a single rule stays in one piece.
  return converted ? items : [{ kind: 'other', lines: commented(source), table: tableOf(commands) }];
}

function sameRule(check: RestoreCommand, add: RestoreCommand): boolean {
  return check.family === add.family && check.table === add.table && check.chain === add.chain && check.rule === add.rule;
}

/** The lines of a piece of a script as comment lines. */
function commented(source: string): string[] {
  return source
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? '#' : line.startsWith('#') && !line.startsWith('#!') ? line : `# ${line}`));
}

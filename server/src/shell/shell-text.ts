import type { Family } from '../catalogue/schema';
import { optionSpan } from '../model/bound';
import { meantWords } from '../model/record';
import { isBuiltin } from '../model/resolve-types';
import type { RulesFile } from '../model/rules-file';
import { shellWord } from './quotes';

/** Lines of a file; the end exclusive. */
export interface Lines {
  readonly first: number;
  readonly end: number;
}

/**
 * The commands that do in a shell what lines of a rules file do when they are loaded into empty tables: `-N` for user chains, the
 * rules, `-P` for policies. Policies come behind the rules of their section, so that who runs them over ssh is not locked out in
 * between. Comments and blank lines stay; counters and COMMIT have no command.
 */
export function shellText(file: RulesFile, lines: Lines = { first: 0, end: file.lineCount }): string {
  const out: string[] = [];
  const policies = new Map<string, string>();
  const finish = (): void => {
    for (const [start, policy] of policies) out.push(`${start} ${policy}`);
    policies.clear();
  };
  const end = Math.min(lines.end, file.lineCount);
  for (let line = Math.max(lines.first, 0); line < end; line++) {
    const record = file.records[line];
    const text = file.lineText(line);
    switch (record?.kind) {
      case 'blank':
        // The end of the text is no blank line.
        if (line < end - 1) out.push('');
        break;
      case 'comment':
        out.push(text);
        break;
      case 'table':
      case 'commit':
        finish();
        break;
      case 'chain': {
        const [name, policy] = meantWords(file.tree(line), 2).words.map((word) => word.value);
        if (name === undefined) break;
        const start = programWords(file.family, record.table);
        if (!isBuiltin(record.table ?? 'filter', name) && (policy === undefined || policy === '-'))
          out.push(`${start} -N ${shellWord(name, true)}`);
        else if (policy !== undefined && policy !== '-') policies.set(`${start} -P ${shellWord(name, true)}`, shellWord(policy, true));
        break;
      }
      case 'command': {
        const command = commandText(file, line);
        const policy = record.command === 'policy' ? /^(.* -P \S+) (\S+)$/.exec(command ?? '') : null;
        if (policy !== null) policies.set(policy[1] ?? '', policy[2] ?? '');
        else if (command !== undefined) out.push(command);
        break;
      }
      default:
        break;
    }
  }
  finish();
  const first = out.findIndex((text) => text !== '');
  while (out[out.length - 1] === '') out.pop();
  return out
    .slice(Math.max(first, 0))
    .map((text) => `${text}\n`)
    .join('');
}

/** A command line as a shell command; one that the file's family passes over stays a comment. */
function commandText(file: RulesFile, line: number): string | undefined {
  const bound = file.bound(line);
  if (bound === undefined) return undefined;
  if (bound.skipped) return `# ${file.lineText(line)}`;
  const general = (name: string) => bound.options.filter((option) => option.owner === undefined && option.spec.name === name);
  // `-4` and `-6` say which restore program reads the line; on a command line the program's own name does.
  const dropped = [...general('ipv4'), ...general('ipv6')].map((option) => optionSpan(option));
  const words = bound.tree.words.filter((word) => !dropped.some((span) => span.start <= word.start && word.end <= span.end));
  if (words.length === 0) return undefined;
  const table = general('table').length > 0 ? undefined : file.records[line]?.table;
  return `${programWords(file.family, table)} ${words.map((word) => shellWord(word.value, !word.quoted)).join(' ')}`;
}

function programWords(family: Family, table: string | undefined): string {
  const program = family === 'ipv6' ? 'ip6tables' : 'iptables';
  return table === undefined || table === 'filter' || table === '' ? program : `${program} -t ${shellWord(table, true)}`;
}

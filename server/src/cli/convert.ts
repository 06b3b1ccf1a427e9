import { readFileSync } from 'node:fs';
import { convertScript, copyAsCommands, isRulesText } from '../features/convert';
import { RulesFile } from '../model/rules-file';
import type { ConvertArguments } from './convert-arguments';
import { readConvertArguments } from './convert-arguments';
import { usage } from './usage';

/** Runs `convert`; gives the exit status: 0 converted, 1 the input has nothing to convert, 2 wrong usage or an unreadable file. */
export async function runConvert(args: readonly string[]): Promise<number> {
  const parsed = readConvertArguments(args);
  if (typeof parsed === 'string') {
    process.stderr.write(`iptables-language-server convert: ${parsed}\n\n${usage}`);
    return 2;
  }
  let input: string;
  try {
    input = readFileSync(parsed.file === '-' ? 0 : parsed.file, 'utf8');
  } catch (error) {
    process.stderr.write(`iptables-language-server: ${parsed.file}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const to = parsed.to ?? (isRulesText(input) ? 'shell' : 'restore');
  const output = to === 'shell' ? toShell(input, parsed) : toRestore(input, parsed);
  if (output === undefined) return 1;
  await new Promise<void>((done) => {
    process.stdout.write(output, () => done());
  });
  return 0;
}

function toShell(input: string, { file, family }: ConvertArguments): string | undefined {
  const output = copyAsCommands(new RulesFile(input, { name: file === '-' ? undefined : file, family }));
  return output === '' ? nothing(file, 'no rules in it') : output;
}

function toRestore(input: string, { file, family }: ConvertArguments): string | undefined {
  const converted = convertScript(input, family);
  if (converted === undefined) return nothing(file, `no ${family === 'ipv6' ? 'ip6tables' : 'iptables'} commands in it`);
  if (converted.otherFamily > 0) {
    const [program, option] = converted.family === 'ipv4' ? ['ip6tables', 'ipv6'] : ['iptables', 'ipv4'];
    process.stderr.write(
      `iptables-language-server: ${file}: ${program} commands are left as comments (${converted.otherFamily}); --family ${option} converts them\n`,
    );
  }
  return converted.text;
}

function nothing(file: string, why: string): undefined {
  process.stderr.write(`iptables-language-server: ${file}: ${why}\n`);
}

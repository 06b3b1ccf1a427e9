import { version } from '../package.json';
import { usage } from './cli/usage';

const [command, ...rest] = process.argv.slice(2);

if (command === '--stdio' || command === '--node-ipc' || command?.startsWith('--socket=') === true) {
  // Each half is loaded only where it is wanted, so that a check does not pay for the protocol, nor the protocol for the checks.
  void import('./node');
} else if (command === 'check' || command === 'convert') {
  run(command, rest).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      process.stderr.write(`iptables-language-server: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 2;
    },
  );
} else if (command === '--version' || command === '-V') {
  process.stdout.write(`iptables-language-server ${version}\n`);
} else if (command === '--help' || command === '-h') {
  process.stdout.write(usage);
} else {
  process.stderr.write(command === undefined ? usage : `iptables-language-server: unknown argument ${command}\n\n${usage}`);
  process.exitCode = 2;
}

async function run(command: 'check' | 'convert', words: readonly string[]): Promise<number> {
  const { runCheck, runConvert } = await import('./cli/commands');
  return command === 'check' ? runCheck(words) : runConvert(words);
}

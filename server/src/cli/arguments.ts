import type { Settings } from '../features/settings';
import { defaultSettings } from '../features/settings';
import type { Language } from '../l10n/text';
import { languageOf } from '../l10n/text';

/** What `check` was asked to do. */
export interface CheckArguments {
  readonly format: 'text' | 'json';
  readonly fix: boolean;
  readonly files: readonly string[];
  readonly settings: Settings;
  readonly language: Language;
  /** Whether what the whole ruleset does is worked out: `auto` does not in files so large that it takes seconds. */
  readonly ruleset: 'auto' | 'always' | 'never';
}

const choices = {
  '--format': ['text', 'json'],
  '--family': ['auto', 'ipv4', 'ipv6'],
  '--backend': ['any', 'legacy', 'nft'],
  '--language': ['en', 'ja'],
  '--ruleset': ['auto', 'always', 'never'],
} as const;

type Choice = keyof typeof choices;

/** Reads the arguments behind `check`. A string says what is wrong with them. */
export function readArguments(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): CheckArguments | string {
  const chosen = new Map<Choice, string>();
  const files: string[] = [];
  let fix = false;
  let onlyFiles = false;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [name = '', attached] = argument.split(/=(.*)/s);
    if (onlyFiles || argument === '-' || !argument.startsWith('-')) files.push(argument);
    else if (argument === '--') onlyFiles = true;
    else if (argument === '--fix') fix = true;
    else if (isChoice(name)) {
      const value = attached ?? args[++index];
      if (value === undefined || !choices[name].some((allowed) => allowed === value)) {
        return `${name} takes ${choices[name].join(', ')}${value === undefined ? '' : `, not ${value}`}`;
      }
      chosen.set(name, value);
    } else return `unknown option ${argument}`;
  }
  if (files.length === 0) return 'no file to check';
  return {
    format: chosen.get('--format') === 'json' ? 'json' : 'text',
    fix,
    files,
    ruleset: (chosen.get('--ruleset') ?? 'auto') as CheckArguments['ruleset'],
    settings: {
      ...defaultSettings,
      family: (chosen.get('--family') ?? 'auto') as Settings['family'],
      backend: (chosen.get('--backend') ?? 'any') as Settings['backend'],
    },
    language: languageOf(
      (chosen.get('--language') ?? environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'])
        ?.replace('_', '-')
        .replace(/\..*/, ''),
    ),
  };
}

function isChoice(name: string): name is Choice {
  return name in choices;
}

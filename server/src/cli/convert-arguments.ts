/** What `convert` was asked to do. */
export interface ConvertArguments {
  /** `undefined`: the one that the input is not. */
  readonly to: 'shell' | 'restore' | undefined;
  /** `undefined`: found out. */
  readonly family: 'ipv4' | 'ipv6' | undefined;
  readonly file: string;
}

const choices = { '--to': ['shell', 'restore'], '--family': ['auto', 'ipv4', 'ipv6'] } as const;

/** Reads the arguments behind `convert`. A string says what is wrong with them. */
export function readConvertArguments(args: readonly string[]): ConvertArguments | string {
  const files: string[] = [];
  let to: ConvertArguments['to'];
  let family: ConvertArguments['family'];
  let onlyFiles = false;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [name = '', attached] = argument.split(/=(.*)/s);
    if (onlyFiles || argument === '-' || !argument.startsWith('-')) files.push(argument);
    else if (argument === '--') onlyFiles = true;
    else if (name === '--to' || name === '--family') {
      const value = attached ?? args[++index];
      const allowed: readonly string[] = choices[name];
      if (value === undefined || !allowed.includes(value))
        return `${name} takes ${allowed.join(', ')}${value === undefined ? '' : `, not ${value}`}`;
      if (name === '--to') to = value === 'shell' ? 'shell' : 'restore';
      else family = value === 'ipv4' || value === 'ipv6' ? value : undefined;
    } else return `unknown option ${argument}`;
  }
  const [file, ...more] = files;
  if (file === undefined) return 'no file to convert';
  return more.length > 0 ? 'one file at a time' : { to, family, file };
}

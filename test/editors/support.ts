// What the tests of other editors share: the recipes of docs/editors.md themselves, and a home to try them in.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The first fenced block of a language below a heading of docs/editors.md. */
export function recipe(heading: string, language: string): string {
  const text = readFileSync(join(process.cwd(), 'docs', 'editors.md'), 'utf8');
  const section = text.split(/^(?=#)/m).find((part) => part.split('\n', 1)[0]?.replace(/^#+ /, '') === heading);
  const block = section?.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm'))?.[1];
  if (block === undefined) throw new Error(`docs/editors.md has no ${language} below “${heading}”.`);
  return block;
}

/** A name for each way in which package.json says that VS Code knows the language by a file's name. */
export function fileNames(): readonly string[] {
  const { contributes } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as Manifest;
  return contributes.languages
    .filter(({ id }) => id === 'iptables')
    .flatMap(({ extensions = [], filenames = [], filenamePatterns = [] }) => [
      ...extensions.map((ending) => `host${ending}`),
      ...filenames,
      ...filenamePatterns.flatMap((pattern) =>
        alternatives(
          pattern
            .replace('**/', 'some/')
            .replaceAll('*', '-2')
            .replace(/\[(.).*?\]/g, '$1'),
        ),
      ),
    ]);
}

/** As many names as a pattern's longest list in braces has members, so that each is in one of them. */
function alternatives(pattern: string): readonly string[] {
  const lists = [...pattern.matchAll(/\{(.*?)\}/g)].map(([, members = '']) => members.split(','));
  return Array.from({ length: Math.max(1, ...lists.map(({ length }) => length)) }, (_, index) => {
    let list = 0;
    return pattern.replace(/\{.*?\}/g, () => {
      const members = lists[list++] ?? [];
      return members[index % members.length] ?? '';
    });
  });
}

interface Manifest {
  readonly contributes: {
    readonly languages: readonly { id: string; extensions?: string[]; filenames?: string[]; filenamePatterns?: string[] }[];
  };
}

/** A home folder of its own, with the server on the PATH. */
export interface Home {
  readonly folder: string;
  /** Writes a file there and gives its path. */
  write(name: string, text: string): string;
  /** Runs a program at home. Gives its exit status and all that it printed. */
  run(program: string, args: readonly string[]): Promise<{ status: number | null; output: string }>;
  remove(): void;
}

/** Makes one. */
export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'iptables-editor-'));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const server = join(process.cwd(), 'server', 'bin', 'iptables-language-server.js');
  chmodSync(write('bin/iptables-language-server', `#!/bin/sh\nexec '${process.execPath}' '${server}' "$@"\n`), 0o755);
  const env = {
    ...process.env,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_DATA_HOME: join(folder, '.local', 'share'),
    XDG_STATE_HOME: join(folder, '.local', 'state'),
    XDG_CACHE_HOME: join(folder, '.cache'),
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
  };
  return {
    folder,
    write,
    run: (program, args) =>
      new Promise((done, fail) => {
        const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
        child.on('error', fail);
        child.on('close', (status) => done({ status, output }));
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a program prints, for instance its version; `undefined` when it cannot be run or fails. */
export function answerOf(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout : undefined;
}

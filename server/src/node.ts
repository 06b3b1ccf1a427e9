import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { SetFile } from './lsp/host';
import { serve } from './lsp/server';
import { setFileName } from './lsp/set-files';

// The transport stands on the command line: --stdio, --node-ipc, --socket=PORT.
const connection = createConnection(ProposedFeatures.all);
serve(connection, { readSetFiles, readFile: readSmallFile, isMissing });
connection.listen();

/** How deep folders are searched, how many entries are looked at, and how large a file may be, in bytes. */
const deepest = 3;
const mostEntries = 5000;
const largest = 64 * 1024 * 1024;

async function readSetFiles(folders: readonly string[]): Promise<readonly SetFile[]> {
  const files: SetFile[] = [];
  let seen = 0;
  const search = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (seen++ > mostEntries) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < deepest && !entry.name.startsWith('.') && entry.name !== 'node_modules') await search(path, depth + 1);
      } else if (entry.isFile() && setFileName.test(entry.name)) {
        const size = await stat(path).then(
          (found) => found.size,
          () => largest + 1,
        );
        if (size <= largest) files.push({ uri: pathToFileURL(path).href, text: await readFile(path, 'utf8').catch(() => '') });
      }
    }
  };
  for (const folder of folders) if (folder.startsWith('file:')) await search(fileURLToPath(folder), 0);
  return files;
}

/** How large a file may be that stands beside an open one, in bytes. */
const largestBeside = 1024 * 1024;

async function readSmallFile(uri: string): Promise<string | undefined> {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const path = fileURLToPath(uri);
    const found = await stat(path);
    return found.isFile() && found.size <= largestBeside ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

async function isMissing(uri: string): Promise<boolean> {
  if (!uri.startsWith('file:')) return false;
  const path = fileURLToPath(uri);
  const isThere = (one: string): Promise<boolean> =>
    stat(one).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    );
  return !(await isThere(path)) && (await isThere(dirname(path)));
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createConnection, ProposedFeatures, StreamMessageWriter } from 'vscode-languageserver/node';
import type { Apart } from './lsp/diagnostics';
import { FrameReader } from './lsp/frames';
import { gate as makeGate } from './lsp/gate';
import type { SetFile } from './lsp/host';
import { serve } from './lsp/server';
import { setFileName } from './lsp/set-files';
import type { ApartFindings, ApartRequest, LanguageService, LanguageServiceOptions } from './service';

// The transport stands on the command line: --stdio, --node-ipc, --socket=PORT.
const gate = makeGate((message) => connection.console.warn(message));
const connection = makeConnection();
serve(connection, gate, { createLanguageService, analyseApart, readSetFiles, readFile: readSmallFile, isMissing });
// What goes wrong beside any request is told and lived with: the other files still want their answers.
process.on('uncaughtException', (error) => tell(error.stack ?? error.message));
process.on('unhandledRejection', (error) => tell(String(error)));
process.on('disconnect', leave);
connection.listen();

/** The service is a bundle of its own beside this one (scripts/build.mjs), which is read when the first request needs it. */
function createLanguageService(options: LanguageServiceOptions): LanguageService {
  const bundle: typeof import('./service') = require('./service');
  return bundle.createLanguageService(options);
}

/** A thread for each request: when it ends, all the memory that the analysis took is given back. */
function analyseApart(request: ApartRequest, answered: (answer: ApartFindings) => void): Apart {
  const worker = new Worker(join(__dirname, 'apart.js'), { workerData: request });
  let isWanted = true;
  worker.once('message', (answer: ApartFindings) => {
    if (isWanted) answered(answer);
    void worker.terminate();
  });
  worker.once('error', (error) => tell(error.stack ?? error.message));
  return {
    cancel() {
      isWanted = false;
      void worker.terminate();
    },
  };
}

function makeConnection() {
  const port = process.argv.find((word) => word.startsWith('--socket='))?.slice('--socket='.length);
  if (port === undefined && !process.argv.includes('--stdio')) return createConnection(ProposedFeatures.all, gate.options);
  const socket = port === undefined ? undefined : connect(Number(port), '127.0.0.1');
  const input = socket ?? process.stdin;
  const output = socket ?? process.stdout;
  const writer = new StreamMessageWriter(output);
  const reader = new FrameReader(input, (id, code, message) => {
    // The protocol knows answers to nobody, the type does not.
    const answer = { jsonrpc: '2.0', id, error: { code, message } };
    writer.write(answer).catch(() => undefined);
  });
  // A client that is gone reads no answers and sends no `exit`.
  for (const event of ['end', 'close', 'error']) input.on(event, leave);
  for (const event of ['close', 'error']) output.on(event, leave);
  return createConnection(ProposedFeatures.all, reader, writer, gate.options);
}

function leave(): void {
  process.exit(gate.isShutDown ? 0 : 1);
}

function tell(message: string): void {
  try {
    connection.console.error(message);
  } catch {
    // There is nobody left to tell.
  }
}

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
  for (const folder of folders) {
    const path = pathOf(folder);
    if (path !== undefined) await search(path, 0);
  }
  return files;
}

/** The path that a URI stands for; `undefined` for one that is none of this machine's (`file://server/share`). */
function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/** How large a file may be that stands beside an open one, in bytes. */
const largestBeside = 1024 * 1024;

async function readSmallFile(uri: string): Promise<string | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= largestBeside ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

async function isMissing(uri: string): Promise<boolean> {
  const path = pathOf(uri);
  if (path === undefined) return false;
  const isThere = (one: string): Promise<boolean> =>
    stat(one).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
    );
  return !(await isThere(path)) && (await isThere(dirname(path)));
}

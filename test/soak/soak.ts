// An hour's editing, compressed: changes, requests, closing and opening again of many documents in a real server process, and what
// memory is left in use when all are closed.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lines } from '../../server/src/text/lines';
import { replaceRange, splitLines } from '../../server/src/text/lines';
import { randomEdit, randomText } from '../support/cases/edits';
import type { Random } from '../support/cases/random';
import { randomOf } from '../support/cases/random';
import type { RawClient } from '../support/raw-client';
import { startRawClient } from '../support/raw-client';

/** Bytes that the server's heap and buffers have in use after the garbage was collected, all documents closed. */
export interface Soaked {
  readonly start: number;
  readonly end: number;
  /** In between, some documents open. */
  readonly between: readonly number[];
  readonly changes: number;
  readonly requests: number;
}

/** Node calls this first; a signal has it collect the garbage and tell what is in use. */
const preload = `process.on('SIGUSR2', () => {
  for (let round = 0; round < 4; round++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write('MEMORY ' + (heapUsed + external) + '\\n');
});`;

/** Without machine code, which V8 makes more and more of for minutes: several megabytes, and nobody's leak. */
const flags = ['--expose-gc', '--no-opt', '--no-sparkplug'];

interface Open {
  readonly uri: string;
  version: number;
  readonly lines: Lines;
  tokens: string | undefined;
}

/**
 * Edits documents. The start is measured after each has been open once and everything asked of it, so that what is made at first
 * use, once, counts for nothing.
 * @param say Told how far it is.
 */
export async function soak(
  changes: number,
  documents: number,
  seed: number,
  say: (line: string) => void = () => undefined,
): Promise<Soaked> {
  const file = join(mkdtempSync(join(tmpdir(), 'iptables-soak-')), 'preload.cjs');
  writeFileSync(file, preload);
  const server = join(process.cwd(), 'server', 'bin', 'iptables-language-server.js');
  const client = startRawClient([...flags, '--require', file, server]);
  await client.initialize();
  const random = randomOf(seed);
  const open = new Map<number, Open>();
  const between: number[] = [];
  let requests = 0;
  let opened = 0;

  const start = async (number: number): Promise<Open> => {
    const text = randomText(random, random.pick([20, 60, 300]));
    // Another name each time, as an editor has them over the weeks: names must not stay.
    const uri = `file:///tmp/soak-${number}/${opened++}/${random.pick(['rules.v4', 'rules.v6', 'x.iptables', 'rules.v4.j2'])}`;
    const document: Open = { uri, version: 1, lines: splitLines(text), tokens: undefined };
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'iptables', version: 1, text } });
    open.set(number, document);
    requests += await askAll(client, document, random);
    return document;
  };
  const close = (number: number): void => {
    const document = open.get(number);
    open.delete(number);
    if (document !== undefined) client.notify('textDocument/didClose', { textDocument: { uri: document.uri } });
  };
  const closeAll = async (): Promise<number> => {
    for (const number of [...open.keys()]) close(number);
    return memory(client);
  };

  const edit = async (count: number): Promise<void> => {
    for (let done = 0; done < count; ) {
      const number = random.below(documents);
      const document = open.get(number) ?? (await start(number));
      const burst = Math.min(1 + random.below(12), count - done);
      for (let one = 0; one < burst; one++) {
        const { range, newText } = randomEdit(random, document.lines);
        replaceRange(document.lines, range, newText);
        const contentChanges = [{ range, text: newText }];
        client.notify('textDocument/didChange', { textDocument: { uri: document.uri, version: ++document.version }, contentChanges });
      }
      done += burst;
      requests += await (random.percent(30) ? askAll(client, document, random) : askOne(client, document, random));
      if (random.percent(3) || document.lines.texts.length > 600) close(number);
      client.forget();
    }
  };

  await edit(Math.max(documents * 20, Math.floor(changes / 20)));
  const first = await closeAll();
  say(`${(first / 1e6).toFixed(2)} MB at the start`);
  const rounds = 10;
  for (let round = 1; round <= rounds; round++) {
    await edit(Math.ceil(changes / rounds));
    between.push(await memory(client));
    say(`${round * Math.ceil(changes / rounds)} changes, ${open.size} open: ${((between.at(-1) ?? 0) / 1e6).toFixed(2)} MB`);
  }
  const end = await closeAll();
  say(`${(end / 1e6).toFixed(2)} MB at the end`);
  await client.stop();
  return { start: first, end, between, changes, requests };
}

async function askOne(client: RawClient, document: Open, random: Random): Promise<number> {
  const line = random.below(document.lines.texts.length);
  const position = { line, character: random.below((document.lines.texts[line] ?? '').length + 1) };
  const method = random.pick(['hover', 'completion', 'signatureHelp', 'documentHighlight', 'definition']);
  await client.request(`textDocument/${method}`, { textDocument: { uri: document.uri }, position });
  return 1;
}

async function askAll(client: RawClient, document: Open, random: Random): Promise<number> {
  const textDocument = { uri: document.uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
  const tokens =
    document.tokens === undefined
      ? await client.request('textDocument/semanticTokens/full', { textDocument })
      : await client.request('textDocument/semanticTokens/full/delta', { textDocument, previousResultId: document.tokens });
  document.tokens = (tokens.result as { resultId?: string } | null)?.resultId;
  const whole = ['formatting', 'documentSymbol', 'foldingRange', 'codeLens', 'documentLink', 'diagnostic'];
  const ranged = ['inlayHint', 'codeAction', 'semanticTokens/range'];
  await Promise.all([
    ...whole.map((method) => client.request(`textDocument/${method}`, { textDocument, options: {} })),
    ...ranged.map((method) => client.request(`textDocument/${method}`, { textDocument, range, context: { diagnostics: [] } })),
    askOne(client, document, random),
    client.request('iptables/documentStatus', { textDocument }),
  ]);
  return 2 + whole.length + ranged.length;
}

async function memory(client: RawClient): Promise<number> {
  // What was still to be done for closed documents is done by now.
  await client.request('workspace/symbol', { query: 'X' });
  const known = client.errors().length;
  client.child.kill('SIGUSR2');
  for (;;) {
    const found = /MEMORY (\d+)\n/.exec(client.errors().slice(known));
    if (found !== null) return Number(found[1]);
    await new Promise((done) => client.child.stderr?.once('data', done));
  }
}

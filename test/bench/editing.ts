import { readFileSync } from 'node:fs';
import {
  CompletionRequest,
  DefinitionRequest,
  HoverRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver-protocol/node';
import type { Position } from '../../server/src/text/position';
import type { Random } from '../support/cases/random';
import { randomOf } from '../support/cases/random';
import type { Client } from '../support/client';
import { startClient } from '../support/client';
import type { Bar, Input, Measure } from './bench';
import { editAtLarge } from './large-edits';

/** How an editor fares with a file: a server of its own for each repeat, as an editor starts it. */
export async function* editingMeasures(input: Input, repeats: number): AsyncGenerator<Measure> {
  const times = new Map<string, number[]>();
  const note = (name: string, time: number): void => void times.set(name, [...(times.get(name) ?? []), time]);
  for (let round = 0; round < repeats; round++) await edit(input, randomOf(round + 1), note);
  for (const [name, values] of times) {
    const bar = input.whole
      ? bars[name]
      : input.lines <= 400 && name === openedLater
        ? { of: 'median' as const, most: 10, aim: 3 }
        : undefined;
    const unit = name === memory ? 'MB' : 'ms';
    yield { input: input.name, lines: input.lines, name, times: values, unit, ...(bar === undefined ? {} : { bar }) };
  }
}

const opened = 'didOpen → first diagnostics';
const openedLater = 'didOpen → diagnostics, in a server that runs';
const typed = 'one character → diagnostics';
const typedMeanwhile = 'one character while the ruleset is analysed';
const memory = 'memory of the server after the analysis';

/** Files with more lines are analysed in the background. */
const manyLines = 20_000;

/** The bars of the large file. */
const bars: Readonly<Record<string, Bar>> = {
  [opened]: { of: 'ratio', most: 1, aim: 0.6 },
  'first diagnostics → all, with those of the ruleset': { of: 'median', most: 5000, aim: 2000 },
  [typed]: { of: 'p95', most: 16, aim: 5 },
  [typedMeanwhile]: { of: 'p95', most: 16, aim: 5 },
  hover: { of: 'p95', most: 10, aim: 3 },
  completion: { of: 'p95', most: 10, aim: 3 },
  definition: { of: 'p95', most: 10, aim: 3 },
  'semantic tokens of a screenful': { of: 'p95', most: 10, aim: 3 },
  'semantic tokens, what one edit changes': { of: 'p95', most: 50, aim: 10 },
  'typing at full speed: last change → its diagnostics': { of: 'p95', most: 16, aim: 5 },
  [memory]: { of: 'median', most: 400, aim: 200 },
};

async function edit(input: Input, random: Random, note: (name: string, time: number) => void): Promise<void> {
  const client = await startClient();
  const textDocument = { uri: 'file:///bench/rules.v4' };
  const { uri } = textDocument;
  const lines = input.text.split('\n');
  const place = (): Position => {
    const line = random.below(Math.max(1, lines.length - 1));
    return { line, character: random.below((lines[line] ?? '').length + 1) };
  };
  const timed = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    const begin = performance.now();
    await act();
    note(name, performance.now() - begin);
  };
  await timed(opened, () => client.open(uri, input.text));
  // Of a large file the ruleset is analysed in the background, and told of in a second answer.
  if (input.lines > manyLines) await timed('first diagnostics → all, with those of the ruleset', () => client.next(uri, 1));
  // The thread that has analysed it goes with all that it took.
  await wait(1000);
  const server = readMemory(client.pid);
  if (server !== undefined) note(memory, server);
  if (input.lines <= 400)
    for (let count = 0; count < 10; count++) {
      await timed(openedLater, () => client.open(`file:///bench/${count}/rules.v4`, input.text));
      // People open one file after the other, and the analysis of the one before is done by then.
      await wait(200);
    }
  let version = 1;
  /** Types a letter somewhere and takes it away again. */
  const type = async (name: string): Promise<void> => {
    const start = place();
    const letter = random.pick(['x', '1', '-', ' ', '"']);
    await timed(name, () => client.change(uri, ++version, [{ range: { start, end: start }, text: letter }]));
    const end = { line: start.line, character: start.character + 1 };
    await timed(name, () => client.change(uri, ++version, [{ range: { start, end }, text: '' }]));
  };
  for (let count = 0; count < 60; count++) await type(typed);
  // The first calls of a session find nothing compiled yet; they are noted apart.
  const firsts = 12;
  for (let count = 0; count < 40 + firsts; count++) {
    const session = count < firsts ? ', the first ones of a session' : '';
    const position = place();
    await timed(`hover${session}`, () => client.connection.sendRequest(HoverRequest.type, { textDocument, position }));
    await timed(`completion${session}`, () => client.connection.sendRequest(CompletionRequest.type, { textDocument, position }));
    await timed(`definition${session}`, () => client.connection.sendRequest(DefinitionRequest.type, { textDocument, position }));
    const range = { start: { line: position.line, character: 0 }, end: { line: position.line + 50, character: 0 } };
    await timed(`semantic tokens of a screenful${session}`, () =>
      client.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range }),
    );
  }
  if (input.whole) version = await editAtLarge(client, uri, version, input.text, note);
  let tokens = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  for (let count = 0; count < 10; count++) {
    const start = place();
    await client.change(uri, ++version, [{ range: { start, end: start }, text: 'x' }]);
    await timed('semantic tokens, what one edit changes', async () => {
      const previousResultId = tokens?.resultId ?? '';
      const delta = await client.connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId });
      tokens = { resultId: delta?.resultId ?? '', data: [] };
    });
  }
  if (input.whole) {
    for (let count = 0; count < 8; count++) {
      // Long enough for the analysis to be at work.
      await wait(600);
      await type(typedMeanwhile);
    }
    note('typing at full speed: last change → its diagnostics', await typeFast(client, uri, version, place()));
  }
  await client.stop();
}

/** Types a letter every 30 ms and waits for nothing; gives the milliseconds from the last one to what is said of it. */
async function typeFast(client: Client, uri: string, version: number, start: Position): Promise<number> {
  const last = client.next(uri, version + keys);
  for (let key = 1; key <= keys; key++) {
    await client.send(uri, version + key, [{ range: { start, end: start }, text: 'x' }]);
    if (key < keys) await wait(30);
  }
  const sent = performance.now();
  await last;
  return performance.now() - sent;
}

/** Ten seconds of them. */
const keys = 334;

function wait(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** The memory of a process in MB, what it shares included; `undefined` where the system does not say. */
function readMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
  } catch {
    return undefined;
  }
}

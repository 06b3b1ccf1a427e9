// A client that speaks to the server byte by byte, and may speak as it should not.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A message as it came, its members not yet looked at. */
export interface RawMessage {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A server that runs, and the pipes to it. */
export interface RawClient {
  readonly child: ChildProcess;
  /** All that has come, in its order. */
  readonly received: readonly RawMessage[];
  /** Forgets what has come so far. */
  forget(): void;
  /** Its exit status. */
  readonly exited: Promise<number | null>;
  /** What it wrote to its standard error. */
  errors(): string;
  /** Sends bytes as they are. */
  write(bytes: string | Uint8Array): void;
  /** Sends a message in a frame. */
  send(message: object): void;
  notify(method: string, params?: unknown): void;
  /** Sends a request without waiting; gives its number. */
  ask(method: string, params?: unknown): number;
  /** Sends a request and gives the answer. */
  request(method: string, params?: unknown): Promise<RawMessage>;
  /** The first message, come or to come, that is the one. */
  when(isIt: (message: RawMessage) => boolean): Promise<RawMessage>;
  /** Initializes as an editor that can do nothing special. */
  initialize(params?: object): Promise<RawMessage>;
  /** Shuts the server down; gives its exit status. */
  stop(): Promise<number | null>;
}

/** A message in its frame. */
export function framed(message: unknown): Uint8Array {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** @param words Before the server's own arguments: another program that runs it, flags of Node. */
export function startRawClient(
  words: readonly string[] = [join(process.cwd(), 'server', 'bin', 'iptables-language-server.js')],
): RawClient {
  const child = spawn(process.execPath, [...words, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((done) => {
    child.once('exit', (status) => done(status));
  });
  const received: RawMessage[] = [];
  const waiting = new Set<{ readonly isIt: (message: RawMessage) => boolean; readonly done: (message: RawMessage) => void }>();
  let errors = '';
  let next = 1;
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString();
  });
  // A server that has ended reads no more: that is told by its exit status.
  child.stdin.on('error', () => undefined);
  readFrames(child.stdout, (message) => {
    received.push(message);
    for (const waiter of [...waiting]) {
      if (!waiter.isIt(message)) continue;
      waiting.delete(waiter);
      waiter.done(message);
    }
  });

  const client: RawClient = {
    child,
    received,
    exited,
    errors: () => errors,
    forget: () => void received.splice(0),
    write: (bytes) => void child.stdin.write(bytes),
    send: (message) => client.write(framed(message)),
    notify: (method, params) => client.send({ jsonrpc: '2.0', method, params }),
    ask(method, params) {
      client.send({ jsonrpc: '2.0', id: next, method, params });
      return next++;
    },
    request(method, params) {
      const id = client.ask(method, params);
      return client.when((message) => message.id === id && message.method === undefined);
    },
    when: (isIt) =>
      new Promise((done, fail) => {
        const found = received.find(isIt);
        if (found !== undefined) return done(found);
        waiting.add({ isIt, done });
        void exited.then((status) => fail(new Error(`The server ended with ${status} before it answered. ${errors}`)));
      }),
    async initialize(params = {}) {
      const answer = await client.request('initialize', { processId: null, rootUri: null, capabilities: {}, ...params });
      client.notify('initialized', {});
      return answer;
    },
    async stop() {
      await client.request('shutdown');
      client.notify('exit');
      return exited;
    },
  };
  return client;
}

function readFrames(stream: NodeJS.ReadableStream, take: (message: RawMessage) => void): void {
  let pieces: Buffer[] = [];
  let size = 0;
  let wanted = 0;
  stream.on('data', (bytes: Buffer) => {
    pieces.push(bytes);
    size += bytes.length;
    // Put together only when a whole message may be there: giant answers come in many pieces.
    if (size < wanted) return;
    let data = Buffer.concat(pieces);
    for (;;) {
      const end = data.indexOf('\r\n\r\n');
      const length = end < 0 ? undefined : Number(/Content-Length: (\d+)/.exec(data.toString('latin1', 0, end))?.[1]);
      wanted = length === undefined ? 0 : end + 4 + length;
      if (length === undefined || data.length < wanted) break;
      take(JSON.parse(data.toString('utf8', end + 4, wanted)) as RawMessage);
      data = data.subarray(wanted);
    }
    pieces = [data];
    size = data.length;
  });
}

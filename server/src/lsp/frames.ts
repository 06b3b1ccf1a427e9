import type { DataCallback, Disposable, Message, MessageReader } from 'vscode-languageserver';
import { AbstractMessageReader, ErrorCodes } from 'vscode-languageserver';

/** Bytes that come in, piece by piece. */
export interface ByteSource {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
}

/** Tells the client that what it sent was no message. */
export type Refuse = (id: string | number | null, code: number, message: string) => void;

/** The longest header block, and the longest message: V8 has no longer strings. In bytes. */
const longestHeader = 8192;
const longestMessage = 2 ** 29 - 24;

/**
 * Reads the messages of the base protocol: header lines, an empty line, JSON. Where a header or a message is broken the client is
 * told so (`ParseError`, `InvalidRequest`), and reading goes on at the next header; the reader of vscode-jsonrpc says nothing, and
 * leaves what follows in the same piece lying until more comes.
 */
export class FrameReader extends AbstractMessageReader implements MessageReader {
  /** What has come and is no whole header yet. */
  private rest: Uint8Array = new Uint8Array(0);
  /** The pieces of the message that is being read; `undefined` between messages. */
  private body: { readonly length: number; read: number; readonly pieces: Uint8Array[] } | undefined;
  /** A header was broken: where the next message begins has to be looked for. */
  private isLost = false;
  private readonly decoder = new TextDecoder('utf-8');

  constructor(
    private readonly source: ByteSource,
    private readonly refuse: Refuse,
  ) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    const take = (bytes: Uint8Array): void => {
      for (let left: Uint8Array | undefined = bytes; left !== undefined; )
        left = this.body === undefined ? this.readHeader(left) : this.readBody(left, callback);
    };
    this.source.on('data', take);
    return { dispose: () => void this.source.off('data', take) };
  }

  /** Gives the bytes behind a header; `undefined` when it goes on in the next piece. */
  private readHeader(bytes: Uint8Array): Uint8Array | undefined {
    let data = this.rest.length === 0 ? bytes : joined([this.rest, bytes]);
    this.rest = none;
    if (this.isLost) {
      const at = indexOfMark(data);
      if (at < 0) {
        this.rest = data.slice(Math.max(0, data.length - mark.length + 1));
        return undefined;
      }
      this.isLost = false;
      data = data.subarray(at);
    }
    const end = endOfHeader(data);
    if (end < 0) {
      if (data.length <= longestHeader) {
        this.rest = data.slice();
        return undefined;
      }
      return this.lose('The header does not end.', data.subarray(1));
    }
    const length = contentLength(String.fromCharCode(...data.subarray(0, end)));
    if (length === undefined || length > longestMessage) return this.lose('The header has no usable Content-Length.', data.subarray(end));
    this.body = { length, read: 0, pieces: [] };
    return data.subarray(end);
  }

  private lose(why: string, left: Uint8Array): Uint8Array {
    this.isLost = true;
    this.refuse(null, ErrorCodes.ParseError, why);
    return left;
  }

  /** Gives the bytes behind a message; `undefined` when it goes on in the next piece. */
  private readBody(bytes: Uint8Array, callback: DataCallback): Uint8Array | undefined {
    const { body } = this;
    if (body === undefined) return bytes;
    const piece = bytes.subarray(0, body.length - body.read);
    body.pieces.push(piece);
    body.read += piece.length;
    if (body.read < body.length) return undefined;
    this.body = undefined;
    this.deliver(body.pieces.length === 1 ? piece : joined(body.pieces), callback);
    return bytes.length > piece.length ? bytes.subarray(piece.length) : undefined;
  }

  private deliver(bytes: Uint8Array, callback: DataCallback): void {
    let message: unknown;
    try {
      message = JSON.parse(this.decoder.decode(bytes));
    } catch (error) {
      this.refuse(null, ErrorCodes.ParseError, `The message is no JSON: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    if (!isMessage(message)) {
      const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
      const known = typeof id === 'string' || typeof id === 'number' ? id : null;
      this.refuse(known, ErrorCodes.InvalidRequest, 'The message is neither a request nor a notification nor a response.');
      return;
    }
    if ('params' in message && message.params === null) delete message.params;
    try {
      callback(message);
    } catch (error) {
      this.fireError(error);
    }
  }
}

const none = new Uint8Array(0);
const mark = 'content-length:';

/** A request, a notification or a response, as far as can be told from its members. `null` for parameters is widespread where there are none. */
function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { id, method, params } = value as Record<string, unknown>;
  const hasId = typeof id === 'string' || typeof id === 'number';
  if (method === undefined) return (hasId || id === null) && ('result' in value || 'error' in value);
  if (typeof method !== 'string' || (params !== undefined && typeof params !== 'object')) return false;
  // What a client takes back must have a number.
  if (method === '$/cancelRequest') return id === undefined && isNumbered(params);
  return hasId || id === undefined;
}

function isNumbered(params: unknown): boolean {
  const id: unknown = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
  return typeof id === 'string' || typeof id === 'number';
}

/** The offset behind the empty line that ends a header; -1 when it is not there. */
function endOfHeader(data: Uint8Array): number {
  const end = Math.min(data.length, longestHeader);
  for (let at = 1; at < end; at++) {
    if (data[at] !== 10) continue;
    if (data[at - 1] === 10 || (data[at - 1] === 13 && data[at - 2] === 10)) return at + 1;
  }
  return -1;
}

function contentLength(header: string): number | undefined {
  const found = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?$/im.exec(header);
  return found === null ? undefined : Number(found[1]);
}

/** Where the mark of a header begins; -1 when it does not. */
function indexOfMark(data: Uint8Array): number {
  const last = data.length - mark.length;
  for (let at = 0; at <= last; at++) {
    // Letters in either case: the bit that tells them apart is set in the mark's, and in `:` and `-` as well.
    let same = 0;
    while (same < mark.length && ((data[at + same] ?? 0) | 32) === mark.charCodeAt(same)) same++;
    if (same === mark.length) return at;
  }
  return -1;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

// A real client of the language server over its standard input and output.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ClientCapabilities, Diagnostic, ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

/** A server that runs, and the connection to it. */
export interface Client {
  readonly connection: ProtocolConnection;
  /** The server's answer to `initialize`. */
  readonly initialized: unknown;
  /** The number of the server's process. */
  readonly pid: number;
  /** Opens a document and waits for its diagnostics. */
  open(uri: string, text: string): Promise<Diagnostic[]>;
  /** Changes a document and waits for the diagnostics of that version. */
  change(uri: string, version: number, changes: readonly Change[]): Promise<Diagnostic[]>;
  /** Changes a document and waits for nothing. */
  send(uri: string, version: number, changes: readonly Change[]): Promise<void>;
  /** The next diagnostics of a document. */
  next(uri: string, version?: number): Promise<PublishDiagnosticsParams>;
  /** The diagnostics of a document once they are as they are to be: a file's may come in several steps. */
  when(uri: string, holds: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** Shuts the server down; gives its exit status. */
  stop(): Promise<number | null>;
}

export interface Change {
  readonly range: { readonly start: { line: number; character: number }; readonly end: { line: number; character: number } };
  readonly text: string;
}

/** Starts the server as an editor does. */
export async function startClient(
  options: {
    locale?: string;
    folder?: string;
    initializationOptions?: object;
    /** What the client can do besides, section by section. */
    capabilities?: ClientCapabilities;
    /** The program's file, where it is not the one that was built here. */
    server?: string;
  } = {},
): Promise<Client> {
  const server = options.server ?? join(process.cwd(), 'server', 'bin', 'iptables-language-server.js');
  const child = spawn(process.execPath, [server, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((done) => {
    child.once('exit', (status) => done(status));
  });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting: { uri: string; version: number | undefined; done: (params: PublishDiagnosticsParams) => void }[] = [];
  const latest = new Map<string, PublishDiagnosticsParams>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    latest.set(params.uri, params);
    for (const waiter of [...waiting]) {
      if (waiter.uri !== params.uri || (waiter.version !== undefined && waiter.version !== params.version)) continue;
      waiting.splice(waiting.indexOf(waiter), 1);
      waiter.done(params);
    }
  });
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: options.folder ?? null,
    locale: options.locale ?? 'en',
    capabilities: {
      ...options.capabilities,
      textDocument: { completion: { completionItem: { snippetSupport: true } }, ...options.capabilities?.textDocument },
    },
    initializationOptions: options.initializationOptions,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const next: Client['next'] = (uri, version) => new Promise((done) => waiting.push({ uri, version, done }));
  return {
    connection,
    pid: child.pid ?? 0,
    initialized,
    next,
    async when(uri, holds) {
      for (let params = latest.get(uri); ; params = await next(uri))
        if (params !== undefined && holds(params.diagnostics)) return params.diagnostics;
    },
    async open(uri, text) {
      const published = next(uri, 1);
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'iptables', version: 1, text },
      });
      return (await published).diagnostics;
    },
    send: (uri, version, changes) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [...changes],
      }),
    async change(uri, version, changes) {
      const published = next(uri, version);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [...changes],
      });
      return (await published).diagnostics;
    },
    async stop() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const status = await exited;
      connection.dispose();
      return status;
    },
  };
}

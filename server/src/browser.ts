import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { gate as makeGate } from './lsp/gate';
import { serve } from './lsp/server';
import { createLanguageService } from './service';

const worker = self as unknown as DedicatedWorkerGlobalScope;
const gate = makeGate((message) => connection.console.warn(message));
const connection = createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker), gate.options);
serve(connection, gate, { createLanguageService });
connection.listen();

import type { Range, TextDocumentIdentifier, TextEdit, WorkspaceEdit } from 'vscode-languageclient';
import { NotificationType, RequestType } from 'vscode-languageclient';

/** A UDP service that the server knows how to exempt from connection tracking. */
export interface ExemptService {
  name: string;
  /** A port number; several are separated by commas. */
  port: string;
  label: string;
  detail: string;
}

/** Whether the machines send at each other's port, or a server answers its clients. */
export type ExemptForm = 'peer' | 'server';

/** What to exempt, and where; without a form the server chooses the one that fits the port. */
export interface ExemptUdpServiceParams {
  textDocument: TextDocumentIdentifier;
  port: number | string;
  interface?: string;
  peers?: string[];
  form?: ExemptForm;
}

/** What the server takes a document for, and how far it is checked; texts are in the language of the messages. */
export interface DocumentStatus {
  family: 'ipv4' | 'ipv6';
  reason: string;
  rules: number;
  backend: 'any' | 'legacy' | 'nft';
  analysis: 'done' | 'running' | 'partial';
  checks: string;
  notes: string[];
}

/** The services to offer when something is to be exempted. */
export const exemptServices = new RequestType<Record<never, never>, ExemptService[], void>('iptables/exemptServices');

/** The edit that exempts a service; null when there is nothing left to do. */
export const exemptUdpService = new RequestType<ExemptUdpServiceParams, WorkspaceEdit | null, void>('iptables/exemptUdpService');

/** The page of a diagnostic's code, in Markdown; null for a code that the server does not know. */
export const rulePage = new RequestType<{ code: string; language: string }, string | null, void>('iptables/rulePage');

/** The status of an open document; null when it is not open at the server. */
export const documentStatus = new RequestType<{ textDocument: TextDocumentIdentifier }, DocumentStatus | null, void>(
  'iptables/documentStatus',
);

/** Sent by the server when a document's status may have changed. */
export const statusChanged = new NotificationType<{ uri: string }>('iptables/statusChanged');

/** How pasted shell commands become rules. */
export interface PasteAsRules {
  title: string;
  commands: number;
  /** What is to be inserted in the place of the text. */
  insertText: string;
  /** What changes elsewhere in the file. */
  edits: TextEdit[];
}

/** What pasting a text over a range comes to; null for a text without iptables commands. */
export const pasteAsRules = new RequestType<
  { textDocument: TextDocumentIdentifier; range: Range; text: string },
  PasteAsRules | null,
  void
>('iptables/pasteAsRules');

/** The lines of a range as shell commands, or all lines; null when the document is not open. */
export const copyAsCommands = new RequestType<{ textDocument: TextDocumentIdentifier; range?: Range }, string | null, void>(
  'iptables/copyAsCommands',
);

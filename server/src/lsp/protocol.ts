import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import { NotificationType, RequestType } from 'vscode-languageserver';
import type { DocumentStatus, ExemptRequest, ExemptService, PasteAsRules, PasteRequest } from '../service';

interface OfDocument {
  readonly textDocument: { readonly uri: string };
}

/** What the server understands beyond the Language Server Protocol. */
export const requests = {
  /** Family and number of rules of an open file; `null` for any other. */
  documentStatus: new RequestType<OfDocument, DocumentStatus | null, void>('iptables/documentStatus'),
  /** Sent when a file's status may have changed; after a change of the settings it says so, once they hold. */
  statusChanged: new NotificationType<{ readonly uri: string; readonly cause?: 'settings' }>('iptables/statusChanged'),
  /** A diagnostic's page as Markdown; `null` for an unknown code. */
  rulePage: new RequestType<{ readonly code: string; readonly language?: string }, string | null, void>('iptables/rulePage'),
  /** UDP services that are known to want an exemption from connection tracking. */
  exemptServices: new RequestType<Record<never, never>, ExemptService[], void>('iptables/exemptServices'),
  /** The edit that exempts a UDP service from connection tracking; `null` for a file that is not open. */
  exemptUdpService: new RequestType<OfDocument & ExemptRequest, WorkspaceEdit | null, void>('iptables/exemptUdpService'),
  /** What pasting shell commands comes to when they are turned into rules; `null` for a text that has none. */
  pasteAsRules: new RequestType<OfDocument & PasteRequest, PasteAsRules | null, void>('iptables/pasteAsRules'),
  /** The shell commands that do what lines of the file do; of all lines without a range. `null` for a file that is not open. */
  copyAsCommands: new RequestType<OfDocument & { readonly range?: Range }, string | null, void>('iptables/copyAsCommands'),
};

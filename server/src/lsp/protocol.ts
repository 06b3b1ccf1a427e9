import type { WorkspaceEdit } from 'vscode-languageserver';
import { NotificationType, RequestType } from 'vscode-languageserver';
import type { DocumentStatus, ExemptRequest, ExemptService } from '../service';

interface OfDocument {
  readonly textDocument: { readonly uri: string };
}

/** What the server understands beyond the Language Server Protocol. */
export const requests = {
  /** Family and number of rules of an open file; `null` for any other. */
  documentStatus: new RequestType<OfDocument, DocumentStatus | null, void>('iptables/documentStatus'),
  /** Sent when a file's status may have changed. */
  statusChanged: new NotificationType<{ readonly uri: string }>('iptables/statusChanged'),
  /** A diagnostic's page as Markdown; `null` for an unknown code. */
  rulePage: new RequestType<{ readonly code: string; readonly language?: string }, string | null, void>('iptables/rulePage'),
  /** UDP services that are known to want an exemption from connection tracking. */
  exemptServices: new RequestType<Record<never, never>, ExemptService[], void>('iptables/exemptServices'),
  /** The edit that exempts a UDP service from connection tracking; `null` for a file that is not open. */
  exemptUdpService: new RequestType<OfDocument & ExemptRequest, WorkspaceEdit | null, void>('iptables/exemptUdpService'),
};

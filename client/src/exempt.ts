import type { TextDocument } from 'vscode';
import { l10n, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Exemption } from './exempt-questions';
import { askService } from './exempt-questions';
import { exemptUdpService } from './protocol';

/**
 * The command "Exempt a UDP Service from Connection Tracking…": asks what to exempt unless an argument says so,
 * lets the server put every rule in its place and applies that as one undoable edit. Gives whether the file was changed.
 */
export async function exemptService(client: BaseLanguageClient, args: unknown): Promise<boolean> {
  const given = args as Partial<Exemption & { uri: string }> | undefined;
  const document = await target(given?.uri);
  if (!document) {
    window.showInformationMessage(l10n.t('Open an iptables rules file first.'));
    return false;
  }
  const exemption = given?.port === undefined ? await askService(client) : { ...given, port: given.port };
  if (!exemption) return false;
  return apply(client, document, exemption);
}

async function apply(
  client: BaseLanguageClient,
  document: TextDocument,
  { port, interface: device, peers, form }: Exemption,
): Promise<boolean> {
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  const version = document.version;
  try {
    const params = { textDocument, port, ...(device && { interface: device }), ...(peers?.length && { peers }), ...(form && { form }) };
    const edit = await client.protocol2CodeConverter.asWorkspaceEdit(await client.sendRequest(exemptUdpService, params));
    if (!edit || edit.entries().every(([, edits]) => edits.length === 0)) {
      window.showInformationMessage(l10n.t('UDP port {0} is already exempt in this file.', port));
      return false;
    }
    if (document.version !== version) throw new Error(l10n.t('The file has changed in the meantime.'));
    return await workspace.applyEdit(edit);
  } catch (error) {
    window.showErrorMessage(l10n.t('The service could not be exempted: {0}', error instanceof Error ? error.message : String(error)));
    return false;
  }
}

/** The document to change: the one named, otherwise the active editor's if it holds rules. */
async function target(uri: string | undefined): Promise<TextDocument | undefined> {
  if (uri) return workspace.openTextDocument(Uri.parse(uri));
  const document = window.activeTextEditor?.document;
  return document?.languageId === 'iptables' ? document : undefined;
}

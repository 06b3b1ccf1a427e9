import type { TextEditor } from 'vscode';
import { ConfigurationTarget, commands, Disposable, l10n, languages, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { State } from 'vscode-languageclient';
import { documentStatus, statusChanged } from './protocol';
import { section } from './settings';

const selector = { language: 'iptables' };

/** Registers the status item that shows the open file's family, and the command behind it that overrides the family. */
export function registerStatus(client: BaseLanguageClient): Disposable {
  const item = languages.createLanguageStatusItem('iptables.family', selector);
  item.name = l10n.t('iptables address family');
  item.command = { command: 'iptables.selectFamily', title: l10n.t('Change') };

  /** Asks the server anew; an answer that comes after the user has gone to another file is dropped. */
  async function refresh(editor: TextEditor | undefined): Promise<void> {
    if (!editor || languages.match(selector, editor.document) === 0 || client.state !== State.Running) return;
    const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document);
    item.busy = true;
    const status = await client.sendRequest(documentStatus, { textDocument }).catch(() => null);
    if (window.activeTextEditor !== editor) return;
    item.busy = false;
    item.text = status ? { ipv4: 'IPv4', ipv6: 'IPv6' }[status.family] : 'iptables';
    item.detail = status ? l10n.t('{0} · {1} rules', status.reason, status.rules) : '';
  }

  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(refresh),
    client.onDidChangeState(() => refresh(window.activeTextEditor)),
    client.onNotification(statusChanged, ({ uri }) => {
      const editor = window.activeTextEditor;
      if (editor && client.code2ProtocolConverter.asUri(editor.document.uri) === uri) refresh(editor);
    }),
    commands.registerCommand('iptables.selectFamily', selectFamily),
  );
}

async function selectFamily(): Promise<void> {
  const configuration = workspace.getConfiguration(section, window.activeTextEditor?.document);
  const choices = [
    { label: l10n.t('Automatic'), description: l10n.t('from the file name, its header and its addresses'), family: 'auto' },
    { label: 'IPv4', description: 'iptables', family: 'ipv4' },
    { label: 'IPv6', description: 'ip6tables', family: 'ipv6' },
  ];
  const chosen = await window.showQuickPick(choices, { placeHolder: l10n.t('Which family do the files in this workspace belong to?') });
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  if (chosen) await configuration.update('family', chosen.family, target);
}

import type { Command, LanguageStatusItem, TextEditor } from 'vscode';
import { ConfigurationTarget, commands, Disposable, LanguageStatusSeverity, l10n, languages, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { State } from 'vscode-languageclient';
import type { DocumentStatus } from './protocol';
import { documentStatus, statusChanged } from './protocol';
import { section } from './settings';

const selector = { language: 'iptables' };

/** Registers the status items of the open file, each with a command that changes what it shows: its family, the back end, the checks. */
export function registerStatus(client: BaseLanguageClient): Disposable {
  const family = createItem('family', l10n.t('iptables address family'), { command: 'iptables.selectFamily', title: l10n.t('Change') });
  const backend = createItem('backend', l10n.t('iptables back end'), { command: 'iptables.selectBackend', title: l10n.t('Change') });
  const checks = createItem('checks', l10n.t('iptables checks'), {
    command: 'workbench.action.openSettings',
    title: l10n.t('Settings'),
    arguments: ['iptables.rules'],
  });

  function show(status: DocumentStatus | null): void {
    family.text = status ? { ipv4: 'IPv4', ipv6: 'IPv6' }[status.family] : 'iptables';
    family.detail = status ? l10n.t('{0} · {1} rules', status.reason, status.rules) : '';
    backend.text = status ? { any: l10n.t('legacy and nft'), legacy: 'legacy', nft: 'nft' }[status.backend] : '';
    backend.detail = status ? l10n.t('An error is what this back end refuses') : '';
    checks.text = status?.checks ?? l10n.t('The language server is not running');
    checks.detail = status?.notes.join(' ') ?? '';
    checks.busy = status?.analysis === 'running';
    checks.severity = !status || status.analysis === 'partial' ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  }

  /** Asks the server anew; an answer that comes after the user has gone to another file is dropped. */
  async function refresh(editor: TextEditor | undefined): Promise<void> {
    if (!editor || languages.match(selector, editor.document) === 0) return;
    if (client.state === State.Stopped) show(null);
    if (client.state !== State.Running) return;
    const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document);
    family.busy = true;
    const status = await client.sendRequest(documentStatus, { textDocument }).catch(() => null);
    if (window.activeTextEditor !== editor) return;
    family.busy = false;
    show(status);
  }

  return Disposable.from(
    family,
    backend,
    checks,
    window.onDidChangeActiveTextEditor(refresh),
    client.onDidChangeState(() => refresh(window.activeTextEditor)),
    client.onNotification(statusChanged, ({ uri }) => {
      const editor = window.activeTextEditor;
      if (editor && client.code2ProtocolConverter.asUri(editor.document.uri) === uri) refresh(editor);
    }),
    commands.registerCommand('iptables.selectFamily', selectFamily),
    commands.registerCommand('iptables.selectBackend', selectBackend),
  );
}

function createItem(id: string, name: string, command: Command): LanguageStatusItem {
  const item = languages.createLanguageStatusItem(`iptables.${id}`, selector);
  item.name = name;
  item.command = command;
  return item;
}

function selectFamily(): Promise<void> {
  return select('family', l10n.t('Which family do the files in this workspace belong to?'), [
    { label: l10n.t('Automatic'), description: l10n.t('from the file name, its header and its addresses'), value: 'auto' },
    { label: 'IPv4', description: 'iptables', value: 'ipv4' },
    { label: 'IPv6', description: 'ip6tables', value: 'ipv6' },
  ]);
}

function selectBackend(): Promise<void> {
  return select('backend', l10n.t('Which back end loads the files in this workspace?'), [
    { label: l10n.t('legacy and nft'), description: l10n.t('what either of them refuses is an error'), value: 'any' },
    { label: 'legacy', description: 'iptables-legacy (x_tables)', value: 'legacy' },
    { label: 'nft', description: 'iptables-nft (nf_tables)', value: 'nft' },
  ]);
}

/** Asks for a setting's value and keeps it in the workspace, or for the user where none is open. */
async function select(
  setting: string,
  placeHolder: string,
  choices: { label: string; description: string; value: string }[],
): Promise<void> {
  const configuration = workspace.getConfiguration(section, window.activeTextEditor?.document);
  const chosen = await window.showQuickPick(choices, { placeHolder });
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  if (chosen) await configuration.update(setting, chosen.value, target);
}

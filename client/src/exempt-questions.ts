import type { QuickPickItem } from 'vscode';
import { l10n, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ExemptForm, ExemptUdpServiceParams } from './protocol';
import { exemptServices } from './protocol';

/** What to exempt. Given as the command's argument it is taken as it is, and nothing is asked. */
export type Exemption = Omit<ExemptUdpServiceParams, 'textDocument'>;

interface ServiceItem extends QuickPickItem {
  port: string;
  known: boolean;
}

/** Asks which service to exempt, on which interface and for which peers; undefined when the user gives up. */
export async function askService(client: BaseLanguageClient): Promise<Exemption | undefined> {
  const title = l10n.t('Exempt a UDP service from connection tracking');
  const service = await askPort(client, title);
  if (!service) return undefined;
  const form = service.known ? undefined : await askForm(title, service.port);
  if (!service.known && !form) return undefined;
  const device = await window.showInputBox({ title, prompt: l10n.t('Interface, for example eth0 (empty: all interfaces)') });
  if (device === undefined) return undefined;
  const peers = await window.showInputBox({ title, prompt: l10n.t('Addresses of the peers, separated by commas (empty: everybody)') });
  if (peers === undefined) return undefined;
  return { port: service.port, interface: device.trim(), peers: peers.split(/[\s,]+/).filter(Boolean), ...(form && { form }) };
}

/** A pick from the known services that also takes any port typed into it. */
async function askPort(client: BaseLanguageClient, title: string): Promise<ServiceItem | undefined> {
  const services = await client.sendRequest(exemptServices, {});
  const known = services.map(({ port, label, detail }): ServiceItem => ({ label, detail, port, known: true }));
  const pick = window.createQuickPick<ServiceItem>();
  pick.title = title;
  pick.placeholder = l10n.t('Choose a service or type a port number');
  pick.items = known;
  /** The port that is typed, unless it is that of a service in the list. */
  const typed = (): ServiceItem | undefined => {
    const port = pick.value.trim();
    if (!isPort(port) || services.some((service) => service.port.split(',').includes(port))) return undefined;
    return { label: l10n.t('UDP port {0}', port), port, known: false, alwaysShow: true };
  };
  pick.onDidChangeValue(() => {
    const free = typed();
    pick.items = free ? [...known, free] : known;
  });
  const chosen = await new Promise<ServiceItem | undefined>((settle) => {
    pick.onDidAccept(() => {
      // Someone who types fast is ahead of the list.
      const item = pick.selectedItems[0] ?? typed();
      if (item) settle(item);
    });
    pick.onDidHide(() => settle(undefined));
    pick.show();
  });
  pick.dispose();
  return chosen;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

async function askForm(title: string, port: string): Promise<ExemptForm | undefined> {
  const choices: (QuickPickItem & { form: ExemptForm })[] = [
    {
      label: l10n.t('Peers send to each other'),
      detail: l10n.t('Both sides send to port {0}, as heartbeat and corosync do.', port),
      form: 'peer',
    },
    {
      label: l10n.t('A server answers its clients'),
      detail: l10n.t('Requests come to port {0} and the answers leave from it, as with DNS and NTP.', port),
      form: 'server',
    },
  ];
  return (await window.showQuickPick(choices, { title, placeHolder: l10n.t('How do the machines talk?') }))?.form;
}

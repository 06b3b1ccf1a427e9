import { env, workspace } from 'vscode';

/** The settings' section, which is also the client's id, so that `iptables.trace.server` works. */
export const section = 'iptables';

/** The user's settings of the section, as the server takes them. */
export function settings(): unknown {
  return JSON.parse(JSON.stringify(workspace.getConfiguration(section)));
}

/** The language to speak: the one that is set, otherwise the editor's display language. */
export function displayLanguage(): string {
  const chosen = workspace.getConfiguration(section).get<string>('language', 'auto');
  return chosen === 'auto' ? env.language : chosen;
}

import type { Diagnostic, Disposable } from 'vscode';
import { commands, l10n, languages, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, Middleware } from 'vscode-languageclient';
import { rulePage } from './protocol';
import { displayLanguage } from './settings';

const scheme = 'iptables-page';

/** Registers the command that shows a diagnostic's page in the Markdown preview, and the pages' contents. */
export function registerPages(client: BaseLanguageClient): Disposable {
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri) => {
      const code = uri.path.slice(1).replace(/\.md$/, '');
      const page = await client.sendRequest(rulePage, { code, language: displayLanguage() });
      return page ?? l10n.t('There is no page for {0}.', code);
    },
  });
  const command = commands.registerCommand('iptables.showRulePage', async (code?: unknown) => {
    const asked = typeof code === 'string' ? code : await askCode();
    if (asked) await commands.executeCommand('markdown.showPreview', pageUri(asked));
  });
  return { dispose: () => [provider, command].map((part) => part.dispose()) };
}

/** Makes the codes of the server's diagnostics links to their pages, whichever way the diagnostics come. */
export const linkCodes: Middleware = {
  handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(link)),
  provideDiagnostics: async (document, previous, token, next) => {
    const report = await next(document, previous, token);
    if (report && 'items' in report) for (const item of report.items) link(item);
    return report;
  },
};

function link(diagnostic: Diagnostic): Diagnostic {
  const code = diagnostic.code;
  if (typeof code === 'string') {
    const query = encodeURIComponent(JSON.stringify([code]));
    diagnostic.code = { value: code, target: Uri.parse(`command:iptables.showRulePage?${query}`) };
  }
  return diagnostic;
}

function pageUri(code: string): Uri {
  return Uri.from({ scheme, path: `/${code}.md` });
}

/** Without an argument the command asks for one of the codes that were found in the open file. */
async function askCode(): Promise<string | undefined> {
  const document = window.activeTextEditor?.document;
  const found = document
    ? languages.getDiagnostics(document.uri).flatMap(({ code }) => (typeof code === 'object' ? String(code.value) : []))
    : [];
  if (found.length > 0)
    return window.showQuickPick([...new Set(found)].sort(), { placeHolder: l10n.t('Which finding should be explained?') });
  window.showInformationMessage(l10n.t('There are no findings in this file.'));
  return undefined;
}

import type { CancellationToken, DataTransfer, Range, TextDocument, TextEditor } from 'vscode';
import * as vscode from 'vscode';
import { commands, Disposable, env, l10n, languages, WorkspaceEdit, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { State } from 'vscode-languageclient';
import type { PasteAsRules } from './protocol';
import { copyAsCommands, pasteAsRules } from './protocol';

const selector = { language: 'iptables' };

/** Registers the commands that paste shell commands as rules and copy rules as shell commands, and the offer on pasting. */
export function registerConversion(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    commands.registerCommand('iptables.pasteAsRules', () => pasteFromClipboard(client)),
    commands.registerCommand('iptables.copyAsCommands', () => copySelection(client)),
    offerOnPaste(client),
  );
}

/** The part of VS Code 1.97 that the types of the oldest supported version do not have. */
interface PasteApi {
  DocumentPasteEdit: new (
    insertText: string,
    title: string,
    kind: unknown,
  ) => { additionalEdit?: WorkspaceEdit; yieldTo?: readonly unknown[] };
  DocumentDropOrPasteEditKind: { Empty: { append(...parts: string[]): unknown }; Text: unknown };
  registerDocumentPasteEditProvider(selector: object, provider: object, metadata: object): Disposable;
}

/** Offers "Paste as rules" beside the plain paste, where VS Code can. */
function offerOnPaste(client: BaseLanguageClient): Disposable {
  const api = pasteApi();
  if (api === undefined) return new Disposable(() => undefined);
  const kind = api.DocumentDropOrPasteEditKind.Empty.append('text', 'iptables', 'rules');
  const provider = {
    async provideDocumentPasteEdits(
      document: TextDocument,
      ranges: readonly Range[],
      data: DataTransfer,
      _context: unknown,
      token: CancellationToken,
    ): Promise<unknown[] | undefined> {
      const [range, ...more] = ranges;
      const text = await data.get('text/plain')?.asString();
      if (range === undefined || more.length > 0 || !text || token.isCancellationRequested) return undefined;
      const answer = await ask(client, document, range, text).catch(() => null);
      if (!answer) return undefined;
      const edit = new api.DocumentPasteEdit(answer.insertText, l10n.t('Paste as rules'), kind);
      edit.additionalEdit = editsOf(client, document, answer);
      // The plain paste stays what Ctrl+V does; this one is offered beside it.
      edit.yieldTo = [api.DocumentDropOrPasteEditKind.Text];
      return [edit];
    },
  };
  return api.registerDocumentPasteEditProvider(selector, provider, { providedPasteEditKinds: [kind], pasteMimeTypes: ['text/plain'] });
}

function pasteApi(): PasteApi | undefined {
  const { DocumentPasteEdit, DocumentDropOrPasteEditKind } = vscode as Partial<PasteApi>;
  const { registerDocumentPasteEditProvider } = languages as Partial<PasteApi>;
  if (!DocumentPasteEdit || !DocumentDropOrPasteEditKind?.Empty || !registerDocumentPasteEditProvider) return undefined;
  return { DocumentPasteEdit, DocumentDropOrPasteEditKind, registerDocumentPasteEditProvider };
}

/** Gives whether the file was changed. */
async function pasteFromClipboard(client: BaseLanguageClient): Promise<boolean> {
  const editor = rulesEditor();
  if (!editor) return false;
  const { document, selection } = editor;
  const version = document.version;
  try {
    const answer = await ask(client, document, selection, await env.clipboard.readText());
    if (!answer) {
      window.showInformationMessage(l10n.t('The clipboard holds no iptables commands that fit here.'));
      return false;
    }
    if (document.version !== version) throw new Error(l10n.t('The file has changed in the meantime.'));
    const edit = editsOf(client, document, answer);
    edit.replace(document.uri, selection, answer.insertText);
    return await workspace.applyEdit(edit);
  } catch (error) {
    window.showErrorMessage(l10n.t('The commands could not be pasted: {0}', error instanceof Error ? error.message : String(error)));
    return false;
  }
}

/** Copies the selected lines, or all lines when nothing is selected. Gives whether anything was copied. */
async function copySelection(client: BaseLanguageClient): Promise<boolean> {
  const editor = rulesEditor();
  if (!editor) return false;
  const { document, selection } = editor;
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  const range = selection.isEmpty ? undefined : client.code2ProtocolConverter.asRange(selection);
  try {
    const text = await client.sendRequest(copyAsCommands, { textDocument, ...(range && { range }) });
    if (!text) {
      window.showInformationMessage(l10n.t('There are no rules to copy.'));
      return false;
    }
    await env.clipboard.writeText(text);
    return true;
  } catch (error) {
    window.showErrorMessage(l10n.t('The rules could not be copied: {0}', error instanceof Error ? error.message : String(error)));
    return false;
  }
}

function rulesEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  if (editor && languages.match(selector, editor.document) > 0) return editor;
  window.showInformationMessage(l10n.t('Open an iptables rules file first.'));
  return undefined;
}

async function ask(client: BaseLanguageClient, document: TextDocument, range: Range, text: string): Promise<PasteAsRules | null> {
  // Most of what is pasted is not a shell's; the server need not be asked about it.
  if (client.state !== State.Running || !/ip_?6?_?t/i.test(text)) return null;
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  return client.sendRequest(pasteAsRules, { textDocument, range: client.code2ProtocolConverter.asRange(range), text });
}

/** The changes elsewhere in the file. */
function editsOf(client: BaseLanguageClient, document: TextDocument, { edits }: PasteAsRules): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(document.uri, client.protocol2CodeConverter.asRange(range), newText);
  return edit;
}

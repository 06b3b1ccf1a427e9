import * as assert from 'node:assert/strict';
import type { CodeAction, Diagnostic, TextDocument } from 'vscode';
import { CodeActionKind, ConfigurationTarget, commands, extensions, languages, Position, Range, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { marked } from '../../support/cursor';

const encoder = new TextEncoder();
let files = 0;

/** The workspace's folder, a fresh one for each run. */
export function folder(): Uri {
  const [first] = workspace.workspaceFolders ?? [];
  assert.ok(first, 'the suite needs a folder to work in');
  return first.uri;
}

/** The extension under test, activated, its server started. */
export async function extension(): Promise<{ client: BaseLanguageClient }> {
  const found = extensions.getExtension<{ client: BaseLanguageClient; started: Promise<void> }>('iptables-language-tools.iptables-rules');
  assert.ok(found, 'the extension is not installed');
  const api = await found.activate();
  await api.started;
  return api;
}

/** Writes a file of that name, in a folder of its own, and opens it without showing it. */
export async function load(text: string, name = 'rules.v4'): Promise<TextDocument> {
  const uri = Uri.joinPath(folder(), `${++files}`, name);
  await workspace.fs.writeFile(uri, encoder.encode(text));
  return workspace.openTextDocument(uri);
}

/** Writes a file of that name, in a folder of its own, and shows it in an editor. */
export async function open(text: string, name?: string): Promise<TextDocument> {
  const document = await load(text, name);
  await window.showTextDocument(document, { preview: false });
  return document;
}

/** Opens a fixture with one range marked `‹…›` and gives that range. */
export async function openMarked(fixture: string, name?: string): Promise<{ document: TextDocument; range: Range }> {
  const { text, ranges } = marked(fixture);
  const [range] = ranges;
  assert.ok(range && ranges.length === 1, 'the fixture needs one ‹range›');
  return { document: await open(text, name), range: asRange(range) };
}

/** Opens a fixture with one cursor marked `<|>` and gives its position. */
export async function openAtCursor(fixture: string): Promise<{ document: TextDocument; position: Position }> {
  const { text, cursors } = marked(fixture);
  const [cursor] = cursors;
  assert.ok(cursor && cursors.length === 1, 'the fixture needs one <|>');
  return { document: await open(text), position: new Position(cursor.line, cursor.character) };
}

/** Sets a setting of the extension for the workspace and waits until the server has taken it; needs an open rules file. */
export async function set(name: string, value: unknown): Promise<void> {
  const { client } = await extension();
  let taken = false;
  const change = workspace.getConfiguration('iptables').update(name, value, ConfigurationTarget.Workspace);
  await until(
    () => taken,
    (check) =>
      client.onNotification('iptables/statusChanged', ({ cause }: { cause?: string }) => {
        taken ||= cause === 'settings';
        check();
      }),
    () => `the server has not taken ${name}`,
  );
  await change;
}

/** Closes every editor and forgets what was changed in them. */
export async function closeAll(): Promise<void> {
  while (window.activeTextEditor) await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
}

/** A diagnostic's code, with or without the link to its page. */
export function codeOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The codes of a document's diagnostics, sorted. */
export function codes(document: TextDocument): string[] {
  return languages.getDiagnostics(document.uri).map(codeOf).sort();
}

/** Waits until a document's diagnostics are as asked for, and gives them; fails with those that it has after a while. */
export async function diagnosed(document: TextDocument, holds: (codes: string[]) => boolean): Promise<Diagnostic[]> {
  await until(
    () => holds(codes(document)),
    (check) => languages.onDidChangeDiagnostics(check),
    () => `diagnostics of ${document.uri.path} are: ${codes(document).join(', ') || 'none'}`,
  );
  return languages.getDiagnostics(document.uri);
}

/** Waits for one diagnostic of a code, and gives it. */
export async function finding(document: TextDocument, code: string): Promise<Diagnostic> {
  const all = await diagnosed(document, (found) => found.includes(code));
  return all.find((diagnostic) => codeOf(diagnostic) === code) as Diagnostic;
}

/** The actions offered at a range, of a kind where one is named. */
export async function actionsAt(document: TextDocument, range: Range, kind?: CodeActionKind): Promise<CodeAction[]> {
  // VS Code gives an empty list for a request that it cancels itself, as it does when the window takes the focus meanwhile
  // on a busy machine: it is asked again for a while.
  const until = Date.now() + 30_000;
  for (;;) {
    const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind?.value);
    if (actions?.length > 0 || Date.now() > until) return actions ?? [];
    await new Promise((settle) => setTimeout(settle, 100));
  }
}

/** Applies the action whose title matches; fails with the titles that are offered instead. */
export async function applyAction(document: TextDocument, range: Range, title: RegExp, kind?: CodeActionKind): Promise<CodeAction> {
  const actions = await actionsAt(document, range, kind);
  const action = actions.find((one) => title.test(one.title));
  assert.ok(action?.edit, `no action ${title} among: ${actions.map((one) => one.title).join(' | ')}`);
  assert.ok(await workspace.applyEdit(action.edit), `the edit of "${action.title}" was not applied`);
  return action;
}

/** Applies source.fixAll.iptables to the whole document. */
export async function fixAll(document: TextDocument): Promise<void> {
  const everything = new Range(0, 0, document.lineCount, 0);
  await applyAction(document, everything, /./, CodeActionKind.SourceFixAll.append('iptables'));
}

/** Waits for a condition, looking again at each event; fails with a description after a while. */
export async function until(
  holds: () => boolean,
  subscribe: (check: () => void) => { dispose(): unknown },
  describe: () => string,
): Promise<void> {
  if (holds()) return;
  let subscription: { dispose(): unknown } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((settle, fail) => {
      timer = setTimeout(() => fail(new Error(`Waited in vain; ${describe()}`)), 30_000);
      subscription = subscribe(() => holds() && settle());
    });
  } finally {
    clearTimeout(timer);
    subscription?.dispose();
  }
}

interface Place {
  line: number;
  character: number;
}

function asRange({ start, end }: { start: Place; end: Place }): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

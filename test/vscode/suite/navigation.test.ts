import * as assert from 'node:assert/strict';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  LocationLink,
  SelectionRange,
  WorkspaceEdit,
} from 'vscode';
import { commands, workspace } from 'vscode';
import { closeAll, extension, open, openAtCursor } from './support';

const fixture = `*filter
:INPUT DROP [0:0]
:SSH - [0:0]
# see https://netfilter.org/
-A INPUT -p tcp --dport 22 -j S<|>SH
-A INPUT -p tcp --dport 2222 -g SSH
-A SSH -j ACCEPT
COMMIT
`;

describe('Navigation', () => {
  before(extension);
  afterEach(closeAll);

  it('goes to the declaration of a chain', async () => {
    const found = await ask<(Location | LocationLink)[]>('vscode.executeDefinitionProvider');
    assert.deepEqual(
      found.map((place) => ('range' in place ? place.range : place.targetRange).start.line),
      [2],
    );
  });

  it('finds all places of a chain', async () => {
    const found = await ask<Location[]>('vscode.executeReferenceProvider');
    assert.deepEqual(lines(found), [2, 4, 5, 6]);
  });

  it('marks them in the file', async () => {
    assert.deepEqual(lines(await ask<DocumentHighlight[]>('vscode.executeDocumentHighlights')), [2, 4, 5, 6]);
  });

  it('renames it', async () => {
    const { document, position } = await openAtCursor(fixture);
    const edit = await commands.executeCommand<WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, position, 'LOGIN');
    assert.ok(await workspace.applyEdit(edit));
    assert.equal(document.getText(), fixture.replace('<|>', '').replaceAll('SSH', 'LOGIN'));
  });

  it('knows who jumps to it', async () => {
    const { document, position } = await openAtCursor(fixture);
    const [item] = await commands.executeCommand<CallHierarchyItem[]>('vscode.prepareCallHierarchy', document.uri, position);
    assert.equal(item?.name, 'SSH');
    const calls = await commands.executeCommand<CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
    assert.deepEqual(
      calls.map(({ from, fromRanges }) => [from.name, fromRanges.length]),
      [['INPUT', 2]],
    );
  });

  it('has an outline of tables, chains and rules', async () => {
    const { uri } = await open(fixture.replace('<|>', ''));
    const symbols = await commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri);
    const [table] = symbols;
    assert.match(table?.name ?? '', /filter/);
    assert.deepEqual(
      table?.children.map(({ name, children }) => [name, children.length]),
      [
        ['INPUT', 2],
        ['SSH', 1],
      ],
    );
  });

  it('folds tables', async () => {
    const { uri } = await open(fixture.replace('<|>', ''));
    const ranges = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
    assert.ok(
      ranges.some(({ start, end }) => start === 0 && end >= 6),
      JSON.stringify(ranges),
    );
  });

  it('selects from the word outwards', async () => {
    const { document, position } = await openAtCursor(fixture);
    const [range] = await commands.executeCommand<SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [position]);
    const texts: string[] = [];
    for (let at = range; at; at = at.parent as SelectionRange) texts.push(document.getText(at.range));
    assert.ok(texts.includes('SSH') && texts.includes('-j SSH'), texts.join(' | '));
  });

  it('follows links in comments', async () => {
    const { uri } = await open(fixture.replace('<|>', ''));
    const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', uri, 10);
    assert.deepEqual(
      links.map(({ target }) => target?.toString()),
      ['https://netfilter.org/'],
    );
  });
});

/** Opens the fixture and asks for what is known of the name at its cursor. */
async function ask<T>(command: string): Promise<T> {
  const { document, position } = await openAtCursor(fixture);
  return commands.executeCommand<T>(command, document.uri, position);
}

function lines(places: readonly { range: { start: { line: number } } }[]): number[] {
  return places.map(({ range }) => range.start.line).sort((one, other) => one - other);
}

import assert from 'node:assert/strict';
import { DidChangeConfigurationNotification } from 'vscode-languageserver-protocol/node';
import type { Change, Client } from '../support/client';

/** One edit of an editor: its changes in the order that they are made in, each in the text that those before it left. */
interface Edit {
  readonly name: string;
  readonly changes: readonly Change[];
  /** What undoes it. */
  readonly undo: readonly Change[];
}

/**
 * Makes edits that touch thousands of lines, or what a whole file means, and undoes each. Notes the milliseconds from the change to
 * what is said of it.
 * @returns the version that the document has then.
 * @throws when the file, unchanged in the end, is not judged as in the beginning.
 */
export async function editAtLarge(
  client: Client,
  uri: string,
  version: number,
  text: string,
  note: (name: string, time: number) => void,
): Promise<number> {
  const told: string[] = [];
  const timed = async (name: string, changes: readonly Change[]): Promise<void> => {
    const begin = performance.now();
    const diagnostics = await client.change(uri, ++version, changes);
    note(name, performance.now() - begin);
    told.push(JSON.stringify(diagnostics));
  };
  for (const { name, changes, undo } of editsOf(text)) {
    await timed(name, changes);
    await timed(`undo: ${name}`, undo);
  }
  for (const family of ['ipv6', 'auto']) {
    const begin = performance.now();
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { iptables: { family } } });
    // Read as the other family's nearly every line is wrong.
    told.push(JSON.stringify(await client.when(uri, ({ length }) => length > 500 === (family === 'ipv6'))));
    note('a switch of the family, and back', performance.now() - begin);
  }
  assert.equal(new Set(told.filter((_, index) => index % 2 === 1)).size, 1, 'what is undone is judged as before');
  return version;
}

function editsOf(text: string): Edit[] {
  const lines = text.split('\n');
  const rules = lines.flatMap((line, index) => (line.startsWith('-A ') ? [index] : []));
  const middle = rules[rules.length >> 1] ?? 0;
  const pasted = lines.slice(middle, middle + 1000);
  const table = lines.lastIndexOf('*nat');
  const end = lines.indexOf('COMMIT', table) + 1;
  const replaced = rules.filter((line) => lines[line]?.includes('8080')).slice(0, 10_000);
  const portOf = (line: number): number => lines[line]?.lastIndexOf('8080') ?? 0;
  const swapped = (port: string): Change[] =>
    [...replaced].reverse().map((line) => change(line, portOf(line), line, portOf(line) + 4, port));
  return [
    inserted(`paste of ${pasted.length} lines`, middle, pasted),
    { name: `replace-all in ${replaced.length} lines`, changes: swapped('8081'), undo: swapped('8080') },
    inserted('a comment that silences a code in the whole file', 0, ['# iptables-lint: disable-file=unused-chain']),
    {
      name: `delete of a table of ${end - table} lines`,
      changes: [change(table, 0, end, 0, '')],
      undo: [change(table, 0, table, 0, `${lines.slice(table, end).join('\n')}\n`)],
    },
  ];
}

function inserted(name: string, line: number, added: readonly string[]): Edit {
  return {
    name,
    changes: [change(line, 0, line, 0, `${added.join('\n')}\n`)],
    undo: [change(line, 0, line + added.length, 0, '')],
  };
}

function change(line: number, character: number, endLine: number, endCharacter: number, text: string): Change {
  return { range: { start: { line, character }, end: { line: endLine, character: endCharacter } }, text };
}

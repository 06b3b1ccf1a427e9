// Opening a file must be safe in a folder that nobody trusts: the code that is shipped has no means to run anything, to speak to
// another machine, or to read more than docs/security.md says. Held against the sources, so that a new way out needs a line here.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../fixtures/rulesets/root';
import type { SourceNode } from '../../support/sources';
import { nodesOf, sourceModules } from '../../support/sources';

/** The modules from outside that may be used, by the file that uses them, and what of them. */
const allowedModules: Readonly<Record<string, readonly string[]>> = {
  // Reads ipset save files and the file beside, lists folders; --socket=PORT speaks to the editor that gave the port; its own thread.
  'server/src/node.ts': ['node:fs/promises', 'node:net', 'node:path', 'node:url', 'node:worker_threads'],
  'server/src/apart.ts': ['node:worker_threads'],
  // The command line reads the files that it is given, and with --fix writes them.
  'server/src/cli/check.ts': ['node:fs'],
  'server/src/cli/convert.ts': ['node:fs'],
};

/** What may be imported of modules that could do more. */
const allowedNames: Readonly<Record<string, readonly string[]>> = {
  'node:fs/promises': ['readdir', 'readFile', 'stat'],
  'node:fs': ['readFileSync', 'writeFileSync'],
  'node:net': ['connect'],
  'node:worker_threads': ['Worker', 'parentPort', 'workerData'],
};

/** Modules of the Language Server Protocol and of the editor, which run nothing by themselves. */
const ofTheProtocol = /^(?:vscode|vscode-language(?:server|client)(?:-types)?(?:\/(?:node|browser))?)$/;

/** What runs a text as code, or reaches another machine. */
const forbidden = /^(?:eval|Function|fetch|XMLHttpRequest|WebSocket|EventSource|importScripts|sendBeacon|SharedWorker)$/;

/** What of the editor's own interface runs programs, opens other programs, or shows web pages. */
const forbiddenOfEditor =
  /^(?:createTerminal|executeTask|ShellExecution|ProcessExecution|CustomExecution|openExternal|createWebviewPanel|registerWebviewViewProvider|registerCustomEditorProvider|asWebviewUri)$/;

/** The one place that makes a worker from a text: the client in a browser, of the extension's own two scripts. */
const makesWorkers = ['client/src/in-browser.ts', 'server/src/node.ts'];

describe('the code that is shipped', () => {
  const modules = sourceModules();

  test('uses no modules but the named ones', () => {
    assert.ok(modules.length > 400);
    assert.deepEqual(
      modules.flatMap(({ path, nodes }) => strayModules(path, nodes)),
      [],
    );
    assert.deepEqual(strayModules('server/src/service.ts', nodesOf("import { exec } from 'child_process'; exec('x');")).length, 1);
    assert.deepEqual(
      strayModules('server/src/node.ts', nodesOf("import { writeFile } from 'node:fs/promises'; void writeFile;")).length,
      1,
    );
    assert.deepEqual(strayModules('server/src/service.ts', nodesOf("const x = require('node:http'); import('node:vm');")).length, 2);
  });

  test('runs no text as code, and speaks to no other machine', () => {
    assert.deepEqual(
      modules.flatMap(({ path, nodes }) => waysOut(path, nodes)),
      [],
    );
    for (const text of [
      'eval(a)',
      'new Function(a)',
      'globalThis.fetch(a)',
      "self['WebSocket']",
      'new Worker(a)',
      'window.createTerminal()',
    ])
      assert.equal(waysOut('server/src/service.ts', nodesOf(text)).length, 1, text);
  });

  test('starts threads of its own files only', () => {
    const text = readFileSync(join(root, 'server/src/node.ts'), 'utf8');
    assert.deepEqual(text.match(/new Worker\(.*?\)/g), ["new Worker(join(__dirname, 'apart.js')"]);
  });

  test('needs no trust, and has no setting that names a program or a file', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
    const sections = [manifest.contributes.configuration].flat() as { properties: Record<string, object> }[];
    const names = sections.flatMap(({ properties }) => Object.keys(properties));
    assert.ok(names.length > 10);
    assert.deepEqual(
      names.filter((name) => /path|command|exec|program|shell|args|env|url|file$/i.test(name.replace(/^iptables\./, ''))),
      [],
    );
  });
});

function strayModules(path: string, nodes: readonly SourceNode[]): string[] {
  return nodes.flatMap((node) => {
    const from = moduleOf(node);
    if (from === undefined) return [];
    if (from === '') return [`${path}: a module whose name is worked out`];
    if (from.startsWith('.') || ofTheProtocol.test(from)) return [];
    if (allowedModules[path]?.includes(from) !== true) return [`${path}: ${from}`];
    const names = ((node['specifiers'] ?? []) as { imported?: { name: string } }[]).map(({ imported }) => imported?.name ?? '*');
    return names
      .filter((name) => allowedNames[from] !== undefined && !allowedNames[from].includes(name))
      .map((name) => `${path}: ${name} of ${from}`);
  });
}

/** The module that a node names; empty where that is no plain text, `undefined` for a node that names none. */
function moduleOf({ type, source, callee, arguments: words }: SourceNode): string | undefined {
  if (/^(?:Import|Export(?:Named|All))Declaration$|^ImportExpression$/.test(type)) return source === null ? undefined : textOf(source);
  if (type === 'CallExpression' && nameOf(callee) === 'require') return textOf((words as unknown[])[0]);
  return undefined;
}

function waysOut(path: string, nodes: readonly SourceNode[]): string[] {
  return nodes.flatMap((node) => {
    const name = node.type === 'MemberExpression' ? nameOf(node['property']) || textOf(node['property']) : nameOf(node);
    if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Worker' && !makesWorkers.includes(path))
      return [`${path}: new Worker`];
    if (node.type !== 'MemberExpression' && node.type !== 'CallExpression' && node.type !== 'NewExpression') return [];
    const called = node.type === 'MemberExpression' ? name : nameOf(node['callee']);
    // `SymbolKind.Function` is a number of the protocol's.
    if (called === 'Function' && node.type === 'MemberExpression' && !/^(?:globalThis|self|window)$/.test(nameOf(node['object'])))
      return [];
    return forbidden.test(called) || forbiddenOfEditor.test(called) ? [`${path}: ${called}`] : [];
  });
}

function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : '';
}

function textOf(node: unknown): string {
  return isNode(node) && node.type === 'Literal' ? String(node['value']) : '';
}

function isNode(value: unknown): value is SourceNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

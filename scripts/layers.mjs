// Which folder may import from which: the picture in ARCHITECTURE.md, checked.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { globSync } from './glob.mjs';

const root = 'server/src';

/** The folders of the server from the bottom up, and what each may import beside itself. */
const layers = {
  'l10n/': [],
  'text/': [],
  'syntax/': ['text/'],
  'values/': ['text/', 'l10n/'],
  'catalogue/': ['values/', 'text/', 'l10n/'],
  'model/': ['catalogue/', 'values/', 'syntax/', 'text/', 'l10n/'],
  'shell/': ['model/', 'catalogue/', 'values/', 'syntax/', 'text/', 'l10n/'],
  'analysis/': ['model/', 'catalogue/', 'values/', 'syntax/', 'text/', 'l10n/'],
  'rules/': ['analysis/', 'shell/', 'model/', 'catalogue/', 'values/', 'syntax/', 'text/', 'l10n/'],
  'refactorings/': ['rules/', 'analysis/', 'model/', 'catalogue/', 'values/', 'syntax/', 'text/', 'l10n/'],
  'features/': ['refactorings/', 'rules/', 'analysis/', 'shell/', 'model/', 'catalogue/', 'values/', 'syntax/', 'text/', 'l10n/'],
  'service.ts': ['features/', 'model/', 'text/', 'l10n/'],
  'lsp/': ['service.ts', 'features/', 'l10n/'],
  'cli/': ['service.ts', 'features/', 'model/', 'text/', 'l10n/'],
  'node.ts': ['lsp/', 'service.ts'],
  'apart.ts': ['service.ts'],
  'browser.ts': ['lsp/', 'service.ts'],
  'cli.ts': ['cli/', 'node.ts'],
};

/** Which packages from outside a layer may use; the rest use none. */
const packages = {
  'features/': [/^vscode-languageserver-types$/],
  'service.ts': [/^vscode-languageserver-types$/],
  'lsp/': [/^vscode-languageserver/],
  'cli/': [/^vscode-languageserver-types$/, /^node:/],
  'node.ts': [/^vscode-languageserver\/node$/, /^node:/],
  'apart.ts': [/^node:/],
  'browser.ts': [/^vscode-languageserver\/browser$/],
};

/** Files of one folder that must not import each other, but for the shared ones named here. */
const apart = {
  'features/': /^features\/(support\/|settings\.ts$)/,
  'rules/': /^rules\/(support\/|rule\.ts$)/,
  'refactorings/': /^refactorings\/(support\/|refactoring\.ts$)/,
};

/** Throws, and prints why, when a file imports what its layer may not, or imports run in a circle. */
export function checkLayers() {
  const problems = [];
  const graph = new Map();
  for (const file of globSync(root, /\.ts$/)) {
    const path = relative(root, file).replaceAll('\\', '/');
    const edges = [];
    for (const { from, typeOnly } of importsOf(readFileSync(file, 'utf8'))) {
      if (!from.startsWith('.')) {
        if (!(packages[layerOf(path)] ?? []).some((allowed) => allowed.test(from))) problems.push(`${path} imports ${from}`);
        continue;
      }
      if (from.endsWith('.json')) continue;
      const target = targetOf(path, from);
      if (!typeOnly) edges.push(target);
      const own = layerOf(path);
      const other = layerOf(target);
      if (own !== other && !(layers[own] ?? []).includes(other)) problems.push(`${path} imports ${target}: ${own} may not use ${other}`);
      if (own === other && own in apart && isApart(own, path, target))
        problems.push(`${path} imports ${target}: files of ${own} stand apart`);
    }
    graph.set(path, edges);
  }
  for (const circle of circles(graph)) problems.push(`circle: ${circle.join(' → ')}`);
  problems.push(...clientProblems());
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    throw new Error('layers');
  }
}

/** A feature that is a folder and its entry file of the same name belong together. */
function isApart(layer, path, target) {
  if (apart[layer].test(target)) return false;
  const nameOf = (file) => file.slice(layer.length).replace(/\.ts$/, '').split('/')[0];
  if (nameOf(path) === nameOf(target)) return false;
  if (path === `${layer}index.ts`) return false;
  if (layer === 'rules/') return !/^rules\/(all|findings|silence|support\/.*)(\.ts)?$/.test(path);
  return !composed.some(([from, to]) => path === from && target === to);
}

/** Code actions are made of the diagnostics' findings; snippets are a part of completion. */
const composed = [
  ['features/code-actions.ts', 'features/diagnostics.ts'],
  ['features/completion.ts', 'features/snippets.ts'],
];

function clientProblems() {
  return globSync('client/src', /\.ts$/).flatMap((file) =>
    importsOf(readFileSync(file, 'utf8'))
      .filter(({ from }) => /server\//.test(from))
      .map(({ from }) => `${file} imports ${from}: the client imports nothing from the server`),
  );
}

function importsOf(text) {
  const found = [];
  for (const match of text.matchAll(/^\s*(?:import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'/gm))
    found.push({ from: match[2], typeOnly: match[1] !== undefined });
  for (const match of text.matchAll(/\bimport\('([^']+)'\)/g)) found.push({ from: match[1], typeOnly: false });
  return found;
}

function targetOf(path, from) {
  const target = relative(root, resolve(join(root, dirname(path)), from)).replaceAll('\\', '/');
  if (/\.(ts|json)$/.test(target)) return target;
  return target.length === 0 || globSync(join(root, target), /^index\.ts$/).length > 0
    ? join(target, 'index.ts').replaceAll('\\', '/')
    : `${target}.ts`;
}

function layerOf(path) {
  return path.includes('/') ? `${path.split('/')[0]}/` : path;
}

function circles(graph) {
  const state = new Map();
  const found = [];
  const visit = (file, way) => {
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') found.push([...way.slice(way.indexOf(next)), next]);
      else if (!state.has(next)) visit(next, [...way, next]);
    }
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file, [file]);
  return found;
}

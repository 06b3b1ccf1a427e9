// The code that is shipped, as syntax trees.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { root } from '../fixtures/rulesets/root';

/** A node of a tree, as ESTree has it. */
export interface SourceNode {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** A module of the client or the server. */
export interface SourceModule {
  /** Its path from the project's root. */
  readonly path: string;
  readonly nodes: readonly SourceNode[];
}

/** The modules of the client and the server, without what is only types. */
export function sourceModules(): SourceModule[] {
  return ['client/src', 'server/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => {
        const path = `${folder}/${file.replaceAll('\\', '/')}`;
        return { path, nodes: nodesOf(readFileSync(join(root, path), 'utf8')) };
      }),
  );
}

/** All nodes of a module that is written in TypeScript. */
export function nodesOf(text: string): SourceNode[] {
  const { code } = transformSync(text, {
    loader: 'ts',
    target: 'esnext',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const found: SourceNode[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) collect(one);
    else if (isNode(value)) {
      found.push(value);
      for (const part of Object.values(value)) collect(part);
    }
  };
  collect(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  return found;
}

function isNode(value: unknown): value is SourceNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

// Makes syntaxes/iptables.tmLanguage.json from its readable source and the catalogue's names.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Where the grammar is kept, from the project's root. */
export const grammarPath = 'syntaxes/iptables.tmLanguage.json';

/** The text of the grammar's file as it should be now. */
export async function grammarText() {
  const folder = await mkdtemp(join(tmpdir(), 'iptables-grammar-'));
  const outfile = join(folder, 'grammar.mjs');
  try {
    await build({
      stdin: {
        contents: entry,
        resolveDir: join(fileURLToPath(import.meta.url), '../..'),
        sourcefile: 'generate-grammar.ts',
        loader: 'ts',
      },
      bundle: true,
      outfile,
      format: 'esm',
      platform: 'node',
      logLevel: 'warning',
    });
    const { grammar } = await import(pathToFileURL(outfile).href);
    return `${JSON.stringify(grammar, null, 2)}\n`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const entry = `
  import * as catalogue from './server/src/catalogue';
  import { iptablesGrammar } from './syntaxes/source';
  export const grammar = iptablesGrammar({ ...catalogue, matches: catalogue.allMatches, targets: catalogue.allTargets });
`;

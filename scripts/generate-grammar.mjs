// Makes the grammars in syntaxes/ from their readable source and the catalogue's names: that of rules files, and those of the
// places in other languages where iptables' words stand.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The texts of the grammars' files as they should be now, by path from the project's root. */
export async function grammarTexts() {
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
    const { grammars } = await import(pathToFileURL(outfile).href);
    return Object.entries(grammars).map(([name, grammar]) => ({
      path: `syntaxes/${name}.tmLanguage.json`,
      text: `${JSON.stringify(grammar, null, 2)}\n`,
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const entry = `
  import * as catalogue from './server/src/catalogue';
  import { iptablesGrammar } from './syntaxes/source';
  import { embeddedGrammars } from './syntaxes/source/embedded';
  const vocabulary = { ...catalogue, matches: catalogue.allMatches, targets: catalogue.allTargets };
  export const grammars = { iptables: iptablesGrammar(vocabulary), ...embeddedGrammars(vocabulary) };
`;

// What is bundled, and how: for the build, for the list of what the bundles hold, and for the tests of that list.

import { join } from 'node:path';
import { build } from 'esbuild';

/** What all bundles share. */
const common = {
  bundle: true,
  minify: true,
  sourcemap: false,
  // The licences of what is bundled stand in THIRD-PARTY-NOTICES.txt.
  legalComments: 'none',
  // Half of the texts are Japanese, which is twice as long when it is escaped.
  charset: 'utf8',
  logLevel: 'warning',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** For Node. */
export const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const web = { ...common, platform: 'browser', mainFields: ['browser', 'module', 'main'] };

/**
 * The service, which knows iptables, is a bundle of its own: the program answers `initialize` before it reads that, and the worker
 * gets the same file, put before its own by the client. Whoever has `require` gets its exports, others the variable.
 */
const service = {
  ...common,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  format: 'iife',
  globalName: 'iptablesService',
  footer: { js: 'typeof module<"u"&&(module.exports=iptablesService);0&&(module.exports={createLanguageService});' },
};

/** Leaves these modules out of a bundle for Node: they are bundles beside it. */
const beside = (...names) => ({
  name: 'beside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ path }) =>
      names.includes(path) ? { path: `./${path.split('/').at(-1)}.js`, external: true } : undefined,
    );
  },
});

/** Takes the service from the variable that its own bundle made. */
const serviceBefore = {
  name: 'service-before',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/service$/ }, () => ({ path: 'service', namespace: 'before' }));
    onLoad({ filter: /./, namespace: 'before' }, () => ({ contents: 'module.exports = iptablesService;', loader: 'js' }));
  },
};

const serverProgram = {
  ...node,
  entryPoints: { node: 'server/src/node.ts', apart: 'server/src/apart.ts' },
  plugins: [beside('./service')],
};

/** The bundles of the extension, in the folder dist/. */
export const extensionBundles = [
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, outdir: 'dist/client', external: ['vscode'] },
  { ...web, format: 'cjs', entryPoints: { browser: 'client/src/browser.ts' }, outdir: 'dist/client', external: ['vscode'] },
  { ...serverProgram, outdir: 'dist/server' },
  { ...web, format: 'iife', entryPoints: { browser: 'server/src/browser.ts' }, outdir: 'dist/server', plugins: [serviceBefore] },
  { ...service, entryPoints: { service: 'server/src/service.ts' }, outdir: 'dist/server' },
];

/** The bundles of the server's package, in the folder server/dist/. */
export const serverBundles = [
  {
    ...node,
    entryPoints: { cli: 'server/src/cli.ts' },
    outdir: 'server/dist',
    plugins: [beside('./node', './cli/commands')],
    // Left as it is, Node would have its loader of modules read through the whole bundle for exports first.
    supported: { 'dynamic-import': false },
  },
  { ...node, entryPoints: { commands: 'server/src/cli/commands.ts' }, outdir: 'server/dist' },
  { ...serverProgram, outdir: 'server/dist' },
  { ...service, entryPoints: { service: 'server/src/service.ts' }, outdir: 'server/dist' },
];

/** Builds bundles below a folder of their own. */
export async function buildInto(folder, bundles) {
  await Promise.all(bundles.map((bundle) => build({ ...bundle, outdir: join(folder, bundle.outdir) })));
}

/**
 * What is in bundles, without writing them: for each output file its inputs' paths from the project's root and how many bytes
 * of the output each is.
 */
export async function contentsOf(bundles) {
  const results = await Promise.all(bundles.map((bundle) => build({ ...bundle, metafile: true, write: false })));
  return new Map(
    results.flatMap(({ metafile }) =>
      Object.entries(metafile.outputs).map(([path, { inputs }]) => [
        path,
        Object.entries(inputs)
          .map(([input, { bytesInOutput }]) => ({ input, bytes: bytesInOutput }))
          .filter(({ bytes }) => bytes > 0),
      ]),
    ),
  );
}

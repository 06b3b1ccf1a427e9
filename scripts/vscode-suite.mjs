// The suite in test/vscode/suite: bundled for an extension host, and heard while it runs there.

import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './tools.mjs';

/** Bundles the suite for a host into a folder and gives its module; it reports its results to the URL. */
export async function bundleSuite(host, folder, reportUrl) {
  const outfile = join(folder, 'index.js');
  const web = join(root, 'test/vscode/web');
  const forHost =
    host === 'web'
      ? {
          platform: 'browser',
          mainFields: ['browser', 'module', 'main'],
          alias: { mocha: join(web, 'mocha.ts'), 'node:assert/strict': join(web, 'assert.ts') },
          external: ['vscode'],
        }
      : { platform: 'node', external: ['vscode', 'mocha'] };
  await build({
    entryPoints: [join(root, 'test/vscode/suite/index.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'warning',
    define: {
      REPORT_URL: JSON.stringify(reportUrl),
      HOST: JSON.stringify(host === 'web' ? 'web' : 'node'),
      'process.env.NODE_ENV': '"production"',
    },
    ...forHost,
  });
  return outfile;
}

/**
 * Listens for the reports of suites. `listen(name, each)` gives the URL for one suite and a promise that is kept when it
 * has ended.
 */
export async function receiveReports() {
  const listeners = new Map();
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      response.end();
      if (request.method === 'POST') listeners.get(request.url)?.(JSON.parse(body));
    });
  });
  await new Promise((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address();
  return {
    listen(name, each) {
      const ended = new Promise((settle) => {
        listeners.set(`/${name}`, (report) => (report.kind === 'end' ? settle(report) : each(report)));
      });
      return { url: `http://127.0.0.1:${port}/${name}`, ended };
    },
    close: () => server.close(),
  };
}

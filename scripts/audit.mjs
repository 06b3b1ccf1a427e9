// npm run audit: asks the npm registry whether the packages that are in the bundles have known flaws. `npm audit --omit=dev` alone
// would leave out the server's packages, which are bundled and so not installed with it; therefore all are asked for, and those
// that are shipped decide. It needs the network, so nothing in `npm test` depends on it. Ends with 0 (none), 1 (flaws), 2 (no answer).

import { spawnSync } from 'node:child_process';
import { contentsOf, extensionBundles, serverBundles } from './bundles.mjs';
import { folders } from './third-party.mjs';
import { root } from './tools.mjs';

const path = process.env.npm_execpath;
const [command, first] = path?.endsWith('.js') ? [process.execPath, [path]] : ['npm', []];
const { stdout } = spawnSync(command, [...first, 'audit', '--json'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32' && command === 'npm',
});
const { vulnerabilities, message } = answer(stdout);
if (vulnerabilities === undefined) {
  console.error(`The registry gave no answer: ${message ?? 'npm audit failed'}`);
  process.exitCode = 2;
} else {
  const shipped = folders([...(await contentsOf([...extensionBundles, ...serverBundles])).values()].flat());
  const flaws = Object.values(vulnerabilities);
  const ours = flaws.filter(({ nodes }) => nodes.some((folder) => shipped.includes(folder)));
  for (const { name, severity, range } of ours) console.error(`${name} ${range}: ${severity}; see npm audit`);
  console.log(
    `${ours.length} of the ${shipped.length} packages that are shipped have known flaws, ${flaws.length} with what only builds and tests.`,
  );
  process.exitCode = ours.length > 0 ? 1 : 0;
}

function answer(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// The suite that runs inside a real VS Code, in either extension host: VS Code calls run().

import Mocha from 'mocha';
import { PostReporter, posted } from './reporter';

/** Runs every test and resolves when the runner outside has been told of all of them. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: PostReporter as unknown as Mocha.ReporterConstructor });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // Loaded only now, because the tests' files call describe() right away.
  await import('./host.test');
  await import('./language.test');
  await import('./diagnostics.test');
  await import('./hover.test');
  await import('./annotations.test');
  await import('./navigation.test');
  await import('./formatting.test');
  await import('./fixes.test');
  await import('./chains.test');
  await import('./rewriting.test');
  await import('./article.test');
  await import('./completion.test');
  await import('./exempt.test');
  await import('./convert.test');
  await import('./status.test');
  await import('./settings.test');
  await import('./pages.test');
  await import('./embedded.test');
  await import('./manifest.test');
  await import('./restart.test');
  await import('./crash.test');
  const failures = await new Promise<number>((settle) => mocha.run(settle));
  await posted();
  if (failures > 0) throw new Error(`${failures} failed`);
}

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { describe, it } from 'node:test';
import { warmUp } from '../../../server/src/lsp/warm-up';
import type { LanguageService } from '../../../server/src/service';
import { createLanguageService } from '../../../server/src/service';

/** A service that counts what it is asked for. */
function counted(calls: Map<string, number>): LanguageService {
  return new Proxy(createLanguageService({}), {
    get(service, name: keyof LanguageService) {
      const member: unknown = service[name];
      if (typeof member !== 'function') return member;
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return member;
    },
  });
}

/** Lets quarters of a second pass, one after the other: a timer that is set meanwhile runs in the next. */
function pass(context: TestContext, quarters: number): void {
  for (let count = 0; count < quarters; count++) context.mock.timers.tick(250);
}

describe('the warm-up', () => {
  it('asks for what people ask for first, on a file without an error, in steps', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const calls = new Map<string, number>();
    const failures: unknown[] = [];
    warmUp({
      createService: () => counted(calls),
      lastMessage: () => Number.NEGATIVE_INFINITY,
      failed: (error) => failures.push(error),
    });
    pass(context, 1);
    const early = calls.get('complete') ?? 0;
    pass(context, 1000);
    assert.deepEqual(failures, []);
    assert.ok((calls.get('complete') ?? 0) > early + 10, String([...calls]));
    for (const name of ['hover', 'definition', 'analysis', 'semanticTokensRange', 'inlayHints', 'documentSymbols'])
      assert.ok(calls.has(name), name);
  });

  it('waits while messages arrive', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const calls = new Map<string, number>();
    let last = Number.POSITIVE_INFINITY;
    warmUp({ createService: () => counted(calls), lastMessage: () => Math.min(last, performance.now()), failed: assert.fail });
    pass(context, 20);
    assert.equal(calls.size, 0);
    last = Number.NEGATIVE_INFINITY;
    pass(context, 20);
    assert.ok(calls.size > 0);
  });

  it('ends where something goes wrong, and says what', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const failures: unknown[] = [];
    warmUp({
      createService() {
        throw new Error('no service');
      },
      lastMessage: () => Number.NEGATIVE_INFINITY,
      failed: (error) => failures.push(error),
    });
    pass(context, 20);
    assert.deepEqual(failures.map(String), ['Error: no service']);
  });
});

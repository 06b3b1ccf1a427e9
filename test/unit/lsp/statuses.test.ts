import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentStatus } from '../../../server/src/features/status';
import { toldStatuses } from '../../../server/src/lsp/statuses';

const uri = 'file:///rules.v4';

function status(analysis: DocumentStatus['analysis']): DocumentStatus {
  return { family: 'ipv4', reason: '', rules: 0, backend: 'any', analysis, checks: '', notes: [] };
}

function run(steps: Iterator<unknown> | undefined): number {
  let count = 0;
  while (steps?.next().done === false) count++;
  return count;
}

describe('a status that says that the analysis is running', () => {
  it('is followed by word that it has ended, once', () => {
    const told: string[] = [];
    const statuses = toldStatuses((changed) => told.push(changed));
    statuses.answer(uri, status('running'));
    const steps = statuses.toldWhenDone(uri, [1, 2, 3].values());
    assert.deepEqual([steps?.next().done, told], [false, []]);
    assert.equal(run(steps), 2);
    assert.deepEqual(told, [uri]);
    run(statuses.toldWhenDone(uri, [1].values()));
    assert.deepEqual(told, [uri]);
  });

  it('is the only one that is', () => {
    const told: string[] = [];
    const statuses = toldStatuses((changed) => told.push(changed));
    statuses.answer(uri, status('running'));
    assert.equal(statuses.answer(uri, status('done'))?.analysis, 'done');
    assert.equal(statuses.answer('file:///other', undefined), null);
    run(statuses.toldWhenDone(uri, [1].values()));
    assert.equal(statuses.toldWhenDone(uri, undefined), undefined);
    assert.deepEqual(told, []);
  });
});

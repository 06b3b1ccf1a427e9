import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from './soak';

test('memory is back within 10 % of its start when all documents are closed after thousands of changes', {
  timeout: 120_000,
  skip: process.platform === 'win32' ? 'there are no signals to ask a process by' : false,
}, async () => {
  const { start, end } = await soak(2500, 12, 7);
  assert.ok(end < start * 1.1, `${start} bytes at the start, ${end} at the end`);
});

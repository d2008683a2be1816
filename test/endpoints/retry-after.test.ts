import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../src/endpoints/retry-after.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

for (const [headers, ms] of [
  [{}, undefined],
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5000],
  [{ 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'x-amz-retry-after': '150', 'retry-after': '1' }, 150],
] as const) {
  test(`${JSON.stringify(headers)} asks for ${ms} ms`, () => {
    assert.equal(retryAfterMs(headers, NOW), ms);
  });
}

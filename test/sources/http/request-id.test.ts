import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRequestId } from '../../../src/sources/http/request-id.ts';

test('a request id is a UUID, and another one each time', () => {
  const ids = Array.from({ length: 1000 }, newRequestId);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

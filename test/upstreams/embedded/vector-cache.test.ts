import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VectorCache } from '../../../src/upstreams/embedded/vector-cache.ts';

const vector = Float32Array.of(1);

test('the least recently used entry gives way', () => {
  const cache = new VectorCache(2);
  cache.set('a', vector);
  cache.set('b', vector);
  cache.get('a');
  cache.set('c', vector);
  assert.equal(cache.get('b'), undefined);
  assert.equal(cache.get('a'), vector);
  assert.equal(cache.size, 2);
});

test('a long text is not kept', () => {
  const cache = new VectorCache(2);
  cache.set('a'.repeat(257), vector);
  assert.equal(cache.size, 0);
});

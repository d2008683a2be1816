import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keys } from '../../../../src/batching/dispatch/latency/keys.ts';
import { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';

function seen(keys: Keys, key: string, ratio: number, calls = 5): void {
  for (let call = 0; call < calls; call += 1) keys.observe(key, ratio);
}

test('a key alone, or like the others, has no factor of its own', () => {
  const keys = new Keys();
  seen(keys, 'a', 3);
  assert.deepEqual([keys.factor('a'), keys.differ, keys.knows('never seen')], [1, false, true]);
  const alike = new Keys();
  seen(alike, 'a', 1.1);
  seen(alike, 'b', 0.9);
  assert.deepEqual([alike.factor('a'), alike.factor('b'), alike.differ], [1, 1, false]);
});

test('a key whose calls take four times as long is predicted so, after three of them; of others nothing is said then', () => {
  const keys = new Keys();
  seen(keys, 'quick', 1);
  seen(keys, 'slow', 4, 2);
  assert.equal(keys.factor('slow'), 1);
  seen(keys, 'slow', 4, 1);
  assert.ok(Math.abs(keys.factor('slow') - 4) < 1e-9, `${keys.factor('slow')}`);
  assert.deepEqual([keys.factor('quick'), keys.differ, keys.knows('slow'), keys.knows('never seen')], [1, true, true, false]);
});

test('the calls of two kinds of requests on one endpoint are each predicted well', () => {
  const model = new LatencyModel();
  const load = (key: string, items: number) => ({ key, items, cost: items, longest: 0 });
  for (let call = 0; call < 120; call += 1) {
    const items = 1 + ((call * 7) % 16);
    model.observe(load('quick', items), 5 + 0.25 * items);
    model.observe(load('slow', items), 8 * (5 + 0.25 * items));
  }
  for (const [key, times] of [
    ['quick', 1],
    ['slow', 8],
  ] as const) {
    const off = model.predict(load(key, 10)) / (times * 7.5);
    assert.ok(off > 0.8 && off < 1.25, `${key}: ${off}`);
  }
});

test('no more than so many keys are remembered', () => {
  const keys = new Keys();
  seen(keys, 'first', 4);
  for (let key = 0; key < 300; key += 1) keys.observe(`k${key}`, 1);
  assert.equal(keys.factor('first'), 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyModel } from '../../../src/batching/dispatch/latency/latency-model.ts';
import { Rival } from '../../../src/batching/dispatch/rival.ts';
import { known, LAW } from './known.ts';
import { Random } from './latency/random.ts';
import { items } from './latency/upstream.ts';

interface World {
  readonly contests: number;
  /** Of a contested call of so many items: what it takes from sending, and what is believed that was needed for it. */
  readonly besideMs: (count: number, random: Random) => number;
  readonly serviceMs: (count: number, random: Random) => number;
}

/** Whether the rival is better after each contest. */
function contested({ contests, besideMs, serviceMs }: World, other = known(), seed = 1): boolean[] {
  const rival = new Rival();
  const random = new Random(seed);
  for (let call = 0; call < 40; call += 1) {
    const count = random.whole(32);
    rival.observe(items(count), besideMs(count, random));
  }
  return Array.from({ length: contests }, () => {
    const count = random.whole(32);
    const load = items(count);
    const beside = besideMs(count, random);
    rival.contest({ load, besideMs: beside, serviceMs: serviceMs(count, random) }, other);
    rival.observe(load, beside);
    return rival.isBetter;
  });
}

const asKnown = (count: number): number => LAW(items(count));
const allOver = (count: number, random: Random): number => asKnown(count) * (0.5 + random.uniform());

test('it is better when calls of a size take the same under it and not under the other, after eight contests', () => {
  const better = contested({ contests: 20, besideMs: asKnown, serviceMs: allOver });
  assert.equal(better.indexOf(true), 7);
  assert.equal(better.at(-1), true);
});

test('it is not when it is the other under which they take the same', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const better = contested({ contests: 60, besideMs: allOver, serviceMs: asKnown }, known(), seed);
    assert.deepEqual(new Set(better), new Set([false]), `seed ${seed}`);
  }
});

test('it is not when neither explains them', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const better = contested({ contests: 60, besideMs: allOver, serviceMs: allOver }, known(), seed);
    assert.deepEqual(new Set(better), new Set([false]), `seed ${seed}`);
  }
});

test('it is not when the other is good, however good itself is', () => {
  const nearly = (count: number, random: Random): number => asKnown(count) * (0.99 + 0.02 * random.uniform());
  assert.deepEqual(new Set(contested({ contests: 60, besideMs: asKnown, serviceMs: nearly })), new Set([false]));
});

test('while either knows nothing there is nothing to compare', () => {
  assert.deepEqual(
    new Set(contested({ contests: 60, besideMs: asKnown, serviceMs: allOver }, new LatencyModel())),
    new Set([false]),
  );
  const rival = new Rival();
  for (let call = 0; call < 20; call += 1) rival.contest({ load: items(5), besideMs: 12.5, serviceMs: 40 }, known());
  assert.equal(rival.isBetter, false);
});

test('its model is that of the calls from when they were sent', () => {
  const rival = new Rival();
  for (let call = 0; call < 40; call += 1) rival.observe(items(8), 20);
  assert.ok(Math.abs(rival.model.predict(items(8)) - 20) < 0.1, `${rival.model.predict(items(8))} ms`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueTimes, ratePerSecond } from '../../bench/load-generator/arrivals.ts';

const MEASURED = { seconds: 2, seed: 1 };

test('uniform arrivals have one gap', () => {
  assert.deepEqual(dueTimes({ kind: 'uniform', perSecond: 2, ...MEASURED }), [250, 750, 1250, 1750]);
});

test('bursts come while they may, and as often on average as told', () => {
  const times = dueTimes({ kind: 'burst', perSecond: 200, periodMs: 500, onShare: 0.2, seconds: 100, seed: 3 });
  assert.ok(times.every((time, i) => time % 500 < 100 && time >= (times[i - 1] ?? 0)));
  // Five standard deviations of a Poisson count of 20,000.
  assert.ok(Math.abs(times.length - 20_000) < 5 * Math.sqrt(20_000));
});

test('what came once comes again, over and over', () => {
  const recorded = { kind: 'replayed', timesMs: [100, 150, 600] } as const;
  assert.deepEqual(dueTimes({ ...recorded, ...MEASURED }), [100, 150, 600, 900, 950, 1400, 1700, 1750]);
  assert.equal(ratePerSecond(recorded), 3.75);
});

test('nothing can not be replayed', () => {
  assert.throws(() => dueTimes({ kind: 'replayed', timesMs: [], ...MEASURED }), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recorder } from '../../bench/load/recorder.ts';

const NO_FAULTS = { replies: 5, non2xx: 0, wrong: 0, errors: 0 };

test('only answers within the window count', () => {
  const recorder = new Recorder({ settleSeconds: 1, seconds: 2 }, 5_000);
  for (const now of [5_999, 6_000, 7_000, 7_999, 8_000]) recorder.record(10, now);
  const { answers, perSecond } = recorder.figures(NO_FAULTS);
  assert.equal(answers, 3);
  assert.equal(perSecond, 1.5);
});

test('latencies come as percentiles, those of a batch once for each item', () => {
  const recorder = new Recorder({ settleSeconds: 0, seconds: 1 }, 0);
  recorder.record(1, 1, 98);
  recorder.record(5, 2);
  recorder.record(9, 3);
  const { p50Ms, p99Ms, maxMs } = recorder.figures(NO_FAULTS);
  assert.deepEqual({ p50Ms, p99Ms, maxMs }, { p50Ms: 1, p99Ms: 5, maxMs: 9 });
});

test('faults are passed on', () => {
  const { non2xx, wrong, errors } = new Recorder({ settleSeconds: 0, seconds: 1 }, 0).figures({
    replies: 9,
    non2xx: 1,
    wrong: 2,
    errors: 3,
  });
  assert.deepEqual([non2xx, wrong, errors], [1, 2, 3]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Ceiling } from '../../../src/batching/dispatch/ceiling.ts';

function pass(ceiling: Ceiling, calls: number): void {
  for (let call = 0; call < calls; call += 1) ceiling.passed();
}

/** How long it stands when it was reached at `now`, in steps of 100 ms. */
function standsMs(ceiling: Ceiling, now: number): number {
  const calls = ceiling.at(now);
  pass(ceiling, 1000);
  let ms = 0;
  while (ceiling.at(now + ms) === calls) ms += 100;
  return ms;
}

test('there is none until a call is throttled', () => {
  const ceiling = new Ceiling();
  pass(ceiling, 1000);
  assert.deepEqual([ceiling.calls, ceiling.at(1e9)], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

test('it falls to the number of those under way when one was throttled, and to one at least', () => {
  const ceiling = new Ceiling();
  const falls = [7, 9, 7, 3, 1, 0].map((ahead) => {
    ceiling.throttled(ahead, 0);
    return ceiling.calls;
  });
  assert.deepEqual(falls, [7, 7, 7, 3, 1, 1]);
});

test('one more is tried after a second and a hundred calls, not before both', () => {
  const ceiling = new Ceiling();
  ceiling.throttled(4, 50);
  pass(ceiling, 99);
  assert.deepEqual([ceiling.at(1049), ceiling.at(1050), ceiling.at(9000)], [4, 4, 4]);
  pass(ceiling, 1);
  assert.deepEqual([ceiling.at(1049), ceiling.at(1050), ceiling.calls], [4, 5, 5]);
});

test('each trial in vain is followed by twice the time, up to a minute', () => {
  const ceiling = new Ceiling();
  let now = 0;
  ceiling.throttled(4, now);
  const stood = Array.from({ length: 9 }, () => {
    const ms = standsMs(ceiling, now);
    now += ms + 10;
    ceiling.throttled(4, now);
    return ms;
  });
  assert.deepEqual(stood, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('trials that go well follow each other at the same distance', () => {
  const ceiling = new Ceiling();
  ceiling.throttled(4, 0);
  const stood = [0, 1000, 2000].map((now) => standsMs(ceiling, now));
  assert.deepEqual([stood, ceiling.calls], [[1000, 1000, 1000], 7]);
});

test('when it falls for another reason than a trial, it is a second again', () => {
  const ceiling = new Ceiling();
  ceiling.throttled(8, 0);
  standsMs(ceiling, 0);
  ceiling.throttled(8, 1010);
  ceiling.throttled(4, 1020);
  assert.equal(standsMs(ceiling, 1020), 1000);
});

test('an endpoint that lets in so many is used with as many, and hardly throttles any more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }), (lets, callMs) => {
      const ceiling = new Ceiling();
      let throttled = 0;
      let calls = 0;
      ceiling.throttled(lets, 0);
      for (let now = 0; now < 120_000; now += callMs) {
        const most = ceiling.at(now);
        assert.ok(most === lets || most === lets + 1, `${most} calls`);
        calls += most;
        pass(ceiling, lets);
        if (most > lets) {
          ceiling.throttled(lets, now);
          throttled += 1;
        }
      }
      assert.ok(throttled <= 0.01 * calls, `${throttled} of ${calls}`);
    }),
  );
});

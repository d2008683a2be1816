import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pause } from '../../../src/batching/isolation/pause.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** How long each of so many pauses is, when every call is sent as soon as the last one is over. */
function pausesInARow(times: number, random: () => number, askedMs?: number): number[] {
  const pause = new Pause();
  let now = 0;
  return Array.from({ length: times }, () => {
    pause.throttled({ sentAt: now, crowded: false, ...(askedMs === undefined ? {} : { askedMs }) }, now, random());
    const lasts = pause.until - now;
    now = pause.until;
    return lasts;
  });
}

test('pauses in a row are bounded by 50 ms, twice that each time, and a second at most', () => {
  assert.deepEqual(
    pausesInARow(7, () => 1),
    [50, 100, 200, 400, 800, 1000, 1000],
  );
  assert.deepEqual(
    pausesInARow(3, () => 0),
    [0, 0, 0],
  );
});

test('a first pause may be anything below its bound, each as likely', () => {
  const clock = new VirtualClock(0, 7);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let time = 0; time < 5000; time += 1) {
    const [lasts] = pausesInARow(1, () => clock.random());
    const tenth = Math.floor((lasts ?? Number.NaN) / 5);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  assert.equal(tenths.length, 10);
  for (const times of tenths) assert.ok(times > 400 && times < 600, tenths.join());
});

test('it lasts as long as the endpoint asks, when that is longer, and thirty seconds at most', () => {
  assert.deepEqual(
    pausesInARow(3, () => 1, 150),
    [150, 150, 200],
  );
  assert.deepEqual(
    pausesInARow(1, () => 0.5, 30_000),
    [30_000],
  );
  assert.deepEqual(
    pausesInARow(1, () => 0.5, 86_400_000),
    [30_000],
  );
});

test('calls that were under way when it began neither count nor lengthen it', () => {
  const pause = new Pause();
  pause.throttled({ sentAt: 0, crowded: false }, 100, 1);
  pause.throttled({ sentAt: 50, crowded: false }, 120, 1);
  pause.throttled({ sentAt: 99, crowded: false }, 149, 1);
  assert.deepEqual([pause.until, pause.inARow], [150, 1]);
});

test('but what they ask for is heeded when it ends later', () => {
  const pause = new Pause();
  pause.throttled({ sentAt: 0, crowded: false, askedMs: 500 }, 100, 1);
  pause.throttled({ sentAt: 50, crowded: false, askedMs: 300 }, 120, 1);
  assert.equal(pause.until, 600);
  pause.throttled({ sentAt: 60, crowded: false, askedMs: 700 }, 130, 1);
  assert.deepEqual([pause.until, pause.inARow], [830, 1]);
});

test('after a call that found room the next pause is a first one', () => {
  const pause = new Pause();
  pause.throttled({ sentAt: 0, crowded: false }, 10, 1);
  pause.throttled({ sentAt: 60, crowded: false }, 70, 1);
  assert.deepEqual([pause.until, pause.inARow], [170, 2]);
  pause.passed();
  assert.deepEqual([pause.until, pause.inARow], [170, 0]);
  pause.throttled({ sentAt: 200, crowded: false }, 210, 1);
  assert.deepEqual([pause.until, pause.inARow], [260, 1]);
});

test('nothing is paused at first', () => {
  assert.deepEqual([new Pause().until, new Pause().inARow], [Number.NEGATIVE_INFINITY, 0]);
});

test('a later call never shortens what the endpoint asked for', () => {
  const pause = new Pause();
  pause.throttled({ sentAt: 0, crowded: false, askedMs: 5000 }, 10, 0.5);
  pause.throttled({ sentAt: 10, crowded: false }, 20, 0.5);
  assert.equal(pause.until, 5010);
});

test('a call refused beside others begins no pause, as fewer at once may do; a second one in a row does', () => {
  const pause = new Pause();
  pause.throttled({ sentAt: 0, crowded: true }, 10, 1);
  assert.equal(pause.until, 10);
  pause.throttled({ sentAt: 20, crowded: true }, 30, 1);
  assert.equal(pause.until, 130);
  pause.passed();
  pause.throttled({ sentAt: 200, crowded: true, askedMs: 40 }, 210, 1);
  assert.equal(pause.until, 250);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HeartEvent } from '../../../src/batching/events.ts';
import { LearnedCap } from '../../../src/batching/isolation/learned-cap.ts';
import { LearnedCaps } from '../../../src/batching/isolation/learned-caps.ts';

const NONE = Number.POSITIVE_INFINITY;
const S = 1000;

function capsAt(cap: LearnedCap, ...times: readonly number[]): number[] {
  return times.map((now) => cap.at(now));
}

/** Of 32 items, lowered to 16 at 0. */
function lowered(): LearnedCap {
  const cap = new LearnedCap(32);
  cap.tooMuch(32, 0);
  return cap;
}

test('one refusal without an item at fault lowers nothing, a second within a minute does', () => {
  for (const [later, capped] of [
    [1, 16],
    [60 * S, 16],
    [60 * S + 1, NONE],
  ] as const) {
    const cap = new LearnedCap(32);
    cap.unexplained(32, 16, 0, 0);
    assert.equal(cap.at(0), NONE);
    cap.unexplained(32, 16, later, later);
    assert.equal(cap.at(later), capped, `after ${later} ms`);
  }
});

test('a call of that size that passes in between makes it chance', () => {
  const cap = new LearnedCap(32);
  cap.unexplained(32, 16, 0, 0);
  cap.passed(31, 10, 5);
  cap.passed(32, 10, 10);
  cap.unexplained(32, 16, 20, 20);
  assert.equal(cap.at(20), NONE);
});

test('it is lowered to the largest size that passed below the smallest that was refused', () => {
  const cap = new LearnedCap(32);
  cap.unexplained(32, 16, 0, 0);
  cap.passed(24, 10, 10);
  cap.unexplained(30, 15, 20, 20);
  assert.equal(cap.at(20), 24);
});

test('what passed says nothing about a size at which another call was refused', () => {
  const cap = new LearnedCap(32);
  cap.unexplained(32, 16, 0, 0);
  cap.passed(24, 10, 10);
  cap.unexplained(20, 10, 20, 20);
  assert.equal(cap.at(20), 10);
});

test('when the smallest that was refused passes, the next refusal is a first one', () => {
  const cap = new LearnedCap(32);
  cap.unexplained(20, 10, 0, 0);
  cap.unexplained(32, 16, 1, 1);
  assert.deepEqual(capsAt(cap, 1, 31 * S), [16, NONE]);
  cap.passed(20, 10, 31 * S);
  cap.unexplained(32, 16, 32 * S, 32 * S);
  assert.equal(cap.at(32 * S), NONE);
});

test('where a cap stands one refusal is enough', () => {
  const cap = lowered();
  cap.unexplained(16, 8, 10, 10);
  assert.equal(cap.at(10), 8);
});

test('a call that was too much, or too slow, halves its size', () => {
  for (const lower of [
    (cap: LearnedCap, size: number) => cap.tooMuch(size, 0),
    (cap: LearnedCap, size: number) => cap.tooSlow(size, 100, 0),
  ]) {
    for (const [size, capped] of [
      [32, 16],
      [31, 15],
      [3, 1],
      [2, 1],
    ] as const) {
      const cap = new LearnedCap(32);
      lower(cap, size);
      assert.equal(cap.at(0), capped);
    }
    const one = new LearnedCap(1);
    lower(one, 1);
    assert.equal(one.at(0), NONE);
  }
});

test('of several calls of one size that were under way only the first counts', () => {
  const cap = lowered();
  cap.tooMuch(32, 5);
  cap.tooSlow(32, 100, 10);
  assert.deepEqual(capsAt(cap, 10, 30 * S - 1, 30 * S), [16, 16, NONE]);
});

test('without trouble it doubles every 30 seconds, and is gone once it is no lower than the configured one', () => {
  const cap = new LearnedCap(100);
  cap.tooMuch(33, 0);
  assert.deepEqual(capsAt(cap, 0, 30 * S - 1, 30 * S, 60 * S - 1, 60 * S, 90 * S), [16, 16, 32, 32, 64, NONE]);
});

test('it catches up when nobody asked for long', () => {
  const cap = new LearnedCap(100);
  cap.tooMuch(33, 0);
  assert.equal(cap.at(75 * S), 64);
});

test('it stands twice as long after each trial that went wrong, up to ten minutes', () => {
  const cap = lowered();
  const stood: number[] = [];
  let now = 0;
  for (let trial = 0; trial < 7; trial += 1) {
    const before = now;
    while (cap.at(now) !== NONE) now += S;
    stood.push((now - before) / S);
    cap.tooMuch(32, now);
  }
  assert.deepEqual(stood, [30, 60, 120, 240, 480, 600, 600]);
});

test('a trial that did well for as long as the cap had stood does not count as gone wrong', () => {
  const cap = lowered();
  assert.equal(cap.at(30 * S), NONE);
  cap.tooMuch(32, 60 * S);
  assert.deepEqual(capsAt(cap, 90 * S - 1, 90 * S), [16, NONE]);
});

test('after a timeout twice the size is tried early once calls of the full size take a quarter of its time', () => {
  const cap = new LearnedCap(64);
  cap.tooSlow(64, 1000, 0);
  cap.passed(31, 10, 1);
  cap.passed(32, 251, 2);
  assert.equal(cap.at(2), 32);
  cap.passed(32, 250, 3);
  assert.equal(cap.at(3), NONE);
});

test('a cap that is there for another reason is not raised early, however quick calls are', () => {
  const cap = new LearnedCap(64);
  cap.tooSlow(64, 1000, 0);
  cap.tooMuch(32, 1);
  cap.passed(16, 1, 2);
  assert.equal(cap.at(2), 16);
});

test('whatever calls teach, a cap is at least one, below the configured one, and gone after enough time in peace', () => {
  const size = fc.integer({ min: 1, max: 64 });
  const lesson = fc.record({
    how: fc.constantFrom('passed' as const, 'unexplained' as const, 'tooMuch' as const, 'tooSlow' as const),
    size,
    part: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    durationMs: fc.integer({ min: 1, max: 2000 }),
    afterMs: fc.integer({ min: 0, max: 50 * S }),
  });
  fc.assert(
    fc.property(size, fc.array(lesson, { maxLength: 60, size: 'max' }), (ceiling, lessons) => {
      const cap = new LearnedCap(ceiling);
      let now = 0;
      for (const { how, size: items, part, durationMs, afterMs } of lessons) {
        now += afterMs;
        const before = cap.at(now);
        if (how === 'passed') cap.passed(items, durationMs, now);
        else if (how === 'unexplained') cap.unexplained(items, Math.ceil(part * (items - 1)), now, now);
        else if (how === 'tooMuch') cap.tooMuch(items, now);
        else cap.tooSlow(items, durationMs, now);
        const after = cap.at(now);
        assert.ok(after === NONE || (after >= 1 && after < ceiling && Number.isInteger(after)), `${after} of ${ceiling}`);
        assert.ok(how === 'passed' ? after >= before : after <= before, `${how} made ${before} into ${after}`);
      }
      assert.equal(cap.at(now + 6 * 600 * S), NONE);
    }),
    { numRuns: 500 },
  );
});

const CONFIGURED = { items: 32, bytes: 1000, cost: 50 };

function capsOf32(): { readonly caps: LearnedCaps; readonly events: HeartEvent[] } {
  const events: HeartEvent[] = [];
  return { caps: new LearnedCaps(CONFIGURED, (event) => events.push(event)), events };
}

test('a call with too many bytes halves the bytes, one whose reply is too large or late the items', () => {
  for (const [call, after] of [
    ['tooLarge', { ...CONFIGURED, bytes: 400 }],
    ['replyTooLarge', { ...CONFIGURED, items: 10 }],
    ['timeout', { ...CONFIGURED, items: 10 }],
    ['failed', CONFIGURED],
    ['refused', CONFIGURED],
    ['throttled', CONFIGURED],
  ] as const) {
    const { caps, events } = capsOf32();
    caps.tooMuch('k', { items: 20, bytes: 800 }, call, 5000, 0);
    assert.deepEqual(caps.of('k', 0), after, call);
    const [of] = (['items', 'bytes'] as const).filter((each) => after[each] < CONFIGURED[each]);
    assert.deepEqual(events, of === undefined ? [] : [{ type: 'capped', of, to: after[of], call }]);
    assert.deepEqual(caps.of('k', 600 * S), CONFIGURED);
  }
});

test('what one kind of request can not bear does not make the batches of another smaller', () => {
  const { caps } = capsOf32();
  assert.equal(caps.lowestItems(0), 32);
  caps.tooMuch('a', { items: 32, bytes: 10 }, 'timeout', 5000, 0);
  caps.tooMuch('b', { items: 8, bytes: 10 }, 'timeout', 5000, 0);
  assert.deepEqual(
    ['a', 'b', 'c'].map((key) => caps.of(key, 0).items),
    [16, 4, 32],
  );
  assert.equal(caps.lowestItems(0), 4);
});

test('the second refusal without an item at fault is told, the first is not', () => {
  const { caps, events } = capsOf32();
  caps.unexplained('k', { refused: 32, passed: 16, call: 'refused', at: 0 }, 0);
  assert.deepEqual([caps.of('k', 0), events], [CONFIGURED, []]);
  caps.unexplained('k', { refused: 32, passed: 16, call: 'erred', at: 10 }, 10);
  assert.deepEqual(caps.of('k', 10), { ...CONFIGURED, items: 16 });
  assert.deepEqual(events, [{ type: 'capped', of: 'items', to: 16, call: 'erred' }]);
});

test('calls that pass quickly raise the cap of their own key after a timeout', () => {
  const { caps } = capsOf32();
  for (const key of ['a', 'b']) caps.tooMuch(key, { items: 32, bytes: 10 }, 'timeout', 1000, 0);
  caps.passed('a', { items: 16, bytes: 10 }, 250, 10);
  assert.deepEqual(
    ['a', 'b'].map((key) => caps.of(key, 10).items),
    [32, 16],
  );
});

test('something is remembered of 256 keys, the oldest goes', () => {
  const { caps } = capsOf32();
  for (let key = 0; key < 257; key += 1) caps.tooMuch(`k${key}`, { items: 32, bytes: 10 }, 'timeout', 1000, 0);
  assert.deepEqual(
    ['k0', 'k1', 'k256'].map((key) => caps.of(key, 0).items),
    [32, 16, 16],
  );
});

test('two that were refused together are no more than one', () => {
  const cap = new LearnedCap(32);
  cap.unexplained(32, 16, 5, 20);
  cap.unexplained(32, 16, 5, 25);
  assert.equal(cap.at(25), Number.POSITIVE_INFINITY);
  cap.unexplained(32, 16, 30, 40);
  assert.equal(cap.at(40), 16);
});

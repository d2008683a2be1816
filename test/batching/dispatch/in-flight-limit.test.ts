import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InFlightLimit } from '../../../src/batching/dispatch/in-flight-limit.ts';
import { observed } from './known.ts';

/** What may be sent while none, one, two... are under way, and the first of them has just been sent. */
function rooms(limit: InFlightLimit, most: number, now = 0): string[] {
  return Array.from({ length: most + 1 }, (_, underWay) => limit.room({ underWay, rest: 1, calm: true }, now));
}

/** An `auto` that knows that the upstream works on so many at once. */
function learned(slots: number): InFlightLimit {
  const limit = new InFlightLimit('auto');
  for (let ahead = 1; ahead < slots; ahead += 1) limit.passed(observed({ ahead, waited: 0 }));
  limit.passed(observed({ ahead: slots, waited: 1 }));
  assert.equal(limit.slots, slots);
  return limit;
}

test('a number is so many for any batch, whatever is seen', () => {
  for (const slots of [1, 2, 7]) {
    const limit = new InFlightLimit(slots);
    const all = Array.from({ length: slots + 2 }, (_, underWay) => (underWay < slots ? 'any' : 'none'));
    assert.deepEqual([rooms(limit, slots + 1), limit.most, limit.learns], [all, slots, false]);
    limit.passed(observed({ ahead: 20, waited: 0 }));
    limit.throttled(0, 5);
    for (let call = 0; call < 500; call += 1) limit.sent(slots - 1, true);
    assert.deepEqual([rooms(limit, slots + 1), limit.most], [all, slots]);
  }
});

test('auto starts with one and one more to find out whether there are two', () => {
  const limit = new InFlightLimit('auto');
  assert.deepEqual([limit.slots, limit.most, limit.learns], [1, 2, true]);
  assert.deepEqual(rooms(limit, 3), ['any', 'any', 'none', 'none']);
});

test('where a trial would tell nothing, auto has one more only for a full batch', () => {
  const limit = new InFlightLimit('auto');
  assert.equal(limit.room({ underWay: 1, rest: 0.2, calm: true }, 0), 'ahead');
});

for (const slots of [1, 2, 5]) {
  test(`of ${slots} at once all are for any batch, and one more is for a batch to be at hand`, () => {
    const limit = learned(slots);
    const expected = [...Array.from({ length: slots }, () => 'any'), 'ahead', 'none'];
    assert.deepEqual([rooms(limit, slots + 1), limit.most, limit.shares], [expected, slots + 1, slots]);
  });
}

test('when a trial is due, what there is is shared among one more, which may be a part batch', () => {
  const limit = learned(3);
  for (let call = 0; call < 100; call += 1) limit.sent(2, false);
  assert.deepEqual([limit.shares, rooms(limit, 5)], [4, ['any', 'any', 'any', 'any', 'ahead', 'none']]);
});

test('it waits until fewer are under way, to see whether they are quicker, only when there is time for that', () => {
  const limit = learned(4);
  for (let call = 0; call < 250; call += 1) limit.sent(4, false);
  const room = (underWay: number, calm: boolean): string => limit.room({ underWay, rest: 1, calm }, 0);
  assert.deepEqual([room(3, true), room(3, false), room(1, true)], ['none', 'any', 'any']);
});

test('throttled, it never has more under way than were let in', () => {
  const limit = learned(5);
  limit.throttled(3, 0);
  assert.deepEqual(
    [rooms(limit, 5), limit.most, limit.slots, limit.shares],
    [['any', 'any', 'any', 'none', 'none', 'none'], 3, 3, 3],
  );
});

test('throttled when nothing was under way, it has one all the same', () => {
  const limit = learned(5);
  limit.throttled(0, 0);
  assert.deepEqual([rooms(limit, 2), limit.most], [['any', 'none', 'none'], 1]);
});

test('a second and a hundred calls later it has one more again', () => {
  const limit = learned(5);
  limit.throttled(3, 0);
  for (let call = 0; call < 100; call += 1) limit.passed(observed());
  assert.deepEqual(
    [999, 1000].map((now) => limit.room({ underWay: 3, rest: 1, calm: true }, now)),
    ['none', 'any'],
  );
  assert.equal(limit.most, 4);
});

test('told that there is one more at once, it has it', () => {
  const limit = learned(2);
  limit.oneMore();
  assert.deepEqual([limit.slots, limit.most], [3, 4]);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('throttled' as const), ahead: fc.integer({ min: 0, max: 12 }) }),
  fc.record({
    kind: fc.constant('passed' as const),
    ahead: fc.integer({ min: 0, max: 12 }),
    waited: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  }),
);

test('whatever happens there is room for a call while none is under way, and none beyond the most and a trial', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const limit = new InFlightLimit('auto');
      let now = 0;
      for (const each of steps) {
        now += 40;
        limit.sent(each.ahead, false);
        if (each.kind === 'throttled') limit.throttled(each.ahead, now);
        else limit.passed(observed(each));
        assert.equal(limit.room({ underWay: 0, rest: 0, calm: true }, now), 'any');
        assert.equal(limit.room({ underWay: limit.most + 1, rest: 1, calm: true }, now), 'none');
        assert.ok(limit.slots >= 1 && limit.most >= limit.slots, `${limit.slots} of ${limit.most}`);
        assert.ok(limit.shares >= limit.slots && limit.shares <= limit.slots + 1, `${limit.shares} shares of ${limit.slots}`);
      }
    }),
  );
});

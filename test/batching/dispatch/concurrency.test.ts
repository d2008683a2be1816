import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Concurrency } from '../../../src/batching/dispatch/concurrency.ts';
import { observed } from './known.ts';

/** An upstream of so many slots, kept as busy as is allowed; what the calls meet is seen without error. */
function play(concurrency: Concurrency, slots: number, rounds: number): void {
  for (let round = 0; round < rounds; round += 1) {
    let underWay = 0;
    while (underWay < concurrency.slots || concurrency.tries(underWay, 1)) {
      concurrency.sent(underWay, false);
      underWay += 1;
    }
    for (let ahead = underWay - 1; ahead >= 0; ahead -= 1) {
      concurrency.observe(observed({ ahead, waited: ahead === 0 ? undefined : ahead < slots ? 0 : 1, ofExpected: 1 }));
    }
  }
}

function found(slots: number): Concurrency {
  const concurrency = new Concurrency();
  play(concurrency, slots, 200);
  assert.equal(concurrency.slots, slots);
  return concurrency;
}

/** How many calls are sent until another trial is due. */
function untilTrial(concurrency: Concurrency): number {
  let calls = 0;
  for (; !concurrency.trialDue; calls += 1) concurrency.sent(0, false);
  return calls;
}

test('at first it is one, with one to find out whether it is more', () => {
  const { slots, most, trialDue } = new Concurrency();
  assert.deepEqual([slots, most, trialDue], [1, 2, false]);
});

test('a call that was worked on beside another makes it two, and at the start twice as many are tried next', () => {
  const concurrency = new Concurrency();
  concurrency.observe(observed({ ahead: 1, waited: 0 }));
  assert.deepEqual([concurrency.slots, concurrency.most], [2, 4]);
  assert.deepEqual(
    [1, 2, 3, 4].map((underWay) => concurrency.tries(underWay, 1)),
    [true, true, true, false],
  );
});

test('a call that waited ends the start', () => {
  const concurrency = new Concurrency();
  concurrency.observe(observed({ ahead: 1, waited: 1 }));
  assert.deepEqual([concurrency.slots, concurrency.most, concurrency.tries(1, 1)], [1, 2, false]);
});

test('a start that can not tell anything comes to an end, too', () => {
  const concurrency = new Concurrency();
  const tried: boolean[] = [];
  for (let call = 0; call < 20; call += 1) {
    tried.push(concurrency.tries(1, 1));
    concurrency.sent(1, false);
  }
  assert.deepEqual([tried[0], tried.at(-1), concurrency.slots], [true, false, 1]);
});

test('a call that overtook others was worked on beside them', () => {
  const concurrency = new Concurrency();
  concurrency.observe(observed({ overtaken: 2 }));
  assert.equal(concurrency.slots, 3);
});

test('an observation that says little changes little', () => {
  const concurrency = new Concurrency();
  concurrency.observe(observed({ ahead: 1, waited: 0, weight: 0.2 }));
  assert.equal(concurrency.slots, 1);
});

test('when calls that had a slot begin to wait, there are fewer slots', () => {
  const concurrency = found(4);
  for (let call = 0; call < 4; call += 1) concurrency.observe(observed({ ahead: 2, waited: 1 }));
  assert.equal(concurrency.slots, 2);
});

test('a single call that waited is no proof', () => {
  const concurrency = found(4);
  concurrency.observe(observed({ ahead: 2, waited: 1 }));
  assert.equal(concurrency.slots, 4);
});

test('nor is one that did after a long time in which none told anything: it may have come to a slower hand', () => {
  const concurrency = found(2);
  for (let call = 0; call < 20; call += 1) concurrency.sent(0, false);
  concurrency.observe(observed({ ahead: 1, waited: 1 }));
  assert.equal(concurrency.slots, 2);
});

test('one that came far too early for one in line outweighs the one before, which seemed to have waited', () => {
  const slots = (isClear: boolean): number => {
    const concurrency = new Concurrency();
    for (let call = 0; call < 10; call += 1) concurrency.observe(observed({ ahead: 1, waited: 1 }));
    concurrency.observe(observed({ ahead: 1, waited: 0, isClear }));
    return concurrency.slots;
  };
  assert.deepEqual([slots(false), slots(true)], [1, 2]);
});

test('beyond one slot a trial is two calls, beyond more it is one', () => {
  const triesIn = (slots: number): boolean[] => {
    const concurrency = found(slots);
    untilTrial(concurrency);
    return [1, 2, 3].map(() => {
      const tries = concurrency.tries(slots, 1);
      concurrency.sent(slots, false);
      return tries;
    });
  };
  assert.deepEqual(triesIn(1), [true, true, false]);
  assert.deepEqual(triesIn(2), [true, false, false]);
});

test('after the start one more is tried ever more rarely, but not less than once in 48 calls', () => {
  const concurrency = new Concurrency();
  const every: number[] = [];
  for (let trial = 0; trial < 7; trial += 1) {
    concurrency.observe(observed({ ahead: 1, waited: 1 }));
    every.push(untilTrial(concurrency));
    concurrency.sent(1, false);
  }
  assert.deepEqual(every, [8, 16, 32, 48, 48, 48, 48]);
});

test('a trial waits until it can tell something: not behind a call that is nearly back', () => {
  const concurrency = found(1);
  untilTrial(concurrency);
  assert.deepEqual(
    [0.1, 0.49, 0.5, 1].map((rest) => concurrency.tries(1, rest)),
    [false, false, true, true],
  );
});

test('a full batch is at hand anyhow: it is tried with one more than that', () => {
  const concurrency = found(2);
  untilTrial(concurrency);
  assert.deepEqual([concurrency.triesFull(2), concurrency.triesFull(3)], [false, true]);
  concurrency.sent(2, true);
  assert.equal(concurrency.triesFull(3), true);
  concurrency.sent(3, true);
  assert.equal(concurrency.triesFull(3), false);
});

test('a call that is quicker where few are under way than where all are shows that there are fewer slots', () => {
  const concurrency = found(4);
  for (let call = 0; call < 3; call += 1) concurrency.observe(observed({ ahead: 0, ofExpected: 0.3 }));
  assert.equal(concurrency.slots, 2);
});

test('one that is as quick as expected shows nothing, and one slot is never halved', () => {
  const four = found(4);
  const one = found(1);
  for (let call = 0; call < 50; call += 1) {
    four.observe(observed({ ahead: 0, ofExpected: 1 }));
    one.observe(observed({ ahead: 0, ofExpected: 0.1 }));
  }
  assert.deepEqual([four.slots, one.slots], [4, 1]);
});

test('when half of the slots have been taken for 200 calls, it waits until fewer are under way', () => {
  const concurrency = found(4);
  concurrency.sent(0, false);
  for (let call = 0; call < 199; call += 1) concurrency.sent(3, false);
  assert.equal(concurrency.dips(3), false);
  concurrency.sent(3, false);
  assert.deepEqual(
    [1, 2, 3, 4].map((underWay) => concurrency.dips(underWay)),
    [false, true, true, true],
  );
  concurrency.sent(1, false);
  assert.equal(concurrency.dips(3), false);
});

test('one slot never waits for fewer', () => {
  const concurrency = found(1);
  for (let call = 0; call < 1000; call += 1) concurrency.sent(1, true);
  assert.equal(concurrency.dips(1), false);
});

test('told that there is one more, it believes it', () => {
  const concurrency = found(3);
  concurrency.oneMore();
  assert.equal(concurrency.slots, 4);
});

test('however many slots there are, it finds them', () => {
  for (let slots = 1; slots <= 24; slots += 1) found(slots);
});

test('when there are more or fewer at once, it finds them again', () => {
  for (const [before, after] of [
    [1, 2],
    [2, 1],
    [8, 4],
    [4, 8],
    [16, 3],
    [3, 16],
  ] as const) {
    const concurrency = found(before);
    play(concurrency, after, 3000);
    assert.equal(concurrency.slots, after, `${before}, then ${after}`);
  }
});

const seen = fc.record({
  ahead: fc.integer({ min: 0, max: 40 }),
  waited: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  weight: fc.double({ min: 0, max: 1, noNaN: true }),
  overtaken: fc.integer({ min: 0, max: 3 }),
  ofExpected: fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: undefined }),
});

test('whatever is seen, it is a whole number of at least one, and there is room to find more', () => {
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 100 }), (all) => {
      const concurrency = new Concurrency();
      for (const each of all) {
        concurrency.sent(each.ahead, false);
        concurrency.observe(observed(each));
        const { slots, most, trialDue } = concurrency;
        assert.ok(Number.isInteger(slots) && slots >= 1, `${slots} slots`);
        assert.ok(most === slots + 1 || most === 2 * slots || (trialDue && most === slots + 2), `${most} of ${slots}`);
      }
    }),
  );
});

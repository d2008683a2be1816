import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capacityOf, parallelOf } from '../../bench/policies/cells/capacity.ts';
import { FULL_CALL_MS, MOST_ITEMS } from '../../bench/policies/cells/cell.ts';
import { device } from '../../bench/policies/cells/matrix.ts';
import { MEAN_PADDED_UNITS } from '../../bench/policies/cells/padding.ts';
import { Device } from '../../bench/policies/world/device.ts';

const TEN_AND_ONE = { ...device(10), baseMs: 10, perUnitMs: 1 };

test('a full call takes as long whatever the ratio of its costs', () => {
  for (const ratio of [0.1, 20, 100]) {
    const { baseMs, perUnitMs } = device(ratio);
    assert.ok(Math.abs(baseMs + MOST_ITEMS * perUnitMs - FULL_CALL_MS) < 1e-9);
    assert.ok(Math.abs(baseMs / perUnitMs - ratio) < 1e-9);
  }
  const { baseMs, perUnitMs } = device(20, { padded: true });
  assert.ok(Math.abs(baseMs + (MEAN_PADDED_UNITS[MOST_ITEMS] as number) * perUnitMs - FULL_CALL_MS) < 1e-9);
});

test('calls are worked on in the order in which they come, one at a time', () => {
  const serial = new Device(TEN_AND_ONE);
  assert.equal(serial.take(2, 5, 1), true);
  assert.equal(serial.endsAt, 17);
  serial.take(1, 6, 2);
  assert.equal(serial.endsAt, 17 + 22);
});

test('the server that is free first takes the call, the faster one of two that are', () => {
  const two = new Device({ ...TEN_AND_ONE, servers: 2, slowness: [1, 2] });
  two.take(10, 0, 1);
  assert.deepEqual([two.server, two.endsAt], [0, 20]);
  two.take(10, 1, 1);
  assert.deepEqual([two.server, two.endsAt], [1, 41]);
  two.take(10, 2, 1);
  assert.deepEqual([two.server, two.endsAt], [0, 40]);
  assert.equal(parallelOf(two.spec), 1.5);
});

test('what is expected of calls under way knows nothing of their jitter until they have ended', () => {
  const serial = new Device(TEN_AND_ONE);
  serial.take(10, 0, 3);
  serial.take(10, 0, 1);
  assert.equal(serial.expectedStart(1), 40);
  assert.equal(serial.expectedEnd(1), 40);
  serial.ended(0, 20, 60);
  assert.equal(serial.expectedStart(60), 80);
  serial.ended(0, 20, 80);
  assert.equal(serial.expectedStart(90), 90);
});

test('a server that is lost finishes its call and takes no other', () => {
  const two = new Device({ ...TEN_AND_ONE, servers: 2, change: 'lost' });
  two.changeAt = 15;
  two.take(10, 0, 1);
  two.take(10, 0, 1);
  assert.deepEqual([two.server, two.endsAt], [1, 20]);
  two.take(10, 1, 1);
  two.take(10, 1, 1);
  assert.deepEqual([two.server, two.endsAt], [0, 60]);
  assert.equal(two.serversAt(15), 1);
});

test('a server that is added takes what is in line when it comes', () => {
  const one = new Device({ ...TEN_AND_ONE, change: 'added' });
  one.changeAt = 15;
  one.take(10, 0, 1);
  one.take(10, 1, 1);
  assert.deepEqual([one.server, one.endsAt], [1, 35]);
});

test('a sudden change goes for calls that begin after it', () => {
  const slower = new Device({ ...TEN_AND_ONE, change: 'slower' });
  slower.changeAt = 15;
  slower.take(10, 10, 1);
  slower.take(10, 11, 1);
  assert.equal(slower.endsAt, 30 + 40);
});

test('a call more than it bears is turned away, and its capacity is what it bears', () => {
  const throttling = new Device({ ...TEN_AND_ONE, servers: 16, bears: 2 });
  assert.deepEqual(
    [0, 0, 0].map((time) => throttling.take(10, time, 1)),
    [true, true, false],
  );
  assert.equal(throttling.take(10, 20, 1), true);
  assert.equal(capacityOf(throttling.spec), (2 * MOST_ITEMS) / FULL_CALL_MS);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreditGate } from '../../../src/batching/queue/credit.ts';

const PATIENT = new AbortController().signal;

/** Whether there is room at once for a request of so many bytes; it is given back. */
async function hasRoom(gate: CreditGate, bytes: number): Promise<boolean> {
  const impatient = new AbortController();
  const asked = gate.credit(bytes, impatient.signal);
  impatient.abort();
  return asked.then(
    (credit) => {
      credit.release();
      return true;
    },
    () => false,
  );
}

test('doors that pull hold half of the bytes of the queue, not one more', async () => {
  const gate = new CreditGate({ maxSize: 100, maxBytes: 100 });
  await gate.credit(20, PATIENT);
  assert.equal(await hasRoom(gate, 31), false);
  assert.equal(await hasRoom(gate, 30), true);
});

for (const [maxSize, most] of [
  [6, 3],
  [7, 3],
  [1, 1],
] as const) {
  test(`of a queue of ${maxSize} items they hold ${most}`, async () => {
    const gate = new CreditGate({ maxSize, maxBytes: 100 });
    for (let held = 0; held < most; held += 1) {
      assert.equal(await hasRoom(gate, 1), true);
      await gate.credit(1, PATIENT);
    }
    assert.equal(await hasRoom(gate, 1), false);
  });
}

test('a request counts as one item until it is known how many it holds, and that is said once', async () => {
  const gate = new CreditGate({ maxSize: 8, maxBytes: 100 });
  const credit = await gate.credit(1, PATIENT);
  credit.counted(3);
  credit.counted(1);
  await gate.credit(1, PATIENT);
  assert.equal(await hasRoom(gate, 1), false);
});

test('what is given back is free again, once', async () => {
  const gate = new CreditGate({ maxSize: 8, maxBytes: 100 });
  const credits = [await gate.credit(25, PATIENT), await gate.credit(25, PATIENT)];
  credits[0]?.counted(3);
  for (const _ of [1, 2, 3]) credits[0]?.release();
  credits[0]?.counted(90);
  assert.equal(await hasRoom(gate, 26), false);
  assert.equal(await hasRoom(gate, 25), true);
});

test('who came first is served first, even when those behind ask for less', async () => {
  const gate = new CreditGate({ maxSize: 100, maxBytes: 100 });
  const first = await gate.credit(40, PATIENT);
  const served: number[] = [];
  const ask = (bytes: number): Promise<number> => gate.credit(bytes, PATIENT).then(() => served.push(bytes));
  const all = Promise.all([ask(20), ask(5), ask(10)]);
  await new Promise(setImmediate);
  assert.deepEqual(served, []);
  first.release();
  await all;
  assert.deepEqual(served, [20, 5, 10]);
});

test('a request larger than all the room has it when nobody else does', async () => {
  const gate = new CreditGate({ maxSize: 100, maxBytes: 100 });
  const small = await gate.credit(1, PATIENT);
  assert.equal(await hasRoom(gate, 500), false);
  small.release();
  const large = await gate.credit(500, PATIENT);
  assert.equal(large.bytes, 500);
  assert.equal(await hasRoom(gate, 1), false);
});

test('who gives up is told why, takes no room, and does not stand in the way', async () => {
  const gate = new CreditGate({ maxSize: 100, maxBytes: 100 });
  await gate.credit(40, PATIENT);
  const impatient = new AbortController();
  const large = assert.rejects(gate.credit(30, impatient.signal), { message: 'enough' });
  const next = gate.credit(10, PATIENT);
  impatient.abort(new Error('enough'));
  await large;
  assert.equal((await next).bytes, 10);
  await assert.rejects(gate.credit(1, impatient.signal), { message: 'enough' });
});

test('giving up after room was granted takes nothing from it', async () => {
  const gate = new CreditGate({ maxSize: 100, maxBytes: 100 });
  const late = new AbortController();
  const credit = await gate.credit(40, late.signal);
  let granted = false;
  const waiting = gate.credit(40, PATIENT).then(() => {
    granted = true;
  });
  late.abort();
  await new Promise(setImmediate);
  assert.equal(granted, false);
  credit.release();
  await waiting;
});

test('a whole backlog that waits is let in, first come, first served', async () => {
  const gate = new CreditGate({ maxSize: 2, maxBytes: 100 });
  let served = 0;
  const asked = Array.from({ length: 20_000 }, async (_, place) => {
    const credit = await gate.credit(1, PATIENT);
    assert.equal(place, served++);
    credit.release();
  });
  await Promise.all(asked);
  assert.equal(served, 20_000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Settlement } from '../../src/batching/port.ts';
import { TidegateError } from '../../src/kernel/errors.ts';
import { answers, closedLoop, fails, TestHeart } from '../support/heart.ts';

const serial = { latencyMs: (batch: { items: readonly unknown[] }) => 10 + 0.5 * batch.items.length };

function collect(): { settle: (settlement: Settlement<string>) => void; all: Settlement<string>[] } {
  const all: Settlement<string>[] = [];
  return { settle: (settlement) => all.push(settlement), all };
}

function code(settlement: Settlement<string> | undefined): string | undefined {
  if (settlement?.kind !== 'failed') return settlement?.kind;
  return settlement.error instanceof TidegateError ? settlement.error.code : settlement.error.message;
}

test('a lone request goes at once and alone', async () => {
  const heart = new TestHeart({}, serial);
  const { settle, all } = collect();
  heart.submit('a', {}, settle);
  await heart.clock.settle();
  assert.deepEqual(heart.sizes(), [1]);
  assert.equal(heart.calls[0]?.at, 0);
  await heart.clock.advance(11);
  assert.deepEqual(all[0]?.kind === 'answered' && all[0].results, ['answer:a']);
  assert.deepEqual(all[0]?.story, {
    queueMs: 0,
    heldMs: 0,
    upstreamMs: 10.5,
    batchSize: 1,
    reason: 'slot',
    calls: 1,
    trouble: undefined,
  });
});

test('what arrives in one turn of the event loop shares a call', async () => {
  const heart = new TestHeart({}, serial);
  for (let i = 0; i < 20; i += 1) heart.submit(`p${i}`);
  await heart.clock.advance(100);
  assert.deepEqual(heart.sizes(), [20]);
});

test('64 requests that arrive over 8 ms take at most 4 calls', async () => {
  const heart = new TestHeart({}, serial);
  for (let i = 0; i < 64; i += 1) heart.clock.at(i / 8, () => heart.submit(`p${i}`));
  await heart.clock.advance(200);
  assert.equal(
    heart.sizes().reduce((sum, size) => sum + size, 0),
    64,
  );
  assert.ok(heart.calls.length <= 4, `${heart.calls.length} calls`);
});

test('with auto the second slot takes only a full batch, whose reason is size', async () => {
  const heart = new TestHeart({ caps: { items: 4, bytes: 1e6, cost: 1e6 } }, serial);
  heart.submit('first');
  await heart.clock.settle();
  for (const name of ['a', 'b', 'c']) heart.submit(name);
  await heart.clock.advance(1);
  assert.deepEqual(heart.sizes(), [1]);
  heart.submit('d');
  await heart.clock.advance(1);
  assert.deepEqual(heart.sizes(), [1, 4]);
  assert.equal(heart.calls[1]?.batch.reason, 'size');
});

test('what goes as its share of several slots is told as slot; as size only where a call holds no more', async () => {
  const heart = new TestHeart({ caps: { items: 8, bytes: 1e6, cost: 1e6 } }, { ...serial, concurrency: 4 });
  closedLoop(heart, 12, (random) => random);
  await heart.clock.advance(3000);
  const { batch } = heart.calls.at(-1) ?? assert.fail();
  assert.ok(batch.items.length < 8, `${batch.items.length} items`);
  const told = new Set(heart.calls.filter((call) => call.batch.items.length < 8).map((call) => call.batch.reason));
  assert.deepEqual(told.has('size'), false);
});

test('a number for maxInFlight gives every slot to whatever waits', async () => {
  const heart = new TestHeart({ maxInFlight: 3 }, serial);
  for (const name of ['a', 'b', 'c', 'd']) {
    heart.submit(name);
    await heart.clock.settle();
  }
  assert.deepEqual(heart.sizes(), [1, 1, 1]);
});

test('unlike keys never share a call, and do not cut each other', async () => {
  const heart = new TestHeart({}, serial);
  heart.submit('first');
  await heart.clock.settle();
  for (let i = 0; i < 8; i += 1) heart.submit(`x${i}`, { key: i % 2 === 0 ? 'even' : 'odd' });
  await heart.clock.advance(200);
  assert.deepEqual(heart.sizes(), [1, 4, 4]);
});

test('16 clients in a closed loop end up in batches of 16, but for a trial now and then', async () => {
  const heart = new TestHeart({}, serial);
  closedLoop(heart, 16, (random) => 0.5 + random);
  await heart.clock.advance(2000);
  const late = heart.sizes().slice(-40);
  const others = late.filter((size) => size !== 16);
  // One trial is three calls: what there is in two, and one after the first.
  assert.ok(others.length <= 3, late.join());
});

test('one client in a closed loop is never held back', async () => {
  const heart = new TestHeart({}, serial);
  closedLoop(heart, 1, () => 0.2);
  await heart.clock.advance(1000);
  const waits = heart.events.flatMap((event) => (event.type === 'dispatched' ? event.waits : []));
  assert.ok(waits.length > 80);
  assert.ok(waits.every((wait) => wait === 0));
});

test('64 clients keep a serial upstream busy with full batches', async () => {
  const heart = new TestHeart({}, serial);
  const { answered } = closedLoop(heart, 64, (random) => 0.5 + random);
  await heart.clock.advance(10_000);
  assert.ok(answered() > (0.97 * 10_000 * 32) / 26, `${answered()} answers`);
});

test('a caller with a max wait of 0 is not held back, nor are those with it', async () => {
  const heart = new TestHeart({ policy: 'linger', maxQueueDelayMs: 50 }, serial);
  heart.submit('patient');
  await heart.clock.advance(5);
  assert.deepEqual(heart.sizes(), []);
  heart.submit('hasty', { maxWaitMs: 0 });
  await heart.clock.advance(1);
  assert.deepEqual(heart.sizes(), [2]);
});

test('linger sends after its delay with reason delay, eager at once with reason slot', async () => {
  const linger = new TestHeart({ policy: 'linger', maxQueueDelayMs: 20 }, serial);
  linger.submit('a');
  await linger.clock.advance(100);
  assert.deepEqual([linger.calls[0]?.at, linger.calls[0]?.batch.reason], [20, 'delay']);
  const eager = new TestHeart({ policy: 'eager' }, serial);
  eager.submit('a');
  await eager.clock.advance(100);
  assert.deepEqual([eager.calls[0]?.at, eager.calls[0]?.batch.reason], [0, 'slot']);
});

test('deferred waits until the deadline would be missed, and meets it', async () => {
  const heart = new TestHeart({ policy: 'deferred' }, serial);
  heart.submit('teach');
  heart.submit('at once', { maxWaitMs: 0 });
  await heart.clock.advance(100);
  const { settle, all } = collect();
  const due = heart.clock.now() + 100;
  heart.submit('b', { deadline: due, expiresAt: due }, settle);
  await heart.clock.advance(100);
  assert.equal(heart.calls[1]?.batch.reason, 'deadline');
  assert.equal(all[0]?.kind, 'answered');
  assert.ok((heart.calls[1]?.at ?? 0) > due - 30);
});

test('no call exceeds the caps in items, bytes or cost; a single item above a cap goes by itself', async () => {
  const heart = new TestHeart({ caps: { items: 3, bytes: 20, cost: 100 } }, serial);
  heart.submit('first');
  await heart.clock.settle();
  for (const payload of ['x'.repeat(9), 'y'.repeat(9), 'z'.repeat(9), 'w'.repeat(50), 'a', 'b', 'c', 'd']) {
    heart.submit(payload, { overheadBytes: 2 });
  }
  await heart.clock.advance(1000);
  const calls = heart.calls.slice(1).map((call) => call.batch.items.map((item) => item.payload[0]).join(''));
  assert.deepEqual(calls, ['xy', 'z', 'w', 'abc', 'd']);
});

test('a request larger than a call is split and put together in order', async () => {
  const heart = new TestHeart({ caps: { items: 4, bytes: 1e6, cost: 1e6 } }, serial);
  const { settle, all } = collect();
  const payloads = Array.from({ length: 10 }, (_, i) => `p${i}`);
  heart.submitAll(payloads, {}, settle);
  await heart.clock.advance(1000);
  assert.deepEqual(heart.sizes(), [4, 4, 2]);
  assert.deepEqual(
    all[0]?.kind === 'answered' && all[0].results,
    payloads.map((payload) => `answer:${payload}`),
  );
});

test('a full queue refuses with QUEUE_FULL and a hint, and those inside are answered', async () => {
  const heart = new TestHeart({ queue: { maxSize: 2, maxBytes: 1e6 } }, serial);
  heart.submit('in flight');
  await heart.clock.settle();
  const inside = collect();
  const outside = collect();
  heart.submit('a', {}, inside.settle);
  heart.submit('b', {}, inside.settle);
  heart.submit('c', {}, outside.settle);
  await heart.clock.advance(1000);
  assert.equal(code(outside.all[0]), 'QUEUE_FULL');
  assert.ok(
    outside.all[0]?.kind === 'failed' &&
      outside.all[0].error instanceof TidegateError &&
      (outside.all[0].error.retryAfterMs ?? 0) >= 1,
  );
  assert.deepEqual(inside.all.map(code), ['answered', 'answered']);
});

test('the queue is bounded in bytes too', async () => {
  const heart = new TestHeart({ queue: { maxSize: 100, maxBytes: 10 } }, serial);
  heart.submit('in flight');
  await heart.clock.settle();
  heart.submit('12345678');
  const { settle, all } = collect();
  heart.submit('123', {}, settle);
  await heart.clock.settle();
  assert.equal(code(all[0]), 'QUEUE_FULL');
});

test('a request whose deadline passes while it waits fails with DEADLINE_PASSED at that time', async () => {
  const heart = new TestHeart({ maxInFlight: 1 }, { latencyMs: () => 100 });
  heart.submit('slow');
  await heart.clock.settle();
  const { settle, all } = collect();
  heart.submit('late', { deadline: 30, expiresAt: 30 }, settle);
  await heart.clock.advance(29);
  assert.equal(all.length, 0);
  await heart.clock.advance(1);
  assert.equal(code(all[0]), 'DEADLINE_PASSED');
  await heart.clock.advance(500);
  assert.deepEqual(heart.sizes(), [1]);
});

test('a caller that leaves while queued is not sent', async () => {
  const heart = new TestHeart({ maxInFlight: 1 }, serial);
  heart.submit('first');
  await heart.clock.settle();
  const left = collect();
  const ticket = heart.submit('gone', {}, left.settle);
  heart.submit('stays');
  ticket.cancel();
  ticket.cancel();
  await heart.clock.advance(100);
  assert.deepEqual(
    heart.calls.map((call) => call.batch.items.map((item) => item.payload)),
    [['first'], ['stays']],
  );
  assert.equal(left.all.length, 0);
  assert.deepEqual(
    heart.events.filter((event) => event.type === 'cancelled'),
    [{ type: 'cancelled', stage: 'queued' }],
  );
});

test('a call is aborted when the last of its callers has left, not before', async () => {
  const heart = new TestHeart({}, serial);
  const tickets = [heart.submit('a'), heart.submit('b')];
  await heart.clock.settle();
  tickets[0]?.cancel();
  assert.equal(heart.calls[0]?.signal.aborted, false);
  tickets[1]?.cancel();
  assert.equal(heart.calls[0]?.signal.aborted, true);
});

test('drain answers what waits without holding it back, and refuses what comes', async () => {
  const heart = new TestHeart({ policy: 'linger', maxQueueDelayMs: 1000 }, serial);
  const inside = collect();
  heart.submit('a', {}, inside.settle);
  await heart.clock.advance(1);
  let drained = false;
  void heart.batcher.drain().then(() => {
    drained = true;
  });
  const outside = collect();
  heart.submit('b', {}, outside.settle);
  await heart.clock.advance(5);
  assert.equal(drained, false);
  await heart.clock.advance(10);
  assert.equal(drained, true);
  assert.equal(heart.calls[0]?.batch.reason, 'drain');
  assert.deepEqual([inside.all.map(code), outside.all.map(code)], [['answered'], ['DRAINING']]);
});

test('refuseRest fails what waits and what is in flight, once', async () => {
  const heart = new TestHeart({ maxInFlight: 1 }, { latencyMs: () => 1000 });
  const { settle, all } = collect();
  heart.submit('in flight', {}, settle);
  await heart.clock.settle();
  heart.submit('waits', {}, settle);
  void heart.batcher.drain();
  await heart.clock.settle();
  heart.batcher.refuseRest();
  assert.deepEqual(all.map(code), ['DRAINING', 'DRAINING']);
  assert.equal(heart.calls[0]?.signal.aborted, true);
  await heart.clock.advance(5000);
  assert.equal(all.length, 2);
});

test('a refused batch is halved until only the poison item is refused', async () => {
  const heart = new TestHeart(
    {},
    {
      ...serial,
      answer: (batch) => (batch.items.some((item) => item.payload === 'poison') ? fails(batch, 'refused') : undefined),
    },
  );
  const good = collect();
  const bad = collect();
  for (let i = 0; i < 32; i += 1) heart.submit(i === 13 ? 'poison' : `p${i}`, {}, (i === 13 ? bad : good).settle);
  await heart.clock.advance(2000);
  assert.deepEqual(
    good.all.map(code),
    Array.from({ length: 31 }, () => 'answered'),
  );
  assert.deepEqual(bad.all.map(code), ['refused']);
  assert.ok(heart.calls.length <= 11, `${heart.calls.length} calls`);
});

test('after a mismatch the items are sent singly', async () => {
  const heart = new TestHeart(
    {},
    { ...serial, answer: (batch) => (batch.items.length > 1 ? fails(batch, 'mismatch') : undefined) },
  );
  const { settle, all } = collect();
  for (let i = 0; i < 5; i += 1) heart.submit(`p${i}`, {}, settle);
  await heart.clock.advance(1000);
  assert.deepEqual(heart.sizes(), [5, 1, 1, 1, 1, 1]);
  assert.deepEqual(
    all.map(code),
    Array.from({ length: 5 }, () => 'answered'),
  );
});

test('the parts of a large request are sent singly after a mismatch, and put together', async () => {
  const model = {
    ...serial,
    answer: (batch: Parameters<typeof answers>[0]) => (batch.items.length > 1 ? fails(batch, 'mismatch') : undefined),
  };
  const heart = new TestHeart({ caps: { items: 3, bytes: 1e6, cost: 1e6 } }, model);
  const { settle, all } = collect();
  heart.submitAll(['a', 'b', 'c', 'd', 'e'], {}, settle);
  await heart.clock.advance(1000);
  assert.deepEqual(
    all[0]?.kind === 'answered' && all[0].results,
    ['a', 'b', 'c', 'd', 'e'].map((payload) => `answer:${payload}`),
  );
});

test('a failed call is sent again with a pause, at most maxAttempts times in all', async () => {
  const heart = new TestHeart({}, { ...serial, answer: (batch) => fails(batch, 'failed') });
  const { settle, all } = collect();
  heart.submit('a', {}, settle);
  await heart.clock.advance(5000);
  assert.deepEqual(heart.sizes(), [1, 1, 1]);
  assert.deepEqual(all.map(code), ['failed']);
});

test('a retry that would come after the deadline is not waited for', async () => {
  const heart = new TestHeart({}, { latencyMs: () => 10, answer: (batch) => fails(batch, 'failed') });
  const { settle, all } = collect();
  heart.submit('a', { deadline: 10, expiresAt: 10 }, settle);
  await heart.clock.advance(11);
  assert.deepEqual(all.map(code), ['failed']);
});

for (const call of ['rejected', 'timeout'] as const) {
  test(`a call that ended with ${call} fails all its callers and is not sent again`, async () => {
    const heart = new TestHeart({}, { ...serial, answer: (batch) => fails(batch, call) });
    const { settle, all } = collect();
    for (let i = 0; i < 8; i += 1) heart.submit(`p${i}`, {}, settle);
    await heart.clock.advance(5000);
    assert.deepEqual(heart.sizes(), [8]);
    assert.deepEqual(
      all.map(code),
      Array.from({ length: 8 }, () => call),
    );
  });
}

test('an item told to come again keeps its place and its neighbours are answered', async () => {
  const heart = new TestHeart(
    {},
    {
      ...serial,
      answer: (batch, call) => {
        const report = answers(batch);
        if (call > 1) return report;
        const again = { kind: 'again', notBefore: 100, maxCompany: 1, error: new Error('busy') } as const;
        return { call: 'ok', outcomes: report.outcomes.map((outcome, i) => (i === 1 ? again : outcome)) };
      },
    },
  );
  const { settle, all } = collect();
  for (const name of ['a', 'b', 'c']) heart.submit(name, {}, settle);
  await heart.clock.advance(50);
  assert.equal(all.length, 2);
  await heart.clock.advance(100);
  assert.deepEqual(
    all.map((settlement) => settlement.kind === 'answered' && settlement.results[0]),
    ['answer:a', 'answer:c', 'answer:b'],
  );
  assert.equal(heart.calls[1]?.at, 100);
});

test('a subscriber or a settlement that throws harms nobody else', async () => {
  const heart = new TestHeart({}, serial);
  const { settle, all } = collect();
  heart.submit('a', {}, () => {
    throw new Error('in settle');
  });
  heart.submit('b', {}, settle);
  heart.events.push = () => {
    throw new Error('in listener');
  };
  await heart.clock.advance(100);
  assert.deepEqual(all.map(code), ['answered']);
  assert.ok(heart.faults.length >= 2);
});

test('a perform that rejects is an internal failure of its callers, and the slot is free again', async () => {
  const heart = new TestHeart(
    { maxInFlight: 1 },
    {
      ...serial,
      answer: (batch) => {
        if (batch.items[0]?.payload === 'bad') throw new Error('fault of ours');
        return undefined;
      },
    },
  );
  const { settle, all } = collect();
  heart.submit('bad', {}, settle);
  await heart.clock.settle();
  heart.submit('good', {}, settle);
  await heart.clock.advance(100);
  assert.deepEqual(all.map(code), ['INTERNAL_FAILURE', 'answered']);
});

test('credit is granted up to half of the queue, in order, and given back when settled', async () => {
  const heart = new TestHeart({ queue: { maxSize: 8, maxBytes: 100 } }, serial);
  const signal = new AbortController().signal;
  const first = await heart.batcher.credit(30, signal);
  const granted: string[] = [];
  void heart.batcher.credit(30, signal).then(() => granted.push('second'));
  void heart.batcher.credit(1, signal).then(() => granted.push('third'));
  await heart.clock.settle();
  assert.deepEqual(granted, []);
  heart.submit('x'.repeat(30), { credit: first });
  await heart.clock.advance(20);
  assert.deepEqual(granted, ['second', 'third']);
});

test('who stops waiting for credit does not block those behind', async () => {
  const heart = new TestHeart({ queue: { maxSize: 8, maxBytes: 100 } }, serial);
  await heart.batcher.credit(40, new AbortController().signal);
  const impatient = new AbortController();
  const refused = assert.rejects(heart.batcher.credit(30, impatient.signal), { name: 'AbortError' });
  const next = heart.batcher.credit(10, new AbortController().signal);
  impatient.abort();
  await refused;
  assert.equal((await next).bytes, 10);
});

test('a caller’s bound ends the wait for a full batch in the second slot', async () => {
  const heart = new TestHeart({}, { latencyMs: () => 100 });
  heart.submit('first');
  await heart.clock.settle();
  heart.submit('hasty', { maxWaitMs: 5 });
  await heart.clock.advance(4);
  assert.deepEqual(heart.sizes(), [1]);
  await heart.clock.advance(1);
  assert.deepEqual(heart.sizes(), [1, 1]);
  assert.equal(heart.calls[1]?.batch.reason, 'delay');
});

test('a call that seems stuck does not keep part batches from the second slot', async () => {
  const heart = new TestHeart({}, { latencyMs: (batch) => (batch.items[0]?.payload === 'stuck' ? 60_000 : 10), concurrency: 2 });
  heart.submit('stuck');
  await heart.clock.settle();
  const { settle, all } = collect();
  heart.submit('a', {}, settle);
  await heart.clock.advance(900);
  assert.equal(all.length, 0);
  await heart.clock.advance(200);
  assert.deepEqual(all.map(code), ['answered']);
});

test('what waits for its retry counts towards the bound of the queue', async () => {
  const heart = new TestHeart(
    { queue: { maxSize: 4, maxBytes: 1e6 }, retry: { maxAttempts: 10 } },
    { latencyMs: () => 1, answer: (batch) => fails(batch, 'throttled') },
  );
  const refused: unknown[] = [];
  for (let i = 0; i < 50; i += 1) {
    heart.submit(`p${i}`, {}, (settlement) => code(settlement) === 'QUEUE_FULL' && refused.push(i));
    await heart.clock.advance(2);
    // Four that wait, and what was in flight when they came in.
    assert.ok(heart.batcher.snapshot().queuedItems <= 6, `${heart.batcher.snapshot().queuedItems} held`);
  }
  assert.ok(refused.length > 30, `${refused.length} refused`);
});

test('part of a request that was cut and is too large for a call is halved, not failed', async () => {
  const heart = new TestHeart(
    { caps: { items: 4, bytes: 1e6, cost: 1e6 } },
    { ...serial, answer: (batch) => (batch.items.length > 2 ? fails(batch, 'tooLarge') : undefined) },
  );
  const { settle, all } = collect();
  heart.submitAll(['a', 'b', 'c', 'd', 'e', 'f'], {}, settle);
  await heart.clock.advance(1000);
  assert.deepEqual(heart.sizes(), [4, 2, 2, 2]);
  assert.deepEqual(all.map(code), ['answered']);
});

test('suspects do not share calls with those who came later', async () => {
  const bad = (batch: Parameters<typeof answers>[0]) =>
    batch.items.length > 1 && batch.items.some((item) => item.payload === 'poison') ? fails(batch, 'refused') : undefined;
  const heart = new TestHeart({ maxInFlight: 1 }, { ...serial, answer: bad });
  for (const name of ['a', 'poison', 'b', 'c', 'd']) heart.submit(name);
  await heart.clock.advance(1);
  for (const name of ['x', 'y', 'z']) heart.submit(name);
  await heart.clock.advance(1000);
  const calls = heart.calls.map((call) => call.batch.items.map((item) => item.payload).join(''));
  assert.equal(calls.at(-1), 'xyz');
  assert.ok(
    calls.every((call) => !/[abcd].*[xyz]/.test(call)),
    calls.join(),
  );
});

test('a perform that reports too few outcomes leaves nobody waiting', async () => {
  const heart = new TestHeart({}, { ...serial, answer: (batch) => ({ call: 'ok', outcomes: answers(batch).outcomes.slice(1) }) });
  const { settle, all } = collect();
  heart.submit('a', {}, settle);
  heart.submit('b', {}, settle);
  await heart.clock.advance(100);
  assert.deepEqual(all.map(code), ['INTERNAL_FAILURE', 'INTERNAL_FAILURE']);
  assert.equal(heart.faults.length, 3);
});

test('lanes go in the order in which they expire', async () => {
  const heart = new TestHeart({ maxInFlight: 1 }, serial);
  heart.submit('first');
  await heart.clock.settle();
  for (const [key, expiresAt] of [
    ['slow', 9000],
    ['soon', 500],
    ['middle', 900],
  ] as const)
    heart.submit(key, { key, expiresAt, deadline: expiresAt });
  await heart.clock.advance(100);
  assert.deepEqual(
    heart.calls.map((call) => call.batch.items[0]?.payload),
    ['first', 'soon', 'middle', 'slow'],
  );
});

test('what goes alone at unknown cost teaches the latency model nothing', async () => {
  const heart = new TestHeart({}, { latencyMs: () => 3000 });
  const items = [{ payload: 'alone', bytes: 5, cost: 0, length: 0 }];
  const far = { deadline: 1e9, expiresAt: 1e9 };
  heart.batcher.submit(
    { key: 'alone', items, maxCompany: 1, overheadBytes: 0, maxWaitMs: 0, priority: 1, tenant: '', ...far },
    () => {},
  );
  await heart.clock.advance(5000);
  assert.equal(heart.batcher.snapshot().latency, undefined);
});

test('an upstream at rest is called though calls scatter so much that one might be late: nobody is refused for the worst case', async () => {
  const heart = new TestHeart({}, { latencyMs: (batch) => (batch.items[0]?.payload === 'slow' ? 70 : 20) });
  for (let call = 0; call < 20; call += 1) {
    heart.submit(call % 3 === 0 ? 'slow' : 'quick');
    await heart.clock.advance(100);
  }
  const { settle, all } = collect();
  assert.ok((heart.batcher.snapshot().latency?.band.upper ?? 0) > 1.5, 'calls scatter');
  for (let call = 0; call < 20; call += 1) {
    const due = heart.clock.now() + 45;
    heart.submit('quick', { deadline: due, expiresAt: due }, settle);
    await heart.clock.advance(100);
  }
  assert.deepEqual(
    all.map(code),
    all.map(() => 'answered'),
  );
  assert.equal(all.length, 20);
});

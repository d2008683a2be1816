import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeartEvent } from '../../../src/batching/events.ts';
import { Ledger } from '../../../src/batching/ledger.ts';
import type { QueueBounds } from '../../../src/batching/policy.ts';
import type { Settlement, Submission } from '../../../src/batching/port.ts';
import { Admission } from '../../../src/batching/queue/admission.ts';
import { Queue } from '../../../src/batching/queue/queue.ts';
import type { Request } from '../../../src/batching/request.ts';
import { TidegateError } from '../../../src/kernel/errors.ts';
import { requestOf, submissionOf, wholeOf } from './requests.ts';

const CREDIT = { bytes: 1, counted: () => {}, release: () => {} };

class Full {
  readonly queue = new Queue<string, string>(3);
  readonly events: HeartEvent[] = [];
  readonly settled = new Map<string, Settlement<string>>();
  readonly admission: Admission<string, string>;
  #order = 0;

  constructor(bounds: Partial<QueueBounds>) {
    const onFault = (thrown: unknown): void => assert.fail(String(thrown));
    const ledger = new Ledger(this.queue, { listener: (event) => this.events.push(event), onFault });
    this.admission = new Admission(this.queue, { maxSize: 1000, maxBytes: 1000, ...bounds }, ledger, () => 77);
  }

  /** Puts a request of items of these sizes into the queue, come what may. */
  holds(name: string, sizes: readonly number[], traits: Partial<Submission<string>> = {}): Request<string, string> {
    const request = requestOf(sizes, traits, (settlement) => this.settled.set(name, settlement));
    this.queue.insert(wholeOf(request, this.#order), 0);
    this.#order += 1;
    return request;
  }

  hasRoom(sizes: readonly number[], traits: Partial<Submission<string>> = {}): boolean {
    return this.admission.hasRoom(submissionOf(sizes, traits));
  }

  makesRoom(sizes: readonly number[], traits: Partial<Submission<string>> = {}): boolean {
    return this.admission.makeRoom(submissionOf(sizes, traits), 0);
  }

  get evicted(): string[] {
    return [...this.settled.keys()];
  }
}

test('there is room for just as many items as the queue may hold', () => {
  const full = new Full({ maxSize: 5 });
  full.holds('a', [1, 1, 1]);
  assert.deepEqual([full.hasRoom([1, 1]), full.hasRoom([1, 1, 1])], [true, false]);
});

test('there is room for just as many bytes, those beside the items and of bodies still arriving included', () => {
  const full = new Full({ maxBytes: 100 });
  full.holds('a', [20, 10], { overheadBytes: 5 });
  assert.equal(full.admission.take(25), undefined);
  assert.deepEqual([full.hasRoom([30], { overheadBytes: 10 }), full.hasRoom([30], { overheadBytes: 11 })], [true, false]);
  full.admission.giveBack(25);
  assert.deepEqual([full.hasRoom([65]), full.hasRoom([66])], [true, false]);
});

test('a request larger than the whole queue is let in when it is the only one', () => {
  const full = new Full({ maxSize: 2, maxBytes: 10 });
  assert.equal(full.hasRoom([5, 5, 5]), true);
  full.holds('a', [1]);
  assert.equal(full.hasRoom([5, 5, 5]), false);
});

test('bodies may arrive up to the bytes that the queue does not hold', () => {
  const full = new Full({ maxBytes: 100 });
  full.holds('a', [40]);
  assert.deepEqual(
    [61, 60, 1].map((bytes) => full.admission.take(bytes) === undefined),
    [false, true, false],
  );
  full.admission.giveBack(10);
  assert.deepEqual(
    [11, 10].map((bytes) => full.admission.take(bytes) === undefined),
    [false, true],
  );
});

test('a body larger than the whole queue may arrive when it is the only one', () => {
  const { admission, events } = new Full({ maxBytes: 100 });
  assert.equal(admission.take(500), undefined);
  const told = admission.take(1);
  assert.deepEqual([told instanceof TidegateError && told.code, events], ['QUEUE_FULL', [{ type: 'shed', reason: 'full' }]]);
  admission.giveBack(500);
  assert.equal(admission.take(1), undefined);
});

test('the newest of a lower priority makes room, and is told that the queue is full and when to come again', () => {
  const full = new Full({ maxSize: 3 });
  for (const name of ['a', 'b', 'c']) full.holds(name, [1], { priority: 2 });
  assert.equal(full.makesRoom([1], { priority: 1 }), true);
  const settlement = full.settled.get('c');
  assert.ok(settlement?.kind === 'failed' && settlement.error instanceof TidegateError);
  assert.deepEqual([settlement.error.code, settlement.error.retryAfterMs], ['QUEUE_FULL', 77]);
  assert.deepEqual(full.events, [{ type: 'shed', reason: 'full' }]);
  assert.deepEqual([full.evicted, full.queue.items, full.queue.bytes], [['c'], 2, 2]);
});

test('no more is dropped than has to be, the lowest priority first, the newest first', () => {
  const full = new Full({ maxSize: 6 });
  full.holds('low 1', [1], { priority: 2 });
  full.holds('middle', [1, 1], { priority: 1 });
  full.holds('low 2', [1, 1], { priority: 2, key: 'other' });
  full.holds('middle 2', [1], { priority: 1 });
  assert.equal(full.makesRoom([1, 1, 1], { priority: 0 }), true);
  assert.deepEqual(full.evicted, ['low 2', 'low 1']);
});

test('neither a higher priority nor an equal one that holds no more makes room', () => {
  for (const priority of [0, 1]) {
    const full = new Full({ maxSize: 2 });
    full.holds('a', [1], { priority, tenant: 'theirs' });
    full.holds('b', [1], { priority, tenant: 'ours' });
    assert.equal(full.makesRoom([1], { priority: 1, tenant: 'ours' }), false);
    assert.deepEqual(full.evicted, []);
  }
});

test('a tenant does not push out its own', () => {
  const full = new Full({ maxSize: 2 });
  full.holds('a', [1]);
  full.holds('b', [1]);
  assert.equal(full.makesRoom([1]), false);
  assert.deepEqual(full.evicted, []);
});

for (const [ours, drops] of [
  [3, ['theirs 4']],
  [4, []],
] as const) {
  test(`a tenant that holds 5 of the queue ${drops.length > 0 ? 'makes' : 'does not make'} room for one that would hold ${ours + 1}`, () => {
    const full = new Full({ maxSize: 5 + ours });
    for (let i = 0; i < 5; i += 1) full.holds(`theirs ${i}`, [1], { tenant: 'theirs' });
    for (let i = 0; i < ours; i += 1) full.holds(`ours ${i}`, [1], { tenant: 'ours' });
    assert.equal(full.makesRoom([1], { tenant: 'ours' }), drops.length > 0);
    assert.deepEqual(full.evicted, drops);
  });
}

test('when bytes are short it is the tenant with the most bytes that makes room', () => {
  const full = new Full({ maxBytes: 100 });
  for (let i = 0; i < 30; i += 1) full.holds(`many ${i}`, [1], { tenant: 'many' });
  full.holds('large', [70], { tenant: 'large' });
  assert.equal(full.makesRoom([5], { tenant: 'ours' }), true);
  assert.deepEqual(full.evicted, ['large']);
});

test('a door that asked for room is never dropped, nor what was sent before', () => {
  const full = new Full({ maxSize: 4 });
  full.holds('fresh', [1], { priority: 2, key: 'a' });
  const sent = full.holds('sent', [1], { priority: 2, key: 'b' });
  sent.story = { ...sent.story, calls: 1 };
  full.holds('asked', [1, 1], { priority: 2, key: 'c', credit: CREDIT });
  assert.equal(full.makesRoom([1], { priority: 0 }), true);
  assert.equal(full.makesRoom([1, 1], { priority: 0 }), false);
  assert.deepEqual(full.evicted, ['fresh']);
});

test('what can not be dropped does not shield others that can', () => {
  const above = new Full({ maxSize: 2 });
  above.holds('asked', [1], { priority: 2, credit: CREDIT });
  above.holds('middle', [1], { priority: 1 });
  assert.equal(above.makesRoom([1], { priority: 0 }), true);
  assert.deepEqual(above.evicted, ['middle']);
  const before = new Full({ maxSize: 2 });
  before.holds('fresh', [1], { priority: 2 });
  before.holds('asked', [1], { priority: 2, credit: CREDIT });
  assert.equal(before.makesRoom([1], { priority: 0 }), true);
  assert.deepEqual(before.evicted, ['fresh']);
});

test('a request larger than the whole queue that has dropped all others is let in', () => {
  const full = new Full({ maxBytes: 100 });
  full.holds('a', [50], { priority: 2 });
  full.holds('b', [50], { priority: 2 });
  assert.equal(full.makesRoom([150], { priority: 0 }), true);
  assert.deepEqual(full.evicted, ['b', 'a']);
});

test('nobody is dropped for one for whom there would be no room even so', () => {
  const full = new Full({ maxSize: 20 });
  for (let i = 0; i < 16; i += 1) full.holds(`high${i}`, [1], { priority: 0 });
  for (let i = 0; i < 4; i += 1) full.holds(`low${i}`, [1], { priority: 2 });
  assert.equal(full.makesRoom([1, 1, 1, 1, 1, 1], { priority: 1 }), false);
  assert.deepEqual([full.evicted, full.queue.items], [[], 20]);
});

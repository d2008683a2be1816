import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointPort, InferenceOutcome, Settle } from '../../../../src/endpoints/port.ts';
import { type ErrorCode, TidegateError } from '../../../../src/kernel/errors.ts';
import { sleep } from '../../../../src/kernel/sleep.ts';
import type { SinkRecord, Stored } from '../../../../src/sinks/port.ts';
import { Delivery, type DeliveryOptions } from '../../../../src/sources/kinesis/delivery/delivery.ts';
import type { Entry } from '../../../../src/sources/kinesis/records/entry.ts';
import { StreamForm } from '../../../../src/sources/kinesis/records/stream-form.ts';
import type { Fence } from '../../../../src/sources/pulled/fence.ts';
import { Gate } from '../../../../src/sources/pulled/gate.ts';
import { type Storing, sinkOf } from '../../../support/sink-of.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { entry } from '../entries.ts';

const STORY = { queueMs: 0, upstreamMs: 0, calls: 1 } as never;

class MemorySink implements Storing {
  readonly records: SinkRecord[] = [];
  refuses: (record: SinkRecord) => string | undefined = () => undefined;

  store(record: SinkRecord): Promise<Stored> {
    const reason = this.refuses(record);
    if (reason !== undefined) return Promise.resolve({ kind: 'refused', reason });
    this.records.push(record);
    return Promise.resolve({ kind: 'durable' });
  }

  get texts(): string[] {
    return this.records.map(({ data }) => data.toString());
  }
}

type Says = (body: string, time: number) => ErrorCode | undefined;

/** A delivery over an endpoint that takes 10 ms and answers the body, or with an error. */
function deliveryOver(says: Says = () => undefined, options: Partial<DeliveryOptions> = {}) {
  const clock = new VirtualClock();
  const [results, deadLetters] = [new MemorySink(), new MemorySink()];
  const asked: [number, string][] = [];
  const ended: string[] = [];
  const buried: unknown[] = [];
  const never = new AbortController();
  const outcomeOf = async (body: Buffer): Promise<InferenceOutcome> => {
    asked.push([clock.now(), body.toString()]);
    await sleep(clock, 10, new AbortController().signal);
    const code = says(body.toString(), clock.now());
    if (code === undefined)
      return { kind: 'answered', reply: { status: 200, headers: { 'content-type': 'application/json' }, body }, story: STORY };
    return {
      kind: 'failed',
      error: new TidegateError(code, `said ${code}`, { original: { statusCode: 418, message: '' } }),
      story: STORY,
    };
  };
  /** What the endpoint's room waits for, and how much of it is taken. */
  const room = { isThere: Promise.resolve(), taken: 0 };
  const credit = async (bytes: number): Promise<object> => {
    await room.isThere;
    room.taken += 1;
    return { bytes, counted() {}, release: () => void (room.taken -= 1) };
  };
  const endpoint = {
    name: 'm',
    credit,
    submit({ body }: { body: Buffer }, settle: Settle) {
      outcomeOf(body).then(settle, () => {});
      return { cancel() {} };
    },
  } as unknown as EndpointPort;
  const form = new StreamForm({ stream: 'input', contentType: 'application/json', lines: false, includeInput: false });
  const delivery = new Delivery(
    { ordered: true, maximumRetryAttempts: 2, maximumAgeMs: Number.POSITIVE_INFINITY, ...options },
    {
      clock,
      endpoint,
      form,
      results: sinkOf(results),
      deadLetters: sinkOf(deadLetters),
      gate: new Gate(clock, () => {}),
      ended: (outcome) => ended.push(outcome),
      retried: () => {},
      buried: ({ sequenceNumber, subSequenceNumber }, { code }) => buried.push([sequenceNumber, subSequenceNumber, code]),
    },
  );
  const fence = { signal: never.signal, check() {} };
  const deliver = (...entries: readonly Entry[]): Promise<unknown> =>
    Promise.all(entries.map((one) => delivered(delivery, fence, one)));
  return { clock, results, deadLetters, asked, ended, buried, deliver, abort: (why: Error) => never.abort(why), delivery, room };
}

/** @throws what it was given up with */
function delivered(delivery: Delivery, fence: Fence, one: Entry): Promise<void> {
  return new Promise((done, givenUp) => delivery.under(fence)(one, { taken() {}, done, givenUp }));
}

const letters = (sink: MemorySink): { error: Record<string, unknown>; attempts: number; data: string }[] =>
  sink.texts.map((text) => JSON.parse(text));

test('a result names its source, and is what the model said, byte for byte', async () => {
  const { clock, results, ended, deliver } = deliveryOver();
  const data = Buffer.from('{"a": 1.0,\n "b":1e-05}');
  const all = deliver(entry(7, { data, subSequenceNumber: 3, partitionKey: 'ké' }));
  await clock.advance(10);
  await all;
  assert.deepEqual(results.records, [
    {
      partitionKey: 'ké',
      data: Buffer.from(
        '{"stream":"input","shardId":"shardId-0","sequenceNumber":"7","subSequenceNumber":3,"partitionKey":"ké","result":{"a": 1.0,  "b":1e-05}}',
      ),
    },
  ]);
  assert.deepEqual(ended, ['ok']);
});

test('records of one key go one after the other, of different keys at once; unordered, all at once', async () => {
  for (const [ordered, expected] of [
    [true, [0, 0, 10]],
    [false, [0, 0, 0]],
  ] as const) {
    const { clock, asked, deliver } = deliveryOver(() => undefined, { ordered });
    const all = deliver(entry(1, { partitionKey: 'a' }), entry(2, { partitionKey: 'a' }), entry(3, { partitionKey: 'b' }));
    await clock.advance(30);
    await all;
    assert.deepEqual(
      asked.map(([time]) => time),
      expected,
    );
  }
});

test('what the model refuses is buried with its data and the reason, at once', async () => {
  const { clock, asked, deadLetters, results, ended, buried, deliver } = deliveryOver(() => 'MODEL_REFUSED');
  const all = deliver(entry(1));
  await clock.advance(10);
  await all;
  assert.deepEqual([asked.length, results.records.length, ended], [1, 0, ['dead']]);
  assert.deepEqual(buried, [['1', 0, 'MODEL_REFUSED']]);
  assert.deepEqual(letters(deadLetters), [
    {
      stream: 'input',
      shardId: 'shardId-0',
      sequenceNumber: '1',
      subSequenceNumber: 0,
      partitionKey: 'key 1',
      error: { code: 'MODEL_REFUSED', message: 'said MODEL_REFUSED', originalStatusCode: 418 },
      attempts: 1,
      data: Buffer.from('{"n":1}').toString('base64'),
    },
  ]);
});

test('a failure is tried again maximumRetryAttempts times, then buried', async () => {
  const { clock, asked, deadLetters, deliver } = deliveryOver(() => 'MODEL_FAILED');
  const all = deliver(entry(1));
  await clock.advance(60_000);
  await all;
  assert.deepEqual([asked.length, letters(deadLetters).map(({ attempts }) => attempts)], [3, [3]]);
});

test('throttling, a full queue, and an endpoint that is down count for nothing, however long', async () => {
  for (const code of [
    'UPSTREAM_THROTTLED',
    'QUEUE_FULL',
    'BREAKER_OPEN',
    'UPSTREAM_UNREACHABLE',
    'DEADLINE_PASSED',
    'ENDPOINT_REFUSED',
  ] as const) {
    const { clock, asked, results, deadLetters, deliver } = deliveryOver((_, time) => (time < 600_000 ? code : undefined));
    const all = deliver(...Array.from({ length: 50 }, (__, index) => entry(index)));
    await clock.advance(700_000);
    await all;
    assert.deepEqual([results.records.length, deadLetters.records.length], [50, 0], code);
    assert.ok(asked.length < 50 * 60, `${asked.length} calls in ten minutes of ${code}`);
  }
});

test('while the endpoint is down it is asked once in a while, not by every record', async () => {
  const { clock, asked, deliver } = deliveryOver(() => 'BREAKER_OPEN');
  void deliver(...Array.from({ length: 200 }, (_, index) => entry(index)));
  await clock.advance(600_000);
  assert.ok(asked.length < 200 + 60, `${asked.length} calls in ten minutes`);
});

test('when the model refuses everything the door pauses instead of burying all; when it is well again all are answered', async () => {
  const { clock, results, deadLetters, ended, deliver } = deliveryOver((_, time) =>
    time < 120_000 ? 'MODEL_REFUSED' : undefined,
  );
  const all = deliver(...Array.from({ length: 500 }, (__, index) => entry(index)));
  await clock.advance(200_000);
  await all;
  assert.deepEqual([deadLetters.records.length, results.records.length, ended.length], [19, 481, 500]);
});

test('a record that is too old is not asked about', async () => {
  const { clock, asked, deadLetters, ended, deliver } = deliveryOver(() => undefined, { maximumAgeMs: 60_000 });
  const now = clock.wallNow();
  const all = deliver(entry(1, { arrivedAt: now - 60_001 }), entry(2, { arrivedAt: now - 59_000 }));
  await clock.advance(10);
  await all;
  assert.deepEqual([asked.length, ended], [1, ['expired', 'ok']]);
  assert.deepEqual(
    letters(deadLetters).map(({ error }) => error['code']),
    ['RECORD_EXPIRED'],
  );
});

test('what no request can be made of is buried', async () => {
  const { asked, deadLetters, deliver } = deliveryOver();
  await deliver(entry(1, { unreadable: 'no gzip' }));
  assert.deepEqual([asked.length, letters(deadLetters)[0]?.error], [0, { code: 'INVALID_RECORD', message: 'no gzip' }]);
});

test('a result that its sink refuses is buried; a dead letter that is too large leaves its data behind', async () => {
  const { clock, results, deadLetters, deliver } = deliveryOver();
  results.refuses = () => 'larger than 1 MiB';
  deadLetters.refuses = ({ data }) => (data.length > 300 ? 'larger than 300' : undefined);
  const all = deliver(entry(1, { data: Buffer.from(`"${'x'.repeat(300)}"`) }));
  await clock.advance(10);
  await all;
  const [letter] = letters(deadLetters);
  assert.deepEqual([letter?.error['code'], letter?.data], ['RESULT_REFUSED', '']);
});

test('one whose right to the shard has ended is given up without a result or a dead letter', async () => {
  const { clock, results, deadLetters, deliver, abort } = deliveryOver();
  const all = deliver(entry(1));
  await clock.advance(5);
  abort(new Error('lease lost'));
  await assert.rejects(all, /lease lost/);
  await clock.advance(1000);
  assert.deepEqual([results.records.length, deadLetters.records.length], [0, 0]);
});

test('where the right of the one that was to find out about the endpoint ends, another one finds out', async () => {
  const { clock, asked, results, ended, delivery } = deliveryOver((_, time) => (time < 1000 ? 'BREAKER_OPEN' : undefined));
  const rights = [new AbortController(), new AbortController()] as const;
  const [first, second] = rights.map(({ signal }) => ({ signal, check() {} }));
  const lost = delivered(delivery, first!, entry(1)).catch((thrown: Error) => thrown.message);
  await clock.advance(15);
  const done = delivered(delivery, second!, entry(2));
  // The first is asked once more, and loses its right while it is.
  while (asked.length < 2) await clock.advance(1);
  rights[0].abort(new Error('lease lost'));
  assert.equal(await lost, 'lease lost');
  await clock.advance(60_000);
  await done;
  assert.deepEqual([results.records.map(({ partitionKey }) => partitionKey), ended], [['key 2'], ['ok']]);
});

test('one whose right became uncertain while it waited for room is not asked, and gives the room back', async () => {
  const { clock, asked, delivery, room } = deliveryOver();
  let letIn = (): void => {};
  room.isThere = new Promise((resolve) => (letIn = resolve));
  let isCertain = true;
  const check = (): void => {
    if (!isCertain) throw new Error('uncertain');
  };
  const fence = { signal: new AbortController().signal, check };
  const rejected = assert.rejects(delivered(delivery, fence, entry(1)), /uncertain/);
  await clock.advance(60_000);
  isCertain = false;
  letIn();
  await rejected;
  assert.deepEqual([asked.length, room.taken], [0, 0]);
});

test('where the right is uncertain nothing is asked and nothing stored', async () => {
  const { clock, results, asked, delivery } = deliveryOver();
  let checks = 0;
  const check = (): void => {
    checks += 1;
    if (checks > 1) throw new Error('uncertain');
  };
  const fence = { signal: new AbortController().signal, check };
  const rejected = assert.rejects(delivered(delivery, fence, entry(1)), /uncertain/);
  await clock.advance(10);
  await rejected;
  assert.deepEqual([asked.length, results.records.length], [1, 0]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineSink } from '../../src/sinks/line-sink.ts';
import { deposit } from '../../src/sinks/port.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Told } from './told.ts';

const MIB = 1_048_576;

/** An output that takes some time and fails on demand. */
class Output {
  readonly writes: string[] = [];
  readonly failures: Error[] = [];
  isClosed = false;
  latencyMs = 10;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async append(bytes: Buffer): Promise<void> {
    this.writes.push(String(bytes));
    await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + this.latencyMs, resolve));
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#clock.at(this.#clock.now() + 1, resolve));
    this.isClosed = true;
  }
}

function open() {
  const clock = new VirtualClock();
  const output = new Output(clock);
  const told = new Told();
  const sink = new LineSink(output, { clock, listener: told });
  const endings: string[] = [];
  const put = (data: string): void => {
    deposit(sink, { partitionKey: 'k', data: Buffer.from(data) }).then(
      ({ kind }) => endings.push(`${data} ${kind}`),
      (error: Error) => endings.push(`${data} ${error.name}`),
    );
  };
  return { clock, output, told, sink, put, endings };
}

function failing(code: string): Error {
  return Object.assign(new Error(`${code}: by the test`), { code });
}

test('one write at a time takes all that waits, in order', async () => {
  const { clock, output, told, put, endings } = open();
  put('1');
  await clock.advance(1);
  for (const data of ['2', '3']) put(data);
  await clock.advance(9);
  assert.deepEqual(endings, ['1 durable']);
  await clock.advance(10);
  assert.deepEqual(output.writes, ['1\n', '2\n3\n']);
  assert.deepEqual(endings, ['1 durable', '2 durable', '3 durable']);
  assert.deepEqual(told.writes[1], { records: 2, bytes: 4, durationMs: 10 });
});

test('a write has at most 8 MiB, but for a line that is larger', async () => {
  const { clock, output, put } = open();
  for (const mib of [3, 4, 2, 9, 1]) put('x'.repeat(mib * MIB));
  await clock.advance(100);
  assert.deepEqual(
    output.writes.map((write) => Math.floor(write.length / MIB)),
    [7, 2, 9, 1],
  );
});

test('a full disk is waited for, ever longer, and told; nothing is acknowledged meanwhile', async () => {
  const { clock, output, told, put, endings } = open();
  output.failures.push(...Array.from({ length: 50 }, () => failing('ENOSPC')));
  put('1');
  await clock.advance(60_000);
  assert.deepEqual(endings, []);
  assert.deepEqual(told.failures[0], { reason: 'unavailable', records: 1, message: 'ENOSPC: by the test' });
  assert.ok(output.writes.length > 10 && output.writes.length < 50, `${output.writes.length} writes`);
  output.failures.length = 0;
  await clock.advance(5010);
  assert.deepEqual(endings, ['1 durable']);
});

test('what somebody has to do something about is told as denied', async () => {
  const { clock, output, told, put, endings } = open();
  output.failures.push(failing('EACCES'));
  put('1');
  await clock.advance(1000);
  assert.deepEqual(told.reasons, ['denied']);
  assert.deepEqual(endings, ['1 durable']);
});

test('an output that has ended rejects what waits and what comes', async () => {
  const { clock, output, put, endings } = open();
  output.failures.push(failing('EPIPE'));
  put('1');
  await clock.advance(1);
  put('2');
  await clock.advance(10);
  put('3');
  await clock.advance(60_000);
  assert.deepEqual(endings, ['1 SinkClosedError', '2 SinkClosedError', '3 SinkClosedError']);
  assert.equal(output.writes.length, 1);
});

test('closing waits for what was put, and closes the output after it', async () => {
  const { clock, output, sink, put, endings } = open();
  put('1');
  await clock.advance(1);
  put('2');
  const closed = sink.close(1000).then(() => output.isClosed);
  put('3');
  await clock.advance(15);
  assert.equal(output.isClosed, false);
  await clock.advance(6);
  assert.deepEqual(endings, ['3 SinkClosedError', '1 durable', '2 durable']);
  assert.equal(await closed, true);
});

test('a write that hangs does not hold up the closing beyond its grace', async () => {
  const { clock, output, sink, put, endings } = open();
  output.latencyMs = 3_600_000;
  put('1');
  await clock.advance(1);
  const closed = sink.close(1000);
  await clock.advance(1000);
  await closed;
  assert.deepEqual(endings, ['1 SinkClosedError']);
});

test('after the grace nothing is written any more', async () => {
  const { clock, output, told, sink, put, endings } = open();
  output.failures.push(...Array.from({ length: 50 }, () => failing('EIO')));
  put('1');
  const closed = sink.close(1000);
  await clock.advance(1001);
  await closed;
  const { length } = told.failures;
  const writes = output.writes.length;
  await clock.advance(60_000);
  assert.deepEqual(endings, ['1 SinkClosedError']);
  assert.equal(output.writes.length, writes);
  assert.equal(told.failures.length, length);
  assert.ok(output.isClosed, 'closed');
});

test('what becomes of a write after the grace is not told', async () => {
  const { clock, output, told, sink, put } = open();
  output.latencyMs = 2000;
  output.failures.push(failing('EIO'));
  put('1');
  await clock.advance(1);
  const closed = sink.close(1000);
  await clock.advance(10_000);
  await closed;
  assert.deepEqual(told.failures, []);
  assert.ok(output.isClosed, 'closed');
});

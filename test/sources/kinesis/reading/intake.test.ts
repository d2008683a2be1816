import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryOwner } from '../../../../src/sources/kinesis/delivery/errand.ts';
import { Intake } from '../../../../src/sources/kinesis/reading/intake.ts';
import type { Entry } from '../../../../src/sources/kinesis/records/entry.ts';
import { StreamForm } from '../../../../src/sources/kinesis/records/stream-form.ts';
import type { StreamRecord } from '../../../../src/sources/kinesis/stream-port.ts';
import { ByteBudget } from '../../../../src/sources/pulled/byte-budget.ts';
import { record } from '../entries.ts';

/** An intake whose entries are taken and done when the test says so. */
function intakeOf(from = record(0), entriesOf?: (record: StreamRecord) => readonly Entry[]) {
  const [held, ahead] = [new ByteBudget(1e9), new ByteBudget(1e9)];
  const form = new StreamForm({ stream: 's', contentType: 'text/plain', lines: true, includeInput: false });
  const right = new AbortController();
  const begun: { readonly name: string; readonly owner: EntryOwner }[] = [];
  const faults: unknown[] = [];
  const told = { idle: 0 };
  const intake = new Intake({
    shardId: 'shard',
    from,
    signal: right.signal,
    budgets: [held],
    ahead,
    entriesOf: entriesOf ?? ((raw) => form.entriesOf(raw)),
    deliver: ({ sequenceNumber, subSequenceNumber }, owner) =>
      begun.push({ name: `${sequenceNumber}.${subSequenceNumber}`, owner }),
    givenUp: (thrown) => faults.push(thrown),
    idle: () => {
      told.idle += 1;
    },
  });
  /** As a reader does. */
  const read = async (...records: readonly StreamRecord[]): Promise<void> => {
    const bytes = intake.take(records);
    for (const budget of [held, ahead]) budget.correct(bytes);
    await Promise.resolve();
  };
  const names = (): string[] => begun.map(({ name }) => name);
  return { intake, held, ahead, right, begun, faults, told, read, names };
}

function streamRecord(sequenceNumber: number, text = 'x'): StreamRecord {
  return { sequenceNumber: String(sequenceNumber), partitionKey: 'k', arrivedAt: sequenceNumber, data: Buffer.from(text) };
}

test('a record is begun once the endpoint has taken all of the one before', async () => {
  const { intake, ahead, held, begun, told, read, names } = intakeOf();
  await read(streamRecord(1, 'a\nb'), streamRecord(2));
  assert.deepEqual([names(), intake.oldestAt], [['1.0', '1.1'], 1]);
  begun[0]?.owner.taken();
  begun[0]?.owner.taken();
  assert.equal(begun.length, 2);
  begun[1]?.owner.taken();
  assert.deepEqual([names(), ahead.held, intake.contiguous], [['1.0', '1.1', '2.0'], 1 + 512, undefined]);
  for (const { owner } of begun) owner.done();
  assert.deepEqual([intake.contiguous, ahead.held, held.held, intake.isIdle, told.idle > 0], [record(2), 0, 0, true, true]);
});

test('what is done without ever having been taken lets the next one begin', async () => {
  const { intake, begun, read, names } = intakeOf();
  await read(streamRecord(1), streamRecord(2));
  begun[0]?.owner.done();
  assert.deepEqual([names(), intake.contiguous], [['1.0', '2.0'], record(1)]);
});

test('a place that is told behind records that wait is not reached before they are', async () => {
  const { intake, begun, read } = intakeOf();
  await read(streamRecord(1), streamRecord(2));
  intake.pass('3');
  await Promise.resolve();
  begun[0]?.owner.done();
  assert.deepEqual([intake.contiguous, intake.isIdle], [record(1), false]);
  begun[1]?.owner.done();
  assert.deepEqual([intake.contiguous, intake.isIdle], [record(3), true]);
});

test('once the right has ended nothing more is begun, nor passed over, and nothing is held', async () => {
  const { intake, held, ahead, right, begun, read, names } = intakeOf();
  await read(streamRecord(1), streamRecord(2), streamRecord(3, ''));
  intake.pass('4');
  right.abort(new Error('lost'));
  begun[0]?.owner.givenUp(right.signal.reason);
  assert.deepEqual([names(), intake.contiguous, held.held, ahead.held], [['1.0'], undefined, 0, 0]);
});

test('what was done before is left out, of the record at the checkpoint and of those before it', async () => {
  const { intake, begun, read, names, held } = intakeOf(record(5, 1));
  await read(streamRecord(4), streamRecord(5, 'a\nb\nc'), streamRecord(6), streamRecord(7, '\n'));
  begun[0]?.owner.done();
  assert.deepEqual(names(), ['5.2', '6.0']);
  begun[1]?.owner.done();
  assert.deepEqual([intake.contiguous, held.held], [record(7), 0]);
});

test('a record that a fault of ours makes nothing of stays undone: no checkpoint passes it', async () => {
  const { intake, begun, faults, read, names } = intakeOf(undefined, ({ sequenceNumber, ...rest }) => {
    if (sequenceNumber === '2') throw new Error('a fault');
    return [{ stream: 's', shardId: 'shard', sequenceNumber, subSequenceNumber: 0, ...rest }];
  });
  await read(streamRecord(1), streamRecord(2), streamRecord(3));
  for (const { owner } of begun) owner.done();
  assert.deepEqual(
    [names(), String(faults[0]), intake.contiguous, intake.isIdle],
    [['1.0', '3.0'], 'Error: a fault', record(1), false],
  );
});

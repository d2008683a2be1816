import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { batchSizes } from '../../bench/stream/batch-sizes.ts';
import { checked } from '../../bench/stream/checked.ts';
import { dueTimes } from '../../bench/stream/producer/phases.ts';
import { bodyOf, keyOf, ownerOf } from '../../bench/stream/records.ts';
import { ResultsFile } from '../../bench/stream/results-file.ts';

/** A line as the gateway writes it, with the answer to any record. */
function line(keyId: number, answerId = keyId): string {
  const answer = bodyOf({ id: answerId, dueAt: 5 }).replace('instances', 'predictions');
  return `{"stream":"s","shardId":"1","sequenceNumber":"2","subSequenceNumber":0,"partitionKey":"${keyOf(keyId)}","result":${answer}}`;
}

const seen = (text: string) => ({ text, seenAt: 7 });

test('a result is its record’s own only if it is all of it', () => {
  assert.deepEqual(ownerOf(line(3)), { id: 3, dueAt: 5 });
  assert.equal(ownerOf(line(3, 4)), undefined);
  assert.equal(ownerOf(line(3).replace('0.1000', '0.1001')), undefined);
});

test('a record of 1 KB is one, and its result too is only its own', () => {
  const body = bodyOf({ id: 3, dueAt: 5 }, 'large');
  assert.ok(Math.abs(body.length - 1024) < 100, `${body.length} bytes`);
  const large = `{"partitionKey":"${keyOf(3)}","result":${body.replace('instances', 'predictions')}}`;
  assert.deepEqual(ownerOf(large, 'large'), { id: 3, dueAt: 5 });
  assert.equal(ownerOf(large, 'small'), undefined);
});

test('every record must have a result, and no other may have one', () => {
  const { answered, repeated } = checked([line(0), line(1), line(0)].map(seen), 2);
  assert.deepEqual([answered.map(({ id }) => id), repeated], [[0, 1], 1]);
  assert.throws(() => checked([seen(line(0))], 2), /1 of 2 records have no result/);
  assert.throws(() => checked([seen(line(0)), seen(line(1, 0))], 2), /not its record's own/);
  assert.throws(() => checked([seen(line(5))], 2), /nobody put/);
});

test('records are due evenly within each phase', () => {
  const phases = [
    { perSecond: 2, seconds: 1 },
    { perSecond: 4, seconds: 0.5 },
  ];
  assert.deepEqual(dueTimes(phases), [0, 500, 1000, 1250]);
});

test('a file of results is watched while it grows, and its torn lines are put together', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-results-'));
  const path = join(folder, 'results.jsonl');
  const file = new ResultsFile(path);
  file.look();
  writeFileSync(path, 'one\ntw');
  file.look();
  writeFileSync(path, 'o\nthree\n', { flag: 'a' });
  await file.until(3);
  assert.deepEqual(
    file.lines().map(({ text }) => text),
    ['one', 'two', 'three'],
  );
  await assert.rejects(file.until(4, 20), /3 of 4 results/);
  file.close();
  rmSync(folder, { recursive: true });
});

test('batch sizes are those since counting began', () => {
  const metrics = (small: number, all: number, sum: number): string =>
    [
      `tidegate_batch_size_bucket{le="1",endpoint="e"} ${small}`,
      `tidegate_batch_size_bucket{le="32",endpoint="e"} ${all}`,
      `tidegate_batch_size_bucket{le="+Inf",endpoint="e"} ${all}`,
      `tidegate_batch_size_sum{endpoint="e"} ${sum}`,
      `tidegate_batch_size_count{endpoint="e"} ${all}`,
    ].join('\n');
  assert.deepEqual(batchSizes(metrics(3, 7, 100), metrics(2, 2, 2)), { mean: 98 / 5, upTo: { 1: 1, 32: 4 } });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../src/codecs/index.ts';
import { DirectCalls, sizeOf } from '../../src/endpoints/direct-calls.ts';
import { Cell } from '../../src/tuning/sweep/cell.ts';
import { coarseFirst } from '../../src/tuning/sweep/coarse-first.ts';
import { Rotation } from '../../src/tuning/sweep/rotation.ts';
import { callsOfRound } from '../../src/tuning/sweep/round.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ok = (ms: number, items = 4) => ({ items, ms, call: 'ok' as const });

test('sizes are taken up from both ends and then by halves', () => {
  assert.deepEqual(coarseFirst([1, 2, 4, 8, 16, 32]), [32, 1, 8, 4, 2, 16]);
  assert.deepEqual([coarseFirst([1]), coarseFirst([1, 2]), coarseFirst([])], [[1], [2, 1], []]);
});

test('of calls side by side those count that had the full number of others beside them', () => {
  const cell = new Cell({ size: 4, concurrency: 2 });
  cell.add([ok(1), ok(2), ok(40), ok(40), ok(40), ok(3), ok(4)]);
  assert.deepEqual([cell.figures?.calls, cell.figures?.p50Ms, cell.figures?.itemsPerSecond], [3, 40, 200]);
  assert.equal(new Cell({ size: 4, concurrency: 2 }).add([ok(1), ok(2), ok(3)]), false);
  assert.equal(callsOfRound({ size: 4, concurrency: 8 }), 24);
});

test('a call that failed takes its time from the others, and nothing else', () => {
  const cell = new Cell({ size: 4, concurrency: 1 });
  cell.add([ok(10), { ...ok(20), call: 'failed' }, ok(10)]);
  assert.deepEqual([cell.figures?.itemsPerSecond, cell.figures?.p99Ms, cell.figures?.calls], [200, 10, 2]);
});

test('the drift is that of the last round against the first', () => {
  const cell = new Cell({ size: 4, concurrency: 1 });
  cell.add([ok(10)]);
  assert.equal(cell.drift, undefined);
  cell.add([ok(5)]);
  cell.add([ok(20)]);
  assert.equal(cell.drift, 0.5);
});

test('batches go round the records, and hold no more bytes than a call may have', () => {
  const codec = createCodec({ name: 'kserve-v1' });
  const upstream = {
    callerHeaders: [],
    aloneHeaders: [],
    invoke: () => Promise.reject(new Error('not called')),
    close: async () => {},
  };
  const options = { codec, upstream, clock: new VirtualClock(), timeoutMs: 1, dialect: 'http', hopId: 'x', groupBy: [] } as const;
  const calls = new DirectCalls(options);
  const headers = { 'content-type': 'application/json' };
  const bodies = ['[1]', '[2]', '[3]', '[4,5]'];
  const requests = bodies.map((instances) => calls.take({ headers, body: Buffer.from(`{"instances":${instances}}`) }));
  const rotation = new Rotation(requests, { items: 1, bytes: 1e6, cost: 1e6 });
  const indexes = (size: number): number[] => rotation.next(size).requests.map((request) => requests.indexOf(request));
  assert.deepEqual([indexes(2), indexes(2), indexes(2), indexes(5)], [[0, 1], [2], [3], [0, 1, 2, 3]]);
  const { bytes } = sizeOf(requests.slice(0, 2));
  const tight = new Rotation(requests, { items: 1, bytes, cost: 1e6 });
  assert.equal(tight.next(5).items, 2);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { RunGate } from '../../../src/upstreams/embedded/run-gate.ts';

test('work passes an open gate and none passes once it is shut', async () => {
  const gate = new RunGate();
  assert.equal(await gate.pass(async () => 3), 3);
  gate.shut();
  await assert.rejects(
    gate.pass(async () => 3),
    /stopping/,
  );
});

test('a gate over the same memory is the same gate', async () => {
  const gate = new RunGate();
  gate.shut();
  await assert.rejects(new RunGate(gate.memory).pass(async () => 3));
});

test('work that fails counts as ended', async () => {
  const gate = new RunGate();
  await assert.rejects(
    gate.pass(() => Promise.reject(new Error('no'))),
    /no/,
  );
  gate.waitUntilIdle();
});

test('waiting lasts until the other thread has ended its work', async () => {
  const gate = new RunGate();
  const running = new Int32Array(gate.memory);
  running[0] = 1;
  const script = `const cells = new Int32Array(require('node:worker_threads').workerData);
    Atomics.store(cells, 0, 0);
    Atomics.notify(cells, 0);`;
  const worker = new Worker(script, { eval: true, workerData: gate.memory });
  gate.waitUntilIdle();
  assert.equal(running[0], 0);
  await worker.terminate();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessAborted } from '../../src/kernel/unless-aborted.ts';

const { signal: never } = new AbortController();

test('what the promise comes to', async () => {
  assert.equal(await unlessAborted(Promise.resolve(7), never), 7);
  await assert.rejects(unlessAborted(Promise.reject(new Error('its own')), never), /its own/);
});

test('what the signal was aborted with, where that comes first; a rejection afterwards is nobody’s', async () => {
  const controller = new AbortController();
  const { promise, reject } = pending();
  let cancelled = 0;
  const waiting = unlessAborted(promise, controller.signal, () => (cancelled += 1));
  controller.abort(new Error('too late'));
  reject(new Error('nobody hears it'));
  await assert.rejects(waiting, /too late/);
  assert.equal(cancelled, 1);
});

test('what the signal was aborted with before', async () => {
  let cancelled = 0;
  const waiting = unlessAborted(pending().promise, AbortSignal.abort(new Error('before')), () => (cancelled += 1));
  await assert.rejects(waiting, /before/);
  assert.equal(cancelled, 1);
});

test('once it is settled, nothing is cancelled', async () => {
  const controller = new AbortController();
  let cancelled = 0;
  await unlessAborted(Promise.resolve(), controller.signal, () => (cancelled += 1));
  controller.abort();
  assert.equal(cancelled, 0);
});

function pending() {
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  return { promise, reject };
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { objectInput } from '../../../../src/sources/jsonl/s3/object-input.ts';
import { SdkStore } from '../../../../src/sources/jsonl/s3/sdk-store.ts';
import { StoreError } from '../../../../src/sources/jsonl/s3/store-error.ts';
import { s3Environment, withEnvironment } from '../../../support/s3/environment.ts';
import { fakeS3 } from '../../../support/s3/fake-s3.ts';
import { MemoryStore, passing } from '../../../support/s3/memory-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const ADDRESS = { bucket: 'b', key: 'in.jsonl' };

/** An object of so many bytes, read in virtual time. */
function reading(bytes: number) {
  const store = new MemoryStore();
  const body = randomBytes(bytes);
  const { etag } = store.contents.put('b', ADDRESS.key, body);
  const clock = new VirtualClock();
  const stop = new AbortController();
  const input = objectInput(ADDRESS, { etag, bytes }, { store, clock, signal: stop.signal });
  const opened = input.open();
  const read = (async () => {
    // The test says first what goes wrong.
    await clock.settle();
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.chunks) chunks.push(chunk);
    return Buffer.concat(chunks);
  })();
  read.catch(() => {});
  return { store, body, clock, stop, input, opened, read };
}

test('an object has the address, the size and the version that it is known by', () => {
  const { input, store } = reading(5);
  assert.equal(input.name, 's3://b/in.jsonl');
  assert.equal(input.bytes, 5);
  assert.equal(input.version, store.contents.object('b', ADDRESS.key).etag);
});

test('what breaks is gone on with at the byte reached', async () => {
  const { store, clock, body, read, opened } = reading(100);
  store.fault = (call) => (call === 'read 100' ? undefined : { breakAfter: 30 });
  await clock.advance(60_000);
  assert.ok((await read).equals(body), 'all of it, once');
  assert.deepEqual(store.calls, ['read 0', 'read 30', 'read 60', 'read 90']);
  assert.equal(opened.readBytes, 100);
});

test('bytes in between make it patient anew', async () => {
  const { store, clock, body, read } = reading(400);
  const at: number[] = [];
  store.fault = () => {
    at.push(clock.now());
    return { breakAfter: 30 };
  };
  await clock.advance(600_000);
  assert.ok((await read).equals(body), 'although it broke more often than it is tried in a row');
  assert.ok(Math.max(...at) <= 20 * 100, 'each pause is a first one');
});

test('without any bytes it ends after some tries', async () => {
  const { store, clock, read } = reading(100);
  store.fault = () => ({ before: passing() });
  await clock.advance(60_000);
  await assert.rejects(read, { name: 'StoreError', code: 'passing' });
  assert.equal(store.calls.length, 8);
});

test('an answer that ends early is no end', async () => {
  const { store, clock, body, read } = reading(50);
  const whole = store.read.bind(store);
  store.read = async (address, etag, from) => {
    const chunks = await whole(address, etag, from);
    return from > 0 ? chunks : firstOf(chunks);
  };
  await clock.advance(1000);
  assert.ok((await read).equals(body), 'all of it');
  assert.deepEqual(store.calls, ['read 0', 'read 10']);
});

test('answers without any bytes are tries that failed', async () => {
  const { store, clock, read } = reading(50);
  let answers = 0;
  store.read = () => {
    answers += 1;
    // What turns round without a pause would never end.
    return answers > 20 ? Promise.reject(new Error('too often')) : Promise.resolve(nothing());
  };
  await clock.advance(60_000);
  await assert.rejects(read, { code: 'passing', message: 's3://b/in.jsonl: ended at byte 0 of 50' });
  assert.equal(answers, 8);
});

test('another object under the same key is not read on', async () => {
  const { store, clock, read } = reading(100);
  store.fault = (call) => {
    if (call === 'read 0') return { breakAfter: 30 };
    store.contents.put('b', ADDRESS.key, randomBytes(100));
    return undefined;
  };
  await clock.advance(1000);
  await assert.rejects(read, { code: 'changed' });
  assert.equal(store.calls.length, 2);
});

test('all of it, and a wrong checksum, is an error that does not pass', async () => {
  const { store, clock, read } = reading(30);
  store.fault = () => ({ breakAfter: 30 });
  await clock.advance(1000);
  await assert.rejects(read, (thrown) => thrown instanceof StoreError && thrown.code === 'refused');
  assert.deepEqual(store.calls, ['read 0']);
});

test('a pause ends when all is stopped', async () => {
  const { store, clock, stop, read } = reading(30);
  store.fault = () => ({ before: passing() });
  await clock.settle();
  const reason = new Error('stopped');
  stop.abort(reason);
  await assert.rejects(read, reason);
});

test('an empty object is not asked for', async () => {
  const { store, read } = reading(0);
  assert.equal((await read).length, 0);
  assert.deepEqual(store.calls, []);
});

test('by the real client: a connection cut in the middle, twice', async (t) => {
  const { s3, url } = await fakeS3(t);
  s3.contents.buckets.set('b', new Map());
  withEnvironment(t, s3Environment());
  const body = randomBytes(3_000_000);
  const { etag } = s3.contents.put('b', ADDRESS.key, body);
  s3.interfere = ({ operation, count }) => (operation === 'GetObject' && count < 3 ? { cutAfter: 1_000_000 } : undefined);
  const { signal } = new AbortController();
  const store = new SdkStore(signal, { endpointUrl: url });
  t.after(() => store.close());
  const { chunks } = objectInput(ADDRESS, { etag, bytes: body.length }, { store, clock: systemClock, signal }).open();
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  assert.ok(Buffer.concat(read).equals(body), 'all of it, once');
  const ranges = s3.calls.map(({ range }) => range);
  assert.equal(ranges.length, 3);
  assert.match(ranges[2] ?? '', /^bytes=[1-9]\d*-$/);
});

async function* firstOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    return;
  }
}

// oxlint-disable-next-line require-yield -- that is the point of it
async function* nothing(): AsyncGenerator<Uint8Array> {}

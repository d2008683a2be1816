import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { PersistentStore } from '../../../../src/sources/jsonl/s3/persistent-store.ts';
import { SdkStore } from '../../../../src/sources/jsonl/s3/sdk-store.ts';
import { StoreError } from '../../../../src/sources/jsonl/s3/store-error.ts';
import { upload } from '../../../../src/sources/jsonl/s3/upload.ts';
import { UploadNote } from '../../../../src/sources/jsonl/s3/upload-note.ts';
import { S3Refusal } from '../../../support/s3/contents.ts';
import { s3Environment, withEnvironment } from '../../../support/s3/environment.ts';
import { fakeS3 } from '../../../support/s3/fake-s3.ts';
import { MemoryStore, passing } from '../../../support/s3/memory-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const OBJECT = { address: { bucket: 'b', key: 'out' }, metadata: { 'tidegate-job': 'j' } };
const MIB = 1024 * 1024;

/** A file of so many bytes that is to be uploaded in virtual time, in parts of 100 bytes where it has as many. */
function staged(bytes: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-upload-'));
  const [file, noted] = [path.join(folder, 'output'), path.join(folder, 'note.json')];
  const body = randomBytes(bytes);
  writeFileSync(file, body);
  const store = new MemoryStore(100);
  const clock = new VirtualClock();
  const again = new PersistentStore(store, clock, new AbortController().signal);
  const run = () => upload(again, OBJECT, file, new UploadNote(noted, again), { partBytes: 100 });
  const isThere = (): boolean => store.contents.bucket('b').get('out')?.body.equals(body) === true;
  return { store, clock, body, file, noted, run, isThere };
}

/** Lets file system and virtual time go on until the promise has settled. */
async function passes<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  promise.then(over, over);
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.advance(1000);
  }
  return promise;
}

test('a small file is one call', async () => {
  const { store, clock, run, isThere } = staged(99);
  await passes(clock, run());
  assert.deepEqual(store.calls, ['put out']);
  assert.ok(isThere(), 'all of it');
});

test('a large one is parts, tried again where that may help', async () => {
  const { store, clock, run, isThere, noted } = staged(250);
  let refused = 0;
  store.fault = (call) => (call === 'part 2' && ++refused < 4 ? { before: passing() } : undefined);
  await passes(clock, run());
  assert.deepEqual(store.calls, ['begin', 'part 1', ...Array.from({ length: 4 }, () => 'part 2'), 'part 3', 'complete']);
  assert.ok(isThere(), 'all of it');
  assert.ok(!existsSync(noted), 'no note of it');
});

test('a part that is refused ends it, and its parts are thrown away', async () => {
  const { store, clock, run, isThere, noted } = staged(250);
  store.fault = (call) => (call === 'part 2' ? { before: new StoreError('denied', 'no') } : undefined);
  await assert.rejects(passes(clock, run()), { code: 'denied' });
  assert.equal(store.contents.uploads.size, 0);
  assert.ok(!isThere() && !existsSync(noted), 'nothing is left');
});

test('a completion whose answer is lost is done', async () => {
  const { store, clock, run, isThere } = staged(250);
  let lost = 0;
  store.fault = (call) => (call === 'complete' && ++lost === 1 ? { after: passing() } : undefined);
  await passes(clock, run());
  assert.ok(isThere(), 'all of it');
});

test('an upload that somebody else has ended is not taken for done', async () => {
  const { store, clock, run } = staged(250);
  store.contents.put('b', 'out', Buffer.from('of another'), { 'tidegate-job': 'another' });
  store.fault = (call) => {
    if (call === 'complete') store.contents.uploads.clear();
    return undefined;
  };
  await assert.rejects(passes(clock, run()), { code: 'refused', message: /ended by somebody else/ });
});

test('what a killed process left of an upload is thrown away by the next', async () => {
  const { store, clock, run, isThere, noted } = staged(250);
  const left = store.contents.begin('b', 'out', {});
  writeFileSync(noted, JSON.stringify({ address: OBJECT.address, upload: left }));
  await passes(clock, run());
  assert.equal(store.calls[0], 'abort');
  assert.equal(store.contents.uploads.size, 0);
  assert.ok(isThere(), 'all of it');
  writeFileSync(noted, JSON.stringify({ address: OBJECT.address, upload: 'long gone' }));
  await passes(clock, run());
});

test('by the real client: parts of 5 MiB, one of them throttled and one with its answer lost', async (t) => {
  const { s3, url } = await fakeS3(t);
  s3.contents.buckets.set('b', new Map());
  withEnvironment(t, s3Environment());
  const { body, file, noted } = staged(10 * MIB + 17);
  s3.interfere = ({ operation, count }) => {
    if (operation === 'UploadPart' && count === 1) return { refuse: new S3Refusal(503, 'SlowDown') };
    return operation === 'UploadPart' && count === 3 ? 'lose answer' : undefined;
  };
  const { signal } = new AbortController();
  const store = new PersistentStore(new SdkStore(signal, { endpointUrl: url }), systemClock, signal);
  t.after(() => store.close());
  await upload(store, OBJECT, file, new UploadNote(noted, store), { partBytes: 5 * MIB });
  const object = s3.contents.object('b', 'out');
  assert.ok(object.body.equals(body), 'all of it');
  assert.deepEqual([object.metadata, object.etag.slice(-2)], [OBJECT.metadata, '-3']);
  assert.equal(s3.count('UploadPart'), 5);
});

test('by the real client: one that is stopped in between leaves no parts', async (t) => {
  const { s3, url } = await fakeS3(t);
  s3.contents.buckets.set('b', new Map());
  withEnvironment(t, s3Environment());
  const { file, noted } = staged(5 * MIB + 17);
  const stop = new AbortController();
  const reason = new Error('stopped');
  s3.interfere = ({ operation, count }) => {
    if (operation === 'UploadPart' && count === 2) stop.abort(reason);
    return undefined;
  };
  const store = new PersistentStore(new SdkStore(stop.signal, { endpointUrl: url }), systemClock, stop.signal);
  t.after(() => store.close());
  await assert.rejects(upload(store, OBJECT, file, new UploadNote(noted, store), { partBytes: 5 * MIB }), reason);
  assert.equal(s3.contents.uploads.size, 0);
  assert.ok(!existsSync(noted), 'no note of it');
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ObjectStore } from '../../../../src/sources/jsonl/s3/object-store.ts';
import { openStore } from '../../../../src/sources/jsonl/s3/open-store.ts';
import { SdkStore } from '../../../../src/sources/jsonl/s3/sdk-store.ts';
import type { StoreFault } from '../../../../src/sources/jsonl/s3/store-error.ts';
import { md5, S3Refusal } from '../../../support/s3/contents.ts';
import { s3Environment, withEnvironment } from '../../../support/s3/environment.ts';
import { type FakeS3, fakeS3 } from '../../../support/s3/fake-s3.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-sdk-store-'));
const MIB = 1024 * 1024;

/** A store by the real client, on a fake S3 with a bucket. */
async function opened(test: TestContext, pageSize = 1000): Promise<{ s3: FakeS3; store: ObjectStore }> {
  const { s3, url } = await fakeS3(test, { pageSize });
  s3.contents.buckets.set('b', new Map());
  withEnvironment(test, s3Environment());
  const store = new SdkStore(new AbortController().signal, { endpointUrl: url });
  test.after(() => store.close());
  return { s3, store };
}

function file(bytes: Buffer): { path: string; start: number; bytes: number } {
  const at = path.join(folder, md5(bytes));
  writeFileSync(at, bytes);
  return { path: at, start: 0, bytes: bytes.length };
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

function fails(call: Promise<unknown>, code: StoreFault, message: RegExp): Promise<void> {
  return assert.rejects(call, { name: 'StoreError', code, message });
}

test('an object is what was put, with what was noted beside it', async (t) => {
  const { store } = await opened(t);
  const body = randomBytes(700_000);
  const address = { bucket: 'b', key: 'a folder/ä+%20&.jsonl' };
  await store.put({ address, metadata: { 'tidegate-job': 'x' } }, file(body));
  assert.deepEqual(await store.head(address), { etag: md5(body), bytes: body.length, metadata: { 'tidegate-job': 'x' } });
  assert.ok((await all(await store.read(address, md5(body), 0))).equals(body), 'whole');
  assert.ok((await all(await store.read(address, md5(body), 600_000))).equals(body.subarray(600_000)), 'its end');
});

test('an empty object', async (t) => {
  const { s3, store } = await opened(t);
  await store.put({ address: { bucket: 'b', key: 'k' }, metadata: {} }, file(Buffer.alloc(0)));
  assert.equal(s3.contents.object('b', 'k').body.length, 0);
});

test('parts make one object', async (t) => {
  const { s3, store } = await opened(t);
  const body = randomBytes(5 * MIB + 1000);
  const address = { bucket: 'b', key: 'k' };
  const whole = file(body);
  const id = await store.beginParts({ address, metadata: { a: '1' } });
  const parts = [
    await store.putPart(address, id, 1, { ...whole, bytes: 5 * MIB }),
    await store.putPart(address, id, 2, { ...whole, start: 5 * MIB, bytes: 1000 }),
  ];
  await store.completeParts(address, id, parts);
  const object = s3.contents.object('b', 'k');
  assert.ok(object.body.equals(body), 'all of it');
  assert.deepEqual([object.metadata, object.etag.slice(-2)], [{ a: '1' }, '-2']);
  await fails(store.completeParts(address, id, parts), 'missing', /NoSuchUpload/);
});

test('an upload that is given up leaves nothing', async (t) => {
  const { s3, store } = await opened(t);
  const address = { bucket: 'b', key: 'k' };
  await store.abortParts(address, await store.beginParts({ address, metadata: {} }));
  assert.equal(s3.contents.uploads.size, 0);
});

test('a listing goes on page after page', async (t) => {
  const { s3, store } = await opened(t, 2);
  for (const key of ['p/1', 'p/2', 'p/3', 'q', 'p/ä']) s3.contents.put('b', key, Buffer.from(key));
  const keys: string[] = [];
  let next: string | undefined;
  do {
    const page = await store.list({ bucket: 'b', key: 'p/' }, next);
    keys.push(...page.objects.map(({ key }) => key));
    next = page.next;
  } while (next !== undefined);
  assert.deepEqual(keys, ['p/1', 'p/2', 'p/3', 'p/ä']);
  assert.equal(s3.count('ListObjectsV2'), 2);
});

test('an object that has changed is not read', async (t) => {
  const { s3, store } = await opened(t);
  s3.contents.put('b', 'k', Buffer.from('new'));
  await fails(
    store.read({ bucket: 'b', key: 'k' }, md5(Buffer.from('old')), 0),
    'changed',
    /^s3:\/\/b\/k: the object has changed/,
  );
});

test('what is missing is told apart: an object, a bucket', async (t) => {
  const { store } = await opened(t);
  assert.equal(await store.head({ bucket: 'b', key: 'none' }), undefined);
  await fails(store.head({ bucket: 'none', key: 'k' }), 'missing', /^s3:\/\/none\/k: there is no bucket none$/);
  await fails(store.read({ bucket: 'b', key: 'none' }, 'x', 0), 'missing', /^s3:\/\/b\/none: there is no such object$/);
});

test('a want of rights is one line that says of what', async (t) => {
  const { s3, store } = await opened(t);
  s3.interfere = () => ({ refuse: new S3Refusal(403, 'AccessDenied', 'User u is not authorized') });
  const address = { bucket: 'b', key: 'k' };
  await fails(store.head(address), 'denied', /^s3:\/\/b\/k: access denied: HeadObject needs s3:GetObject, and s3:ListBucket/);
  await fails(store.list(address), 'denied', /access denied: ListObjectsV2: User u is not authorized$/);
});

test('what passes is known as such', async (t) => {
  const { s3, store } = await opened(t);
  const address = { bucket: 'b', key: 'k' };
  for (const [status, code] of [
    [503, 'SlowDown'],
    [500, 'InternalError'],
    [403, 'RequestTimeTooSkewed'],
    [400, 'RequestTimeout'],
  ] as const) {
    s3.interfere = () => ({ refuse: new S3Refusal(status, code) });
    await fails(store.list(address), 'passing', new RegExp(code));
  }
  s3.interfere = () => 'lose answer';
  await fails(store.list(address), 'passing', /ListObjectsV2/);
});

test('a bucket of another region is followed there, with the body sent anew', async (t) => {
  const { s3, store } = await opened(t);
  s3.errorHeaders = { 'x-amz-bucket-region': 'eu-west-1' };
  s3.interfere = ({ region }) =>
    region === 'eu-west-1' ? undefined : { refuse: new S3Refusal(301, 'PermanentRedirect', 'another endpoint') };
  const body = randomBytes(100_000);
  await store.put({ address: { bucket: 'b', key: 'k' }, metadata: {} }, file(body));
  assert.ok(s3.contents.object('b', 'k').body.equals(body), 'all of it');
  await store.head({ bucket: 'b', key: 'k' });
  assert.deepEqual(
    s3.calls.map(({ operation, region }) => `${operation} ${region}`),
    ['PutObject us-east-1', 'PutObject eu-west-1', 'HeadObject eu-west-1'],
  );
});

test('a bucket that is nobody knows where', async (t) => {
  const { s3, store } = await opened(t);
  s3.interfere = () => ({ refuse: new S3Refusal(301, 'PermanentRedirect', 'another endpoint') });
  await fails(store.list({ bucket: 'b', key: '' }), 'refused', /^s3:\/\/b\/: the bucket is in another region$/);
});

test('the address of the environment is called, by paths', async (t) => {
  const { s3, url } = await fakeS3(t);
  s3.contents.buckets.set('bucket-1', new Map());
  withEnvironment(t, s3Environment(url.replace('127.0.0.1', 'localhost')));
  const store = await openStore(new AbortController().signal);
  t.after(() => store.close());
  await store.list({ bucket: 'bucket-1', key: '' });
  assert.deepEqual(
    s3.calls.map(({ operation, bucket }) => `${operation} ${bucket}`),
    ['ListObjectsV2 bucket-1'],
  );
});

test('no credentials, no region', async (t) => {
  const { url } = await fakeS3(t);
  const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined };
  withEnvironment(t, { ...s3Environment(), ...none, AWS_PROFILE: undefined });
  const store = new SdkStore(new AbortController().signal, { endpointUrl: url });
  await fails(store.list({ bucket: 'b', key: '' }), 'denied', /^s3:\/\/b\/: no AWS credentials: /);
  withEnvironment(t, { ...s3Environment(), AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined });
  const other = new SdkStore(new AbortController().signal, { endpointUrl: url });
  await fails(other.list({ bucket: 'b', key: '' }), 'refused', /no AWS region: set AWS_REGION/);
});

test('a missing package is named, with what installs it', async () => {
  const load = () =>
    Promise.reject(
      Object.assign(new Error("Cannot find package '@aws-sdk/client-s3' imported from x"), { code: 'ERR_MODULE_NOT_FOUND' }),
    );
  const { optionalDependencies } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  const install = `npm install @aws-sdk/client-s3@${optionalDependencies['@aws-sdk/client-s3']}`;
  const message = new RegExp(`optional package @aws-sdk/client-s3: ${install}$`);
  await fails(openStore(new AbortController().signal, load), 'refused', message);
});

test('once all is stopped, calls and bodies end with the reason', async (t) => {
  const { s3, url } = await fakeS3(t);
  s3.contents.buckets.set('b', new Map());
  const body = randomBytes(8 * MIB);
  const { etag } = s3.contents.put('b', 'k', body);
  withEnvironment(t, s3Environment());
  const stop = new AbortController();
  const store = new SdkStore(stop.signal, { endpointUrl: url });
  const chunks = (await store.read({ bucket: 'b', key: 'k' }, etag, 0))[Symbol.asyncIterator]();
  await chunks.next();
  const reason = new Error('stopped');
  stop.abort(reason);
  const rest = async (): Promise<void> => {
    while ((await chunks.next()).done !== true);
  };
  await assert.rejects(rest(), reason);
  await assert.rejects(store.head({ bucket: 'b', key: 'k' }), reason);
});

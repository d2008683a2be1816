import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrefix, objectAddress, shown } from '../../../../src/sources/jsonl/s3/address.ts';
import { findObjects } from '../../../../src/sources/jsonl/s3/find-objects.ts';
import { SdkStore } from '../../../../src/sources/jsonl/s3/sdk-store.ts';
import { s3Environment, withEnvironment } from '../../../support/s3/environment.ts';
import { fakeS3 } from '../../../support/s3/fake-s3.ts';
import { MemoryStore } from '../../../support/s3/memory-store.ts';

function holding(...keys: string[]): MemoryStore {
  const store = new MemoryStore();
  for (const key of keys) store.contents.put('b', key, Buffer.from(key.endsWith('/') ? '' : key));
  return store;
}

async function namesAt(store: MemoryStore, address: string): Promise<readonly string[]> {
  return (await findObjects(store, objectAddress(address))).map(({ name }) => name);
}

test('an address is a bucket and a key as it is written', () => {
  assert.deepEqual(objectAddress('s3://b-1.x/a//b%20c?d'), { bucket: 'b-1.x', key: 'a//b%20c?d' });
  assert.equal(shown(objectAddress('s3://bb/a/b')), 's3://bb/a/b');
  for (const root of ['s3://bb', 's3://bb/', 's3://bb/a/']) assert.ok(isPrefix(objectAddress(root)), root);
  assert.ok(!isPrefix(objectAddress('s3://bb/a')), 'a key');
  for (const wrong of ['s3://', 's3:///a', 's3:/b/a', 's3://b b/a'])
    assert.throws(() => objectAddress(wrong), { name: 'StoreError', message: `${wrong}: expected s3://bucket/key` }, wrong);
});

test('a key is one object, called by what is behind its last slash', async () => {
  const [found] = await findObjects(holding('x/y/z.csv'), { bucket: 'b', key: 'x/y/z.csv' });
  assert.deepEqual([found?.name, found?.bytes], ['z.csv', 9]);
});

test('a prefix is all that is under it, but for folders of consoles', async () => {
  const store = holding('p/', 'p/1', 'p/q/', 'p/q/2', 'pp/3');
  store.contents.put('b', 'p/full/', Buffer.from('x'));
  assert.deepEqual(await namesAt(store, 's3://b/p/'), ['1', 'q/2', 'full/']);
});

test('what is missing is said, with what may be meant', async () => {
  const none = /^s3:\/\/b\/data: there is no such object$/;
  await assert.rejects(findObjects(holding(), { bucket: 'b', key: 'data' }), { code: 'missing', message: none });
  const hint = /no such object; for what lies under it, s3:\/\/b\/data\/$/;
  await assert.rejects(findObjects(holding('data/1'), { bucket: 'b', key: 'data' }), { code: 'missing', message: hint });
});

test('by the real client: page after page', async (t) => {
  const { s3, url } = await fakeS3(t, { pageSize: 3 });
  s3.contents.buckets.set('b', new Map());
  withEnvironment(t, s3Environment());
  const keys = Array.from({ length: 8 }, (_, index) => `p/<${index}>&.jsonl`);
  for (const key of keys) s3.contents.put('b', key, Buffer.from(key));
  const store = new SdkStore(new AbortController().signal, { endpointUrl: url });
  t.after(() => store.close());
  const found = await findObjects(store, { bucket: 'b', key: 'p/' });
  assert.deepEqual(
    found.map(({ address }) => address.key),
    keys,
  );
  assert.equal(s3.count('ListObjectsV2'), 3);
});

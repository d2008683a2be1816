import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ObjectPlace, type ObjectPlaceOptions } from '../../../../src/sources/jsonl/s3/object-place.ts';
import { StoreError } from '../../../../src/sources/jsonl/s3/store-error.ts';
import { Uploads } from '../../../../src/sources/jsonl/s3/uploads.ts';
import { WritePermission } from '../../../../src/sources/jsonl/s3/write-permission.ts';
import { MemoryStore } from '../../../support/s3/memory-store.ts';

const TERMS = { input: 's3://b/in', version: 'etag-1', endpoint: 'e' };

function around(store = new MemoryStore()) {
  const stagingFolder = mkdtempSync(path.join(tmpdir(), 'tidegate-place-'));
  const stop = new AbortController();
  const parts = { store, uploads: new Uploads(), permission: new WritePermission(store), signal: stop.signal };
  const place = (options: Partial<ObjectPlaceOptions> = {}): ObjectPlace =>
    new ObjectPlace(
      {
        output: { bucket: 'b', key: 'out' },
        errors: { bucket: 'b', key: 'out.errors.jsonl' },
        terms: TERMS,
        isResumable: true,
        isRepeatable: true,
        restarts: false,
        stagingFolder,
        ...options,
      },
      parts,
    );
  const text = (key: string): string | undefined => store.contents.bucket('b').get(key)?.body.toString();
  return { store, stagingFolder, stop, place, text };
}

type Around = ReturnType<typeof around>;

/** Writes these lines, as a run does that goes on with what is there. */
async function write({ place }: Around, lines: string, options: Partial<ObjectPlaceOptions> = {}) {
  const at = place(options);
  assert.equal(await at.check(), undefined);
  const opened = await at.open();
  await opened.errors.append(Buffer.from('{"line":2,"error":{}}\n'));
  await opened.results.append(Buffer.from(lines));
  return opened;
}

async function finish(here: Around, lines: string, options: Partial<ObjectPlaceOptions> = {}): Promise<boolean> {
  const opened = await write(here, lines, options);
  const isThere = await opened.complete({ answered: 2, failed: 1 });
  await Promise.all([opened.results.close(), opened.errors.close()]);
  return isThere;
}

test('both objects are there at the end, the output last, and nothing is left on this machine', async () => {
  const here = around();
  const isThere = await finish(here, 'one\nthree\n');
  assert.equal(isThere, true);
  assert.deepEqual([here.text('out'), here.text('out.errors.jsonl')], ['one\nthree\n', '{"line":2,"error":{}}\n']);
  assert.deepEqual(
    here.store.calls.filter((call) => call.startsWith('put')),
    ['put out.errors.jsonl', 'put out'],
  );
  assert.deepEqual(readdirSync(here.stagingFolder), []);
});

test('a job that is done is known by its output, with what became of its records', async () => {
  const here = around();
  await finish(here, 'one\nthree\n');
  assert.deepEqual(await here.place().check(), { answered: 2, failed: 1 });
  assert.deepEqual(readdirSync(here.stagingFolder), []);
});

test('one whose input cannot be read twice is done anew', async () => {
  const here = around();
  const pipe = { isRepeatable: false, isResumable: false };
  await finish(here, 'one\n', pipe);
  await finish(here, 'other\n', pipe);
  assert.equal(here.text('out'), 'other\n');
});

test('a run that was killed is gone on with from what is staged', async () => {
  const here = around();
  const killed = await write(here, 'one\n');
  await killed.results.close();
  const at = here.place();
  await at.check();
  const opened = await at.open();
  assert.deepEqual(opened.leavings, { outputLines: 1, failed: new Set([2]) });
  await opened.results.append(Buffer.from('three\n'));
  await opened.complete({ answered: 2, failed: 1 });
  assert.equal(here.text('out'), 'one\nthree\n');
});

test('what is of no job, or of another, is kept', async () => {
  for (const key of ['out', 'out.errors.jsonl']) {
    const here = around();
    here.store.contents.put('b', key, Buffer.from('precious'));
    const nothing = new RegExp(`^s3://b/${key} exists, and nothing says of which job it is; --restart`);
    await assert.rejects(here.place().check(), { name: 'PlaceTaken', message: nothing });
    await finish(here, 'mine\n', { restarts: true });
    assert.equal(here.text('out'), 'mine\n');
    const others = here.place({ terms: { ...TERMS, version: 'etag-2' } });
    await assert.rejects(others.check(), {
      name: 'PlaceTaken',
      message: /^s3:\/\/b\/out is the output of another job; --restart/,
    });
  }
});

test('what is staged for another job is kept, and it is said what differs', async () => {
  const here = around();
  await write(here, 'one\n');
  const other = here.place({ terms: { ...TERMS, version: 'etag-2' } });
  const message = /^s3:\/\/b\/out, staged: .*version: "etag-1" then, "etag-2" now/;
  await assert.rejects(other.check(), { name: 'PlaceTaken', message });
});

test('a restart that was killed is gone on with, though the output of before is still there', async () => {
  const here = around();
  await finish(here, 'old\n');
  await write(here, 'new\n', { restarts: true });
  const at = here.place();
  assert.equal(await at.check(), undefined);
  assert.equal((await at.open()).leavings.outputLines, 1);
});

test('an object that somebody wrote while the job ran is kept', async () => {
  const here = around();
  const opened = await write(here, 'one\n');
  here.store.contents.put('b', 'out', Buffer.from('precious'));
  const message = /^s3:\/\/b\/out was written by somebody else while the job ran/;
  await assert.rejects(opened.complete({ answered: 1, failed: 0 }), { code: 'changed', message });
  assert.equal(here.text('out'), 'precious');
});

test('what is staged is not gone on with where somebody has written since', async () => {
  const here = around();
  await write(here, 'one\n');
  here.store.contents.put('b', 'out', Buffer.from('precious'));
  await assert.rejects(here.place().check(), { name: 'PlaceTaken', message: /^s3:\/\/b\/out exists/ });
});

test('an upload that fails is done by the next run', async () => {
  const here = around();
  here.store.fault = (call) => (call === 'put out' ? { before: new StoreError('denied', 'no') } : undefined);
  await assert.rejects(finish(here, 'one\n'), { code: 'denied' });
  here.store.fault = () => undefined;
  const at = here.place();
  assert.equal(await at.check(), undefined);
  const opened = await at.open();
  assert.equal(opened.leavings.outputLines, 1);
  await opened.complete({ answered: 1, failed: 1 });
  assert.equal(here.text('out'), 'one\n');
});

test('an upload that is stopped is no fault, and nothing is there', async () => {
  const here = around();
  const opened = await write(here, 'one\n');
  here.store.fault = (call) => (call === 'put out' ? { before: new Error('aborted') } : undefined);
  here.stop.abort();
  assert.equal(await opened.complete({ answered: 1, failed: 1 }), false);
  assert.equal(here.text('out'), undefined);
});

test('a want of the right to write shows before anything is sent, once for a bucket', async () => {
  const here = around();
  here.store.fault = (call) => (call === 'begin' ? { before: new StoreError('denied', 'no') } : undefined);
  await assert.rejects(here.place().check(), { code: 'denied' });
  const fine = around();
  await fine.place().check();
  await fine.place({ output: { bucket: 'b', key: 'other' } }).check();
  assert.equal(fine.store.calls.filter((call) => call === 'begin').length, 1);
  assert.equal(fine.store.contents.uploads.size, 0);
});

test('files of another kind where an output is staged are kept', async () => {
  const here = around();
  await write(here, 'one\n');
  const [folder = ''] = readdirSync(here.stagingFolder);
  writeFileSync(path.join(here.stagingFolder, folder, 'output.job.json'), 'torn');
  await assert.rejects(here.place().check(), { name: 'PlaceTaken' });
});

import assert from 'node:assert/strict';
import { type FileHandle, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../src/kernel/clock.ts';
import { createJsonlSink } from '../../../src/sinks/jsonl/index.ts';
import { JsonLinesFile } from '../../../src/sinks/jsonl/json-lines-file.ts';
import { deposit } from '../../../src/sinks/port.ts';
import { Told } from '../told.ts';

async function folder(context: TestContext): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'tidegate-'));
  context.after(() => rm(made, { recursive: true }));
  return made;
}

/** What all file handles have in common, which Node does not export. */
async function fileHandles(file: string): Promise<FileHandle> {
  const handle = await open(file);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

const record = (data: string) => ({ partitionKey: 'k', data: Buffer.from(data) });

test('records are lines of the file, in the order of put, and several share a write', async (context) => {
  const file = path.join(await folder(context), 'out.jsonl');
  const told = new Told();
  const sink = await createJsonlSink({ path: file }, { clock: systemClock, listener: told });
  const stored = await Promise.all(Array.from({ length: 1000 }, (_, index) => deposit(sink, record(`{"n":${index}}`))));
  assert.ok(
    stored.every(({ kind }) => kind === 'durable'),
    'all are durable',
  );
  const lines = (await readFile(file, 'utf8')).split('\n');
  assert.equal(lines.pop(), '');
  assert.deepEqual(
    lines,
    Array.from({ length: 1000 }, (_, index) => `{"n":${index}}`),
  );
  assert.ok(told.writes.length < 100, `${told.writes.length} writes`);
  await sink.close(1000);
});

test('a file is appended to, and a line torn by a crash is closed first', async (context) => {
  const file = path.join(await folder(context), 'out.jsonl');
  await writeFile(file, '{"n":1}\n{"n":');
  const sink = await createJsonlSink({ path: file }, { clock: systemClock, listener: new Told() });
  await deposit(sink, record('{"n":2}'));
  await sink.close(1000);
  assert.equal(await readFile(file, 'utf8'), '{"n":1}\n{"n":\n{"n":2}\n');
});

test('a file that ends with a line is left as it is', async (context) => {
  const file = path.join(await folder(context), 'out.jsonl');
  await writeFile(file, '{"n":1}\n');
  const sink = await createJsonlSink({ path: file }, { clock: systemClock, listener: new Told() });
  await deposit(sink, record('{"n":2}'));
  await sink.close(1000);
  assert.equal(await readFile(file, 'utf8'), '{"n":1}\n{"n":2}\n');
});

test('a file that cannot be made is said at once', async (context) => {
  const file = path.join(await folder(context), 'missing', 'out.jsonl');
  await assert.rejects(createJsonlSink({ path: file }, { clock: systemClock, listener: new Told() }), /ENOENT/);
});

test('nothing is durable that is not synced', async (context) => {
  const file = path.join(await folder(context), 'out.jsonl');
  const output = await JsonLinesFile.open(file);
  context.mock.method(await fileHandles(file), 'datasync', () => Promise.reject(new Error('not synced')), { times: 1 });
  await assert.rejects(output.append(Buffer.from('1\n')), /not synced/);
  await output.append(Buffer.from('1\n'));
  await output.close();
  assert.equal(await readFile(file, 'utf8'), '1\n1\n');
});

test('a line torn by a write that failed is closed before the next', async (context) => {
  const file = path.join(await folder(context), 'out.jsonl');
  const output = await JsonLinesFile.open(file);
  const handles = await fileHandles(file);
  const half = async function half(this: FileHandle, bytes: Buffer): Promise<never> {
    await this.writev([bytes.subarray(0, 3)]);
    throw new Error('half of it');
  };
  context.mock.method(handles, 'write', half as never, { times: 1 });
  await assert.rejects(output.append(Buffer.from('{"n":1}\n')), /half of it/);
  await output.append(Buffer.from('{"n":1}\n'));
  await output.close();
  assert.equal(await readFile(file, 'utf8'), '{"n\n{"n":1}\n');
});

test('a write that ends early is gone on with', async (context) => {
  const file = path.join(await folder(context), 'out.jsonl');
  const output = await JsonLinesFile.open(file);
  const handles = await fileHandles(file);
  const short = function short(this: FileHandle, bytes: Buffer, from: number): Promise<unknown> {
    return this.writev([bytes.subarray(from, from + 2)]);
  };
  context.mock.method(handles, 'write', short as never, { times: 2 });
  await output.append(Buffer.from('{"n":1}\n'));
  await output.close();
  assert.equal(await readFile(file, 'utf8'), '{"n":1}\n');
});

test('a full disk is an error, not a loss', { skip: process.platform !== 'linux' }, async () => {
  const output = await JsonLinesFile.open('/dev/full');
  await assert.rejects(output.append(Buffer.from('{"n":1}\n')), { code: 'ENOSPC' });
  await assert.rejects(output.append(Buffer.from('{"n":1}\n')), { code: 'ENOSPC' });
  await output.close();
});

test('what is no file, and cannot be synced, is written to all the same', { skip: process.platform === 'win32' }, async () => {
  const sink = await createJsonlSink({ path: '/dev/null' }, { clock: systemClock, listener: new Told() });
  assert.deepEqual(await deposit(sink, record('{}')), { kind: 'durable' });
  await sink.close(1000);
});

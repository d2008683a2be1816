import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileLetters } from '../../../src/sources/kinesis/redrive/file-letters.ts';
import type { Found } from '../../../src/sources/kinesis/redrive/found.ts';
import { letterOf } from '../../../src/sources/kinesis/redrive/letter.ts';
import { streamLetters } from '../../../src/sources/kinesis/redrive/stream-letters.ts';
import { StreamError } from '../../../src/sources/kinesis/stream-port.ts';
import { FakeStream } from '../../support/kinesis/fake-stream.ts';
import { chunks, letter, letters, RedriveWorld } from './redrive-world.ts';
import { StreamWorld } from './stream-world.ts';

const NOTHING = { otherStream: 0, otherCode: 0, malformed: 0, noData: 0 };

function file(lines: readonly string[]): AsyncGenerator<Found> {
  return fileLetters(chunks(lines.join('\n')));
}

function dataOf(...numbers: readonly number[]): string[] {
  return numbers.map((number) => `key ${number} {"n":${number}}`);
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

test('what dies of a fault of the model is a result once the model is mended and its dead letter is put back', async () => {
  const world = new StreamWorld({ shards: 2 });
  world.put(0, 40);
  world.says = (body) => (body === '{"n":7}' || body === '{"n":23}' ? 'MODEL_REFUSED' : undefined);
  void world.worker().consumer.start();
  await world.clock.advance(20_000);
  const dead = world.deadLetters.records.map(({ data }) => data.toString());
  assert.equal(dead.length, 2);
  world.says = () => undefined;
  const redriving = new RedriveWorld({}, world.clock, world.stream);
  const report = await redriving.run(file(dead));
  assert.deepEqual([report.end, report.read, report.put], ['done', 2, 2]);
  await world.clock.advance(20_000);
  const results = world.results.records.map(
    ({ partitionKey, data }) => `${partitionKey} ${JSON.parse(data.toString()).result.n}`,
  );
  assert.deepEqual(
    results.toSorted(),
    Array.from({ length: 40 }, (_, number) => `key ${number % 10} ${number}`).toSorted(),
    'each once: 38 at first, then the two',
  );
  assert.equal(world.deadLetters.records.length, 2, 'none died again');
});

test('data and partition key are those of the record, byte for byte, whatever they are', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 0x80, 0xc3, 0x28]);
  const world = new RedriveWorld();
  const report = await world.run(
    file([
      letter(1, 'INVALID_RECORD', { data: bytes, partitionKey: 'é "key"\n' }),
      letter(2, 'INVALID_RECORD', { partitionKey: undefined }),
    ]),
  );
  assert.deepEqual([report.end, report.put], ['done', 2]);
  const [first, second] = world.stream.contents();
  assert.deepEqual([first?.data, first?.partitionKey], [bytes, 'é "key"\n']);
  assert.deepEqual([String(second?.data), second?.partitionKey], ['{"n":2}', '2'], 'without a key: by the sequence number');
});

test('only what is of the stream, of the code and whole is put back; the rest is counted, and told by its line', async () => {
  const world = new RedriveWorld({ maxRecordBytes: 2048 });
  const report = await world.run(
    file([
      letter(1, 'MODEL_FAILED'),
      letter(2, 'MODEL_TIMEOUT', { stream: 'another' }),
      '',
      letter(3, 'MODEL_REFUSED'),
      '{"stream":"input","torn',
      letter(4, 'MODEL_TIMEOUT', { data: Buffer.alloc(0) }),
      letter(5, 'MODEL_TIMEOUT', { data: Buffer.alloc(3000) }),
      `  ${letter(6, 'MODEL_TIMEOUT')}\r`,
      '[1]',
    ]),
    { codes: new Set(['MODEL_FAILED', 'MODEL_TIMEOUT']) },
  );
  assert.deepEqual(report, {
    read: 8,
    skipped: { otherStream: 1, otherCode: 1, malformed: 2, noData: 1 },
    chosen: 3,
    put: 2,
    refused: 1,
    unsure: 0,
    left: 0,
    doneTo: 'line 9',
    end: 'done',
  });
  assert.deepEqual(world.contents(), dataOf(1, 6));
  assert.deepEqual(world.told, [
    'line 5: it is not a JSON object',
    'line 6: it has no data',
    'line 9: it is not a JSON object',
    'line 7: The record has 3005 bytes, its partition key included; the stream takes 2048.',
  ]);
});

test('a line that is too long to be held is one malformed line, and those behind it are read', async () => {
  const world = new RedriveWorld();
  const long = `{"data":"${'A'.repeat(40 * 1024 * 1024)}"}`;
  const report = await world.run(fileLetters(chunks([letter(1), long, letter(2)].join('\n'), 1024 * 1024)));
  assert.deepEqual([report.read, report.skipped.malformed, report.put, world.told], [3, 1, 2, ['line 2: it is too long']]);
  assert.deepEqual(world.contents(), dataOf(1, 2));
});

for (const [what, body] of [
  ['no stream', { sequenceNumber: '1', error: { code: 'X' }, data: '' }],
  ['neither key nor sequence number', { stream: 's', error: { code: 'X' }, data: '' }],
  ['no code', { stream: 's', sequenceNumber: '1', error: 'X', data: '' }],
  ['no data', { stream: 's', sequenceNumber: '1', error: { code: 'X' } }],
  ['data that is no base64', { stream: 's', sequenceNumber: '1', error: { code: 'X' }, data: 'e30' }],
  ['nothing at all', null],
] as const) {
  test(`no dead letter: ${what}`, () => {
    assert.ok('malformed' in letterOf(Buffer.from(JSON.stringify(body))));
  });
}

test('thousands go by batches, through throttling and single failures, each once, and in order of their keys', async () => {
  const world = new RedriveWorld({ shards: 2 });
  world.stream.writes.failingShare = 0.1;
  world.stream.wire.latencyMs = () => 10;
  const lines = numbers(0, 1800).map((number) => letter(number, 'MODEL_FAILED', { partitionKey: `key ${number % 300}` }));
  let taken = 0;
  let mostHeld = 0;
  async function* counted(): AsyncGenerator<Found> {
    for await (const found of file(lines)) {
      taken += 1;
      mostHeld = Math.max(mostHeld, taken - world.stream.contents().length);
      yield found;
    }
  }
  const report = await world.run(counted());
  assert.deepEqual([report.end, report.read, report.put, report.doneTo], ['done', 1800, 1800, 'line 1800']);
  assert.equal(mostHeld, 500);
  assert.ok(Math.max(...world.calls) <= 500);
  const stored = world.stream.contents().map(({ partitionKey, data }) => ({ partitionKey, n: JSON.parse(data.toString()).n }));
  assert.equal(new Set(stored.map(({ n }) => n)).size, 1800);
  const last = new Map<string | undefined, number>();
  for (const { partitionKey, n } of stored) {
    assert.ok(n > (last.get(partitionKey) ?? -1), `${partitionKey}: ${n}`);
    last.set(partitionKey, n);
  }
});

test('no more than the limit is put back, and how far that was is said', async () => {
  const world = new RedriveWorld();
  const report = await world.run(file([letter(1, 'MODEL_TIMEOUT'), ...letters(2, 10)]), {
    limit: 3,
    codes: new Set(['MODEL_FAILED']),
  });
  assert.deepEqual([report.end, report.read, report.put, report.doneTo], ['limit', 4, 3, 'line 4']);
  assert.deepEqual(world.contents(), dataOf(2, 3, 4));
});

test('a dry run counts, and sends nothing', async () => {
  const world = new RedriveWorld();
  const report = await world.run(file([...letters(0, 1200), 'no']), { isDryRun: true });
  assert.deepEqual([report.end, report.read, report.chosen, report.left, report.put], ['done', 1201, 1200, 1200, 0]);
  assert.deepEqual([report.doneTo, world.calls, world.contents()], [undefined, [], []]);
});

test('stopped, it ends what it has sent, sends nothing more, and says up to where all is done', async () => {
  const world = new RedriveWorld({ limits: { writes: false } });
  world.stream.wire.latencyMs = () => 1000;
  const stop = new AbortController();
  world.clock.at(2500, () => stop.abort());
  const report = await world.run(file(letters(0, 5000)), { signal: stop.signal });
  const { end, put, left, unsure, doneTo } = report;
  assert.deepEqual({ end, put, left, unsure, doneTo }, { end: 'stopped', put: 1500, left: 0, unsure: 0, doneTo: 'line 1500' });
  assert.deepEqual(world.contents(), dataOf(...numbers(0, 1500)));
});

test('what a sink that is closed under it had been given is told apart from what was never sent', async () => {
  const world = new RedriveWorld({ limits: { writes: false } });
  world.stream.wire.latencyMs = () => 1000;
  const failing = new AbortController();
  world.clock.at(1400, () => {
    failing.abort(new StreamError('denied', 'PutRecords: no'));
    void world.sink.close(0);
  });
  const report = await world.run(file(letters(0, 5000)), { signal: failing.signal });
  assert.deepEqual(report, {
    read: 1000,
    skipped: NOTHING,
    chosen: 1000,
    put: 500,
    refused: 0,
    unsure: 500,
    left: 0,
    doneTo: 'line 500',
    end: 'failed',
    why: 'PutRecords: no',
  });
});

/** A stream of dead letters beside the one that they are put back into. */
function deadStream(options: ConstructorParameters<typeof FakeStream>[1] = {}) {
  const world = new RedriveWorld({ shards: 2 });
  const dead = new FakeStream(world.clock, { name: 'dead', ...options });
  const bury = (from: number, to: number): void => {
    for (const number of numbers(from, to))
      dead.put(`key ${number % 5}`, letter(number, 'MODEL_FAILED', { partitionKey: `key ${number % 5}` }));
  };
  const troubles: string[] = [];
  const stop = new AbortController();
  const source = () =>
    streamLetters({ clock: world.clock, stream: dead, troubled: (message) => troubles.push(message) }, stop.signal);
  return { world, dead, bury, troubles, stop, source };
}

/** Of each key, the numbers in the order of the stream. */
function orders(world: RedriveWorld): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const { partitionKey, data } of world.stream.contents())
    (found[partitionKey ?? ''] ??= []).push(JSON.parse(data.toString()).n);
  return found;
}

test('a stream of dead letters is read from its beginning to now, over splits and merges, in order of the keys', async () => {
  const { world, dead, bury, source } = deadStream({ shards: 2, emptyPages: 0.2 });
  const [one, two] = await dead.shards();
  bury(0, 50);
  const [, b] = dead.split(one?.id ?? '');
  bury(50, 100);
  dead.merge(b, two?.id ?? '');
  bury(100, 150);
  await world.clock.advance(60_000);
  dead.wire.latencyMs = () => 1200;
  let more = 1000;
  async function* dyingAgain(): AsyncGenerator<Found> {
    for await (const found of source()) {
      if (more < 1200) bury(more, (more += 1));
      yield found;
    }
  }
  const report = await world.run(dyingAgain());
  assert.equal(more, 1150, 'each of the 150 had died again before the next was read');
  assert.deepEqual([report.end, report.read, report.put], ['done', 150, 150]);
  const expected = Object.fromEntries(numbers(0, 5).map((key) => [`key ${key}`, numbers(0, 30).map((index) => index * 5 + key)]));
  assert.deepEqual(orders(world), expected);
});

test('a stream of dead letters that falters is read on; nothing is put twice', async () => {
  const { world, dead, bury, source, troubles } = deadStream();
  bury(0, 2000);
  world.clock.at(world.clock.now() + 100, () => {
    dead.outage(3000);
    dead.expireIterators(2);
  });
  dead.wire.latencyMs = () => 10;
  const report = await world.run(source());
  assert.deepEqual([report.end, report.read, report.put], ['done', 2000, 2000]);
  assert.equal(world.stream.contents().length, 2000);
  assert.ok(troubles.length > 0);
});

test('a stream of dead letters that may not be read ends it, with what was put back before', async () => {
  const { world, dead, bury, source } = deadStream();
  bury(0, 3);
  const read = dead.records.bind(dead);
  let pages = 0;
  dead.records = (iterator) => {
    pages += 1;
    return pages === 1 ? read(iterator, 2) : Promise.reject(new StreamError('denied', 'GetRecords: no'));
  };
  const report = await world.run(source());
  assert.deepEqual(
    [report.end, 'why' in report && report.why, report.chosen, report.put, report.left],
    ['failed', 'GetRecords: no', 2, 0, 2],
  );
});

test('a stream of dead letters is no longer read once the limit is reached', async () => {
  const { world, dead, bury, source } = deadStream();
  bury(0, 20);
  const report = await world.run(source(), { limit: 5 });
  assert.deepEqual([report.end, report.put], ['limit', 5]);
  const calls = dead.wire.calls('records');
  await world.clock.advance(10_000);
  assert.equal(dead.wire.calls('records'), calls);
});

test('stopped while a stream of dead letters is waited for, it ends', async () => {
  const { world, dead, bury, stop, source } = deadStream();
  bury(0, 20);
  dead.wire.interfere({ how: 'refused', fault: 'throttled', operations: ['records'] });
  world.clock.at(world.clock.now() + 5000, () => stop.abort());
  const report = await world.run(source(), { signal: stop.signal });
  assert.deepEqual([report.end, report.read], ['stopped', 0]);
});

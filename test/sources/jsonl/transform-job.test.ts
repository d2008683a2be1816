import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { TidegateError } from '../../../src/kernel/errors.ts';
import { counted } from '../../../src/sources/jsonl/input/counted.ts';
import { GaveUp } from '../../../src/sources/jsonl/patience.ts';
import { DiskFull, inputOf, MemoryDisk, type Says, stageOf } from './stage.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index}`);
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** What the errors file says of each line. */
function failures(disk: MemoryDisk): unknown[] {
  return disk.errorLines().map((line) => {
    const { line: number, error, attempts, data } = JSON.parse(line);
    return [number, error.code, attempts, data];
  });
}

const byFate: Says = (body, attempt) => {
  if (body.startsWith('poison')) return 'MODEL_REFUSED';
  if (body.startsWith('dead') || (body.startsWith('twice') && attempt <= 2)) return 'MODEL_FAILED';
  return undefined;
};

test('every record is answered once, in the order of the input', async () => {
  const { endpoint, run } = stageOf();
  const disk = new MemoryDisk();
  const { result, counts } = await run([{ input: inputOf(textOf(numbers(300))), place: disk }]);
  assert.deepEqual([result, disk.results, disk.errors], [true, textOf(numbers(300)), '']);
  assert.equal(endpoint.asked.length, 300);
  assert.deepEqual([counts.answered, counts.failed, disk.openOutputs, disk.completed], [300, 0, 0, 1]);
});

test('odd lines: blank ones are no records, CRLF and a missing last line end are nothing of the record', async () => {
  const { run, endpoint } = stageOf();
  const disk = new MemoryDisk();
  await run([{ input: inputOf('\uFEFFa\r\n\n \t\r\nb\n\r\na'), place: disk }]);
  assert.deepEqual([disk.results, endpoint.asked.toSorted()], ['a\nb\na\n', ['a', 'a', 'b']]);
});

test('a record that fails is in the errors file, as often tried as it may be, and has no line of output', async () => {
  const { run } = stageOf({}, byFate);
  const disk = new MemoryDisk();
  const lines = ['a', 'poison 2', '', 'bad 4', 'dead 5', 'twice 6', 'odd 7', 'x'.repeat(1001), 'b'];
  const { result, counts } = await run([{ input: inputOf(textOf(lines)), place: disk }]);
  assert.deepEqual([result, disk.results], [true, 'a\ntwice 6\nb\n']);
  assert.deepEqual(failures(disk), [
    [2, 'MODEL_REFUSED', 1, 'poison 2'],
    [4, 'INVALID_RECORD', 0, 'bad 4'],
    [5, 'MODEL_FAILED', 4, 'dead 5'],
    [7, 'INVALID_RECORD', 1, 'odd 7'],
    [8, 'BODY_TOO_LARGE', 0, 'x'.repeat(1001)],
  ]);
  assert.deepEqual([counts.answered, counts.failed, counts.retried], [3, 5, 5]);
});

test('a placeholder stands where a record failed', async () => {
  const { run } = stageOf({ placeholder: Buffer.from('null') }, byFate);
  const disk = new MemoryDisk();
  await run([{ input: inputOf('a\npoison 2\nbad 3\nb\n'), place: disk }]);
  assert.deepEqual([disk.results, failures(disk).length], ['a\nnull\nnull\nb\n', 2]);
});

test('however many records fail, each is told of by itself', async () => {
  const { run } = stageOf({}, byFate);
  const disk = new MemoryDisk();
  const lines = Array.from({ length: 200 }, (_, index) => `poison ${index}`);
  const { result, at } = await run([{ input: inputOf(textOf(lines)), place: disk }]);
  assert.deepEqual([result, failures(disk).length], [true, 200]);
  assert.ok(at < 1000, `nothing is waited for; it took ${at} ms`);
});

test('no more is read than may be held, however long the first line takes', async () => {
  const { run, endpoint, clock, stop } = stageOf({ windowBytes: 10 * 4200 });
  const disk = new MemoryDisk();
  const lines = Array.from({ length: 50 }, (_, index) => (index === 0 ? 'held first' : `line ${index}`));
  const end = run([{ input: inputOf(textOf(lines)), place: disk }]);
  await clock.advance(5000);
  assert.deepEqual([endpoint.asked.length, disk.results], [10, '']);
  endpoint.letGo('held first');
  assert.deepEqual([(await end).result, disk.results, stop.signal.aborted], [true, textOf(lines), false]);
});

test('a line larger than all that may be held is asked for when nothing else is', async () => {
  const { run, endpoint, clock } = stageOf({ windowBytes: 5000, maxLineBytes: 100_000 });
  const disk = new MemoryDisk();
  const large = `held ${'x'.repeat(20_000)}`;
  const end = run([{ input: inputOf(textOf(['a', large, 'b']), 1000), place: disk }]);
  await clock.advance(1000);
  assert.equal(endpoint.asked.length, 2);
  endpoint.letGo(large);
  assert.deepEqual([(await end).result, disk.results], [true, textOf(['a', large, 'b'])]);
});

test('the first line is left out, or goes before each record', async () => {
  for (const [header, asked] of [
    ['skip', ['1,2', '3,4']],
    ['repeat', ['a,b\n1,2', 'a,b\n3,4']],
  ] as const) {
    const { run, endpoint } = stageOf({ header });
    await run([{ input: inputOf('a,b\n1,2\n3,4\n'), place: new MemoryDisk() }]);
    assert.deepEqual(endpoint.asked, asked);
  }
});

test('a file may be one record, and answers stand without anything between them', async () => {
  const { run, endpoint } = stageOf({ splitType: 'None', assembleWith: 'None' });
  const [one, other] = [new MemoryDisk(), new MemoryDisk()];
  await run([
    { input: inputOf('a\nb\n'), place: one },
    { input: inputOf('c'), place: other },
  ]);
  assert.deepEqual([endpoint.asked, one.results, other.results], [['a\nb\n', 'c'], 'a\nb\n', 'c']);
});

test('of several inputs the next is begun before the last is done, and each is written to its own place', async () => {
  const { run, endpoint, clock } = stageOf();
  const places = [new MemoryDisk(), new MemoryDisk()];
  const end = run(places.map((place, index) => ({ input: inputOf(`held ${index}\nb${index}\n`), place })));
  await clock.advance(100);
  assert.deepEqual(endpoint.asked, ['held 0', 'b0', 'held 1', 'b1']);
  endpoint.letGo('held 1');
  await clock.advance(100);
  assert.deepEqual(
    places.map(({ results, completed }) => [results, completed]),
    [
      ['', 0],
      ['held 1\nb1\n', 1],
    ],
  );
  endpoint.letGo('held 0');
  await end;
  assert.deepEqual(
    places.map(({ results, openOutputs }) => [results, openOutputs]),
    [
      ['held 0\nb0\n', 0],
      ['held 1\nb1\n', 0],
    ],
  );
});

test('of thousands of small inputs a bounded number is open', async () => {
  const { run, clock, endpoint } = stageOf({ windowBytes: 1e9 });
  const disks = Array.from({ length: 600 }, () => new MemoryDisk());
  const openFiles = (): number => disks.filter(({ openOutputs }) => openOutputs > 0).length;
  const end = run(disks.map((place, index) => ({ input: inputOf(`held ${index}\n`), place })));
  await clock.advance(100);
  assert.deepEqual([endpoint.asked.length, openFiles()], [256, 256]);
  for (let index = 0; index < 600; index += 1) {
    endpoint.letGo(`held ${index}`);
    await clock.settle();
    assert.ok(openFiles() <= 256, `${openFiles()} files were open`);
  }
  assert.deepEqual([(await end).result, disks.every(({ results }) => results !== '')], [true, true]);
});

test('a write that fails ends the job with what the system said, and nothing is written any more', async () => {
  const { run, endpoint } = stageOf();
  const disk = new MemoryDisk();
  disk.room = 100;
  const { result } = await run([{ input: inputOf(textOf(numbers(500))), place: disk }]);
  assert.ok(result instanceof DiskFull, String(result));
  assert.deepEqual([disk.results, disk.openOutputs, disk.completed], [textOf(numbers(500)).slice(0, 100), 0, 0]);
  assert.equal(endpoint.underWay.size, 0, 'what was asked is cancelled');
});

test('an input that is damaged ends the job with what is wrong with it, whatever is done with its first line', async () => {
  for (const header of ['none', 'skip'] as const)
    for (const cut of [12, -9]) {
      const { run } = stageOf({ header });
      const disk = new MemoryDisk();
      const { result } = await run([{ input: inputOf(gzipSync(textOf(numbers(1000))).subarray(0, cut)), place: disk }]);
      assert.equal((result as NodeJS.ErrnoException).code, 'Z_BUF_ERROR');
      assert.deepEqual([disk.openOutputs, disk.completed], [0, 0]);
    }
});

test('when it is asked to stop, it reads no more, writes what is under way, and says that it is not done', async () => {
  const { run, endpoint, clock, stop } = stageOf({ windowBytes: 10 * 4200 });
  const disk = new MemoryDisk();
  const end = run([
    { input: inputOf(textOf(['held 0', ...numbers(100)])), place: disk },
    { input: inputOf('other\n'), place: disk },
  ]);
  await clock.advance(100);
  stop.abort();
  await clock.advance(1000);
  endpoint.letGo('held 0');
  const { result, at } = await end;
  assert.deepEqual([result, disk.results, disk.completed], [false, textOf(['held 0', ...numbers(9)]), 0]);
  assert.ok(at < 5000, `it waits for nothing else; it took ${at} ms`);
});

test('what has not been sent when it is asked to stop is left to the next run, at once, and the job is not done', async () => {
  const { run, endpoint, clock, stop } = stageOf();
  const disk = new MemoryDisk();
  const granted = endpoint.credit.bind(endpoint);
  let asked = 0;
  endpoint.credit = (bytes, signal) => {
    asked += 1;
    if (asked <= 3) return granted(bytes, signal);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const end = run([{ input: inputOf(textOf(numbers(20))), place: disk }]);
  await clock.advance(500);
  stop.abort();
  const { result, at } = await end;
  assert.deepEqual([result, disk.results, disk.completed], [false, textOf(numbers(3)), 0]);
  assert.ok(at < 1000, `it waits for nothing; it took ${at} ms`);
});

test('what does not come within the grace is left for the next run, which is no error', async () => {
  const { run, endpoint, clock, stop } = stageOf();
  const disk = new MemoryDisk();
  const end = run([{ input: inputOf('a\nheld 1\nb\n'), place: disk }]);
  await clock.advance(100);
  stop.abort();
  const { result, at } = await end;
  assert.deepEqual([result, disk.results, disk.openOutputs, endpoint.underWay.size], [false, 'a\n', 0, 0]);
  assert.ok(at >= 30_000 && at < 31_000, `it took ${at} ms`);
});

test('a pipe on which nothing comes does not keep it from stopping', async () => {
  for (const header of ['none', 'repeat'] as const) {
    const { run, clock, stop } = stageOf({ header });
    const disk = new MemoryDisk();
    async function* silent(): AsyncGenerator<Buffer> {
      yield Buffer.from(header === 'none' ? 'first\n' : 'first');
      await new Promise(() => {});
    }
    const input = { name: 'pipe', bytes: undefined, version: undefined, open: () => counted(silent()) };
    const end = run([{ input, place: disk }]);
    await clock.advance(100);
    stop.abort();
    assert.deepEqual([(await end).result, disk.results, disk.openOutputs], [false, header === 'none' ? 'first\n' : '', 0]);
  }
});

test('a job that is stopped before it begins does nothing', async () => {
  const { run, stop, endpoint } = stageOf();
  stop.abort();
  const disk = new MemoryDisk();
  assert.equal((await run([{ input: inputOf('a\n'), place: disk }])).result, false);
  assert.deepEqual([endpoint.asked, disk.mostOpen], [[], 0]);
});

test('an endpoint that is down for a while costs time, and no record', async () => {
  let isDown = true;
  const { run, clock } = stageOf({}, () => (isDown ? 'UPSTREAM_UNREACHABLE' : undefined));
  clock.at(40_000, () => (isDown = false));
  const disk = new MemoryDisk();
  const { result, counts } = await run([{ input: inputOf(textOf(numbers(200))), place: disk }]);
  assert.deepEqual([result, disk.results, disk.errors], [true, textOf(numbers(200)), '']);
  assert.equal(counts.trouble, undefined);
});

test('one that is down again and again is waited for again and again', async () => {
  const { run } = stageOf({ windowBytes: 4200 }, (_, attempt) => (attempt <= 4 ? 'UPSTREAM_UNREACHABLE' : undefined));
  const disk = new MemoryDisk();
  const { result, at } = await run([{ input: inputOf(textOf(numbers(20))), place: disk }]);
  assert.deepEqual([result, disk.results], [true, textOf(numbers(20))]);
  assert.ok(at > 60_000, `it was down for less than is waited for: ${at} ms`);
});

test('what says nothing about a record is no try of it', async () => {
  const { run } = stageOf({ giveUpAfterMs: 1e9 }, (_, attempt) => (attempt <= 6 ? 'UPSTREAM_THROTTLED' : 'MODEL_FAILED'));
  const disk = new MemoryDisk();
  await run([{ input: inputOf('a\n'), place: disk }]);
  assert.deepEqual(failures(disk), [[1, 'MODEL_FAILED', 4, 'a']]);
});

test('one that stays down is given up, and what is written is gone on with', async () => {
  let isDown = false;
  const { run, clock } = stageOf({}, () => (isDown ? 'UPSTREAM_UNREACHABLE' : undefined));
  const disk = new MemoryDisk();
  const input = { ...inputOf(textOf(numbers(100))), open: () => counted(pieces()) };
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.from(textOf(numbers(50)));
    await new Promise<void>((resolve) => clock.at(1000, resolve));
    isDown = true;
    yield Buffer.from(textOf(numbers(100)).slice(textOf(numbers(50)).length));
  }
  const { result, at } = await run([{ input, place: disk }]);
  assert.ok(result instanceof GaveUp && result.message.startsWith('nothing was answered for 60 s'), String(result));
  assert.ok(at > 61_000 && at < 63_000, `given up after ${at} ms`);
  assert.deepEqual([disk.results, disk.openOutputs], [textOf(numbers(50)), 0]);
  assert.equal((await stageOf().run([{ input: inputOf(textOf(numbers(100))), place: disk }])).result, true);
  assert.equal(disk.results, textOf(numbers(100)));
});

test('one that refuses its first calls is not waited for, whatever records could not be sent before', async () => {
  const { run } = stageOf({}, () => 'ENDPOINT_REFUSED');
  const { result, at } = await run([{ input: inputOf('bad 1\nbad 2\nc\n'), place: new MemoryDisk() }]);
  assert.ok(result instanceof GaveUp && result.message.includes('refuses to be called'), String(result));
  assert.ok(at < 1000, `given up after ${at} ms`);
});

test('what the endpoint keeps to itself while it is down is told by its calls', async () => {
  const down = new TidegateError('UPSTREAM_UNREACHABLE', 'nobody listens');
  const refused = new TidegateError('MODEL_REFUSED', 'too long', { original: { statusCode: 400, message: '' } });
  const ofModel = new TidegateError('MODEL_FAILED', 'worker died', { original: { statusCode: 500, message: '' } });
  const silent = new TidegateError('MODEL_TIMEOUT', 'no answer', { original: { statusCode: 0, message: '' } });
  for (const [calls, end] of [
    [[down], 60_000],
    [[undefined, down], 65_000],
    [[refused, down], 65_000],
    [[ofModel, down], 60_000],
    [[silent, silent, silent, silent], 60_000],
    [[undefined, ofModel, ofModel, ofModel], 65_000],
    [[undefined, new TidegateError('ENDPOINT_REFUSED', 'no permission')], 65_000],
    [[new TidegateError('ENDPOINT_REFUSED', 'no permission')], 0],
  ] as const) {
    const { run, clock, job } = stageOf();
    for (const [index, error] of calls.entries()) clock.at(5000 * index, () => job.landed(error));
    const { result, at } = await run([{ input: inputOf('held\n'), place: new MemoryDisk() }]);
    assert.ok(result instanceof GaveUp, String(result));
    assert.ok(at >= end && at < end + 1000, `given up after ${at} ms`);
  }
});

test('a job that is done is not done again', async () => {
  const lines = textOf(['a', 'poison 2', 'b']);
  const disk = new MemoryDisk();
  await stageOf({}, byFate).run([{ input: inputOf(lines), place: disk }]);
  const [results, errors] = [disk.results, disk.errors];
  const { run, endpoint } = stageOf({}, byFate);
  const { result, counts } = await run([{ input: inputOf(lines), place: disk }]);
  assert.deepEqual([result, endpoint.asked, disk.results, disk.errors], [true, [], results, errors]);
  assert.deepEqual(counts.skipped, { answered: 2, failed: 1 });
  assert.deepEqual([counts.answered, counts.failed], [0, 0]);
});

test('an output with more lines than the input has records is not its output', async () => {
  const disk = new MemoryDisk();
  disk.results = 'a\nb\nc\n';
  const { result } = await stageOf().run([{ input: inputOf('a\nb\n'), place: disk }]);
  assert.match(String(result), /PlaceTaken: The output has 1 lines more than memory; --restart/);
  assert.equal(disk.completed, 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deposit } from '../../../src/sinks/port.ts';
import { Bench } from './bench.ts';
import type { MemoryStream } from './memory-stream.ts';

const MAX_REQUEST_BYTES = 400;
const MAX_IN_FLIGHT = 4;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

const share = fc.constantFrom(0, 0, 0.1, 0.5);

const trouble = fc.record({
  failingShare: share,
  lostShare: share,
  lostRecordShare: share,
  throttledKeys: fc.uniqueArray(fc.constantFrom(...KEYS)).map((keys) => new Set(keys)),
  down: fc.constantFrom(undefined, undefined, undefined, 'unavailable' as const, 'throttled' as const, 'denied' as const),
});

/** Some milliseconds later: a burst of records, each with a key and a length, or another kind of trouble. */
const step = fc.record({
  afterMs: fc.nat(300),
  puts: fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.nat(60)), { maxLength: 12 }),
  trouble: fc.option(trouble, { nil: undefined }),
});

const scenario = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  seed: fc.nat(1000),
  latencyMs: fc.constantFrom(0, 5, 80),
  keepsOrder: fc.boolean(),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

interface Ending {
  readonly bench: Bench;
  /** Of each key, what was put, in order. */
  readonly put: ReadonlyMap<string, readonly string[]>;
  /** What was acknowledged and was not in the stream at that moment. */
  readonly early: readonly string[];
}

async function play({ steps, seed, latencyMs, keepsOrder }: Scenario): Promise<Ending> {
  const bench = new Bench({ keepsOrder, maxRequestBytes: MAX_REQUEST_BYTES, maxInFlight: MAX_IN_FLIGHT }, seed);
  const { stream, clock } = bench;
  const put = new Map<string, string[]>(KEYS.map((key) => [key, []]));
  const early: string[] = [];
  stream.latencyMs = () => clock.random() * latencyMs;
  for (const { afterMs, puts, trouble: next } of steps) {
    await clock.advance(afterMs);
    if (next !== undefined) Object.assign(stream, next);
    for (const [key, length] of puts) {
      const data = `${key}${put.get(key)!.length}:${'x'.repeat(length)}`;
      put.get(key)!.push(data);
      const acknowledged = watch(stream, data, early);
      deposit(bench.sink, { partitionKey: key, data: Buffer.from(data) }).then(acknowledged);
    }
  }
  await clock.advance(2000);
  stream.heal();
  await clock.advance(120_000);
  return { bench, put, early };
}

function watch(stream: MemoryStream, data: string, early: string[]): () => void {
  return () => {
    if (!stream.stored.includes(data)) early.push(data);
  };
}

/** In any interleaving and any trouble that ends. */
function holds(check: (ending: Ending, scenario: Scenario) => void, numRuns = 150): Promise<void> {
  return fc.assert(
    fc.asyncProperty(scenario, async (played) => check(await play(played), played)),
    { numRuns },
  );
}

test('whatever goes wrong, nothing is lost, and nothing is acknowledged before it is stored', async () => {
  await holds(({ bench, put, early }) => {
    assert.deepEqual(early, []);
    const stored = new Set(bench.stream.stored);
    for (const data of [...put.values()].flat()) assert.ok(stored.has(data), `${data} was lost`);
    const wrote = bench.told.writes.reduce((sum, { records }) => sum + records, 0);
    assert.equal(wrote, [...put.values()].flat().length);
  });
});

test('whatever goes wrong, records of one key are in the stream in the order they were put, repeated at most in place', async () => {
  await holds(({ bench, put }, { keepsOrder }) => {
    if (!keepsOrder) return;
    for (const [key, expected] of put) {
      const stored = bench.stream.stored.filter((data) => data.startsWith(key));
      const once = stored.filter((data, index) => data !== stored[index - 1]);
      assert.deepEqual(once, expected);
    }
  });
});

test('whatever goes wrong, no call has more than its bytes, and no more are under way than allowed', async () => {
  await holds(({ bench: { stream } }) => {
    for (const { keys, bytes } of stream.calls) assert.ok(bytes <= MAX_REQUEST_BYTES, `${bytes} bytes in ${keys.length} records`);
    assert.ok(stream.mostAtOnce <= MAX_IN_FLIGHT, `${stream.mostAtOnce} calls at once`);
  }, 50);
});

test('trouble that lasts is not hammered at: a record is tried every few seconds, and a call that fails as a whole, too', async () => {
  const ways = fc.record({ records: fc.integer({ min: 1, max: 60 }), seed: fc.nat(1000), down: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(ways, async ({ records, seed, down }) => {
      const bench = new Bench({}, seed);
      bench.stream.latencyMs = () => 0;
      if (down) bench.stream.down = 'unavailable';
      else bench.stream.failingShare = 1;
      bench.putMany(records);
      await bench.clock.advance(60_000);
      const { length } = bench.stream.calls;
      await bench.clock.advance(20_000);
      const calls = bench.stream.calls.length - length;
      // A record is tried every 2.5 s on average; those due within 50 ms share a call.
      assert.ok(calls <= (down ? 40 : Math.min(records * 24, 20 * 20)), `${calls} calls in 20 s`);
    }),
    { numRuns: 60 },
  );
});

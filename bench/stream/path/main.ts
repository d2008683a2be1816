import { mkdtempSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../../src/kernel/clock.ts';
import { createJsonlSink } from '../../../src/sinks/jsonl/index.ts';
import { StreamConsumer } from '../../../src/sources/kinesis/consumer.ts';
import { StreamForm } from '../../../src/sources/kinesis/records/stream-form.ts';
import { FakeLeaseStore } from '../../../test/support/kinesis/fake-lease-store.ts';
import { allocations } from './allocations.ts';
import { heart, instant } from './endpoints.ts';
import { filledStream } from './filled-stream.ts';

/**
 * What a record costs the stream door, in one process: records from memory, leases in memory, results into a file that is synced. By
 * `--endpoint instant` they are answered at once, 128 at a time, so that what is left is the door; by `heart` they pass through
 * a whole endpoint, whose upstream is a function. `--allocations` says who allocates, which makes everything slower.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    'warm-up': { type: 'string', default: '60000' },
    shards: { type: 'string', default: '4' },
    endpoint: { type: 'string', default: 'instant' },
    allocations: { type: 'boolean', default: false },
  },
});
const [count, warmUp] = [Number(values.count), Number(values['warm-up'])];

const clock = systemClock;
const folder = mkdtempSync(join(tmpdir(), 'tidegate-path-'));
const quiet = { wrote() {}, failed() {} };
const results = await createJsonlSink({ path: join(folder, 'results.jsonl') }, { clock, listener: quiet });
const deadLetters = await createJsonlSink({ path: join(folder, 'dead.jsonl') }, { clock, listener: quiet });

let ended = 0;
let begin = (): void => {};
let finish = (): void => {};
const warm = new Promise<void>((resolve) => (begin = resolve));
const done = new Promise<void>((resolve) => (finish = resolve));
const consumer = new StreamConsumer(
  {
    ordered: true,
    maximumRetryAttempts: 3,
    maximumAgeMs: Number.POSITIVE_INFINITY,
    workerId: 'path',
    failoverMs: 10_000,
    startingPosition: 'TRIM_HORIZON',
    startMs: 0,
    maxBufferedBytes: 64 * 1024 * 1024,
    maxShardBytes: 16 * 1024 * 1024,
    checkpointMs: 5000,
    idleMs: 1000,
  },
  {
    clock,
    stream: filledStream(count, Number(values.shards)),
    leases: new FakeLeaseStore(clock),
    endpoint: values.endpoint === 'heart' ? heart(clock) : instant(),
    form: new StreamForm({ stream: 'path', contentType: 'application/json', lines: false, includeInput: false }),
    results,
    deadLetters,
    listener: {
      read() {},
      ended(outcome) {
        if (outcome !== 'ok') throw new Error(outcome);
        ended += 1;
        if (ended === warmUp) begin();
        if (ended === count) finish();
      },
      retried() {},
      buried() {},
      paused() {},
      leased() {},
      left() {},
      reopened() {},
      fault: (of, fault, message) => console.error(of, fault, message),
      internal: (thrown) => console.error(thrown),
    },
  },
);
await consumer.start();
await warm;
const session = new Session();
session.connect();
const stop = values.allocations ? await allocations(session) : undefined;
const before = process.cpuUsage();
const from = ended;
await done;
const { user, system } = process.cpuUsage(before);
const perRecord = (what: number): string => (what / (count - from)).toFixed(2);
console.log(`${perRecord(user + system)} us of CPU a record (${perRecord(user)} user)`);
if (stop !== undefined) console.log(await stop(count - from));
await consumer.close(5000);
await Promise.all([results.close(1000), deadLetters.close(1000)]);
rmSync(folder, { recursive: true });

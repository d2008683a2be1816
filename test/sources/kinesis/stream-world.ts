import type { EndpointPort, InferenceOutcome } from '../../../src/endpoints/port.ts';
import { type ErrorCode, TidegateError } from '../../../src/kernel/errors.ts';
import { sleep } from '../../../src/kernel/sleep.ts';
import type { SinkRecord, Stored } from '../../../src/sinks/port.ts';
import { type ConsumerOptions, StreamConsumer } from '../../../src/sources/kinesis/consumer.ts';
import type { StreamListener } from '../../../src/sources/kinesis/events.ts';
import { StreamForm } from '../../../src/sources/kinesis/records/stream-form.ts';
import { FakeLeaseStore } from '../../support/kinesis/fake-lease-store.ts';
import { FakeStream, type FakeStreamOptions } from '../../support/kinesis/fake-stream.ts';
import { type Storing, sinkOf } from '../../support/sink-of.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** Holds back whoever comes while it is shut. */
class Barrier {
  #waiting: (() => void)[] = [];
  #isShut = false;

  get isShut(): boolean {
    return this.#isShut;
  }

  set isShut(isShut: boolean) {
    this.#isShut = isShut;
    if (!isShut) for (const pass of this.#waiting.splice(0)) pass();
  }

  pass(): Promise<void> {
    return this.#isShut ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }
}

/** A sink that takes its time, and may be down. */
export class TimedSink implements Storing {
  readonly records: SinkRecord[] = [];
  readonly #down = new Barrier();
  refuses: (record: SinkRecord) => string | undefined = () => undefined;
  readonly #clock: VirtualClock;
  readonly #closing = new AbortController();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async store(record: SinkRecord): Promise<Stored> {
    await sleep(this.#clock, 5, this.#closing.signal);
    await this.#down.pass();
    const reason = this.refuses(record);
    if (reason !== undefined) return { kind: 'refused', reason };
    this.records.push(record);
    return { kind: 'durable' };
  }

  set isDown(isDown: boolean) {
    this.#down.isShut = isDown;
  }

  close(): Promise<void> {
    this.#closing.abort(new Error('closed'));
    return Promise.resolve();
  }

  /** What it holds, by sequence number, each as often as it is there. */
  sequences(): string[] {
    return this.records.map(({ data }) => JSON.parse(data.toString()).sequenceNumber);
  }
}

/** Says what is wrong with a body, if anything. */
type Says = (body: string) => ErrorCode | undefined;

/** A stream, a lease table, a model and sinks, and workers on them, in virtual time. */
export class StreamWorld {
  readonly clock = new VirtualClock();
  readonly stream: FakeStream;
  readonly leases: FakeLeaseStore;
  readonly results: TimedSink;
  readonly deadLetters: TimedSink;
  readonly told: string[] = [];
  says: Says = () => undefined;
  latencyMs = 10;
  /** Whether workers that begin from now on have records pushed. */
  fansOut = false;
  readonly #hung = new Barrier();
  /** Asked of the model, in order. */
  readonly asked: string[] = [];
  #workers = 0;

  constructor(options: FakeStreamOptions = {}) {
    this.stream = new FakeStream(this.clock, options);
    this.leases = new FakeLeaseStore(this.clock);
    this.results = new TimedSink(this.clock);
    this.deadLetters = new TimedSink(this.clock);
  }

  set isHung(isHung: boolean) {
    this.#hung.isShut = isHung;
  }

  /** A worker of its own name; `kill` takes it out as `kill -9` would: nothing that it does reaches anything any more. */
  worker(options: Partial<ConsumerOptions> = {}) {
    this.#workers += 1;
    const dead = new AbortController();
    const consumer = new StreamConsumer(
      {
        workerId: `worker ${this.#workers}`,
        failoverMs: 10_000,
        startingPosition: 'TRIM_HORIZON',
        startMs: 0,
        maxBufferedBytes: 8 * 1024 * 1024,
        maxShardBytes: 4 * 1024 * 1024,
        checkpointMs: 5000,
        idleMs: 1000,
        ordered: true,
        maximumRetryAttempts: 2,
        maximumAgeMs: Number.POSITIVE_INFINITY,
        ...options,
      },
      {
        clock: this.clock,
        stream: cutOff(this.stream, dead.signal),
        ...(this.fansOut && { fanOut: cutOff(this.stream.fanOut, dead.signal) }),
        leases: cutOff(this.leases, dead.signal),
        endpoint: this.#endpoint(),
        form: new StreamForm({ stream: 'input', contentType: 'application/json', lines: false, includeInput: false }),
        results: sinkOf(cutOff(this.results, dead.signal)),
        deadLetters: sinkOf(cutOff(this.deadLetters, dead.signal)),
        listener: this.#listener(),
      },
    );
    return { consumer, kill: () => dead.abort() };
  }

  put(from: number, to: number, keys = 10): void {
    for (let number = from; number < to; number += 1) this.stream.put(`key ${number % keys}`, JSON.stringify({ n: number }));
  }

  /** Records at or below a stored checkpoint of which neither a result nor a dead letter is durable: must be 0. */
  aheadOfDurable(): number {
    const durable = new Set([...this.results.sequences(), ...this.deadLetters.sequences()]);
    const checkpoints = new Map<string, bigint>();
    for (const { key, after } of this.leases.audit) {
      if (after?.checkpoint.kind === 'record') checkpoints.set(key, BigInt(after.checkpoint.sequenceNumber));
      if (after?.checkpoint.kind === 'SHARD_END') checkpoints.set(key, 2n ** 200n);
    }
    return this.stream
      .contents()
      .filter(
        ({ shardId, sequenceNumber }) =>
          BigInt(sequenceNumber) <= (checkpoints.get(shardId) ?? -1n) && !durable.has(sequenceNumber),
      ).length;
  }

  /** Of all records in the stream: those without a durable end, and those with more than one. */
  audit(): { lost: number; twice: number; ahead: number } {
    const all = [...this.results.sequences(), ...this.deadLetters.sequences()];
    const durable = new Set(all);
    const lost = this.stream.contents().filter(({ sequenceNumber }) => !durable.has(sequenceNumber)).length;
    return { lost, twice: all.length - durable.size, ahead: this.aheadOfDurable() };
  }

  /** Pairs of results of one key that came out in another order than they went in. */
  disorders(): number {
    const last = new Map<string, number>();
    let count = 0;
    const seen = new Set<number>();
    for (const { partitionKey, data } of this.results.records) {
      const { n } = JSON.parse(data.toString()).result as { n: number };
      if (seen.has(n)) continue;
      seen.add(n);
      if (n < (last.get(partitionKey) ?? -1)) count += 1;
      last.set(partitionKey, n);
    }
    return count;
  }

  #endpoint(): EndpointPort {
    const outcomeOf = async (body: Buffer): Promise<InferenceOutcome> => {
      const text = body.toString();
      this.asked.push(text);
      await sleep(this.clock, this.latencyMs, new AbortController().signal);
      await this.#hung.pass();
      const code = this.says(text);
      const story = {} as InferenceOutcome['story'];
      if (code !== undefined) return { kind: 'failed', error: new TidegateError(code, code), story };
      return { kind: 'answered', reply: { status: 200, headers: { 'content-type': 'application/json' }, body }, story };
    };
    return {
      name: 'model',
      credit: (bytes) => Promise.resolve({ bytes, counted() {}, release() {} }),
      submit({ body }, settle) {
        void outcomeOf(body).then(settle);
        return { cancel() {} };
      },
      arrivals: { take: () => undefined, giveBack() {} },
    };
  }

  #listener(): StreamListener {
    const say = (text: string) => void this.told.push(text);
    return {
      read() {},
      ended() {},
      retried() {},
      buried() {},
      paused: (reason) => say(`paused ${reason ?? 'no more'}`),
      leased: (shard) => say(`leased ${shard}`),
      left: (shard, why) => say(`${why} ${shard}`),
      reopened() {},
      fault: (of, fault) => say(`${of} ${fault}`),
      internal: (thrown) => say(`internal ${thrown instanceof Error ? thrown.stack : String(thrown)}`),
    };
  }
}

/** Everything asked of `target` never answers once the signal is aborted, and does nothing. */
function cutOff<T extends object>(target: T, signal: AbortSignal): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (signal.aborted) return new Promise(() => {});
        const answer: unknown = value.apply(target, args);
        if (typeof answer === 'object' && answer !== null && 'next' in answer) return cutOff(answer, signal);
        if (!(answer instanceof Promise)) return answer;
        return answer.then((told: unknown) => (signal.aborted ? new Promise(() => {}) : told));
      };
    },
  });
}

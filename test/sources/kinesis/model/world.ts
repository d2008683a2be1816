import type { EndpointPort, InferenceOutcome } from '../../../../src/endpoints/port.ts';
import { sleep } from '../../../../src/kernel/sleep.ts';
import type { Sink, SinkRecord, Stored } from '../../../../src/sinks/port.ts';
import { StreamConsumer } from '../../../../src/sources/kinesis/consumer.ts';
import type { StreamListener } from '../../../../src/sources/kinesis/events.ts';
import { StreamForm } from '../../../../src/sources/kinesis/records/stream-form.ts';
import { aggregate } from '../../../support/kinesis/aggregate.ts';
import { type Audited, FakeLeaseStore } from '../../../support/kinesis/fake-lease-store.ts';
import { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { Process } from './process.ts';

export const FAILOVER_MS = 1000;
const KEYS = 4;
const NEVER = new AbortController().signal;

/** What is made wrong on purpose, to see that it is found. */
export type Breakage = 'checkpoint on receipt' | 'renewal without condition' | 'AFTER for a sub-sequence';

export interface Worker {
  readonly name: string;
  readonly consumer: StreamConsumer;
  readonly process: Process;
}

interface Sub {
  readonly shardId: string;
  readonly sequence: bigint;
  readonly sub: number;
  readonly number: number;
}

/** Workers on a stream and a lease table, and an account of what must never be. */
export class ModelWorld {
  readonly clock: VirtualClock;
  readonly stream: FakeStream;
  readonly leases: FakeLeaseStore;
  readonly violations: string[] = [];
  /** Numbers of the records of which a result is durable, in order, each as often as it is. */
  readonly stored: number[] = [];
  modelMs = 20;
  sinkMs = 5;
  readonly #breakage: Breakage | undefined;
  readonly #put: Sub[] = [];
  readonly #durable = new Set<number>();
  /** Who took a shard last. */
  readonly #holders = new Map<string, string>();
  #workers = 0;

  constructor(seed: number, shards: number, breakage?: Breakage) {
    this.clock = new VirtualClock(0, seed);
    this.#breakage = breakage;
    this.stream =
      breakage === 'AFTER for a sub-sequence' ? new AfterStream(this.clock, { shards }) : new FakeStream(this.clock, { shards });
    this.leases = breakage === 'renewal without condition' ? new RecklessStore(this.clock) : new FakeLeaseStore(this.clock);
    this.leases.watch = (written) => this.#check(written);
  }

  get puts(): number {
    return this.#put.length;
  }

  /** One record of the stream that holds several. */
  put(size: number): void {
    const from = this.#put.length;
    const records = Array.from({ length: size }, (_, index) => ({
      partitionKey: `key ${(from + index) % KEYS}`,
      data: String(from + index),
    }));
    // All records of a key go to one shard, so that there is an order to keep.
    const { shardId, sequenceNumber } = this.stream.put(`key ${from % KEYS}`, aggregate(records));
    for (let sub = 0; sub < size; sub += 1)
      this.#put.push({ shardId, sequence: BigInt(sequenceNumber), sub, number: from + sub });
  }

  begin(): Worker {
    this.#workers += 1;
    const name = `worker ${this.#workers}`;
    const process = new Process(this.clock);
    const consumer = new StreamConsumer(
      {
        workerId: name,
        failoverMs: FAILOVER_MS,
        handOffMs: 2 * FAILOVER_MS,
        startingPosition: 'TRIM_HORIZON',
        startMs: 0,
        maxBufferedBytes: 1024 * 1024,
        maxShardBytes: 1024 * 1024,
        checkpointMs: 150,
        idleMs: 200,
        ordered: false,
        maximumRetryAttempts: 2,
        maximumAgeMs: Number.POSITIVE_INFINITY,
      },
      {
        clock: process.clock,
        stream: process.around(this.stream),
        leases: process.around(this.leases),
        endpoint: this.#endpoint(process),
        form: new StreamForm({ stream: 'input', contentType: 'application/json', lines: false, includeInput: false }),
        results: process.around(this.#sink(name)),
        deadLetters: process.around(this.#sink(name)),
        listener: this.#listener(name),
      },
    );
    // One that is closed before it has begun says so.
    consumer.start().catch(() => undefined);
    return { name, consumer, process };
  }

  /** What has no durable result. */
  get lost(): readonly number[] {
    return this.#put.map(({ number }) => number).filter((number) => !this.#durable.has(number));
  }

  #check({ operation, key, before, after }: Audited): void {
    if (before !== undefined && after !== undefined && after.counter < before.counter)
      this.#violated(`the counter of ${key} went back`);
    if (operation !== 'checkpoint' || after === undefined || after === before) return;
    const { checkpoint } = after;
    const isBehind = ({ shardId, sequence, sub }: Sub): boolean => {
      if (shardId !== key) return false;
      if (checkpoint.kind === 'SHARD_END') return true;
      if (checkpoint.kind !== 'record') return false;
      const at = BigInt(checkpoint.sequenceNumber);
      return sequence < at || (sequence === at && sub <= checkpoint.subSequenceNumber);
    };
    const ahead = this.#put.filter((each) => isBehind(each) && !this.#durable.has(each.number));
    if (ahead.length > 0) this.#violated(`a checkpoint of ${key} is ahead of ${ahead.length} that are not durable`);
  }

  /** Who stores a result believes to hold the shard, and must be who took it last. */
  #sink(worker: string): Sink {
    const store = (number: number): void => {
      this.#durable.add(number);
      this.stored.push(number);
    };
    return {
      put: async ({ data }: SinkRecord): Promise<Stored> => {
        const { shardId, result } = JSON.parse(data.toString()) as { shardId: string; result: number };
        const holder = this.#holders.get(shardId);
        if (holder !== worker) this.#violated(`${worker} stores a result of ${shardId}, which is ${holder ?? 'nobody'}'s`);
        if (this.#breakage === 'checkpoint on receipt') {
          void sleep(this.clock, 20 * this.sinkMs, NEVER).then(() => store(result));
          return { kind: 'durable' };
        }
        await sleep(this.clock, this.sinkMs, NEVER);
        store(result);
        return { kind: 'durable' };
      },
      close: () => Promise.resolve(),
    };
  }

  #endpoint(process: Process): EndpointPort {
    const outcomeOf = async (body: Buffer): Promise<InferenceOutcome> => {
      // Few take long, so that one of several often keeps the others' checkpoint back.
      await sleep(this.clock, this.modelMs * 4 * this.clock.random() ** 2, NEVER);
      const reply = { status: 200, headers: { 'content-type': 'application/json' }, body };
      return { kind: 'answered', reply, story: {} as InferenceOutcome['story'] };
    };
    return {
      name: 'model',
      credit: (bytes) => Promise.resolve({ bytes, counted() {}, release() {} }),
      submit: ({ body }) => ({ outcome: process.answer(outcomeOf(body)), cancel() {} }),
      arrivals: { take: () => undefined, giveBack() {} },
    };
  }

  #listener(worker: string): StreamListener {
    return {
      read() {},
      ended() {},
      retried() {},
      paused() {},
      leased: (shard) => void this.#holders.set(shard, worker),
      left() {},
      reopened() {},
      fault() {},
      internal: (thrown) => this.#violated(`internal: ${thrown instanceof Error ? thrown.stack : String(thrown)}`),
    };
  }

  #violated(what: string): void {
    this.violations.push(`${this.clock.now()} ms: ${what}`);
  }
}

/** Counts one, whoever's lease it is, and looks at nothing else. */
class RecklessStore extends FakeLeaseStore {
  override async renew(lease: Parameters<FakeLeaseStore['renew']>[0]): ReturnType<FakeLeaseStore['renew']> {
    const written = await super.renew(this.row(lease.key) ?? lease);
    return written.kind === 'written' ? { kind: 'written', lease: { ...lease, counter: written.lease.counter } } : written;
  }
}

class AfterStream extends FakeStream {
  override iterator(shardId: string, from: Parameters<FakeStream['iterator']>[1]): Promise<string> {
    return super.iterator(shardId, from.kind === 'AT_SEQUENCE_NUMBER' ? { ...from, kind: 'AFTER_SEQUENCE_NUMBER' } : from);
  }
}

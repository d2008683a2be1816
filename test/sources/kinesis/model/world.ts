import { StreamConsumer } from '../../../../src/sources/kinesis/consumer.ts';
import type { StreamListener } from '../../../../src/sources/kinesis/events.ts';
import type { LeaseStore } from '../../../../src/sources/kinesis/lease-port.ts';
import { StreamForm } from '../../../../src/sources/kinesis/records/stream-form.ts';
import type { StreamPort } from '../../../../src/sources/kinesis/stream-port.ts';
import { HeapClock } from '../../../support/heap-clock.ts';
import { FakeLeaseStore } from '../../../support/kinesis/fake-lease-store.ts';
import { FakeStream } from '../../../support/kinesis/fake-stream.ts';
import { type Storing, sinkOf } from '../../../support/sink-of.ts';
import { Chance } from './chance.ts';
import { onHeld } from './held-spy.ts';
import { Invariants, type Line } from './invariants.ts';
import { Process } from './process.ts';
import { Model, SlowSink, type Source } from './services.ts';

export const FAILOVER_MS = 1000;
const KEYS = 5;

/** What is put in the place of a worker's ports, to break it. */
export interface Breaks {
  readonly leases?: (store: FakeLeaseStore) => LeaseStore;
  readonly stream?: (stream: FakeStream) => StreamPort;
  readonly results?: (sink: SlowSink) => Storing;
}

export interface ModelWorker {
  readonly name: string;
  readonly consumer: StreamConsumer;
  readonly process: Process;
  isClosing: boolean;
  isClosed: boolean;
}

const FORM = new StreamForm({ stream: 'input', contentType: 'application/json', lines: true, includeInput: false });

/** A stream, a lease table, a model, a sink and workers on them, as a seed has it, in virtual time. */
export class ModelWorld {
  readonly clock: HeapClock;
  readonly chance: Chance;
  readonly stream: FakeStream;
  readonly leases: FakeLeaseStore;
  readonly model: Model;
  readonly sink: SlowSink;
  readonly invariants: Invariants;
  /** The share of calls that take longer than a lease lives. */
  spikes = 0;
  workers: ModelWorker[] = [];
  readonly #breaks: Breaks;
  readonly #isOrdered: boolean;
  readonly #lines = new Map<string, Line>();
  readonly #putOfKey = new Map<string, number>();
  #started = 0;
  #audited = 0;

  constructor(seed: number, breaks: Breaks) {
    this.clock = new HeapClock(seed);
    this.chance = new Chance(seed ^ 0x5eed);
    this.#breaks = breaks;
    this.#isOrdered = this.chance.is(0.8);
    this.invariants = new Invariants(FAILOVER_MS, this.#isOrdered);
    const endsWithRecords = this.chance.is(0.5);
    this.stream = new FakeStream(this.clock, { shards: this.chance.whole(1, 3), endsWithRecords });
    this.leases = new FakeLeaseStore(this.clock);
    this.model = new Model(this.clock, this.chance, this.chance.oneOf([20, 200]));
    this.sink = new SlowSink(this.clock, this.chance, this.chance.oneOf([5, 50]));
    for (const { wire } of [this.stream, this.leases]) {
      wire.latencyMs = () => this.#latency();
      wire.timeOutMs = 1500;
    }
    this.sink.durable = (source) => this.#durable(source);
    this.clock.stepped = () => this.#look();
    onHeld((held) => {
      const worker = this.workers.find(({ name }) => name === held.lease.owner);
      if (worker === undefined) return this.invariants.fail(`${held.key} was taken for ${held.lease.owner}`);
      this.invariants.held(held, worker.process);
      this.invariants.oneHolderEach();
    });
  }

  /** Those that are neither dead nor about to end. */
  get alive(): readonly ModelWorker[] {
    return this.workers.filter(({ process, isClosing }) => !process.isDead && !isClosing);
  }

  start(): void {
    this.#started += 1;
    const name = `worker ${this.#started}`;
    const process = new Process(this.clock, this.chance.between(0, 10_000));
    const { leases, stream, results } = this.#breaks;
    const consumer = new StreamConsumer(
      {
        workerId: name,
        failoverMs: FAILOVER_MS,
        handOffMs: 2 * FAILOVER_MS,
        startingPosition: 'TRIM_HORIZON',
        startMs: 0,
        maxBufferedBytes: 8 * 1024 * 1024,
        maxShardBytes: 4 * 1024 * 1024,
        checkpointMs: 150,
        idleMs: 300,
        ordered: this.#isOrdered,
        maximumRetryAttempts: 2,
        maximumAgeMs: Number.POSITIVE_INFINITY,
        tooManyFailures: 1,
      },
      {
        clock: process.clock,
        stream: process.reaching(stream?.(this.stream) ?? this.stream),
        leases: process.reaching(leases?.(this.leases) ?? this.leases),
        endpoint: this.model.endpointOf(process),
        form: FORM,
        results: sinkOf(process.reaching(results?.(this.sink) ?? this.sink)),
        deadLetters: sinkOf(process.reaching(this.sink)),
        listener: this.#listener(name),
      },
    );
    const worker: ModelWorker = { name, consumer, process, isClosing: false, isClosed: false };
    this.workers.push(worker);
    consumer.start().catch((thrown: unknown) => {
      if (!worker.isClosing) this.invariants.fail(`${name} did not start: ${String(thrown)}`);
    });
  }

  close(worker: ModelWorker): void {
    worker.isClosing = true;
    void worker.consumer.close(10 * FAILOVER_MS).then(() => {
      worker.isClosed = true;
    });
  }

  /** A record of up to three lines; of none, at times, which has nothing to be done. */
  put(): void {
    const partitionKey = `key ${this.chance.whole(1, KEYS)}`;
    const first = this.#putOfKey.get(partitionKey) ?? 0;
    const numbers = Array.from({ length: this.chance.is(0.05) ? 0 : this.chance.whole(1, 3) }, (_, index) => first + index);
    this.#putOfKey.set(partitionKey, first + numbers.length);
    const { shardId, sequenceNumber } = this.stream.put(partitionKey, numbers.map((n) => `{"n":${n}}\n`).join('') || '\n');
    for (const [subSequenceNumber, n] of numbers.entries()) {
      const line = { shardId, sequenceNumber, subSequenceNumber, partitionKey, n };
      this.#lines.set(`${sequenceNumber}/${subSequenceNumber}`, line);
      this.invariants.put(line);
    }
  }

  #durable({ sequenceNumber, subSequenceNumber }: Source): void {
    const line = this.#lines.get(`${sequenceNumber}/${subSequenceNumber}`);
    if (line === undefined) this.invariants.fail(`a result of ${sequenceNumber}/${subSequenceNumber}, which was never put`);
    else this.invariants.durable(line);
  }

  #look(): void {
    const { audit } = this.leases;
    for (; this.#audited < audit.length; this.#audited += 1) {
      const entry = audit[this.#audited];
      if (entry !== undefined) this.invariants.audited(entry);
      this.invariants.oneHolderEach();
    }
  }

  #latency(): number {
    if (this.spikes > 0 && this.chance.is(this.spikes)) return this.chance.between(200, 2.5 * FAILOVER_MS);
    return this.chance.is(0.1) ? this.chance.between(10, 150) : this.chance.between(1, 20);
  }

  #listener(name: string): StreamListener {
    const nothing = (): void => {};
    const internal = (thrown: unknown): void =>
      this.invariants.fail(`internal, in ${name}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    return {
      read: nothing,
      ended: nothing,
      retried: nothing,
      buried: nothing,
      paused: nothing,
      leased: nothing,
      left: nothing,
      reopened: nothing,
      fault: nothing,
      internal,
    };
  }
}

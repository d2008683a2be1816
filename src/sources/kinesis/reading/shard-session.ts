import type { Clock } from '../../../kernel/clock.ts';
import { unlessAborted } from '../../../kernel/unless-aborted.ts';
import { ByteBudget } from '../../pulled/byte-budget.ts';
import type { Fence } from '../../pulled/fence.ts';
import type { Asking } from '../asking.ts';
import type { ShardSnapshot } from '../events.ts';
import type { Checkpoint, Lease } from '../lease-port.ts';
import type { Entry } from '../records/entry.ts';
import type { RawRecord } from '../records/record-form.ts';
import type { FanOutPort, StreamPort, StreamRecord } from '../stream-port.ts';
import { FanOutReader } from './fan-out-reader.ts';
import { isDone, positionOf } from './position.ts';
import type { Ending, Reader, ReaderListener, ReaderParts } from './reader.ts';
import { RecordHold } from './record-hold.ts';
import { ShardReader } from './shard-reader.ts';
import { ShardTracker } from './tracker.ts';

/** The lease of a shard, in this worker's hands. */
export interface Held extends Fence {
  readonly lease: Lease;
  /** @returns whether it was stored; false where the lease was lost */
  checkpoint(checkpoint: Checkpoint): Promise<boolean>;
}

export interface SessionOptions {
  /** Where AT_TIMESTAMP begins, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  /** Bytes of records that are not done, of this shard. */
  readonly maxShardBytes: number;
  readonly idleMs: number;
  readonly untilMs?: number;
}

export interface SessionParts {
  readonly clock: Clock;
  readonly asking: Asking;
  readonly stream: StreamPort;
  /** Records are pushed through it where there is one, else asked for page by page. */
  readonly fanOut?: FanOutPort | undefined;
  /** Of all shards together. */
  readonly budget: ByteBudget;
  /** Of all shards together: what the endpoint has not taken yet. */
  readonly ahead: ByteBudget;
  readonly listener: ReaderListener;
  readonly entriesOf: (record: RawRecord) => readonly Entry[];
  /** Says `taken` once the entry waits for nothing that reading more would only make wait longer. */
  readonly deliver: (entry: Entry, fence: Fence, taken: () => void) => Promise<void>;
  /** An entry was given up without being done, though the right to do it has not ended: something is at fault. */
  readonly undelivered: (thrown: unknown) => void;
  /** Makes the leases of what comes after a shard, and says that it is done. @throws {LeaseStoreError | StreamError} to be asked again */
  readonly shardEnded: (held: Held) => Promise<void>;
}

/** One shard in this worker's hands: read to its end, delivered, and checkpointed up to where all is durable. */
export class ShardSession {
  readonly shardId: string;
  readonly #held: Held;
  readonly #parts: SessionParts;
  readonly #tracker = new ShardTracker();
  readonly #shardBudget: ByteBudget;
  readonly #reader: Reader;
  readonly #stopReading = new AbortController();
  /** What was done before: it is read again, and left out. */
  readonly #from: Checkpoint;
  #stored: Checkpoint;
  #storedAt: number;
  #behindMs: number | undefined;
  #drains: (() => void)[] = [];

  constructor(held: Held, options: SessionOptions, parts: SessionParts) {
    const { clock, stream, fanOut, budget, ahead, listener } = parts;
    this.shardId = held.lease.key;
    this.#held = held;
    this.#parts = parts;
    this.#from = held.lease.checkpoint;
    this.#stored = this.#from;
    this.#storedAt = clock.now();
    this.#shardBudget = new ByteBudget(options.maxShardBytes);
    const from = positionOf(held.lease, options.startMs);
    const reading: ReaderParts = {
      clock,
      stream,
      shardId: this.shardId,
      budgets: [this.#shardBudget, budget],
      ahead,
      idleMs: options.idleMs,
      untilMs: options.untilMs,
      listener: {
        ...listener,
        read: (records, bytes, behindMs) => {
          this.#behindMs = behindMs;
          listener.read(records, bytes, behindMs);
        },
      },
      take: (records) => this.#take(records),
    };
    const passed = (sequenceNumber: string): void => this.#skip(sequenceNumber);
    this.#reader = fanOut === undefined ? new ShardReader(from, reading) : new FanOutReader(from, { ...reading, fanOut, passed });
  }

  /** Resolves when what was to be read, or was until `stopReading`, is done and said to be. @throws what the lease ended by */
  async run(): Promise<Ending | 'stopped'> {
    const ending = await this.#read();
    await this.#drained();
    this.#held.check();
    const { asking, shardEnded } = this.#parts;
    const say = (): Promise<void> => (ending === 'shard' ? shardEnded(this.#held) : this.checkpoint());
    await asking.untilAnswered(say, this.#held.signal);
    this.#held.check();
    return ending;
  }

  stopReading(): void {
    this.#stopReading.abort(new Error('reading has stopped'));
  }

  async #read(): Promise<Ending | 'stopped'> {
    try {
      return await this.#reader.toItsEnd(AbortSignal.any([this.#held.signal, this.#stopReading.signal]));
    } catch (thrown) {
      if (thrown !== this.#stopReading.signal.reason) throw thrown;
      return 'stopped';
    }
  }

  /** Resolves when all that was read is done. @throws where the lease was lost before */
  async #drained(): Promise<void> {
    while (!this.#tracker.isIdle) {
      const drained = new Promise<void>((resolve) => this.#drains.push(resolve));
      await unlessAborted(drained, this.#held.signal);
    }
  }

  /** Stores how far all is durable, if that has changed. */
  async checkpoint(): Promise<void> {
    const { contiguous } = this.#tracker;
    if (contiguous === undefined || contiguous === this.#stored)
      this.#storedAt = this.#tracker.isIdle ? this.#parts.clock.now() : this.#storedAt;
    else if (await this.#held.checkpoint(contiguous)) {
      this.#stored = contiguous;
      this.#storedAt = this.#parts.clock.now();
    }
  }

  snapshot(): ShardSnapshot {
    const { clock } = this.#parts;
    const { oldest } = this.#tracker;
    return {
      shardId: this.shardId,
      millisBehindLatest: this.#behindMs,
      checkpointAgeMs: clock.now() - this.#storedAt,
      oldestMs: oldest === undefined ? 0 : Math.max(0, clock.wallNow() - oldest.arrivedAt),
    };
  }

  #take(records: readonly StreamRecord[]): number {
    let bytes = 0;
    for (const record of records) bytes += this.#takeRecord(record);
    return bytes;
  }

  #takeRecord({ sequenceNumber, partitionKey, arrivedAt, data }: StreamRecord): number {
    const entries = this.#parts.entriesOf({ shardId: this.shardId, sequenceNumber, partitionKey, arrivedAt, data });
    if (entries.length === 0) this.#skip(sequenceNumber);
    const undone = entries.filter(({ subSequenceNumber }) => !isDone(sequenceNumber, subSequenceNumber, this.#from));
    const { budget, ahead } = this.#parts;
    const contents = entries.reduce((sum, entry) => sum + entry.data.length, 0);
    const hold = (budgets: readonly ByteBudget[]): RecordHold =>
      new RecordHold(Math.max(data.length, contents), undone.length, budgets);
    const [held, waiting] = [hold([this.#shardBudget, budget]), hold([ahead])];
    const { bytes } = held;
    for (const entry of undone) {
      const { subSequenceNumber } = entry;
      void this.#deliver(entry, held, waiting, this.#tracker.add(entry, { kind: 'record', sequenceNumber, subSequenceNumber }));
    }
    return bytes;
  }

  /** There is nothing to be done up to here, but for what is still under way. */
  #skip(sequenceNumber: string): void {
    this.#tracker.skip({ kind: 'record', sequenceNumber, subSequenceNumber: 0 });
  }

  async #deliver(entry: Entry, held: RecordHold, waiting: RecordHold, done: () => void): Promise<void> {
    let isAhead = true;
    const taken = (): void => {
      if (isAhead) waiting.leave();
      isAhead = false;
    };
    try {
      await this.#parts.deliver(entry, this.#held, taken);
      done();
    } catch (thrown) {
      // Where the right to do it has ended, whoever holds the shard next reads it again.
      if (!this.#held.signal.aborted) this.#parts.undelivered(thrown);
    } finally {
      taken();
      held.leave();
    }
    if (this.#tracker.isIdle) for (const drained of this.#drains.splice(0)) drained();
  }
}

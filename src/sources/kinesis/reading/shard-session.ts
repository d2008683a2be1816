import type { Clock } from '../../../kernel/clock.ts';
import { unlessAborted } from '../../../kernel/unless-aborted.ts';
import { ByteBudget } from '../../pulled/byte-budget.ts';
import type { Fence } from '../../pulled/fence.ts';
import type { Asking } from '../asking.ts';
import type { Deliver } from '../delivery/delivery.ts';
import type { ShardSnapshot } from '../events.ts';
import type { Checkpoint, Lease } from '../lease-port.ts';
import type { Entry } from '../records/entry.ts';
import type { RawRecord } from '../records/record-form.ts';
import type { FanOutPort, StreamPort } from '../stream-port.ts';
import { FanOutReader } from './fan-out-reader.ts';
import { Intake } from './intake.ts';
import { positionOf } from './position.ts';
import type { Ending, Reader, ReaderListener, ReaderParts } from './reader.ts';
import { ShardReader } from './shard-reader.ts';

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
  readonly deliverUnder: (fence: Fence) => Deliver;
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
  readonly #intake: Intake;
  readonly #reader: Reader;
  readonly #stopReading = new AbortController();
  #stored: Checkpoint;
  #storedAt: number;
  #behindMs: number | undefined;
  #drains: (() => void)[] = [];

  constructor(held: Held, options: SessionOptions, parts: SessionParts) {
    const { clock, stream, fanOut, budget, ahead, listener } = parts;
    this.shardId = held.lease.key;
    this.#held = held;
    this.#parts = parts;
    this.#stored = held.lease.checkpoint;
    this.#storedAt = clock.now();
    const budgets = [new ByteBudget(options.maxShardBytes), budget];
    this.#intake = new Intake({
      shardId: this.shardId,
      from: this.#stored,
      signal: held.signal,
      budgets,
      ahead,
      entriesOf: parts.entriesOf,
      deliver: parts.deliverUnder(held),
      givenUp: (thrown) => this.#givenUp(thrown),
      idle: () => this.#idle(),
    });
    const from = positionOf(held.lease, options.startMs);
    const reading: ReaderParts = {
      clock,
      stream,
      shardId: this.shardId,
      budgets,
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
      take: (records) => this.#intake.take(records),
    };
    const passed = (sequenceNumber: string): void => this.#intake.pass(sequenceNumber);
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
    while (!this.#intake.isIdle) {
      const drained = new Promise<void>((resolve) => this.#drains.push(resolve));
      await unlessAborted(drained, this.#held.signal);
    }
  }

  /** Stores how far all is durable, if that has changed. */
  async checkpoint(): Promise<void> {
    const { contiguous } = this.#intake;
    if (contiguous === undefined || contiguous === this.#stored)
      this.#storedAt = this.#intake.isIdle ? this.#parts.clock.now() : this.#storedAt;
    else if (await this.#held.checkpoint(contiguous)) {
      this.#stored = contiguous;
      this.#storedAt = this.#parts.clock.now();
    }
  }

  snapshot(): ShardSnapshot {
    const { clock } = this.#parts;
    const { oldestAt } = this.#intake;
    return {
      shardId: this.shardId,
      millisBehindLatest: this.#behindMs,
      checkpointAgeMs: clock.now() - this.#storedAt,
      oldestMs: oldestAt === undefined ? 0 : Math.max(0, clock.wallNow() - oldestAt),
    };
  }

  #idle(): void {
    for (const drained of this.#drains.splice(0)) drained();
  }

  #givenUp(thrown: unknown): void {
    // Where the right to do it has ended, whoever holds the shard next reads it again.
    if (!this.#held.signal.aborted) this.#parts.undelivered(thrown);
  }
}

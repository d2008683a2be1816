import type { Clock } from '../../../kernel/clock.ts';
import { sleep } from '../../../kernel/sleep.ts';
import { Backoff } from '../delivery/backoff.ts';
import { type Page, type Position, StreamError, type StreamFault, type StreamPort, type StreamRecord } from '../stream-port.ts';
import type { ByteBudget } from './byte-budget.ts';
import { PageSize } from './page-size.ts';

/** Kinesis allows a shard five GetRecords a second, of all its consumers together, and 2 MiB. */
const SHORTEST_MS = 200;
const BYTES_PER_MS = (2 * 1024 * 1024) / 1000;

/** The limits of a shard are those of a second: who was throttled need not wait for long. */
const LONGEST_WAIT_MS = 5_000;

/** An iterator lives five minutes; one that has waited longer than this is not worth a try. */
const ITERATOR_MS = 270_000;

export interface ReaderListener {
  read(records: number, bytes: number, millisBehindLatest: number | undefined): void;
  /** An iterator had to be opened again. */
  reopened(): void;
  fault(fault: StreamFault, message: string): void;
}

export interface ReaderParts {
  readonly clock: Clock;
  readonly stream: StreamPort;
  readonly shardId: string;
  /** Of the whole stream, and of this shard: room is taken in both before a page is read. */
  readonly budgets: readonly ByteBudget[];
  /** Of all shards: what is read and not taken by the endpoint yet. While it is full no page is read; a page that is may overfill it. */
  readonly ahead?: ByteBudget;
  /** How long to wait at the tip before looking again, in milliseconds. */
  readonly idleMs: number;
  /** What came later than this is not read, nor waited for, in milliseconds since the Unix epoch; undefined: all is. */
  readonly untilMs?: number | undefined;
  readonly listener: ReaderListener;
  /** Takes the records of a page over. @returns the bytes that they hold until they are done, to be given back by whoever takes them */
  readonly take: (records: readonly StreamRecord[]) => number;
}

/** Why there is nothing more to read: the shard has ended, or what was asked for has. */
export type Ending = 'shard' | 'bound';

/** What a shard gives that has expired with all its records. */
const GONE: Page = { records: [], next: undefined, millisBehindLatest: undefined };

/** Reads one shard, page after page, as fast as there is room and Kinesis allows; knows nothing of what records are for. */
export class ShardReader {
  readonly #parts: ReaderParts;
  readonly #pageSize: PageSize;
  readonly #backoff: Backoff;
  #position: Position;
  #iterator: { readonly text: string; readonly since: number } | undefined;

  constructor(from: Position, parts: ReaderParts, pageSize = new PageSize()) {
    this.#position = from;
    this.#parts = parts;
    this.#pageSize = pageSize;
    this.#backoff = new Backoff(parts.clock, LONGEST_WAIT_MS);
  }

  /** Resolves behind the last record of a closed shard, or at the bound. @throws what the signal was aborted with, and nothing else */
  async toItsEnd(signal: AbortSignal): Promise<Ending> {
    for (;;) {
      await this.#makeRoom(signal);
      const startedAt = this.#parts.clock.now();
      const page = await this.#page(signal);
      if (page === undefined) continue;
      const ending = endingOf(page, this.#parts.untilMs);
      if (ending !== undefined) return ending;
      await sleep(this.#parts.clock, this.#pauseAfter(page, startedAt), signal);
    }
  }

  async #makeRoom(signal: AbortSignal): Promise<void> {
    const { bytes } = this.#pageSize;
    const taken: ByteBudget[] = [];
    try {
      await this.#parts.ahead?.take(0, signal);
      for (const budget of this.#parts.budgets) {
        await budget.take(bytes, signal);
        taken.push(budget);
      }
    } catch (thrown) {
      for (const budget of taken) budget.giveBack(bytes);
      throw thrown;
    }
  }

  /** One page, handed over; undefined where there was none, and room was given back. */
  async #page(signal: AbortSignal): Promise<Page | undefined> {
    let held = 0;
    try {
      const page = await this.#read(signal);
      signal.throwIfAborted();
      held = this.#handOver(page);
      this.#backoff.reset();
      return page;
    } catch (thrown) {
      if (!(thrown instanceof StreamError)) throw thrown;
      if (thrown.fault === 'missing' && (await this.#hasExpired())) return GONE;
      await this.#afterFault(thrown, signal);
      return undefined;
    } finally {
      this.#parts.ahead?.correct(held);
      for (const budget of this.#parts.budgets) budget.correct(held - this.#pageSize.bytes);
    }
  }

  async #read(signal: AbortSignal): Promise<Page> {
    const { stream, shardId, clock } = this.#parts;
    if (this.#iterator !== undefined && clock.now() - this.#iterator.since > ITERATOR_MS) this.#forgetIterator();
    if (this.#iterator === undefined) {
      const latestSince = stream.now();
      const text = await stream.iterator(shardId, this.#position);
      signal.throwIfAborted();
      this.#iterator = { text, since: clock.now() };
      // Another iterator at LATEST would skip what has come in between.
      if (this.#position.kind === 'LATEST') this.#position = { kind: 'AT_TIMESTAMP', wallMs: latestSince };
    }
    return stream.records(this.#iterator.text, this.#pageSize.limit);
  }

  #handOver({ records: all, next, millisBehindLatest }: Page): number {
    const { clock, listener, take, untilMs } = this.#parts;
    const records = all.slice(0, within(all, untilMs));
    const last = records.at(-1);
    const bytes = records.reduce((sum, { data }) => sum + data.length, 0);
    this.#pageSize.learn(records.length, bytes);
    // What was read is never read again, wherever the checkpoint stands by then.
    if (last !== undefined) this.#position = { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last.sequenceNumber };
    this.#iterator = next === undefined ? undefined : { text: next, since: clock.now() };
    listener.read(records.length, bytes, millisBehindLatest);
    return take(records);
  }

  /** Whether the stream has forgotten the shard, which it does once the last of its records is too old. */
  async #hasExpired(): Promise<boolean> {
    try {
      const shards = await this.#parts.stream.shards();
      return shards.length > 0 && shards.every(({ id }) => id !== this.#parts.shardId);
    } catch (thrown) {
      if (thrown instanceof StreamError) return false;
      throw thrown;
    }
  }

  async #afterFault({ fault, message }: StreamError, signal: AbortSignal): Promise<void> {
    this.#parts.listener.fault(fault, message);
    if (fault === 'expired') return this.#forgetIterator();
    await this.#backoff.wait(0, signal);
  }

  #forgetIterator(): void {
    this.#iterator = undefined;
    this.#parts.listener.reopened();
  }

  #pauseAfter(page: Page, startedAt: number): number {
    const bytes = page.records.reduce((sum, { data }) => sum + data.length, 0);
    const pause = isAtTip(page) ? this.#parts.idleMs : Math.max(SHORTEST_MS, bytes / BYTES_PER_MS);
    return Math.max(0, startedAt + pause - this.#parts.clock.now());
  }
}

/** How many records of a page, of the first ones, were there in time. */
function within(records: readonly StreamRecord[], untilMs = Number.POSITIVE_INFINITY): number {
  const late = records.findIndex(({ arrivedAt }) => arrivedAt > untilMs);
  return late < 0 ? records.length : late;
}

function endingOf(page: Page, untilMs: number | undefined): Ending | undefined {
  if (within(page.records, untilMs) < page.records.length) return 'bound';
  if (page.next === undefined) return 'shard';
  return untilMs !== undefined && isAtTip(page) ? 'bound' : undefined;
}

function isAtTip({ records, millisBehindLatest }: Page): boolean {
  return records.length === 0 && (millisBehindLatest ?? 0) === 0;
}

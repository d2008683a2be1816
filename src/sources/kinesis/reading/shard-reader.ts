import { Backoff } from '../../../kernel/backoff.ts';
import { sleep } from '../../../kernel/sleep.ts';
import type { ByteBudget } from '../../pulled/byte-budget.ts';
import { type Page, type Position, StreamError } from '../stream-port.ts';
import { hasExpired } from './expired.ts';
import { PageSize } from './page-size.ts';
import { bytesOf, type Ending, endingOf, isAtTip, type Reader, type ReaderParts, within } from './reader.ts';

/** Kinesis allows a shard five GetRecords a second, of all its consumers together, and 2 MiB. */
const SHORTEST_MS = 200;
const BYTES_PER_MS = (2 * 1024 * 1024) / 1000;

/** The limits of a shard are those of a second: who was throttled need not wait for long. */
const LONGEST_WAIT_MS = 5_000;

/** An iterator lives five minutes; one that has waited longer than this is not worth a try. */
const ITERATOR_MS = 270_000;

/** What a shard gives that has expired with all its records. */
const GONE: Page = { records: [], next: undefined, millisBehindLatest: undefined };

/** Reads one shard, page after page, as fast as there is room and Kinesis allows; knows nothing of what records are for. */
export class ShardReader implements Reader {
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

  async toItsEnd(signal: AbortSignal): Promise<Ending> {
    for (;;) {
      await this.#makeRoom(signal);
      const startedAt = this.#parts.clock.now();
      const page = await this.#page(signal);
      if (page === undefined) continue;
      const ending = endingOf(page, page.next === undefined, this.#parts.untilMs);
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
      if (thrown.fault === 'missing' && (await hasExpired(this.#parts))) return GONE;
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
    const bytes = bytesOf(records);
    this.#pageSize.learn(records.length, bytes);
    // What was read is never read again, wherever the checkpoint stands by then.
    if (last !== undefined) this.#position = { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last.sequenceNumber };
    this.#iterator = next === undefined ? undefined : { text: next, since: clock.now() };
    listener.read(records.length, bytes, millisBehindLatest);
    return take(records);
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
    const pause = isAtTip(page) ? this.#parts.idleMs : Math.max(SHORTEST_MS, bytesOf(page.records) / BYTES_PER_MS);
    return Math.max(0, startedAt + pause - this.#parts.clock.now());
  }
}

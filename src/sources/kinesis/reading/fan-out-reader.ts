import { Backoff } from '../../../kernel/backoff.ts';
import { onAbort } from '../../../kernel/on-abort.ts';
import { sleep } from '../../../kernel/sleep.ts';
import { type FanOutPort, type Position, StreamError, type Told } from '../stream-port.ts';
import { hasExpired } from './expired.ts';
import { bytesOf, type Ending, endingOf, type Reader, type ReaderParts, within } from './reader.ts';
import { Subscription } from './subscription.ts';

/** Kinesis refuses a subscription within five seconds of the one before, and lets a later one take its place. */
const APART_MS = 5_250;

/**
 * How long a subscription waits for room. To close it earlier would gain nothing, as the next one has to wait for as long; and
 * what waits meanwhile is no more than what HTTP/2 lets be on the wire.
 */
const PATIENCE_MS = 5_000;

/** Kinesis allows one call a second of a consumer and shard. */
const AFTER_FAULT_MS = 1_000;
const LONGEST_WAIT_MS = 5_000;

export interface FanOutParts extends ReaderParts {
  readonly fanOut: FanOutPort;
  /** Everything up to this sequence number, which is behind that of the last record taken over, has been told. */
  readonly passed: (sequenceNumber: string) => void;
}

/**
 * Reads one shard as it is pushed, subscription after subscription. Each goes on AFTER the last continuation (KCL does the same),
 * so what was handed over is never told again and nothing is left out; the first begins where it is told to, which may be AT a
 * continuation that no record has: Kinesis takes that too.
 */
export class FanOutReader implements Reader {
  readonly #parts: FanOutParts;
  readonly #backoff: Backoff;
  #position: Position;
  #subscriptions = 0;
  /** When the last subscription was known to be one. */
  #subscribedAt = Number.NEGATIVE_INFINITY;

  constructor(from: Position, parts: FanOutParts) {
    this.#position = from;
    this.#parts = parts;
    this.#backoff = new Backoff(parts.clock, LONGEST_WAIT_MS);
  }

  async toItsEnd(signal: AbortSignal): Promise<Ending> {
    const { clock } = this.#parts;
    for (;;) {
      await sleep(clock, Math.max(0, this.#subscribedAt + APART_MS - clock.now()), signal);
      await this.#room(signal);
      const ending = await this.#attempt(signal);
      if (ending !== undefined) return ending;
    }
  }

  async #attempt(signal: AbortSignal): Promise<Ending | undefined> {
    try {
      return await this.#subscription(signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof StreamError)) throw thrown;
      if (thrown.fault === 'missing' && (await hasExpired(this.#parts))) return 'shard';
      await this.#afterFault(thrown, signal);
      return undefined;
    }
  }

  /** One subscription, until Kinesis ends it or there has been no room for too long; then undefined. */
  async #subscription(signal: AbortSignal): Promise<Ending | undefined> {
    const subscription = this.#subscribe(signal);
    try {
      while (await this.#hasRoomInTime(signal)) {
        const told = await this.#next(subscription);
        signal.throwIfAborted();
        if (told === undefined) return undefined;
        this.#handOver(told);
        const ending = endingOf(told, told.continuation === undefined, this.#parts.untilMs);
        if (ending !== undefined) return ending;
      }
      return undefined;
    } finally {
      subscription.close();
    }
  }

  #subscribe(signal: AbortSignal): Subscription {
    const { clock, stream, fanOut, shardId, listener } = this.#parts;
    const from = this.#position;
    // Another subscription at LATEST would skip what has come in between.
    if (from.kind === 'LATEST') this.#position = { kind: 'AT_TIMESTAMP', wallMs: stream.now() };
    if (this.#subscriptions > 0) listener.reopened();
    this.#subscriptions += 1;
    return new Subscription(clock, (ending) => fanOut.subscribe(shardId, from, ending), signal);
  }

  async #next(subscription: Subscription): Promise<Told | undefined> {
    const isFirst = !subscription.hasTold;
    const told = await subscription.next();
    if (isFirst) this.#subscribedAt = this.#parts.clock.now();
    this.#backoff.reset();
    return told;
  }

  #handOver({ records: all, continuation, millisBehindLatest }: Told): void {
    const { listener, take, untilMs, budgets, ahead } = this.#parts;
    const records = all.slice(0, within(all, untilMs));
    listener.read(records.length, bytesOf(records), millisBehindLatest);
    const held = take(records);
    ahead?.correct(held);
    for (const budget of budgets) budget.correct(held);
    // What came too late is left to whoever reads on: a checkpoint must not stand behind it.
    this.#reach(records.at(-1)?.sequenceNumber, records.length < all.length ? undefined : continuation);
  }

  #reach(last: string | undefined, continuation: string | undefined): void {
    const before = last ?? ('sequenceNumber' in this.#position ? this.#position.sequenceNumber : undefined);
    const isPast = continuation !== undefined && (before === undefined || BigInt(continuation) > BigInt(before));
    const reached = isPast ? continuation : last;
    if (reached !== undefined) this.#position = { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: reached };
    if (isPast) this.#parts.passed(continuation);
  }

  async #afterFault({ fault, message }: StreamError, signal: AbortSignal): Promise<void> {
    const { listener, clock } = this.#parts;
    listener.fault(fault, message);
    const leastMs = fault === 'throttled' ? APART_MS : AFTER_FAULT_MS;
    await this.#backoff.wait(leastMs * (1 + 0.5 * clock.random()), signal);
  }

  /** Resolves when no budget is full. @throws what the signal was aborted with */
  async #room(signal: AbortSignal): Promise<void> {
    const { budgets, ahead } = this.#parts;
    await ahead?.take(0, signal);
    for (const budget of budgets) await budget.take(0, signal);
  }

  async #hasRoomInTime(signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#parts;
    const waiting = new AbortController();
    const stay = onAbort(signal, () => waiting.abort(signal.reason));
    const cancel = clock.at(clock.now() + PATIENCE_MS, () => waiting.abort(new Error('no room')));
    try {
      await this.#room(waiting.signal);
      return true;
    } catch {
      signal.throwIfAborted();
      return false;
    } finally {
      stay();
      cancel();
    }
  }
}

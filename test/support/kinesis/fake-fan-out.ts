import type { Clock } from '../../../src/kernel/clock.ts';
import { onAbort } from '../../../src/kernel/on-abort.ts';
import { sleep } from '../../../src/kernel/sleep.ts';
import {
  type FanOutPort,
  type Position,
  StreamError,
  type StreamFault,
  type Told,
} from '../../../src/sources/kinesis/stream-port.ts';
import type { FakeReads } from './fake-reads.ts';
import type { FakeShards } from './fake-shards.ts';
import type { FakeWire } from './fake-wire.ts';

const APART_MS = 5_000;
const IDLE_MS = 5_000;
const POLL_MS = 100;

/** What one event may hold. */
const MAX_RECORDS = 1_000;

interface Live {
  readonly since: number;
  readonly end: AbortController;
}

/**
 * SubscribeToShard in the process, as it is documented: one subscription of a shard at a time, whose place a later one takes after
 * five seconds and not before; it ends after five minutes, and at the end of a closed shard. An event is made when it is asked for.
 */
export class FakeFanOut implements FanOutPort {
  /** @default what Kinesis has */
  subscriptionMs = 300_000;
  /** Subscriptions tell nothing, and do not end. */
  isSilent = false;
  /** Where each subscription began, and when. */
  readonly began: { readonly shardId: string; readonly from: Position; readonly at: number }[] = [];
  readonly #clock: Clock;
  readonly #shards: FakeShards;
  readonly #reads: FakeReads;
  readonly #wire: FakeWire<StreamFault>;
  readonly #live = new Map<string, Live>();
  #open = 0;

  constructor(clock: Clock, shards: FakeShards, reads: FakeReads, wire: FakeWire<StreamFault>) {
    this.#clock = clock;
    this.#shards = shards;
    this.#reads = reads;
    this.#wire = wire;
  }

  /** Connections that are open. */
  get open(): number {
    return this.#open;
  }

  ready(): Promise<void> {
    return this.#wire.carry('ready', () => undefined);
  }

  async *subscribe(shardId: string, from: Position, signal: AbortSignal): AsyncGenerator<Told, undefined> {
    this.#open += 1;
    const stay = onAbort(signal, () => (this.#open -= 1));
    try {
      const { end, iterator } = await this.#wire.carry('subscribe', () => this.#begin(shardId, from));
      yield* this.#tell(iterator, AbortSignal.any([end.signal, signal]));
    } finally {
      stay();
      if (!signal.aborted) this.#open -= 1;
    }
  }

  /** All subscriptions break. */
  drop(): void {
    for (const { end } of this.#live.values()) end.abort(new StreamError('unavailable', 'the connection is broken'));
  }

  /** Somebody else subscribes. */
  takeOver(shardId: string): void {
    this.#begin(shardId, { kind: 'LATEST' });
  }

  #begin(shardId: string, from: Position): { end: AbortController; iterator: string } {
    const now = this.#clock.now();
    const live = this.#live.get(shardId);
    if (live !== undefined && now - live.since < APART_MS) throw inUse(shardId);
    const iterator = this.#reads.iterator(shardId, from);
    live?.end.abort(inUse(shardId));
    const end = new AbortController();
    this.#live.set(shardId, { since: now, end });
    this.began.push({ shardId, from, at: now });
    return { end, iterator };
  }

  async *#tell(first: string, signal: AbortSignal): AsyncGenerator<Told> {
    const until = this.#clock.now() + this.subscriptionMs;
    let iterator = first;
    let toldAt = Number.NEGATIVE_INFINITY;
    for (; this.isSilent || this.#clock.now() < until; await sleep(this.#clock, POLL_MS, signal)) {
      if (this.isSilent) continue;
      const { records, next, millisBehindLatest } = this.#reads.page(iterator, MAX_RECORDS);
      if (records.length === 0 && next !== undefined && this.#clock.now() - toldAt < IDLE_MS) continue;
      toldAt = this.#clock.now();
      yield { records, continuation: next && this.#continuation(records.at(-1)?.sequenceNumber), millisBehindLatest };
      if (next === undefined) return;
      iterator = next;
    }
  }

  /** Behind all that there is, where nothing is left to be told: the number of no record, then. */
  #continuation(last: string | undefined): string {
    return last ?? String(this.#shards.sequence - 1n);
  }
}

function inUse(shardId: string): StreamError {
  return new StreamError('throttled', `ResourceInUseException: ${shardId} is subscribed to`);
}

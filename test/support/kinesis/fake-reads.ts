import type { Clock } from '../../../src/kernel/clock.ts';
import { type Page, type Position, StreamError } from '../../../src/sources/kinesis/stream-port.ts';
import { ReadLimit } from './fake-limits.ts';
import type { FakeShard, Slice } from './fake-shard.ts';
import type { FakeShards } from './fake-shards.ts';

const ITERATOR_LIVES_MS = 300_000;

/** `from` is the first sequence number to be read. */
interface Place {
  readonly shardId: string;
  readonly from: bigint;
}

export interface ReadOptions {
  readonly limits?: { readonly reads?: boolean };
  readonly emptyPages?: number;
  readonly endsWithRecords?: boolean;
}

/** GetShardIterator and GetRecords. An iterator holds its place itself; it may be used again for as long as it lives. */
export class FakeReads {
  readonly #clock: Clock;
  readonly #shards: FakeShards;
  readonly #options: ReadOptions;
  readonly #limits = new Map<string, ReadLimit>();

  constructor(clock: Clock, shards: FakeShards, options: ReadOptions) {
    this.#clock = clock;
    this.#shards = shards;
    this.#options = options;
  }

  iterator(shardId: string, position: Position): string {
    const shard = this.#shards.get(shardId);
    if (this.#isLimited && !this.#limit(shardId).takeIterator(this.#clock.now())) throw throttled(shardId);
    return this.#encode({ shardId, from: this.#firstOf(shard, position) });
  }

  page(iterator: string, limit: number): Page {
    if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw invalid(`a limit of ${limit}`);
    const { shardId, from } = this.#decode(iterator);
    const shard = this.#shards.get(shardId);
    const now = this.#clock.now();
    if (this.#isLimited && !this.#limit(shardId).takePage(now)) throw throttled(shardId);
    const slice = shard.slice(from, this.#isEmptyForOnce() ? 0 : limit);
    this.#limit(shardId).read(slice.bytes, now);
    return {
      records: slice.records,
      next: this.#isEnd(shard, slice) ? undefined : this.#encode({ shardId, from: slice.from }),
      millisBehindLatest:
        slice.nextArrivedAt === undefined ? 0 : Math.max(0, Math.floor(this.#clock.wallNow()) - slice.nextArrivedAt),
    };
  }

  #isEnd({ closed }: FakeShard, { records, nextArrivedAt }: Slice): boolean {
    if (closed === undefined || nextArrivedAt !== undefined) return false;
    return records.length === 0 || this.#options.endsWithRecords === true;
  }

  #firstOf(shard: FakeShard, position: Position): bigint {
    switch (position.kind) {
      case 'TRIM_HORIZON':
        return shard.firstSequence;
      case 'LATEST':
        return this.#shards.sequence;
      case 'AT_TIMESTAMP':
        if (position.wallMs > this.#clock.wallNow()) throw invalid(`a time stamp in the future, ${position.wallMs}`);
        return shard.sequenceAt(position.wallMs) ?? this.#shards.sequence;
      case 'AT_SEQUENCE_NUMBER':
        return this.#own(shard, position.sequenceNumber);
      case 'AFTER_SEQUENCE_NUMBER':
        return this.#own(shard, position.sequenceNumber) + 1n;
    }
  }

  #own(shard: FakeShard, sequenceNumber: string): bigint {
    const sequence = /^\d+$/.test(sequenceNumber) ? BigInt(sequenceNumber) : -1n;
    const behind = shard.closed?.sequence ?? this.#shards.sequence;
    if (sequence < shard.firstSequence || sequence > behind)
      throw invalid(`the sequence number ${sequenceNumber} for ${shard.id}`);
    return sequence;
  }

  get #isLimited(): boolean {
    return this.#options.limits?.reads !== false;
  }

  #isEmptyForOnce(): boolean {
    const { emptyPages = 0 } = this.#options;
    return emptyPages > 0 && this.#clock.random() < emptyPages;
  }

  #limit(shardId: string): ReadLimit {
    const limit = this.#limits.get(shardId) ?? new ReadLimit();
    this.#limits.set(shardId, limit);
    return limit;
  }

  #encode({ shardId, from }: Place): string {
    return Buffer.from(`${shardId}/${from}/${this.#clock.now()}`).toString('base64');
  }

  #decode(iterator: string): Place {
    const [, shardId, from, since] = /^(.+)\/(\d+)\/(.+)$/.exec(Buffer.from(iterator, 'base64').toString()) ?? [];
    if (shardId === undefined || from === undefined) throw invalid('an iterator that is none');
    if (this.#clock.now() - Number(since) > ITERATOR_LIVES_MS) throw new StreamError('expired', 'The iterator has expired');
    return { shardId, from: BigInt(from) };
  }
}

function throttled(shardId: string): StreamError {
  return new StreamError('throttled', `Rate exceeded for shard ${shardId}`);
}

/** InvalidArgumentException, for which the port has no fault of its own. */
function invalid(what: string): StreamError {
  return new StreamError('unavailable', `Invalid: ${what}`);
}

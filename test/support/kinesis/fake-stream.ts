import type { Clock } from '../../../src/kernel/clock.ts';
import {
  type Page,
  type Position,
  type Shard,
  StreamError,
  type StreamFacts,
  type StreamFault,
  type StreamPort,
  type StreamRecord,
} from '../../../src/sources/kinesis/stream-port.ts';
import { FakeFanOut } from './fake-fan-out.ts';
import { FakeReads } from './fake-reads.ts';
import type { FakeShard } from './fake-shard.ts';
import { FakeShards } from './fake-shards.ts';
import { FakeWire } from './fake-wire.ts';
import { FakeWrites, type PutEntry, type PutOutcome } from './fake-writes.ts';
import { hashKeyOf, LAST_HASH_KEY } from './hash-key.ts';

export interface FakeStreamOptions {
  /** @default `input` */
  readonly name?: string;
  /** @default 1 */
  readonly shards?: number;
  /** @default 24 */
  readonly retentionHours?: number;
  /** Records are placed at random and read without their partition keys. @default false */
  readonly ignoresKeys?: boolean;
  /** Of a record with its partition key. @default 1 MiB */
  readonly maxRecordBytes?: number;
  /** Whether the limits of Kinesis hold. @default both */
  readonly limits?: { readonly reads?: boolean; readonly writes?: boolean };
  /** The share of the pages that come empty though there are records, as Kinesis may do. @default 0 */
  readonly emptyPages?: number;
  /** Whether the page with the last records of a closed shard is its last; else an empty one follows. @default false */
  readonly endsWithRecords?: boolean;
}

/**
 * A Kinesis stream in the process, on a clock: what the service is documented to do, and what goes wrong with it. Its producer
 * and its operator reach it without limits and faults; its reader and `putRecords` go over the wire.
 */
export class FakeStream implements StreamPort {
  readonly wire: FakeWire<StreamFault>;
  /** What befalls single records of `putRecords`. */
  readonly writes: FakeWrites;
  /** Its enhanced fan-out, which goes over the same wire. */
  readonly fanOut: FakeFanOut;
  readonly #clock: Clock;
  readonly #facts: Omit<StreamFacts, 'retentionHours'>;
  readonly #shards: FakeShards;
  readonly #reads: FakeReads;

  constructor(clock: Clock, options: FakeStreamOptions = {}) {
    this.#clock = clock;
    this.#facts = {
      arn: `arn:aws:kinesis:us-east-1:000000000000:stream/${options.name ?? 'input'}`,
      ignoresKeys: options.ignoresKeys ?? false,
      maxRecordBytes: options.maxRecordBytes ?? 1024 * 1024,
    };
    this.wire = new FakeWire(clock, (fault, message) => new StreamError(fault, message));
    this.#shards = new FakeShards(clock, options.shards ?? 1, options.retentionHours ?? 24);
    this.#reads = new FakeReads(clock, this.#shards, options);
    const { endsWithRecords = false } = options;
    const pushed = new FakeReads(clock, this.#shards, { limits: { reads: false }, endsWithRecords });
    this.fanOut = new FakeFanOut(clock, this.#shards, pushed, this.wire);
    this.writes = new FakeWrites(clock, (entry) => this.#shardFor(entry), options);
  }

  now(): number {
    return this.#clock.wallNow();
  }

  describe(): Promise<StreamFacts> {
    return this.wire.carry('describe', () => ({ ...this.#facts, retentionHours: this.#shards.retentionHours }));
  }

  shards(): Promise<readonly Shard[]> {
    return this.wire.carry('shards', () => this.#shards.kept().map((shard) => shard.facts));
  }

  iterator(shardId: string, from: Position): Promise<string> {
    return this.wire.carry('iterator', () => this.#reads.iterator(shardId, from));
  }

  records(iterator: string, limit: number): Promise<Page> {
    return this.wire.carry('records', () => this.#reads.page(iterator, limit));
  }

  /** PutRecords: each record has an outcome of its own. @throws {StreamError} when the call failed as a whole */
  putRecords(entries: readonly PutEntry[]): Promise<readonly PutOutcome[]> {
    return this.wire.carry('putRecords', () => this.writes.put(entries, (entry, shard) => this.#append(entry, shard)));
  }

  /** A producer's record, which always arrives. */
  put(partitionKey: string, data: string | Buffer, explicitHashKey?: string): { shardId: string; sequenceNumber: string } {
    const entry = { partitionKey, data: Buffer.from(data), ...(explicitHashKey !== undefined && { explicitHashKey }) };
    const shard = this.#shardFor(entry);
    return { shardId: shard.id, sequenceNumber: this.#append(entry, shard) };
  }

  /** @returns the ids of the children; the second begins at `newStartingHashKey`, the middle where it is left out */
  split(shardId: string, newStartingHashKey?: string): [string, string] {
    return this.#shards.split(shardId, newStartingHashKey === undefined ? undefined : BigInt(newStartingHashKey));
  }

  /** @returns the id of the child */
  merge(shardId: string, adjacentShardId: string): string {
    return this.#shards.merge(shardId, adjacentShardId);
  }

  /** The next so many reads find their iterators expired. */
  expireIterators(calls: number): void {
    this.wire.interfere({ how: 'refused', fault: 'expired', operations: ['records'], times: calls });
  }

  /** Nothing is answered for so long. */
  outage(forMs: number, how: 'refused' | 'hung' = 'refused'): void {
    this.wire.interfere({ how, forMs });
  }

  setRetention(hours: number): void {
    this.#shards.retentionHours = hours;
  }

  /** What a shard holds now is gone, as though its time had come; a closed shard goes with it. */
  trim(shardId: string): void {
    this.#shards.get(shardId).trim(Number.POSITIVE_INFINITY);
    this.#shards.forgetClosed(shardId);
  }

  /** The ids of the shards that take records. */
  open(): readonly string[] {
    return this.#shards.kept().flatMap(({ id, closed }) => (closed === undefined ? [id] : []));
  }

  /** All that is kept, shard after shard, to be looked at by a test. */
  contents(): readonly (StreamRecord & { readonly shardId: string })[] {
    return this.#shards.kept().flatMap(({ id, records }) => records.map((record) => ({ ...record, shardId: id })));
  }

  #shardFor({ partitionKey, explicitHashKey }: PutEntry): FakeShard {
    if (this.#facts.ignoresKeys) return this.#shards.openFor((LAST_HASH_KEY * BigInt(this.#percent())) / 100n);
    return this.#shards.openFor(explicitHashKey === undefined ? hashKeyOf(partitionKey) : BigInt(explicitHashKey));
  }

  #percent(): number {
    return Math.floor(this.#clock.random() * 100);
  }

  #append({ partitionKey, data }: PutEntry, shard: FakeShard): string {
    const sequence = this.#shards.nextSequence();
    shard.append(sequence, {
      sequenceNumber: String(sequence),
      partitionKey: this.#facts.ignoresKeys ? undefined : partitionKey,
      data,
      arrivedAt: Math.floor(this.#clock.wallNow()),
    });
    return String(sequence);
  }
}

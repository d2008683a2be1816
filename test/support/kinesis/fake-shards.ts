import type { Clock } from '../../../src/kernel/clock.ts';
import { StreamError } from '../../../src/sources/kinesis/stream-port.ts';
import { FakeShard } from './fake-shard.ts';
import { evenRanges, type HashRange } from './hash-key.ts';

export const HOUR_MS = 3_600_000;

/** A few records before sequence numbers get one digit longer: whoever compares them as text is found out. */
const FIRST_SEQUENCE = 10n ** 20n - 30n;

/** The shards of a stream: how they come to be, are closed, and go. */
export class FakeShards {
  retentionHours: number;
  readonly #clock: Clock;
  #shards: FakeShard[] = [];
  #created = 0;
  #sequence = FIRST_SEQUENCE;

  constructor(clock: Clock, count: number, retentionHours: number) {
    this.#clock = clock;
    this.retentionHours = retentionHours;
    for (const range of evenRanges(count)) this.#create([], range);
  }

  /** Not below any that was given out: where LATEST is. */
  get sequence(): bigint {
    return this.#sequence;
  }

  nextSequence(): bigint {
    this.#sequence += 3n;
    return this.#sequence - 3n;
  }

  /** Those that can be read, without what has grown too old: a closed shard goes as its last record may. */
  kept(): readonly FakeShard[] {
    const oldest = this.#clock.wallNow() - this.retentionHours * HOUR_MS;
    for (const shard of this.#shards) shard.trim(oldest);
    this.#shards = this.#shards.filter(({ closed }) => closed === undefined || closed.wallMs >= oldest);
    return this.#shards;
  }

  /** @throws {StreamError} when there is none */
  get(shardId: string): FakeShard {
    const shard = this.kept().find(({ id }) => id === shardId);
    if (shard === undefined) throw new StreamError('missing', `There is no shard ${shardId}`);
    return shard;
  }

  openFor(hashKey: bigint): FakeShard {
    const shard = this.#shards.find((each) => each.isOpenFor(hashKey));
    if (shard === undefined) throw new RangeError(`Expected a hash key of 128 bits, got ${hashKey}`);
    return shard;
  }

  split(shardId: string, newStart: bigint | undefined): [string, string] {
    const { range } = this.#open(shardId);
    const middle = newStart ?? (range.start + range.end + 1n) / 2n;
    if (middle <= range.start || middle > range.end) throw new RangeError(`Expected a hash key inside of ${shardId}`);
    this.#close(shardId);
    return [
      this.#create([shardId], { start: range.start, end: middle - 1n }),
      this.#create([shardId], { start: middle, end: range.end }),
    ];
  }

  merge(shardId: string, adjacentShardId: string): string {
    const [one, other] = [this.#open(shardId).range, this.#open(adjacentShardId).range];
    const range = one.start < other.start ? { start: one.start, end: other.end } : { start: other.start, end: one.end };
    if (one.end + 1n !== other.start && other.end + 1n !== one.start)
      throw new RangeError(`Expected ${shardId} and ${adjacentShardId} to be adjacent`);
    this.#close(shardId);
    this.#close(adjacentShardId);
    return this.#create([shardId, adjacentShardId], range);
  }

  /** A closed shard is there no longer. */
  forgetClosed(shardId: string): void {
    this.#shards = this.#shards.filter(({ id, closed }) => id !== shardId || closed === undefined);
  }

  #open(shardId: string): FakeShard {
    const shard = this.get(shardId);
    if (shard.closed !== undefined) throw new RangeError(`Expected ${shardId} to be open`);
    return shard;
  }

  #close(shardId: string): void {
    this.get(shardId).closed = { sequence: this.nextSequence(), wallMs: this.#clock.wallNow() };
  }

  #create(parents: readonly string[], range: HashRange): string {
    const id = `shardId-${String(this.#created).padStart(12, '0')}`;
    this.#created += 1;
    this.#shards.push(new FakeShard(id, parents, range, this.nextSequence()));
    return id;
  }
}

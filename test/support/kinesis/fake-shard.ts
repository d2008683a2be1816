import type { Shard, StreamRecord } from '../../../src/sources/kinesis/stream-port.ts';
import type { HashRange } from './hash-key.ts';

const MIB = 1_048_576;
const MAX_PAGE_BYTES = 10 * MIB;

interface Stored {
  readonly sequence: bigint;
  readonly record: StreamRecord;
}

/** What a reader got, and where it goes on. */
export interface Slice {
  readonly records: readonly StreamRecord[];
  readonly bytes: number;
  /** The first sequence number not looked at. */
  readonly from: bigint;
  /** The arrival of the first record behind it. */
  readonly nextArrivedAt: number | undefined;
}

/** One shard: a log of records in order of their sequence numbers. */
export class FakeShard {
  readonly id: string;
  readonly parents: readonly string[];
  readonly range: HashRange;
  readonly firstSequence: bigint;
  /** The first sequence number that it never gives out, and when it was closed. */
  closed: { readonly sequence: bigint; readonly wallMs: number } | undefined;
  #log: Stored[] = [];

  constructor(id: string, parents: readonly string[], range: HashRange, firstSequence: bigint) {
    this.id = id;
    this.parents = parents;
    this.range = range;
    this.firstSequence = firstSequence;
  }

  get facts(): Shard {
    return {
      id: this.id,
      parents: this.parents,
      startingHashKey: String(this.range.start),
      endingHashKey: String(this.range.end),
      isClosed: this.closed !== undefined,
    };
  }

  get records(): readonly StreamRecord[] {
    return this.#log.map(({ record }) => record);
  }

  isOpenFor(hashKey: bigint): boolean {
    return this.closed === undefined && this.range.start <= hashKey && hashKey <= this.range.end;
  }

  append(sequence: bigint, record: StreamRecord): void {
    this.#log.push({ sequence, record });
  }

  /** Records that arrived before are gone. */
  trim(wallMs: number): void {
    const kept = this.#log.findIndex(({ record }) => record.arrivedAt >= wallMs);
    if (kept !== 0) this.#log = kept < 0 ? [] : this.#log.slice(kept);
  }

  /** The sequence number of the first record that arrived then or later. */
  sequenceAt(wallMs: number): bigint | undefined {
    return this.#log.find(({ record }) => record.arrivedAt >= wallMs)?.sequence;
  }

  /** At most `limit` records, and no more than a page holds; from the oldest kept, where what is asked for is trimmed. */
  slice(from: bigint, limit: number): Slice {
    const records: StreamRecord[] = [];
    let bytes = 0;
    let index = this.#indexOf(from);
    for (let stored = this.#log[index]; stored !== undefined && records.length < limit; stored = this.#log[index]) {
      const size = sizeOf(stored.record);
      if (records.length > 0 && bytes + size > MAX_PAGE_BYTES) break;
      records.push(stored.record);
      bytes += size;
      index += 1;
    }
    const last = this.#log[index - 1];
    const next = records.length === 0 || last === undefined ? from : last.sequence + 1n;
    return { records, bytes, from: next, nextArrivedAt: this.#log[index]?.record.arrivedAt };
  }

  #indexOf(from: bigint): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#log[middle]?.sequence ?? from) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What counts against the limits of Kinesis. */
export function sizeOf({ partitionKey = '', data }: Pick<StreamRecord, 'partitionKey' | 'data'>): number {
  return Buffer.byteLength(partitionKey) + data.length;
}

import type { Receipt } from '../outstanding.ts';
import type { SinkRecord } from '../port.ts';

/** A record between `put` and its end. */
export interface Parcel {
  readonly record: SinkRecord;
  /** As Kinesis counts them. */
  readonly bytes: number;
  readonly receipt: Receipt;
  /** How often this record failed in a call that did not. */
  failures: number;
}

export interface CallCaps {
  readonly maxRecords: number;
  /** A single record may have more, and then goes alone. */
  readonly maxBytes: number;
}

/**
 * Who goes next. First come, first served; but of each partition key, where order is kept, one record at a time, from `add` to
 * `done`: PutRecords may store the records of one call in any order, and one that fails would be overtaken.
 */
export class Lanes {
  readonly #keepsOrder: boolean;
  #ready: Parcel[] = [];
  /** By each key of which a record is ready or under way: those behind it. */
  readonly #behind = new Map<string, Parcel[]>();

  constructor(keepsOrder: boolean) {
    this.#keepsOrder = keepsOrder;
  }

  get isIdle(): boolean {
    return this.#ready.length === 0;
  }

  add(parcel: Parcel): void {
    const { partitionKey } = parcel.record;
    const behind = this.#behind.get(partitionKey);
    if (behind !== undefined) {
      behind.push(parcel);
      return;
    }
    if (this.#keepsOrder) this.#behind.set(partitionKey, []);
    this.#ready.push(parcel);
  }

  /** Back into the line, at its end: those that were throttled do not hold up the rest. */
  again(parcels: readonly Parcel[]): void {
    this.#ready.push(...parcels);
  }

  /** Back to where they were taken from. */
  putBack(parcels: readonly Parcel[]): void {
    this.#ready.unshift(...parcels);
  }

  /** Its key is free for the next. */
  done({ record: { partitionKey } }: Parcel): void {
    const next = this.#behind.get(partitionKey)?.shift();
    if (next === undefined) this.#behind.delete(partitionKey);
    else this.#ready.push(next);
  }

  /** Whether as much is ready as a call takes. */
  fill(caps: CallCaps): boolean {
    const count = this.#fitting(caps);
    return count === caps.maxRecords || count < this.#ready.length;
  }

  /** The first ones, as many as fit into a call. */
  take(caps: CallCaps): Parcel[] {
    return this.#ready.splice(0, this.#fitting(caps));
  }

  #fitting({ maxRecords, maxBytes }: CallCaps): number {
    let bytes = 0;
    let count = 0;
    for (const parcel of this.#ready) {
      bytes += parcel.bytes;
      if (count === maxRecords || (count > 0 && bytes > maxBytes)) break;
      count += 1;
    }
    return count;
  }
}

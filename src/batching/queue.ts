import type { Chunk } from './chunk.ts';
import { Lane } from './lane.ts';
import { without } from './request.ts';

export interface QueueBounds {
  /** Items. */
  readonly maxSize: number;
  readonly maxBytes: number;
}

/** Everything that waits, in lanes by key; bounded in items and in bytes. A lane lives while it holds a chunk. */
export class Queue<P, R> {
  readonly #bounds: QueueBounds;
  readonly #lanes = new Map<string, Lane<P, R>>();
  items = 0;
  bytes = 0;
  cost = 0;
  /** Nothing that waits expires earlier than this. */
  earliestExpiry = Number.POSITIVE_INFINITY;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  /** Whether a request may come in. One larger than the whole queue may, when it is the only one. */
  hasRoom(items: number, bytes: number, parked: { readonly items: number; readonly bytes: number }): boolean {
    const held = this.items + parked.items;
    if (held === 0) return true;
    return held + items <= this.#bounds.maxSize && this.bytes + parked.bytes + bytes <= this.#bounds.maxBytes;
  }

  lanes(): Iterable<Lane<P, R>> {
    return this.#lanes.values();
  }

  insert(chunk: Chunk<P, R>): void {
    const { key, expiresAt } = chunk.request.submission;
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(key);
      this.#lanes.set(key, lane);
    }
    lane.insert(chunk);
    chunk.request.queued.push(chunk);
    this.items += chunk.items.length;
    this.bytes += heldBytes(chunk);
    this.cost += chunk.cost;
    this.earliestExpiry = Math.min(this.earliestExpiry, expiresAt);
  }

  remove(chunk: Chunk<P, R>): void {
    const { key } = chunk.request.submission;
    const lane = this.#lanes.get(key);
    if (lane === undefined || !chunk.waiting) return;
    lane.remove(chunk);
    without(chunk.request.queued, chunk);
    this.items -= chunk.items.length;
    this.bytes -= heldBytes(chunk);
    this.cost -= chunk.cost;
    if (lane.head === undefined) this.#lanes.delete(key);
    if (this.items === 0) this.earliestExpiry = Number.POSITIVE_INFINITY;
  }

  /** What has waited too long. Walks the queue only when one may be. */
  expired(now: number): Chunk<P, R>[] {
    if (now < this.earliestExpiry) return [];
    const late: Chunk<P, R>[] = [];
    this.earliestExpiry = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes.values()) {
      for (let chunk = lane.head; chunk !== undefined; chunk = chunk.next) {
        const { expiresAt } = chunk.request.submission;
        if (expiresAt <= now) late.push(chunk);
        else this.earliestExpiry = Math.min(this.earliestExpiry, expiresAt);
      }
    }
    return late;
  }

  *chunks(): Iterable<Chunk<P, R>> {
    for (const lane of this.#lanes.values()) {
      for (let chunk = lane.head; chunk !== undefined; chunk = chunk.next) yield chunk;
    }
  }
}

function heldBytes<P, R>(chunk: Chunk<P, R>): number {
  return chunk.bytes + chunk.request.submission.overheadBytes;
}

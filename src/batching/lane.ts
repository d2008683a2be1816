import type { Chunk } from './chunk.ts';

/**
 * The chunks of one compatibility key in the order of arrival: a doubly linked list, so that a caller that leaves is taken out
 * and a chunk that comes back is put in its old place at the cost of one link.
 */
export class Lane<P, R> {
  readonly key: string;
  head: Chunk<P, R> | undefined;
  #tail: Chunk<P, R> | undefined;
  items = 0;
  bytes = 0;
  cost = 0;
  /** No chunk's bound on holding back is earlier. */
  holdBy = Number.POSITIVE_INFINITY;
  /** Whether its batch has been held back for company. */
  held = false;

  constructor(key: string) {
    this.key = key;
  }

  /** Puts the chunk behind all that arrived before it. */
  insert(chunk: Chunk<P, R>): void {
    let before = this.#tail;
    while (before !== undefined && before.traits.order > chunk.traits.order) before = before.previous;
    const after = before === undefined ? this.head : before.next;
    chunk.previous = before;
    chunk.next = after;
    if (before === undefined) this.head = chunk;
    else before.next = chunk;
    if (after === undefined) this.#tail = chunk;
    else after.previous = chunk;
    chunk.waiting = true;
    this.holdBy = Math.min(this.holdBy, chunk.traits.holdBy);
    this.#count(chunk, 1);
  }

  remove(chunk: Chunk<P, R>): void {
    if (chunk.previous === undefined) this.head = chunk.next;
    else chunk.previous.next = chunk.next;
    if (chunk.next === undefined) this.#tail = chunk.previous;
    else chunk.next.previous = chunk.previous;
    chunk.previous = undefined;
    chunk.next = undefined;
    chunk.waiting = false;
    this.#count(chunk, -1);
  }

  #count(chunk: Chunk<P, R>, sign: 1 | -1): void {
    this.items += sign * chunk.items.length;
    this.bytes += sign * chunk.bytes;
    this.cost += sign * chunk.cost;
  }
}

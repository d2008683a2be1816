import type { Chunk } from './chunk.ts';

interface Entry<P, R> {
  readonly chunk: Chunk<P, R>;
  readonly due: number;
}

/** Chunks whose retry is not due yet; few, and only while calls fail. */
export class Parked<P, R> {
  #entries: Entry<P, R>[] = [];
  earliestDue = Number.POSITIVE_INFINITY;
  /** Items, and bytes. */
  items = 0;
  bytes = 0;

  add(chunk: Chunk<P, R>, due: number): void {
    this.#entries.push({ chunk, due });
    this.#count(chunk, 1);
    this.earliestDue = Math.min(this.earliestDue, due);
  }

  /** Takes out what is due; what was settled meanwhile (its caller left) is dropped. */
  takeDue(now: number): Chunk<P, R>[] {
    if (now < this.earliestDue) return [];
    const due: Chunk<P, R>[] = [];
    const rest: Entry<P, R>[] = [];
    this.earliestDue = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries) {
      if (entry.due > now) {
        rest.push(entry);
        this.earliestDue = Math.min(this.earliestDue, entry.due);
      } else {
        this.#count(entry.chunk, -1);
        if (!entry.chunk.request.settled) due.push(entry.chunk);
      }
    }
    this.#entries = rest;
    return due;
  }

  takeAll(): Chunk<P, R>[] {
    return this.takeDue(Number.POSITIVE_INFINITY);
  }

  get size(): number {
    return this.#entries.length;
  }

  #count(chunk: Chunk<P, R>, sign: 1 | -1): void {
    this.items += sign * chunk.items.length;
    this.bytes += sign * chunk.bytes;
  }
}

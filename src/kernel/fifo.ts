/** Taken entries are cut off once so many have gathered, which keeps the cost of each constant. */
const COMPACT_AT = 1024;

/** First in, first out, at the same cost however many there are: an array moves all that is left when its first is taken. */
export class Fifo<T> {
  #entries: (T | undefined)[] = [];
  #head = 0;

  push(entry: T): void {
    this.#entries.push(entry);
  }

  get first(): T | undefined {
    return this.#entries[this.#head];
  }

  /** The first is gone. */
  drop(): void {
    if (this.#head === this.#entries.length) return;
    this.#entries[this.#head] = undefined;
    this.#head += 1;
    if (this.#head < COMPACT_AT || this.#head * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}

const FIRST_CAPACITY = 256;

/** What is to happen, as numbers by time: a binary heap. What is due at one time happens in the order in which it was added. */
export class Events {
  size = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #orders = new Float64Array(FIRST_CAPACITY);
  #codes = new Float64Array(FIRST_CAPACITY);
  #added = 0;

  /** When the next is due; Infinity for none. */
  get nextTime(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#times[0] as number);
  }

  add(time: number, code: number): void {
    if (this.size === this.#times.length) this.#grow();
    const order = this.#added;
    this.#added += 1;
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isAfter(parent, time, order)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, time, order, code);
  }

  /** Takes the next one out; its code. */
  take(): number {
    const code = this.#codes[0] as number;
    this.size -= 1;
    if (this.size > 0) this.#sink(this.#times[this.size] as number, this.#orders[this.size] as number);
    return code;
  }

  /** Finds the place of what was last, from the top down. */
  #sink(time: number, order: number): void {
    const code = this.#codes[this.size] as number;
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      const right = child + 1;
      if (right < this.size && this.#isAfter(child, this.#times[right] as number, this.#orders[right] as number)) child = right;
      if (this.#isAfter(child, time, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, time, order, code);
  }

  #isAfter(at: number, time: number, order: number): boolean {
    const own = this.#times[at] as number;
    return own > time || (own === time && (this.#orders[at] as number) > order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from] as number, this.#orders[from] as number, this.#codes[from] as number);
  }

  #put(at: number, time: number, order: number, code: number): void {
    this.#times[at] = time;
    this.#orders[at] = order;
    this.#codes[at] = code;
  }

  #grow(): void {
    this.#times = grown(this.#times);
    this.#orders = grown(this.#orders);
    this.#codes = grown(this.#codes);
  }
}

function grown(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const twice = new Float64Array(old.length * 2);
  twice.set(old);
  return twice;
}

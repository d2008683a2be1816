const MIB = 1_048_576;

/** A second, less what sums of fractional milliseconds are off by. */
const SECOND_MS = 999.999;

/** At most so many within any second. */
export class PerSecond {
  /** May be changed at any time. */
  most: number;
  readonly #spent: { readonly at: number; readonly amount: number }[] = [];
  #sum = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** What was spent within the second up to now. */
  spent(now: number): number {
    const kept = this.#spent.findIndex(({ at }) => at > now - SECOND_MS);
    const gone = this.#spent.splice(0, kept < 0 ? this.#spent.length : kept);
    for (const { amount } of gone) this.#sum -= amount;
    return this.#sum;
  }

  spend(amount: number, now: number): void {
    this.#spent.push({ at: now, amount });
    this.#sum += amount;
  }

  /** @returns whether there is room, which is taken */
  take(amount: number, now: number): boolean {
    if (!this.hasRoomFor(amount, now)) return false;
    this.spend(amount, now);
    return true;
  }

  hasRoomFor(amount: number, now: number): boolean {
    return this.spent(now) + amount <= this.most;
  }
}

/**
 * What Kinesis lets be read from one shard: so many calls of each kind and so many bytes a second, and a pause that pays for a
 * larger page.
 */
export class ReadLimit {
  readonly #bytesPerSecond: number;
  readonly #iterators: PerSecond;
  readonly #pages: PerSecond;
  readonly #bytes: PerSecond;
  #blockedUntil = Number.NEGATIVE_INFINITY;

  constructor(callsPerSecond = 5, bytesPerSecond = 2 * MIB) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#iterators = new PerSecond(callsPerSecond);
    this.#pages = new PerSecond(callsPerSecond);
    this.#bytes = new PerSecond(bytesPerSecond);
  }

  /** @returns whether an iterator may be given out now, which is counted */
  takeIterator(now: number): boolean {
    return this.#iterators.take(1, now);
  }

  /** @returns whether a page may be read now, which is counted */
  takePage(now: number): boolean {
    return now >= this.#blockedUntil && this.#pages.take(1, now);
  }

  /** A page of 10 MiB costs five seconds. */
  read(bytes: number, now: number): void {
    this.#bytes.spend(bytes, now);
    const seconds = this.#bytes.spent(now) / this.#bytesPerSecond;
    if (seconds >= 1) this.#blockedUntil = Math.max(this.#blockedUntil, now + seconds * 1000);
  }
}

/** What Kinesis lets be written to one shard: a thousand records and 1 MiB a second. */
export class WriteLimit {
  readonly #records = new PerSecond(1000);
  readonly #bytes = new PerSecond(MIB);

  /** @returns whether a record may be written now, which is counted */
  take(bytes: number, now: number): boolean {
    // A stream may take records larger than a second's worth: one such is let through in a quiet second.
    const fits = this.#bytes.hasRoomFor(bytes, now) || this.#bytes.spent(now) === 0;
    if (!fits || !this.#records.hasRoomFor(1, now)) return false;
    this.#records.spend(1, now);
    this.#bytes.spend(bytes, now);
    return true;
  }
}

/** How long after a throttled call one more is tried again. */
const RECOVERY_MS = 2000;

/**
 * Calls at once. `auto` is two slots, the second for full batches only: a serial device wants its next batch at hand when batches
 * are full, and one at a time when they are not (8 + 8 is far slower than 16). When throttled it falls by one, for a while; a
 * number stays what it is.
 */
export class InFlightLimit {
  readonly #most: number;
  /** Whether the last slot takes only a full batch. */
  readonly lastSlotForFull: boolean;
  #limit: number;
  #raiseAt = Number.POSITIVE_INFINITY;

  constructor(maxInFlight: number | 'auto') {
    this.lastSlotForFull = maxInFlight === 'auto';
    this.#most = maxInFlight === 'auto' ? 2 : maxInFlight;
    this.#limit = this.#most;
  }

  at(now: number): number {
    while (now >= this.#raiseAt) {
      this.#limit += 1;
      this.#raiseAt = this.#limit < this.#most ? this.#raiseAt + RECOVERY_MS : Number.POSITIVE_INFINITY;
    }
    return this.#limit;
  }

  throttled(now: number): void {
    if (!this.lastSlotForFull) return;
    this.#limit = Math.max(1, this.at(now) - 1);
    this.#raiseAt = now + RECOVERY_MS;
  }
}

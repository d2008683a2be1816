import type { Clock } from '../kernel/clock.ts';

/** Lets so many through in each interval, and tells how many it held back in the one before. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #intervalMs: number;
  #since = Number.NEGATIVE_INFINITY;
  #passed = 0;
  #suppressed = 0;

  constructor(clock: Clock, most: number, intervalMs: number) {
    this.#clock = clock;
    this.#most = most;
    this.#intervalMs = intervalMs;
  }

  /** Undefined when this one is held back; else how many were since the last that passed. */
  pass(): number | undefined {
    const now = this.#clock.now();
    if (now - this.#since >= this.#intervalMs) {
      this.#since = now;
      this.#passed = 0;
    }
    if (this.#passed >= this.#most) {
      this.#suppressed += 1;
      return undefined;
    }
    this.#passed += 1;
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    return suppressed;
  }
}

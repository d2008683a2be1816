import { fullJitter } from './backoff.ts';

const BACKOFF = { firstMs: 50, mostMs: 1000 };
/** However long an endpoint asks to be left alone. */
const LONGEST_MS = 30_000;

/**
 * A throttled endpoint is not called for a while: whatever else waits for it would be turned away too. Calls that were under way
 * when a pause began do not lengthen it.
 */
export class Pause {
  #since = Number.NEGATIVE_INFINITY;
  /** Calls that found no room since one last did, those apart that were under way together. */
  inARow = 0;
  /** Monotonic time before which nothing is sent. */
  until = Number.NEGATIVE_INFINITY;

  /** A call sent at `sentAt` found no room. `askedMs`: how long the endpoint asked to be left alone, if it did. */
  throttled(sentAt: number, now: number, random: number, askedMs = 0): void {
    let until = now + Math.min(askedMs, LONGEST_MS);
    if (sentAt >= this.#since) {
      this.inARow += 1;
      this.#since = now;
      until = Math.max(until, now + fullJitter(this.inARow, BACKOFF, random));
    }
    this.until = Math.max(this.until, until);
  }

  /** A call found room. */
  passed(): void {
    this.inARow = 0;
  }
}

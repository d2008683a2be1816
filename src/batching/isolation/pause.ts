import { fullJitter } from '../../kernel/full-jitter.ts';

const BACKOFF = { firstMs: 50, mostMs: 1000 };
/** However long an endpoint asks to be left alone. */
const LONGEST_MS = 30_000;

/** A call that found no room. Times are monotonic milliseconds. */
export interface Throttled {
  readonly sentAt: number;
  /** Whether others were under way when it was sent: then fewer at once may be remedy enough. */
  readonly crowded: boolean;
  /** How long the endpoint asked to be left alone, if it did. */
  readonly askedMs?: number;
}

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

  throttled({ sentAt, crowded, askedMs = 0 }: Throttled, now: number, random: number): void {
    let until = now + Math.min(askedMs, LONGEST_MS);
    if (sentAt >= this.#since) {
      this.inARow += 1;
      this.#since = now;
      if (!crowded || this.inARow > 1) until = Math.max(until, now + fullJitter(this.inARow, BACKOFF, random));
    }
    this.until = Math.max(this.until, until);
  }

  /** A call found room. */
  passed(): void {
    this.inARow = 0;
  }
}

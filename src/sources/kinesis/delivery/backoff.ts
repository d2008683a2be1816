import type { Clock } from '../../../kernel/clock.ts';
import { sleep } from '../../../kernel/sleep.ts';

const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/** Growing pauses with full jitter. */
export class Backoff {
  readonly #clock: Clock;
  readonly #longestMs: number;
  #nextMs = FIRST_MS;

  constructor(clock: Clock, longestMs = LONGEST_MS) {
    this.#clock = clock;
    this.#longestMs = longestMs;
  }

  /** @param atLeastMs where something said when to come again. @throws what the signal was aborted with */
  async wait(atLeastMs: number, signal: AbortSignal): Promise<void> {
    const wait = Math.max(atLeastMs, this.#clock.random() * this.#nextMs);
    this.#nextMs = Math.min(this.#nextMs * 2, this.#longestMs);
    await sleep(this.#clock, wait, signal);
  }

  reset(): void {
    this.#nextMs = FIRST_MS;
  }
}

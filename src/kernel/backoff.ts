import type { Clock } from './clock.ts';
import { fullJitter } from './full-jitter.ts';
import { sleep } from './sleep.ts';

const FIRST_MS = 100;
const LONGEST_MS = 30_000;

/** Growing pauses with full jitter. */
export class Backoff {
  readonly #clock: Clock;
  readonly #mostMs: number;
  #waits = 0;

  constructor(clock: Clock, mostMs = LONGEST_MS) {
    this.#clock = clock;
    this.#mostMs = mostMs;
  }

  /** @param atLeastMs where something said when to come again. @throws what the signal was aborted with */
  async wait(atLeastMs: number, signal: AbortSignal): Promise<void> {
    this.#waits += 1;
    const bounds = { firstMs: FIRST_MS, mostMs: this.#mostMs };
    await sleep(this.#clock, Math.max(atLeastMs, fullJitter(this.#waits, bounds, this.#clock.random())), signal);
  }

  reset(): void {
    this.#waits = 0;
  }
}

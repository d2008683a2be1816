import type { Clock } from '../../kernel/clock.ts';
import { backoffMs } from '../backoff.ts';

/**
 * Between calls that fail as a whole: none goes until the pause is over, then one, and the others only once a call has been
 * answered. The pauses grow with each call that fails in its turn.
 */
export class Pause {
  readonly #clock: Clock;
  #failures = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOn(): boolean {
    return this.#failures > 0;
  }

  /** Monotonic; in the past when there is none. */
  get until(): number {
    return this.#until;
  }

  /** To be kept with a call that is made now, for when it fails. */
  get failures(): number {
    return this.#failures;
  }

  /** @param before the failures there were when the call was made: of those under way together the first to fail counts. */
  failed(before: number): void {
    if (before !== this.#failures) return;
    this.#failures += 1;
    this.#until = this.#clock.now() + backoffMs(this.#failures, this.#clock.random());
  }

  answered(): void {
    this.#failures = 0;
    this.#until = Number.NEGATIVE_INFINITY;
  }
}

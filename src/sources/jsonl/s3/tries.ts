import { Backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { StoreError } from './store-error.ts';

/** So often in a row a call may fail, some seven seconds in all, or ten where the pauses fall long. */
const MOST_FAILURES = 8;

/** How often something is tried again that failed for a reason that passes, and after which pauses. */
export class Tries {
  readonly #signal: AbortSignal;
  readonly #backoff: Backoff;
  #failures = 0;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#signal = signal;
    this.#backoff = new Backoff(clock);
  }

  /** Resolves when it is time to try again. @throws what failed, where that is in vain; what the signal was aborted with */
  async failed(thrown: unknown): Promise<void> {
    this.#signal.throwIfAborted();
    this.#failures += 1;
    if (!(thrown instanceof StoreError) || thrown.code !== 'passing' || this.#failures >= MOST_FAILURES) throw thrown;
    await this.#backoff.wait(0, this.#signal);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#backoff.reset();
  }
}

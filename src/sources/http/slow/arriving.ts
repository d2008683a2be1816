import type { Clock } from '../../../kernel/clock.ts';
import { isTooSlow } from './pace.ts';

/** A body on its way in, for which room is held. */
export interface Arrival {
  readonly since: number;
  /** What room is held for; nothing for one that announced nothing and so holds only what has come. */
  readonly announced: number;
  received(): number;
  /** Ends it, and gives its room back. */
  cut(): void;
}

/**
 * Bodies that arrive. When there is no room for a newcomer, those give theirs up that at their pace would not be complete in time
 * anyway: else a few clients that announce much and send next to nothing could keep everybody out.
 */
export class Arriving {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #arrivals = new Set<Arrival>();

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  now(): number {
    return this.#clock.now();
  }

  begin(arrival: Arrival): void {
    this.#arrivals.add(arrival);
  }

  end(arrival: Arrival): void {
    this.#arrivals.delete(arrival);
  }

  /** @returns whether there is more room than before */
  makeRoom(): boolean {
    const now = this.#clock.now();
    const slow = [...this.#arrivals].filter((arrival) =>
      isTooSlow(now - arrival.since, arrival.received(), arrival.announced, this.#timeoutMs),
    );
    for (const arrival of slow) arrival.cut();
    return slow.length > 0;
  }
}

import type { Clock } from '../../../kernel/clock.ts';
import { isTooSlow } from './pace.ts';

/** A body on its way in, for which room is held. */
export abstract class Arrival {
  readonly since: number;
  /** What room is held for; nothing for one that announced nothing and so holds only what has come. */
  readonly announced: number;
  received = 0;
  /** Its place among those that arrive; see `Arriving`. */
  previous: Arrival | undefined;
  next: Arrival | undefined;

  constructor(since: number, announced: number) {
    this.since = since;
    this.announced = announced;
  }

  /** Ends it, and gives its room back. */
  abstract cut(): void;
}

/**
 * Bodies that arrive. When there is no room for a newcomer, those give theirs up that at their pace would not be complete in time
 * anyway: else a few clients that announce much and send next to nothing could keep everybody out.
 *
 * A linked list, the newest first: every request comes and goes here.
 */
export class Arriving {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  #newest: Arrival | undefined;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  now(): number {
    return this.#clock.now();
  }

  begin(arrival: Arrival): void {
    arrival.next = this.#newest;
    if (this.#newest !== undefined) this.#newest.previous = arrival;
    this.#newest = arrival;
  }

  /** Also of one that never began. */
  end(arrival: Arrival): void {
    const { previous, next } = arrival;
    if (previous !== undefined) previous.next = next;
    else if (this.#newest === arrival) this.#newest = next;
    if (next !== undefined) next.previous = previous;
    arrival.previous = undefined;
    arrival.next = undefined;
  }

  /** @returns whether there is more room than before */
  makeRoom(): boolean {
    const now = this.#clock.now();
    const slow: Arrival[] = [];
    for (let arrival = this.#newest; arrival !== undefined; arrival = arrival.next) {
      const { since, received, announced } = arrival;
      if (isTooSlow(now - since, received, announced, this.#timeoutMs)) slow.push(arrival);
    }
    for (const arrival of slow) arrival.cut();
    return slow.length > 0;
  }
}

import type { Clock } from '../../src/kernel/clock.ts';
import { Mulberry32 } from './mulberry32.ts';
import { TimerHeap } from './timer-heap.ts';

/** Time that stands still until it is advanced. Timers fire in order of time; randomness is seeded. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #random: Mulberry32;
  readonly #timers = new TimerHeap();
  #turn: (() => void)[] = [];

  constructor(start = 0, seed = 1) {
    this.#now = start;
    this.#random = new Mulberry32(seed);
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return 1_700_000_000_000 + this.#now;
  }

  at(time: number, fire: () => void): () => void {
    return this.#timers.add(Math.max(time, this.#now), fire);
  }

  afterIoTurn(fire: () => void): void {
    this.#turn.push(fire);
  }

  random(): number {
    return this.#random.next();
  }

  /** Fires everything due within the next `ms`, in order, and lets all promises and I/O turns run in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await this.settle();
    for (let next = this.#timers.take(until); next !== undefined; next = this.#timers.take(until)) {
      this.#now = next.time;
      next.fire();
      await this.settle();
    }
    this.#now = until;
  }

  /** Lets promises and I/O turns run until nothing is left to do without time passing. */
  async settle(): Promise<void> {
    do {
      for (const fire of this.#turn.splice(0)) fire();
      await drainMicrotasks();
    } while (this.#turn.length > 0);
  }
}

/** A real turn of the event loop runs after all microtasks. */
function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

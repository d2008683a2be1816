import type { Clock } from '../../src/kernel/clock.ts';
import { Mulberry32 } from './mulberry32.ts';

interface Timer {
  readonly time: number;
  readonly order: number;
  /** Undefined once it is cancelled. */
  fire: (() => void) | undefined;
}

/** Time that stands still until it is advanced, for runs by the hundred thousand: a heap of timers, and no turn of the event loop between them. */
export class HeapClock implements Clock {
  /** Called after each timer, once nothing is left to do without time passing. */
  stepped: () => void = () => {};
  readonly #random: Mulberry32;
  readonly #heap: Timer[] = [];
  #now = 0;
  #order = 0;

  constructor(seed: number) {
    this.#random = new Mulberry32(seed);
  }

  now(): number {
    return this.#now;
  }

  wallNow(): number {
    return 1_700_000_000_000 + this.#now;
  }

  random(): number {
    return this.#random.next();
  }

  at(time: number, fire: () => void): () => void {
    const timer: Timer = { time: Math.max(time, this.#now), order: this.#order, fire };
    this.#order += 1;
    this.#push(timer);
    return () => {
      timer.fire = undefined;
    };
  }

  afterIoTurn(fire: () => void): void {
    this.at(this.#now, fire);
  }

  /** Fires everything due up to `until`, in order, until `isOver`. */
  async runUntil(until: number, isOver: () => boolean): Promise<void> {
    await drained();
    for (let first = this.#heap[0]; first !== undefined && first.time <= until && !isOver(); first = this.#heap[0]) {
      this.#pop();
      if (first.fire === undefined) continue;
      this.#now = first.time;
      first.fire();
      await drained();
      this.stepped();
    }
    if (!isOver()) this.#now = until;
  }

  #push(timer: Timer): void {
    let index = this.#heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || isBefore(above, timer)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = timer;
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let below = this.#heap[child];
      const other = this.#heap[child + 1];
      if (below !== undefined && other !== undefined && isBefore(other, below)) {
        below = other;
        child += 1;
      }
      if (below === undefined || isBefore(last, below)) break;
      this.#heap[index] = below;
      index = child;
    }
    this.#heap[index] = last;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

/** Node runs what is put off by `nextTick` out of a microtask when no microtask is left: exact, and far cheaper than a turn of the event loop. */
function drained(): Promise<void> {
  return new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));
}

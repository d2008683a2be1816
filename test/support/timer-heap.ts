interface Timer {
  readonly time: number;
  readonly order: number;
  /** Undefined once it is cancelled. */
  fire: (() => void) | undefined;
}

/** Timers by time, and by who came first. */
export class TimerHeap {
  readonly #heap: Timer[] = [];
  #order = 0;

  /** @returns what cancels it */
  add(time: number, fire: () => void): () => void {
    const timer: Timer = { time, order: this.#order, fire };
    this.#order += 1;
    this.#push(timer);
    return () => {
      timer.fire = undefined;
    };
  }

  /** The first that is due by `until`, which is taken out. */
  take(until: number): { readonly time: number; readonly fire: () => void } | undefined {
    for (let first = this.#heap[0]; first !== undefined && first.time <= until; first = this.#heap[0]) {
      this.#pop();
      const { time, fire } = first;
      if (fire !== undefined) return { time, fire };
    }
    return undefined;
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

import type { Arrivals } from './arrivals.ts';

/** Times of arrival, drawn as they are asked for and kept, as all contestants meet the same. */
export class Trace {
  times = new Float64Array(4096);
  #drawn = 0;
  readonly #arrivals: Arrivals;

  constructor(arrivals: Arrivals) {
    this.#arrivals = arrivals;
  }

  /** Of the `index`-th request. */
  time(index: number): number {
    while (this.#drawn <= index) this.#draw();
    return this.times[index] as number;
  }

  /** The first request at `time` or later. */
  firstFrom(time: number): number {
    let low = 0;
    let high = 1;
    while (this.time(high) < time) high *= 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #draw(): void {
    if (this.#drawn === this.times.length) {
      const twice = new Float64Array(this.times.length * 2);
      twice.set(this.times);
      this.times = twice;
    }
    this.times[this.#drawn] = this.#arrivals();
    this.#drawn += 1;
  }
}

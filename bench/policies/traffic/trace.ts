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

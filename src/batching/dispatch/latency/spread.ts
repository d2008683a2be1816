/** The memory is about this many calls. */
const MEMORY = 25;
/** What is taken for the scatter before anything was seen. */
const UNSEEN = 0.4;
/** One call can not raise it by more than this many times what it is: a stall is no scatter. */
const MOST = 3;
/** Below this a scatter is not told from none: clocks are coarse. */
const LEAST = 0.002;
/** Standard deviation of a normal variable over its mean absolute deviation, sqrt(pi / 2). */
const DEVIATIONS = 1.2533;

/** How far observations scatter about what was expected: a mean absolute deviation that single outliers do not move much. */
export class Spread {
  #mean = UNSEEN;
  #calls = 1;

  /** As a standard deviation, in natural logarithms of observed / expected. */
  get deviation(): number {
    return this.#mean * DEVIATIONS;
  }

  observe(residual: number): void {
    this.#calls = Math.min(MEMORY, this.#calls + 1);
    const seen = Math.min(Math.abs(residual), MOST * Math.max(this.#mean, LEAST));
    this.#mean += (seen - this.#mean) / this.#calls;
  }

  /** To a mean absolute deviation of at least `mean`. */
  raise(mean: number): void {
    this.#mean = Math.max(this.#mean, mean);
  }
}

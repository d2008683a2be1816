/** A call counts for no more than this many deviations: one stall is no change. */
const MOST = 2.5;
/** What is not beyond this many deviations speaks against a change. */
const EXPECTED = 0.75;
/** Four calls in a row that are far from what is expected make a change, or some more that are less far. */
const CHANGED = 6.2;

/**
 * Whether an upstream has become another: two cumulative sums of clipped residuals, one for slower and one for faster
 * (Page, "Continuous inspection schemes", Biometrika 41, 1954).
 */
export class Change {
  readonly #slower = new Sum();
  readonly #faster = new Sum();

  /**
   * @param deviations how far a call was from what was expected, in standard deviations
   * @returns of how many calls, this one the last, the change speaks; 0 when there is none
   */
  observe(deviations: number): number {
    const slower = this.#slower.add(deviations);
    const faster = this.#faster.add(-deviations);
    return Math.max(slower, faster);
  }

  restart(): void {
    this.#slower.restart();
    this.#faster.restart();
  }
}

class Sum {
  #sum = 0;
  #calls = 0;

  add(deviations: number): number {
    this.#sum += Math.min(MOST, Math.max(-MOST, deviations)) - EXPECTED;
    this.#calls += 1;
    if (this.#sum <= 0) this.restart();
    return this.#sum >= CHANGED ? this.#calls : 0;
  }

  restart(): void {
    this.#sum = 0;
    this.#calls = 0;
  }
}

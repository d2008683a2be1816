/** Sums of what happened in the last so many ticks, under a fixed set of indices. Adding is a step, a tick forgets the oldest slice. */
export class Recent {
  readonly totals: Float64Array;
  readonly #slices: readonly Float64Array[];
  #now = 0;

  constructor(indices: number, ticks: number) {
    this.totals = new Float64Array(indices);
    this.#slices = Array.from({ length: ticks }, () => new Float64Array(indices));
  }

  add(index: number, by = 1): void {
    const slice = this.#slices[this.#now] as Float64Array;
    slice[index] = (slice[index] ?? 0) + by;
    this.totals[index] = (this.totals[index] ?? 0) + by;
  }

  /** What happened since the last tick. */
  latest(index: number): number {
    return this.#slices[this.#now]?.[index] ?? 0;
  }

  tick(): void {
    this.#now = (this.#now + 1) % this.#slices.length;
    const oldest = this.#slices[this.#now] as Float64Array;
    for (let index = 0; index < oldest.length; index += 1) {
      if (oldest[index] !== 0) this.totals[index] = (this.totals[index] ?? 0) - (oldest[index] ?? 0);
    }
    oldest.fill(0);
  }
}

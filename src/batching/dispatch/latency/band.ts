const REMEMBERED = 64;
/** So much of the calls lies beyond either end. */
const BEYOND = 0.05;
/** Of 64 values no more than these decide where the end is. */
const OUTERMOST = 4;
/** While there is little evidence, the band is wider by this; with `ENOUGH` calls by nothing. */
const EXTRA = 0.25;
const FEW = 8;
const ENOUGH = 32;

/** Where nine of ten calls end, relative to what was predicted: quantiles of the last 64 ratios of observed to predicted. */
export class Band {
  /** A ring. */
  readonly #ratios = new Float64Array(REMEMBERED);
  #size = 0;
  #next = 0;
  /** Calls since the predictions were last in doubt. */
  #evidence = 0;
  /** Computed when asked for. */
  #upper: number | undefined;
  #lower: number | undefined;

  /** About 95 % of the ratios are lower; at least 1. */
  get upper(): number {
    this.#upper ??= Math.max(1, this.#end(1)) * this.#extra;
    return this.#upper;
  }

  /** About 5 % of the ratios are lower; at most 1. */
  get lower(): number {
    this.#lower ??= Math.min(1, this.#end(-1)) / this.#extra;
    return this.#lower;
  }

  observe(ratio: number): void {
    this.#ratios[this.#next] = ratio;
    this.#next = (this.#next + 1) % REMEMBERED;
    this.#size = Math.min(REMEMBERED, this.#size + 1);
    this.#evidence += 1;
    this.#forget();
  }

  /** The predictions have changed: the last `calls` ratios were about others, and the rest may be. */
  doubt(calls: number): void {
    const gone = Math.min(calls, this.#size);
    this.#size -= gone;
    this.#next = (this.#next + REMEMBERED - gone) % REMEMBERED;
    this.#evidence = 0;
    this.#forget();
  }

  #forget(): void {
    this.#upper = undefined;
    this.#lower = undefined;
  }

  get #extra(): number {
    return 1 + EXTRA * Math.min(1, Math.max(0, (ENOUGH - this.#evidence) / (ENOUGH - FEW)));
  }

  /** Share of the calls to come, not of those seen: beyond the k-th outermost of n values are k / (n + 1) (Weibull, 1939). */
  #end(side: 1 | -1): number {
    if (this.#size === 0) return 1;
    const outermost = this.#outermost(side);
    const rank = Math.max(1, BEYOND * (this.#size + 1)) - 1;
    const outer = outermost[Math.floor(rank)] ?? side;
    const inner = outermost[Math.ceil(rank)] ?? outer;
    return side * (outer + (inner - outer) * (rank % 1));
  }

  /** Outermost first, times `side`. */
  #outermost(side: 1 | -1): Float64Array {
    const found = new Float64Array(OUTERMOST).fill(Number.NEGATIVE_INFINITY);
    for (let back = 1; back <= this.#size; back += 1) {
      const ratio = side * (this.#ratios[(this.#next + REMEMBERED - back) % REMEMBERED] ?? 0);
      let at = OUTERMOST;
      for (; at > 0 && (found[at - 1] ?? 0) < ratio; at -= 1) if (at < OUTERMOST) found[at] = found[at - 1] ?? 0;
      if (at < OUTERMOST) found[at] = ratio;
    }
    return found;
  }
}

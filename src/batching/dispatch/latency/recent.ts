const REMEMBERED = 16;

/** A call, and how far it was from what was expected then, as the natural logarithm of observed / expected. */
export interface Seen {
  readonly size: number;
  readonly latencyMs: number;
  readonly residual: number;
}

/** The last calls, to learn from them again when it turns out that they were the first of a new kind. */
export class Recent {
  readonly #sizes = new Float64Array(REMEMBERED);
  readonly #latencies = new Float64Array(REMEMBERED);
  readonly #residuals = new Float64Array(REMEMBERED);
  #calls = 0;

  /** So far. */
  get calls(): number {
    return this.#calls;
  }

  observe({ size, latencyMs, residual }: Seen): void {
    const at = this.#calls % REMEMBERED;
    this.#sizes[at] = size;
    this.#latencies[at] = latencyMs;
    this.#residuals[at] = residual;
    this.#calls += 1;
  }

  /** Oldest first. */
  last(calls: number): Seen[] {
    const count = Math.min(calls, this.#calls, REMEMBERED);
    return Array.from({ length: count }, (_, index) => this.#seen((this.#calls - count + index) % REMEMBERED));
  }

  #seen(at: number): Seen {
    return { size: this.#sizes[at] ?? 0, latencyMs: this.#latencies[at] ?? 0, residual: this.#residuals[at] ?? 0 };
  }
}

import type { Line } from './line.ts';
import type { Sizes } from './sizes.ts';
import { Spread } from './spread.ts';

/** No upstream is taken to be steadier than this: small changes have to be believed at once. */
const STEADIEST = 0.02;

/** How far a call may well be from what is expected, as standard deviations of the logarithm of observed / expected. */
export class Uncertainty {
  readonly #line: () => Line;
  readonly #sizes: Sizes;
  /** About the predictions, and about the line alone. */
  readonly #spread = new Spread();
  readonly #misfit = new Spread();

  constructor(line: () => Line, sizes: Sizes) {
    this.#line = line;
    this.#sizes = sizes;
  }

  /** By scatter alone. */
  get scatter(): number {
    return Math.max(STEADIEST, this.#spread.deviation);
  }

  /** By what is not known yet. Where the line does not fit, that is by as much, until the size has been seen. */
  doubt(size: number): number {
    const { deviation } = this.#spread;
    const unseen = Math.max(0, this.#misfit.deviation - deviation);
    return (deviation * this.#line().doubt(size) + unseen) / (1 + this.#sizes.evidence(size));
  }

  /** By both. */
  of(size: number): number {
    return together(this.scatter, this.doubt(size));
  }

  scattered(residual: number): void {
    this.#spread.observe(residual);
  }

  misfitted(residual: number): void {
    this.#misfit.observe(residual);
  }

  /** Calls of a new kind scatter by at least `mean` (a mean absolute deviation) about what is expected of them. */
  raise(mean: number): void {
    this.#spread.raise(mean);
    this.#misfit.raise(mean);
  }
}

/** The spread of the sum of two independent errors. Unlike Math.hypot, it takes no time. */
export function together(one: number, other: number): number {
  return Math.sqrt(one * one + other * other);
}

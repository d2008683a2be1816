/** Steps of 9 %, ending on the powers of two, where real upstreams have theirs; whole numbers up to 14 are apart. */
const IN_OCTAVE = 8;
const SMALLEST_OCTAVE = -10;
const BINS = 40 * IN_OCTAVE;
/** Memory of one size, in calls of its own. */
const KEEP = 0.97;
/** A size not seen for this many calls counts for half. */
const HALF_AFTER = 400;
/** This many calls in a row beyond what is taken for scatter, on the same side, and the size is learned anew. */
const RUN = 4;

/** How much longer than the line says calls of a size take: upstreams are not linear. Sizes beyond 2^-10..2^30 are left to the line. */
export class Sizes {
  readonly #weight = new Float64Array(BINS);
  /** Mean of observed / line, minus 1. */
  readonly #excess = new Float64Array(BINS);
  readonly #seenAt = new Float64Array(BINS);
  readonly #run = new Int8Array(BINS);
  #calls = 0;

  /** Calls of this size remembered. */
  evidence(size: number): number {
    return this.#evidence(binOf(size));
  }

  /**
   * To multiply the line with, for calls that scatter by `deviation`. Shrunk towards 1 by the noise left in it, so that
   * what is no more than noise counts for nothing (the positive part of James and Stein's estimator, 1961).
   */
  correction(size: number, deviation: number): number {
    const bin = binOf(size);
    const excess = this.#excess[bin] ?? 0;
    if (excess === 0) return 1;
    const noise = (3 * deviation * deviation) / this.#evidence(bin);
    return 1 + excess * Math.max(0, 1 - noise / (excess * excess));
  }

  /** `ratio` is observed / line; `clipped` is the same when single outliers are held back. */
  observe(size: number, ratio: number, clipped: number): void {
    const bin = binOf(size);
    this.#calls += 1;
    const anew = this.#runs(bin, Math.sign(ratio - clipped));
    const weight = anew ? 1 : this.#evidence(bin) * KEEP + 1;
    const seen = (anew ? ratio : clipped) - 1;
    this.#excess[bin] = (this.#excess[bin] ?? 0) + (seen - (this.#excess[bin] ?? 0)) / weight;
    this.#weight[bin] = weight;
    this.#seenAt[bin] = this.#calls;
  }

  /** What was learned is held loosely from now on. */
  loosen(keep: number): void {
    for (let bin = 0; bin < BINS; bin += 1) this.#weight[bin] = (this.#weight[bin] ?? 0) * keep;
  }

  #evidence(bin: number): number {
    const weight = this.#weight[bin] ?? 0;
    return weight / (1 + (this.#calls - (this.#seenAt[bin] ?? 0)) / HALF_AFTER);
  }

  #runs(bin: number, side: number): boolean {
    const before = this.#run[bin] ?? 0;
    const run = side === 0 ? 0 : before * side > 0 ? before + side : side;
    this.#run[bin] = Math.abs(run) < RUN ? run : 0;
    return Math.abs(run) >= RUN;
  }
}

/** Out of range for sizes that are: there nothing is read or written. */
function binOf(size: number): number {
  return Math.ceil((Math.log2(size) - SMALLEST_OCTAVE) * IN_OCTAVE);
}

import { latencyAt } from './residual.ts';

/** Weight that a call keeps when the next one comes: the memory is about fifty calls. */
const KEEP = 0.98;
/** Below this variance of sizes, relative to their mean squared, slope and base can not be told apart. */
const ALIKE = 0.01;
/** No call counts for more than this many of the average kind: a tiny latency is mostly noise. */
const HEAVIEST = 16;
/** Stands for infinitely much doubt, but 0 times it is 0. */
const UNKNOWN = 1e6;

/**
 * latency = base + slope * size with both >= 0: least squares of the relative errors, with exponential forgetting. Sums
 * are kept about the means (West, "Updating mean and variance estimates", CACM 22(9), 1979): no digits are lost when sizes are large and alike.
 */
export class Line {
  #weight = 0;
  #size = 0;
  #latency = 0;
  #sizeSize = 0;
  #sizeLatency = 0;
  /** Once known. While all sizes are alike it stays what it was, unless that can not be: a call of that size then took less. */
  #told: number | undefined;
  #base = 0;
  #slope = 0;

  get known(): boolean {
    return this.#weight > 0;
  }

  /** Milliseconds. */
  get base(): number {
    return this.#base;
  }

  /** Milliseconds for each unit of size. */
  get slope(): number {
    return this.#slope;
  }

  at(size: number): number {
    return this.#base + this.#slope * size;
  }

  observe(size: number, latencyMs: number): void {
    const weight = this.#worth(size);
    this.#weight = this.#weight * KEEP + weight;
    const share = weight / this.#weight;
    const fromMean = size - this.#size;
    this.#size += fromMean * share;
    this.#latency += (latencyMs - this.#latency) * share;
    this.#sizeSize = this.#sizeSize * KEEP + weight * fromMean * (size - this.#size);
    this.#sizeLatency = this.#sizeLatency * KEEP + weight * fromMean * (latencyMs - this.#latency);
    this.#fit();
  }

  /** Standard error of `at(size)` relative to it, for calls that scatter by 1. */
  doubt(size: number): number {
    const fromMean = size - this.#size;
    const far = fromMean === 0 ? 0 : (fromMean * fromMean) / this.#sizeSize;
    const error = Math.min(UNKNOWN, Math.sqrt(1 / this.#weight + far));
    return Math.min(UNKNOWN, error * (this.#latency / Math.max(this.at(size), Number.MIN_VALUE)));
  }

  /** All calls remembered took `times` as long, and count for no more than `calls` from now on. */
  rescale(times: number, calls: number): void {
    const keep = Math.min(1, calls / this.#weight);
    this.#weight *= keep;
    this.#sizeSize *= keep;
    this.#sizeLatency *= keep * times;
    this.#latency = latencyAt(times, this.#latency);
    if (this.#told !== undefined) this.#told *= times;
    this.#fit();
  }

  /** Latencies scatter in proportion to their size, so a call counts by the inverse square of what it should take. */
  #worth(size: number): number {
    if (this.#latency <= 0) return 1;
    const ratio = this.#latency / Math.max(this.at(size), Number.MIN_VALUE);
    return Math.min(HEAVIEST, Math.max(ratio * ratio, 1e-12));
  }

  #fit(): void {
    const mean = this.#size;
    const areAlike = this.#sizeSize <= ALIKE * this.#weight * mean * mean;
    if (!areAlike) this.#told = Math.max(0, this.#sizeLatency / this.#sizeSize);
    else if (this.#told !== undefined && this.#told * mean > this.#latency) this.#told = undefined;
    const slope = this.#told ?? (0.5 * this.#latency) / mean;
    const base = this.#latency - slope * mean;
    this.#base = Math.max(0, base);
    this.#slope = base >= 0 ? slope : this.#throughOrigin();
  }

  /** The best slope when the best base would be negative. */
  #throughOrigin(): number {
    const mean = this.#size;
    const products = this.#sizeLatency + this.#weight * mean * this.#latency;
    return Math.max(0, products / (this.#sizeSize + this.#weight * mean * mean));
  }
}

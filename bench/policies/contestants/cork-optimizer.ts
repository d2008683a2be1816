/** A call as the optimizer remembers it: how long its first request waited, and how long it took. */
interface Sample {
  readonly size: number;
  readonly waitedMs: number;
  readonly tookMs: number;
}

const KEPT = 50;
const SKIPPED = 2;
/** Calls that it is trained with; it fits anew after each of the last three. */
const TRAINING = 11;
const FITS_AFTER = 9;
const REFRESH_MS = 5000;

/** What CORK knows of its calls: time = perItemMs * size + baseMs, fitted to the last fifty, every five seconds. */
export class CorkOptimizer {
  perItemMs: number;
  baseMs: number;
  waitMs = 0;
  readonly #samples: Sample[] = [];
  #seen = 0;
  #fittedAt = 0;

  constructor(maxLatencyMs: number) {
    this.perItemMs = Math.min(2000, (maxLatencyMs * 2) / 30);
    this.baseMs = Math.min(1000, maxLatencyMs / 30);
  }

  get isTraining(): boolean {
    return this.#seen < TRAINING;
  }

  landed(sample: Sample, now: number): void {
    // In training the wait does not count.
    const counted = this.isTraining ? { ...sample, waitedMs: 0 } : sample;
    this.#seen += 1;
    if (this.#seen <= SKIPPED) return;
    this.#samples.push(counted);
    if (this.#samples.length > KEPT) this.#samples.shift();
    if ((this.#seen >= FITS_AFTER && this.#seen <= TRAINING) || now >= this.#fittedAt + REFRESH_MS) this.#fit(now);
  }

  #fit(now: number): void {
    const { slope, offset } = leastSquares(this.#samples);
    this.perItemMs = Math.max(0.001, slope);
    this.baseMs = Math.max(0, offset);
    this.waitMs = Math.max(0, mean(this.#samples.map(({ waitedMs }) => waitedMs)));
    this.#fittedAt = now;
  }
}

/** Where all sizes are alike, the solution with the smallest sum of squares. */
function leastSquares(samples: readonly Sample[]): { slope: number; offset: number } {
  const size = mean(samples.map((sample) => sample.size));
  const took = mean(samples.map(({ tookMs }) => tookMs));
  const variance = mean(samples.map((sample) => (sample.size - size) ** 2));
  if (variance === 0) return { slope: (took * size) / (size * size + 1), offset: took / (size * size + 1) };
  const slope = mean(samples.map((sample) => (sample.size - size) * (sample.tookMs - took))) / variance;
  return { slope, offset: took - slope * size };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

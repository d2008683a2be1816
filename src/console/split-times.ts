import { Recent } from './recent.ts';

/** Times that are told apart differ by this factor. */
const GROWTH = 1.08;
const LEAST_MS = 0.1;
const BUCKETS = 1 + Math.ceil(Math.log(600_000 / LEAST_MS) / Math.log(GROWTH));
const LOG_GROWTH = Math.log(GROWTH);

/** What a request at a quantile spent where, in milliseconds: a mean over the requests that took about as long. */
export interface Split {
  readonly queueMs: number;
  readonly upstreamMs: number;
}

/** How long requests took over the last ticks, and how much of that in the queue. Quantiles within 4 %. */
export class SplitTimes {
  readonly #counts: Recent;
  readonly #queueMs: Recent;
  readonly #upstreamMs: Recent;

  constructor(ticks: number) {
    this.#counts = new Recent(BUCKETS, ticks);
    this.#queueMs = new Recent(BUCKETS, ticks);
    this.#upstreamMs = new Recent(BUCKETS, ticks);
  }

  add(queueMs: number, upstreamMs: number): void {
    const bucket = bucketOf(queueMs + upstreamMs);
    this.#counts.add(bucket);
    this.#queueMs.add(bucket, queueMs);
    this.#upstreamMs.add(bucket, upstreamMs);
  }

  tick(): void {
    for (const each of [this.#counts, this.#queueMs, this.#upstreamMs]) each.tick();
  }

  /** @param quantiles rising @returns one each; undefined where there were no requests */
  at(quantiles: readonly number[]): readonly Split[] | undefined {
    const counts = this.#counts.totals;
    const all = counts.reduce((sum, count) => sum + count, 0);
    if (all === 0) return undefined;
    let bucket = 0;
    let upTo = counts[0] ?? 0;
    return quantiles.map((quantile) => {
      while (upTo < quantile * all && bucket < BUCKETS - 1) upTo += counts[(bucket += 1)] ?? 0;
      return this.#mean(bucket);
    });
  }

  #mean(bucket: number): Split {
    const count = this.#counts.totals[bucket] ?? 1;
    return { queueMs: mean(this.#queueMs, bucket, count), upstreamMs: mean(this.#upstreamMs, bucket, count) };
  }
}

/** What was added and taken away again may leave a rest of less than nothing. */
function mean({ totals }: Recent, bucket: number, count: number): number {
  return Math.max(0, (totals[bucket] ?? 0) / count);
}

function bucketOf(ms: number): number {
  if (ms <= LEAST_MS) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(Math.log(ms / LEAST_MS) / LOG_GROWTH));
}

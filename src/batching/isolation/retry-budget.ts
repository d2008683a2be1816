const WINDOW_MS = 10_000;
const BUCKETS = 10;
/** Retries for each call. */
const SHARE = 0.1;
/** Retries that any window may hold, so that a quiet endpoint has some. */
const AT_LEAST = 10;

interface Bucket {
  /** Number of its time span since the clock's start. */
  span: number;
  calls: number;
  retries: number;
}

/**
 * At most one retry for ten calls over a sliding window of ten seconds (and ten retries in any case): when most calls fail,
 * retries would only be more load. The idea is Finagle's RetryBudget.
 */
export class RetryBudget {
  readonly #buckets: Bucket[] = Array.from({ length: BUCKETS }, () => ({ span: -1, calls: 0, retries: 0 }));

  /** A call was made, whether for the first time or not. */
  called(now: number): void {
    this.#bucket(now).calls += 1;
  }

  /** Whether there may be one more retry, which is then counted. */
  withdraw(now: number): boolean {
    const current = this.#bucket(now);
    let calls = 0;
    let retries = 0;
    for (const bucket of this.#buckets) {
      if (bucket.span <= current.span - BUCKETS) continue;
      calls += bucket.calls;
      retries += bucket.retries;
    }
    if (retries + 1 > Math.max(AT_LEAST, SHARE * calls)) return false;
    current.retries += 1;
    return true;
  }

  #bucket(now: number): Bucket {
    const span = Math.floor(now / (WINDOW_MS / BUCKETS));
    const bucket = this.#buckets[((span % BUCKETS) + BUCKETS) % BUCKETS] as Bucket;
    if (bucket.span !== span) Object.assign(bucket, { span, calls: 0, retries: 0 });
    return bucket;
  }
}

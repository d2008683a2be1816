/** What one run of load showed. */
export interface Figures {
  /** Answers within the window. */
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of the whole run, its settling time included: replies with another status than 2xx, */
  readonly non2xx: number;
  /** replies that were not the caller's own, */
  readonly wrong: number;
  /** and requests without a reply: broken connections and timeouts. */
  readonly errors: number;
}

/** Whether every request had its own answer. */
export function isClean({ non2xx, wrong, errors }: Figures): boolean {
  return non2xx + wrong + errors === 0;
}

import type { Percentiles } from '../statistics/percentiles.ts';

/** What one run of load showed. */
export interface Figures extends Percentiles {
  /** Answers within the window: 200s, of whatever else was to be expected too. */
  readonly answers: number;
  readonly perSecond: number;
  /** Of the whole run, its settling time included: replies, */
  readonly replies: number;
  /** those with a status that was not to be expected, */
  readonly non2xx: number;
  /** those that were not the caller's own, */
  readonly wrong: number;
  /** and requests without a reply: broken connections and timeouts. */
  readonly errors: number;
  /** Of an open loop only. */
  readonly open?: OpenFigures;
}

export interface OpenFigures {
  readonly offeredPerSecond: number;
  /** How much later than due the last percent of the requests was sent. */
  readonly lagP99Ms: number;
  /** The load generator did not keep its times, or was near to what it can do: the run counts for nothing. */
  readonly isVoid: boolean;
  /** Of the requests that were due: those answered within their deadline, from when they were due. */
  readonly inTimeShare?: number;
  /** 503s and 504s; they are no fault. */
  readonly refused: number;
}

/** Whether every request had its own answer, or an error that was to be expected. */
export function isClean({ non2xx, wrong, errors }: Figures): boolean {
  return non2xx + wrong + errors === 0;
}

/** Of several loads that were run at once. Latencies are those of the slowest. */
export function together(all: readonly Figures[]): Figures {
  const sum = (key: 'answers' | 'perSecond' | 'replies' | 'non2xx' | 'wrong' | 'errors'): number =>
    all.reduce((total, each) => total + each[key], 0);
  const most = (key: keyof Percentiles): number => Math.max(...all.map((each) => each[key]));
  return {
    answers: sum('answers'),
    perSecond: sum('perSecond'),
    p50Ms: most('p50Ms'),
    p99Ms: most('p99Ms'),
    p999Ms: most('p999Ms'),
    maxMs: most('maxMs'),
    replies: sum('replies'),
    non2xx: sum('non2xx'),
    wrong: sum('wrong'),
    errors: sum('errors'),
  };
}

import { type Spread, spread } from '../statistics/spread.ts';
import type { LoadRun, LoadRuns } from './rounds.ts';

/** What is aimed at, of each load. */
interface Target {
  readonly what: string;
  /** @param capacity items a second */
  readonly of: (run: LoadRun, capacity: number) => number;
  /** What must not happen at all is judged by the worst round, all else by the median. */
  readonly limit: { readonly atLeast: number } | { readonly atMost: number } | { readonly never: true };
}

export interface Verdict {
  readonly what: string;
  readonly load: number;
  /** Of the rounds that count; none when every one was void. */
  readonly value?: Spread;
  readonly limit: Target['limit'];
  readonly verdict: 'met' | 'missed' | 'void';
}

const TARGETS: readonly Target[] = [
  {
    what: 'answered in time / capacity',
    of: ({ inTimePerSecond }, capacity) => inTimePerSecond / capacity,
    limit: { atLeast: 0.93 },
  },
  { what: 'late share of the 200s, at the client', of: ({ lateShare }) => lateShare, limit: { atMost: 0.02 } },
  {
    what: 'late share of what was sent to the model, by /metrics',
    of: ({ gateway }) => gateway.lateShare,
    limit: { atMost: 0.02 },
  },
  { what: '503s without retry-after', of: ({ refusals }) => refusals.withoutRetryAfter, limit: { never: true } },
];

export function verdicts(loads: readonly LoadRuns[], capacity: number): Verdict[] {
  return TARGETS.flatMap((target) => loads.map((runs) => judged(target, runs, capacity)));
}

function judged({ what, of, limit }: Target, { load, runs }: LoadRuns, capacity: number): Verdict {
  const values = valid(runs).map((run) => of(run, capacity));
  if (values.length === 0) return { what, load, limit, verdict: 'void' };
  const value = spread(values);
  return { what, load, value, limit, verdict: isMet(value, limit) ? 'met' : 'missed' };
}

function isMet({ median, max }: Spread, limit: Target['limit']): boolean {
  if ('never' in limit) return max === 0;
  return 'atLeast' in limit ? median >= limit.atLeast : median <= limit.atMost;
}

/** Void runs count for nothing. */
export function valid(runs: readonly LoadRun[]): LoadRun[] {
  return runs.filter(({ isVoid }) => !isVoid);
}

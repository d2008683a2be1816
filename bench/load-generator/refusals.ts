import { type Percentiles, percentiles } from '../statistics/percentiles.ts';
import type { Outcome } from './outcome.ts';

/** A refusal that takes longer has kept its caller waiting. */
const AT_ONCE_MS = 5;

/** The 503s and 504s of a run. */
export interface Refusals {
  readonly count: number;
  /** By status and code. */
  readonly byCode: Readonly<Record<string, number>>;
  /** From sending to the end of the answer. */
  readonly latency: Percentiles;
  /** How many came within 5 ms, */
  readonly atOnce: number;
  /** how many later, but while the caller could still do something else about it, */
  readonly beforeDeadline: number;
  /** and how many when the deadline had passed. */
  readonly afterDeadline: number;
  /** 503s that do not say when to try again. */
  readonly withoutRetryAfter: number;
}

export function isRefusal({ status }: Outcome): boolean {
  return status === 503 || status === 504;
}

export function refusalsAmong(outcomes: readonly Outcome[], sloMs: number): Refusals {
  const refusals = outcomes.filter(isRefusal);
  const latencies = refusals.map(({ sentAt, endedAt }) => endedAt - sentAt);
  const atOnce = latencies.filter((ms) => ms <= AT_ONCE_MS).length;
  const afterDeadline = latencies.filter((ms) => ms >= sloMs).length;
  return {
    count: refusals.length,
    byCode: countedByCode(refusals),
    latency: percentiles(latencies),
    atOnce,
    beforeDeadline: refusals.length - atOnce - afterDeadline,
    afterDeadline,
    withoutRetryAfter: refusals.filter(({ status, hasRetryAfter }) => status === 503 && !hasRetryAfter).length,
  };
}

function countedByCode(refusals: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of refusals) {
    const key = `${status} ${code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

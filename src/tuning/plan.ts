import type { CallSize } from '../endpoints/direct-calls.ts';
import type { TuneRecords } from './records.ts';
import { chooseSizes } from './sizes.ts';
import type { TuneRequest } from './tune-request.ts';

/** What is announced before anything is sent. */
export interface TunePlan {
  /** Items in a call. */
  readonly sizes: readonly number[];
  /** Calls under way at once. */
  readonly concurrency: readonly number[];
  readonly records: { readonly count: number; readonly areOwn: boolean };
  /** Never more are sent. */
  readonly calls: number;
  /** Never more are sent, as no call holds more than the largest size. */
  readonly items: number;
  /** No call is begun later. */
  readonly seconds: number;
  readonly p99: { readonly ms: number; readonly of: '--p99' | 'latencySloMs' } | undefined;
  /** Why no two of the records may share a call, if that is so. */
  readonly apart: string | undefined;
  readonly notes: readonly string[];
}

export function planOf(
  records: TuneRecords,
  { caps, latencySloMs }: { readonly caps: CallSize; readonly latencySloMs: number | undefined },
  request: TuneRequest,
): TunePlan {
  const { sizes, notes } = chooseSizes(records, caps, request.sizes);
  const largest = Math.max(...sizes, records.mostItems);
  return {
    sizes,
    concurrency: [...new Set([1, ...request.concurrency])].sort((a, b) => a - b),
    records: { count: records.requests.length, areOwn: records.areOwn },
    calls: request.maxCalls,
    items: request.maxCalls * largest,
    seconds: request.maxSeconds,
    p99: p99Of(request.p99Ms, latencySloMs),
    apart: records.apart,
    notes,
  };
}

function p99Of(asked: number | undefined, latencySloMs: number | undefined): TunePlan['p99'] {
  if (asked !== undefined) return { ms: asked, of: '--p99' };
  return latencySloMs === undefined ? undefined : { ms: latencySloMs, of: 'latencySloMs' };
}

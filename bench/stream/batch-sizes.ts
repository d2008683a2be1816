import { metricSum } from '../measure/metric-sum.ts';

/** How many items calls held, by `/metrics`. */
export interface BatchSizes {
  readonly mean: number;
  /** Calls by the largest size of their bucket. */
  readonly upTo: Readonly<Record<string, number>>;
}

/** @param before what `/metrics` said when counting began */
export function batchSizes(metrics: string, before = ''): BatchSizes {
  const since = (name: string, labels: readonly string[] = []): number =>
    metricSum(metrics, name, labels) - metricSum(before, name, labels);
  const bounds = [...metrics.matchAll(/^tidegate_batch_size_bucket\{.*?le="([^"]+)"/gm)].map(([, bound = '']) => bound);
  let smaller = 0;
  const upTo: Record<string, number> = {};
  for (const bound of new Set(bounds)) {
    const below = since('tidegate_batch_size_bucket', [`le="${bound}"`]);
    if (below > smaller) upTo[bound] = below - smaller;
    smaller = below;
  }
  return { mean: since('tidegate_batch_size_sum') / since('tidegate_batch_size_count'), upTo };
}

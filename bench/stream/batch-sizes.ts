import { metricSum } from '../measure/metric-sum.ts';

/** How many items calls held, by `/metrics`. */
export interface BatchSizes {
  readonly mean: number;
  /** Calls by the largest size of their bucket. */
  readonly upTo: Readonly<Record<string, number>>;
}

export function batchSizes(metrics: string): BatchSizes {
  const bounds = [...metrics.matchAll(/^tidegate_batch_size_bucket\{.*?le="([^"]+)"/gm)].map(([, bound = '']) => bound);
  let before = 0;
  const upTo: Record<string, number> = {};
  for (const bound of new Set(bounds)) {
    const below = metricSum(metrics, 'tidegate_batch_size_bucket', [`le="${bound}"`]);
    if (below > before) upTo[bound] = below - before;
    before = below;
  }
  const mean = metricSum(metrics, 'tidegate_batch_size_sum') / metricSum(metrics, 'tidegate_batch_size_count');
  return { mean, upTo };
}

/** Sums all series of a metric, in Prometheus text, that have these labels. */
export function metricSum(metrics: string, name: string, labels: readonly string[] = []): number {
  let total = 0;
  for (const [, series, has = '', value] of metrics.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)) {
    if (series === name && labels.every((label) => has.includes(label))) total += Number(value);
  }
  return total;
}

import type { Counters } from './counters.ts';

/** What the gateway's metrics say of its one endpoint. */
export async function gatewayCounters(gatewayUrl: string): Promise<Counters> {
  const response = await fetch(new URL('/metrics', gatewayUrl));
  return countersOf(await response.text());
}

/** Reads Prometheus text. */
export function countersOf(metrics: string): Counters {
  const total = totals(metrics);
  return {
    calls: total('tidegate_batches_total'),
    items: total('tidegate_batch_size_sum'),
    underway: total('tidegate_in_flight_batches') + total('tidegate_queue_depth'),
  };
}

/** Sums a metric over its labels. */
function totals(metrics: string): (name: string) => number {
  const sums = new Map<string, number>();
  for (const [, name = '', value] of metrics.matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm)) {
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return (name) => sums.get(name) ?? 0;
}

import { metricSum } from '../measure/metric-sum.ts';

/** What the gateway counts of one endpoint. */
export interface EndpointCounters {
  /** Requests, by what became of their deadlines. */
  readonly met: number;
  readonly missed: number;
  readonly shed: number;
  readonly calls: number;
  /** Sent to the model. */
  readonly items: number;
  /** Items or calls not done yet. */
  readonly underway: number;
}

/** Reads Prometheus text. */
export function endpointCounters(metrics: string, endpoint: string): EndpointCounters {
  const total = (name: string, label = ''): number => metricSum(metrics, `tidegate_${name}`, [`endpoint="${endpoint}"`, label]);
  return {
    met: total('deadline_total', 'outcome="met"'),
    missed: total('deadline_total', 'outcome="missed"'),
    shed: total('deadline_total', 'outcome="shed"'),
    calls: total('batches_total'),
    items: total('batch_size_sum'),
    underway: total('in_flight_batches') + total('queue_depth'),
  };
}

export function since(before: EndpointCounters, after: EndpointCounters): EndpointCounters {
  const keys = Object.keys(after) as (keyof EndpointCounters)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as Record<keyof EndpointCounters, number>;
}

/** What batches of one size took. */
export interface LatencyPoint {
  readonly items: number;
  readonly medianMs: number;
  readonly calls: number;
}

export interface Latency {
  readonly points: readonly LatencyPoint[];
  /** Of the line a + b x items through the medians, by least squares; undefined where there are less than two sizes. */
  readonly baseMs: number | undefined;
  readonly perItemMs: number | undefined;
  /** Items a second in the largest batch against batches of one, one call at a time. */
  readonly gain: number | undefined;
  readonly says: string;
}

const PAYS = 1.5;
const PAYS_LITTLE = 1.1;

/** @param measured milliseconds of each call by the items in it */
export function latencyOf(measured: ReadonlyMap<number, readonly number[]>): Latency {
  const points = [...measured]
    .filter(([, times]) => times.length > 0)
    .map(([items, times]) => ({ items, medianMs: median(times), calls: times.length }))
    .sort((a, b) => a.items - b.items);
  const [smallest, largest] = [points[0], points.at(-1)];
  if (smallest === undefined || largest === undefined || smallest === largest)
    return { points, baseMs: undefined, perItemMs: undefined, gain: undefined, says: 'too few sizes to compare' };
  const gain = itemsPerMs(largest) / itemsPerMs(smallest);
  return { points, ...lineThrough(points), gain, says: verdict(gain) };
}

function verdict(gain: number): string {
  if (gain >= PAYS) return 'batching pays';
  return gain >= PAYS_LITTLE ? 'batching pays little' : 'batching does not pay';
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function lineThrough(points: readonly LatencyPoint[]): { readonly baseMs: number; readonly perItemMs: number } {
  const meanItems = points.reduce((sum, { items }) => sum + items, 0) / points.length;
  const meanMs = points.reduce((sum, { medianMs }) => sum + medianMs, 0) / points.length;
  let [together, spread] = [0, 0];
  for (const { items, medianMs } of points) {
    together += (items - meanItems) * (medianMs - meanMs);
    spread += (items - meanItems) ** 2;
  }
  const perItemMs = together / spread;
  return { baseMs: meanMs - perItemMs * meanItems, perItemMs };
}

/** No clock is finer than this. */
const SHORTEST_MS = 0.001;

function itemsPerMs({ items, medianMs }: LatencyPoint): number {
  return items / Math.max(medianMs, SHORTEST_MS);
}

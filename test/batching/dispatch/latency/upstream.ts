import type { LatencyModel } from '../../../../src/batching/dispatch/latency/latency-model.ts';
import type { Load } from '../../../../src/batching/dispatch/latency/load.ts';
import type { Random } from './random.ts';

export type Law = (load: Load) => number;

export const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);

/** So many items of cost and length 1. */
export function items(count: number): Load {
  return { items: count, cost: count, longest: 1 };
}

export function line(base: number, perItem: number): Law {
  return (load) => base + perItem * load.cost;
}

/** Calls of 1..32 items, whose latencies scatter lognormally. */
export function* calls(law: Law, count: number, random: Random, sigma = 0): Generator<[Load, number]> {
  for (let call = 0; call < count; call += 1) {
    const load = items(random.whole(32));
    yield [load, law(load) * random.lognormal(sigma)];
  }
}

export function watch(model: LatencyModel, seen: Iterable<[Load, number]>): LatencyModel {
  for (const [load, latencyMs] of seen) model.observe(load, latencyMs);
  return model;
}

/** Mean over some sizes of how far predictions are from the law, relative to it. */
export function error(model: LatencyModel, law: Law, sizes: readonly number[] = [1, 8, 16, 32]): number {
  return mean(sizes.map(items).map((load) => Math.abs(model.predict(load) / law(load) - 1)));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Fails with what was measured when it is not within [from, to]. */
export function between(value: number, from: number, to: number, what: string): void {
  if (!(value >= from && value <= to)) throw new Error(`${what}: expected ${from}..${to}, got ${value}`);
}

import { LatencyModel } from '../../../src/batching/dispatch/latency/latency-model.ts';
import type { Observed } from '../../../src/batching/dispatch/underway.ts';
import { items, type Law, line } from './latency/upstream.ts';

/** What a call of `count` items takes that `known` knows of: 10 + 0.5 ms each. */
export const LAW: Law = line(10, 0.5);

/** A model that knows a law as good as exactly. */
export function known(law: Law = LAW): LatencyModel {
  const model = new LatencyModel();
  for (let round = 0; round < 6; round += 1) {
    for (let count = 1; count <= 32; count += 1) model.observe(items(count), law(items(count)));
  }
  return model;
}

/** A landed call of which nothing can be told, but for what is given. */
export function observed(traits: Partial<Observed> = {}): Observed {
  const plain = { load: items(1), ahead: 0, serviceMs: 10, weight: 1, isClear: false, isContested: false, overtaken: 0 };
  return { ...plain, ofExpected: undefined, waited: undefined, ...traits };
}
